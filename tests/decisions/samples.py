"""Decisions and reports made by hand, for the tests of decisions."""

import datetime
from collections.abc import Collection

from policylint.decisions import DecisionEntry
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import DocumentReport, Evidence, Finding, Requirement, SourceFile, StatusWord, Summary

KNOWN = ("legal.records", "legal.accessibility", "rights.disparagement")
DAY = datetime.date(2026, 11, 27)
MAIL = "E-mail is kept for two years."
PHONE = "Telephone records are kept for one year."


def known_rules() -> Collection[str]:
    return KNOWN


def block(**changes: str) -> str:
    """A [[decision]]; a key set to "" is left out. Each key has a line of its own, in this order."""
    keys = {
        "document": '"policy.md"',
        "rule": '"legal.records"',
        "kind": '"accept"',
        "reason": '"Few records."',
        "owner": '"Dana Lee"',
        "date": "2026-11-27",
        "fingerprint": '"0123456789abcdef"',
    } | {key.replace("_", "-"): value for key, value in changes.items()}
    return "[[decision]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)


def entry(**changes: object) -> DecisionEntry:
    fields: dict[str, object] = {
        "document": "policy.md",
        "rule": "legal.records",
        "kind": "accept",
        "reason": "Few records.",
        "owner": "Dana Lee",
        "date": DAY,
        "fingerprint": fingerprint_of("", MAIL),
        "place": "policylint-decisions.toml:1",
    }
    return DecisionEntry(**(fields | changes))  # type: ignore[arg-type]


def evidence(quote: str = MAIL, *, lead: str = "", line: int = 7) -> Evidence:
    return Evidence(
        quote=quote, lead=lead, line=line, section=("2 Records",), fingerprint=fingerprint_of(lead, quote), rule="keeps"
    )


def requirement(status: StatusWord, *clauses: Evidence, identifier: str = "legal.records") -> Requirement:
    return Requirement(
        id=identifier,
        title="Records",
        element="legal",
        status=status,
        why="Because.",
        evidence=clauses,
        fingerprint=clauses[0].fingerprint if clauses else fingerprint_of(identifier),
    )


def finding(quote: str = "Do not criticise us.", *, line: int = 9, identifier: str = "rights.disparagement") -> Finding:
    found = evidence(quote, line=line)
    return Finding(
        id=identifier,
        title="Ban on criticism",
        severity="high",
        evidence=(found,),
        why="It chills speech.",
        remedy="Narrow it.",
        fingerprint=found.fingerprint,
    )


def report(*items: Requirement | Finding, media_type: str = "text/markdown") -> DocumentReport:
    requirements = tuple(item for item in items if isinstance(item, Requirement))
    findings = tuple(item for item in items if isinstance(item, Finding))
    return DocumentReport(
        source=SourceFile(name="policy.md", sha256="ab" * 32, media_type=media_type),
        verdict="checked",
        requirements=requirements,
        findings=findings,
        summary=Summary(
            requirements=len(requirements),
            covered=sum(item.status == "covered" for item in requirements),
            legacy=sum(item.status == "legacy" for item in requirements),
            missing=sum(item.status == "missing" for item in requirements),
            findings=len(findings),
            elements=(),
        ),
    )
