"""What comes of decisions in a document's report: which are in force, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec.structs import replace

from policylint.decisions.entry import DecisionEntry
from policylint.decisions.read import disagreement
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import (
    Decision,
    DecisionState,
    DecisionUse,
    DocumentReport,
    Elsewhere,
    Finding,
    Requirement,
)

_AGAIN = "look again and decide anew."
_REMOVE = "the decision can be removed."


def apply_decisions(
    report: DocumentReport,
    entries: Sequence[DecisionEntry],
    *,
    as_of: date,
    is_there: Callable[[Elsewhere], bool],
) -> tuple[DocumentReport, tuple[DecisionUse, ...]]:
    """Note the decisions about a document in its report.

    Args:
        report: The report on the document.
        entries: The decisions about this document.
        as_of: The day on which they must hold.
        is_there: Whether the document, and the section in it, that a decision names as the place of settlement exists.

    Returns:
        The report with `decision` set where one is in force (the first, where there are two) and with their number in
        the summary; and what came of each decision, in order. Of a document that could not be read nothing is known, so
        its decisions come to nothing and are not listed.

    Raises:
        UserMistake: M437 where two decisions in force are about the same gap or finding and differ in kind.
    """
    if not entries or report.verdict == "unreadable":
        return report, ()
    holding: list[DecisionEntry] = []
    uses: list[DecisionUse] = []
    for entry in entries:
        state, why = _state(report, entry, as_of, is_there)
        if state == "in-force":
            holding.append(entry)
        uses.append(
            DecisionUse(
                document=report.source.name, rule=entry.rule, state=state, why=why, decision=entry.as_reported()
            )
        )
    return _noted(report, holding), tuple(uses)


def open_fingerprints(item: Requirement | Finding) -> frozenset[str]:
    """The fingerprints by which a decision may be bound to a gap or a finding; none for a covered requirement."""
    if isinstance(item, Finding):
        return frozenset({item.fingerprint})
    if item.status == "legacy":
        return frozenset(evidence.fingerprint for evidence in item.evidence)
    return frozenset({item.fingerprint}) if item.status == "missing" else frozenset()


def _state(
    report: DocumentReport, entry: DecisionEntry, as_of: date, is_there: Callable[[Elsewhere], bool]
) -> tuple[DecisionState, str]:
    requirement = next((item for item in report.requirements if item.id == entry.rule), None)
    findings = [item for item in report.findings if item.id == entry.rule]
    if report.verdict == "not-applicable":
        return "unused", f"The document is not checked against the checklist; {_REMOVE}"
    if not findings and (requirement is None or requirement.status == "covered"):
        said = "The requirement is covered now" if requirement else "The document has no such finding any more"
        return "unused", f"{said}; {_REMOVE}"
    if entry.expires is not None and as_of > entry.expires:
        return "expired", f"It held until {entry.expires}; {_AGAIN}"
    open_items: list[Requirement | Finding] = [*findings, *([requirement] if requirement else [])]
    if not any(entry.fingerprint in open_fingerprints(item) for item in open_items):
        return "lapsed", f"{_change(requirement, entry)}; {_AGAIN}"
    if entry.settled_by is not None and not is_there(entry.settled_by):
        section = f", section \u201c{entry.settled_by.section}\u201d" if entry.settled_by.section else ""
        return (
            "lapsed",
            f"It is said to be settled in {entry.settled_by.document}{section}, which is not there; {_AGAIN}",
        )
    return "in-force", ""


def _change(requirement: Requirement | None, entry: DecisionEntry) -> str:
    """How what the decision was about has changed."""
    was_missing = entry.fingerprint == fingerprint_of(entry.rule)
    if requirement is not None and requirement.status == "legacy" and was_missing:
        return "It was decided when there was no clause, and there is an old one now"
    if requirement is not None and requirement.status == "missing":
        return "The clause it was about is gone, and the requirement is missing now"
    return "The clause it was about has changed"


def _noted(report: DocumentReport, holding: Sequence[DecisionEntry]) -> DocumentReport:
    if not holding:
        return report

    def decision_on(item: Requirement | Finding) -> Decision | None:
        marks = open_fingerprints(item)
        bound = [entry for entry in holding if entry.rule == item.id and entry.fingerprint in marks]
        for entry in bound[1:]:
            if entry.kind != bound[0].kind:
                raise disagreement(bound[0], entry)
        return bound[0].as_reported() if bound else item.decision

    requirements = tuple(replace(item, decision=decision_on(item)) for item in report.requirements)
    findings = tuple(replace(item, decision=decision_on(item)) for item in report.findings)
    decided = sum(item.decision is not None for item in requirements)
    decided += sum(item.decision is not None for item in findings)
    return replace(
        report,
        requirements=requirements,
        findings=findings,
        summary=replace(report.summary, decided=decided) if report.summary else None,
    )
