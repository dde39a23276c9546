"""Versions of documents made by hand: clauses with their fingerprints, and the requirements that they settle."""

from collections.abc import Mapping, Sequence

from policylint.diff.assemble import compare_all
from policylint.diff.compare import Version, VersionPair
from policylint.diff.model import Diff, DocumentDiff, PairingWord, Totals
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import (
    DocumentReport,
    Evidence,
    Finding,
    Requirement,
    SourceFile,
    StatusWord,
    ToolInfo,
    Verdict,
)
from policylint.model.text import DocumentText

IDS = ("legal.records", "citizen.blocking", "account.approval")
RECORDS = "Posts on our pages are public records and are kept under the schedule."
BLOCKING = "A user may be blocked only after a written warning."
APPROVAL = "The press office approves every new account."


def clause(
    quote: str,
    *section: str,
    line: int = 1,
    lead: str = "",
    scope: str = "social",
    document: str = "",
) -> Evidence:
    return Evidence(
        quote=quote,
        section=section,
        line=line,
        lead=lead,
        scope="social" if scope == "social" else "older" if scope == "older" else "any",
        fingerprint=fingerprint_of(lead, quote),
        document=document,
    )


def text(*clauses: Evidence, sections: Sequence[tuple[str, ...]] = ()) -> DocumentText:
    found = dict.fromkeys(evidence.section for evidence in clauses if evidence.section)
    return DocumentText(sections=(*found, *sections), clauses=clauses)


def requirement(
    identifier: str, status: StatusWord = "missing", *evidence: Evidence, applies: bool = True
) -> Requirement:
    return Requirement(
        id=identifier,
        title=identifier.split(".")[1].title(),
        element=identifier.split(".")[0],
        status=status,
        why="Why it is so.",
        evidence=evidence,
        applies=applies,
        remedy="" if status == "covered" else "Say so.",
    )


def finding(evidence: Evidence, identifier: str = "rights.disparagement") -> Finding:
    return Finding(
        id=identifier,
        title="Ban on criticism",
        severity="high",
        evidence=(evidence,),
        why="It chills speech.",
        remedy="Narrow it.",
        fingerprint=evidence.fingerprint,
    )


def version(
    *clauses: Evidence,
    settles: Mapping[str, tuple[StatusWord, Sequence[Evidence]]] | None = None,
    findings: Sequence[Finding] = (),
    name: str = "policy.md",
    verdict: Verdict = "checked",
    reason: str | None = None,
    sections: Sequence[tuple[str, ...]] = (),
    applies: bool = True,
) -> Version:
    """A version whose clauses are `clauses`; `settles` says which requirements have which status by which of them."""
    settled = settles or {}
    checked = verdict == "checked"
    missing: tuple[StatusWord, Sequence[Evidence]] = ("missing", ())
    requirements = tuple(
        requirement(
            identifier, settled.get(identifier, missing)[0], *settled.get(identifier, missing)[1], applies=applies
        )
        for identifier in IDS
    )
    return Version(
        name=name,
        report=DocumentReport(
            source=SourceFile(name=name, sha256="ab" * 32, media_type="text/markdown"),
            verdict=verdict,
            reason=reason,
            explanation="" if checked else "It says why.",
            kind="not-a-policy" if verdict == "not-applicable" else "social-media-policy",
            kind_why="it reads so",
            requirements=requirements if checked else (),
            findings=tuple(findings) if checked else (),
        ),
        text=text(*clauses, sections=sections),
    )


def covers(identifier: str, *evidence: Evidence) -> dict[str, tuple[StatusWord, Sequence[Evidence]]]:
    return {identifier: ("covered", evidence)}


def compared(old: Version | None, new: Version | None, pairing: PairingWord = "same-path") -> DocumentDiff:
    (document,) = compare_all([VersionPair(pairing, old, new)])
    return document


def diff_of(*documents: DocumentDiff) -> Diff:
    return Diff(
        tool=ToolInfo(version="0.0.0"),
        as_of="2026-01-01",
        old="main",
        new="HEAD",
        totals=Totals(compared=len(documents), unchanged=3),
        documents=documents,
    )
