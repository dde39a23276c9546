"""Two versions of a document, side by side: which requirements and findings changed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from policylint.diff.fate import Fates, print_of, removed_with_document
from policylint.diff.findings import changed_findings
from policylint.diff.model import (
    ChangeWord,
    DocumentDiff,
    Fate,
    FindingChange,
    Outcome,
    PairingWord,
    RequirementChange,
    Side,
)
from policylint.model.report import DocumentReport, Evidence, Requirement, StatusWord
from policylint.model.reviews import closing
from policylint.model.text import DocumentText
from policylint.outputs.wording import kind_words

POINTER: Final = "lfs-pointer"
"""The reason of a version of which there is only a Git LFS pointer."""

_CHANGES: Final[dict[tuple[StatusWord, StatusWord], ChangeWord]] = {
    ("covered", "missing"): "lost",
    ("legacy", "missing"): "lost",
    ("covered", "legacy"): "became-legacy",
    ("legacy", "covered"): "adapted",
    ("missing", "legacy"): "gained",
    ("missing", "covered"): "gained",
}
_ORDER: Final = {"deleted": 0, "reworded": 1, "moved": 2, "stands": 3}

Moved = Mapping[str, tuple[str, Evidence]]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was or is: its name, the report on it by itself, and its text."""

    name: str
    report: DocumentReport
    text: DocumentText


@dataclass(frozen=True, slots=True)
class VersionPair:
    """An old and a new version of one document and how they came together; one that was added or removed has only
    one.
    """

    pairing: PairingWord
    old: Version | None
    new: Version | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else was compared: the fates of clauses by the old name of their document, and which clauses are fresh."""

    fates: Mapping[str, Fates]
    moved: Moved


@dataclass(frozen=True, slots=True)
class _Case:
    """A pair under comparison with the fates of its clauses and its surroundings."""

    pair: VersionPair
    fates: Fates
    around: Surroundings


def fates_of(pair: VersionPair) -> Fates:
    """The fates of the clauses of one document; a version that is not there has no clauses."""
    nothing = DocumentText()
    return Fates(pair.old.text if pair.old else nothing, pair.new.text if pair.new else nothing)


def compare_versions(pair: VersionPair, fates: Fates, around: Surroundings) -> DocumentDiff:
    """What changed between the versions of one document. `fates` are those of its own clauses.

    A version that is no policy of the fitting kind settles nothing, and neither does one that is not there. One that
    could not be read says nothing: then no changes are listed, and the outcome says so.
    """
    old, new = pair.old, pair.new
    case = _Case(pair, fates, around)
    outcome = _outcome(old, new)
    changes: tuple[RequirementChange, ...] = ()
    resettled: tuple[str, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    if outcome == "compared":
        changes = tuple(_requirement_changes(case))
        resettled = tuple(_resettled(old, new)) if old and new else ()
        findings = changed_findings(
            old.report.findings if old else (),
            new.report.findings if new else (),
            fate_of=lambda was: _fate(case, was),
        )
    return DocumentDiff(
        name=next((version.name for version in (new, old) if version), ""),
        pairing=pair.pairing,
        outcome=outcome,
        old=_side(old),
        new=_side(new),
        notes=tuple(_notes(pair, outcome)),
        changes=changes,
        resettled=resettled,
        findings=findings,
    )


def _outcome(old: Version | None, new: Version | None) -> Outcome:
    if (new and new.report.verdict == "unreadable") or (old and old.report.reason == POINTER):
        return "unreadable"
    if old and old.report.verdict == "unreadable":
        return "was-unreadable"
    return "compared"


def _requirement_changes(case: _Case) -> Iterable[RequirementChange]:
    before, after = _requirements(case.pair.old), _requirements(case.pair.new)
    for identifier in after or before:
        was, now = before.get(identifier), after.get(identifier)
        change = _CHANGES.get((was.status if was else "missing", now.status if now else "missing"))
        shown = now or was
        if change is None or shown is None:
            continue
        worse = change in ("lost", "became-legacy")
        yield RequirementChange(
            id=shown.id,
            title=shown.title,
            element=shown.element,
            severity=shown.severity,
            change=change,
            before=was.status if was else "missing",
            after=now.status if now else "missing",
            counts=shown.applies and not (now and closing(now)),
            why=now.why if now else "",
            remedy=now.remedy if now else "",
            fates=_told_fates(case, was.evidence) if worse and was else (),
            evidence=now.evidence if now else (),
        )


def _requirements(version: Version | None) -> dict[str, Requirement]:
    return {requirement.id: requirement for requirement in version.report.requirements} if version else {}


def _told_fates(case: _Case, clauses: Sequence[Evidence]) -> tuple[Fate, ...]:
    """The fates of clauses, those that explain most first."""
    return tuple(sorted((_fate(case, was) for was in clauses), key=lambda fate: _ORDER[fate.kind]))


def _fate(case: _Case, was: Evidence) -> Fate:
    new, moved = case.pair.new, case.around.moved
    if was.document:
        other = case.around.fates.get(was.document)
        if other is None:
            return Fate(kind="stands", was=was, why=f"The clause stands in {was.document}, as it did.")
        return other.of(was, elsewhere=moved)
    if new is None:
        return removed_with_document(was, elsewhere=moved)
    fate = case.fates.of(was, elsewhere=moved)
    if fate.kind == "stands" and new.report.verdict == "not-applicable":
        return replace(fate, why=f"The clause stands, but the document is now read as {kind_words(new.report)}.")
    return fate


def _resettled(old: Version, new: Version) -> Iterable[str]:
    before = _requirements(old)
    for now in new.report.requirements:
        was = before.get(now.id)
        if was and was.status == now.status != "missing":
            prints = {print_of(evidence) for evidence in was.evidence}
            if prints.isdisjoint(print_of(evidence) for evidence in now.evidence):
                yield now.id


def _notes(pair: VersionPair, outcome: Outcome) -> Iterable[str]:
    old, new = pair.old, pair.new
    if outcome == "unreadable":
        if new and new.report.verdict == "unreadable":
            yield f"The new version cannot be read, so nobody knows what it lost: {new.report.explanation}"
        if old and old.report.reason == POINTER:
            yield f"The old version cannot be read, so nobody knows what was lost: {old.report.explanation}"
    elif outcome == "was-unreadable" and old:
        yield f"The old version cannot be read, so there is nothing to compare with: {old.report.explanation}"
    else:
        yield from _kind_notes(old, new)


def _kind_notes(old: Version | None, new: Version | None) -> Iterable[str]:
    if new and new.report.verdict == "not-applicable":
        start = "It is no longer checked" if old and old.report.verdict == "checked" else "It is not checked"
        yield f"{start}: {new.report.explanation}"
    elif old and old.report.verdict == "not-applicable":
        yield f"Its old version was not checked: {old.report.explanation}"
    elif old and new and old.report.kind != new.report.kind:
        yield (
            f"It was read as {kind_words(old.report)} and is now read as {kind_words(new.report)}: "
            f"{new.report.kind_why}."
        )


def _side(version: Version | None) -> Side | None:
    if version is None:
        return None
    report = version.report
    statuses = [requirement.status for requirement in report.requirements]
    return Side(
        name=version.name,
        sha256=report.source.sha256,
        verdict=report.verdict,
        kind=report.kind,
        explanation=report.explanation,
        covered=statuses.count("covered"),
        legacy=statuses.count("legacy"),
        missing=statuses.count("missing"),
    )
