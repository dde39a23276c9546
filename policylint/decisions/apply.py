"""What comes of decisions in a document's report: which are in force, and why the others are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from policylint.decisions.entry import DecisionEntry
from policylint.decisions.read import disagreement
from policylint.errors import UserMistake
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import DecisionState, DecisionUse, DocumentReport, Elsewhere, Finding, Requirement
from policylint.model.reviews import is_gap, tally

_Item = TypeVar("_Item", Requirement, Finding)

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
        The report with `review` and `decision` set where one is in force (the first, where there are two) and with
        their numbers in the summary; and what came of each decision, in order. Of a document that could not be read
        nothing is known, so its decisions come to nothing and are not listed.

    Raises:
        UserMistake: M437 where two decisions in force are about the same verdict and do not go together; M434 where one
            corrects a finding.
    """
    if not entries or report.verdict == "unreadable":
        return report, ()

    def holding(about: DocumentReport, *, reviews: bool) -> list[DecisionEntry]:
        entitled = (entry for entry in entries if entry.is_review == reviews)
        return [entry for entry in entitled if _state(about, entry, as_of, is_there)[0] == "in-force"]

    # What is covered may be decided about once a person has corrected it, so the reviews come first.
    kept = holding(report, reviews=True)
    reviewed = _noted(report, kept)
    kept += holding(reviewed, reviews=False)
    uses: list[DecisionUse] = []
    for entry in entries:
        state, why = _state(reviewed, entry, as_of, is_there)
        uses.append(
            DecisionUse(
                document=report.source.name, rule=entry.rule, state=state, why=why, decision=entry.as_reported()
            )
        )
    return _noted(report, kept), tuple(uses)


def fingerprints_of(item: Requirement | Finding) -> frozenset[str]:
    """The fingerprints by which a review may be bound to a verdict: of any clause on it, or of the gap."""
    if isinstance(item, Requirement) and item.status != "missing" and item.evidence:
        return frozenset(evidence.fingerprint for evidence in item.evidence)
    return frozenset({item.fingerprint})


def open_fingerprints(item: Requirement | Finding) -> frozenset[str]:
    """The fingerprints by which a decision may be bound to a gap or a finding; none for a covered requirement."""
    return fingerprints_of(item) if isinstance(item, Finding) or is_gap(item) else frozenset()


def _state(
    report: DocumentReport, entry: DecisionEntry, as_of: date, is_there: Callable[[Elsewhere], bool]
) -> tuple[DecisionState, str]:
    requirement = next((item for item in report.requirements if item.id == entry.rule), None)
    findings = [item for item in report.findings if item.id == entry.rule]
    if report.verdict == "not-applicable":
        return "unused", f"The document is not checked against the checklist; {_REMOVE}"
    if not findings and requirement is None:
        return "unused", f"The document has no such finding any more; {_REMOVE}"
    if requirement is not None and not entry.is_review and not is_gap(requirement):
        return "unused", f"The requirement is covered now; {_REMOVE}"
    if entry.kind == "correct" and _status_for(requirement, entry) == entry.status:
        return "unused", f"policylint says {entry.status} itself now; {_REMOVE}"
    if entry.expires is not None and as_of > entry.expires:
        return "expired", f"It held until {entry.expires}; {_AGAIN}"
    marks = fingerprints_of if entry.is_review else open_fingerprints
    items: list[Requirement | Finding] = [*findings, *([requirement] if requirement else [])]
    if not any(entry.fingerprint in marks(item) for item in items):
        return "lapsed", f"{_change(requirement, entry)}; {_AGAIN}"
    if entry.kind == "confirm" and requirement is not None and entry.status not in (None, requirement.status):
        return "lapsed", f"{entry.status} was confirmed, and policylint says {requirement.status} now; {_AGAIN}"
    if entry.settled_by is not None and not is_there(entry.settled_by):
        section = f", section \u201c{entry.settled_by.section}\u201d" if entry.settled_by.section else ""
        return (
            "lapsed",
            f"It is said to be settled in {entry.settled_by.document}{section}, which is not there; {_AGAIN}",
        )
    return "in-force", ""


def _status_for(requirement: Requirement | None, entry: DecisionEntry) -> str:
    """The status that policylint gives to what a correction is about. Raises M434 for a finding, which has none."""
    if requirement is None:
        problem = f"is 'correct', and {entry.rule} is a finding, which has no status; write false-positive"
        raise UserMistake("M434", place=entry.place, key="kind", problem=problem)
    return requirement.status


def _change(requirement: Requirement | None, entry: DecisionEntry) -> str:
    """How what the decision was about has changed."""
    was_missing = entry.fingerprint == fingerprint_of(entry.rule)
    if requirement is not None and requirement.status != "missing" and was_missing:
        one = "an old one" if requirement.status == "legacy" else "one"
        return f"It was decided when there was no clause, and there is {one} now"
    if requirement is not None and requirement.status == "missing":
        return "The clause it was about is gone, and the requirement is missing now"
    return "The clause it was about has changed"


def _noted(report: DocumentReport, holding: Sequence[DecisionEntry]) -> DocumentReport:
    """The report with the decisions in force, and with their numbers in the summary."""
    if not holding:
        return report
    requirements = tuple(_with(item, holding) for item in report.requirements)
    findings = tuple(_with(item, holding) for item in report.findings)
    counted = tally((*requirements, *findings))._asdict()
    return replace(
        report,
        requirements=requirements,
        findings=findings,
        summary=replace(report.summary, **counted) if report.summary else None,
    )


def _with(item: _Item, holding: Sequence[DecisionEntry]) -> _Item:
    marks = fingerprints_of(item)
    bound = [entry for entry in holding if entry.rule == item.id and entry.fingerprint in marks]
    _require_one_voice(bound)
    review = next((entry.as_reported() for entry in bound if entry.is_review), item.review)
    decision = next((entry.as_reported() for entry in bound if not entry.is_review), item.decision)
    return replace(item, review=review, decision=decision)


def _require_one_voice(bound: Iterable[DecisionEntry]) -> None:
    heard: list[DecisionEntry] = []
    for entry in bound:
        for other in heard:
            if not entry.agrees_with(other):
                raise disagreement(other, entry)
        heard.append(entry)
