"""What is said of a whole document or run: the verdict, what it is short of, and whether anything makes it fail."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policylint.choices import FAIL_LEVELS
from policylint.model.report import DocumentReport, Finding, Report, Requirement
from policylint.model.reviews import closing
from policylint.outputs.wording import (
    by_status,
    count,
    gaps_and_findings,
    kind_words,
    open_count,
    open_findings,
    quoted,
)


def failing_count(document: DocumentReport) -> int:
    """How many gaps and findings make a run fail."""
    return sum(document.fails(about) for about in gaps_and_findings(document))


def gate_words(*documents: DocumentReport) -> str:
    """How many of the open gaps and findings make the run fail, and at which level; empty where none does."""
    failing = {document.fail_on for document in documents if failing_count(document)}
    if not failing:
        return ""
    number = sum(map(failing_count, documents))
    left = sum(map(open_count, documents))
    known = any(about.baseline for document in documents for about in gaps_and_findings(document))
    noun = "gap or finding is" if left == 1 else f"gaps and findings {'is' if number == 1 else 'are'}"
    return (
        f"{number} of {left} open {noun} at or above the fail level ({levels_words(failing)})"
        f"{' and not in the baseline' if known else ''}."
    )


def levels_words(levels: Collection[str]) -> str:
    """Fail levels, from little to much; a configuration may give documents different ones."""
    return ", ".join(level for level in FAIL_LEVELS if level in levels)


def below_words(document: DocumentReport) -> str:
    """Why an open gap or finding of the document does not make the run fail."""
    return "The fail level is never." if document.fail_on == "never" else f"Below the fail level {document.fail_on}."


def closing_words(report: Report) -> str:
    """How many documents were checked, and how many were not."""
    verdicts = [document.verdict for document in report.documents]
    parts = [f"{count(verdicts.count('checked'), 'document')} checked"]
    if verdicts.count("not-applicable"):
        parts.append(f"{verdicts.count('not-applicable')} of another kind")
    if verdicts.count("unreadable"):
        parts.append(f"{verdicts.count('unreadable')} unreadable")
    return ", ".join(parts) + "."


def verdict_words(document: DocumentReport) -> str:
    """The verdict as a sentence: what is covered, what is legacy, what is missing."""
    if document.verdict == "unreadable":
        return f"Unreadable: {document.explanation}"
    if document.verdict == "not-applicable" or document.summary is None:
        if document.member_of:
            part = f"A part of the policy set {quoted(document.member_of)}"
            return f"{part}; as {kind_words(document)} it is not checked by itself."
        says_so = "not checked" in document.explanation
        return document.explanation if says_so else f"Not checked: {document.explanation}"
    summary = document.summary
    tally = tally_words(
        summary.covered,
        summary.legacy,
        summary.missing,
        of_legacy=_closed(document, "legacy"),
        of_missing=_closed(document, "missing"),
    )
    closed = "".join(f", {number} {why}" for number, why in _closed_counts(document.findings))
    rework = f"{count(len(open_findings(document)), 'clause')} to rework{closed}."
    corrected = _corrected_words(document)
    return f"Of {count(summary.requirements, 'requirement')} {tally}.{corrected} {rework}{_applying_words(document)}"


def _corrected_words(document: DocumentReport) -> str:
    """How many of the statuses a person has corrected, and to what: the numbers before are policylint's own."""
    corrected = [r.standing for r in document.requirements if r.review and r.review.kind == "correct"]
    if not corrected:
        return ""
    parts = [f"{corrected.count(word)} to {word}" for word in ("covered", "legacy", "missing") if word in corrected]
    return f" A person has corrected {len(corrected)} of these statuses: {', '.join(parts)}."


def tally_words(covered: int, legacy: int, missing: int, *, of_legacy: str = "", of_missing: str = "") -> str:
    """How many requirements have each status, as the end of a sentence; what is to be said of the gaps in brackets."""
    return (
        f"{_are(covered)} covered, {_are(legacy)} settled only by a legacy clause{of_legacy}, "
        f"{_are(missing)} missing{of_missing}"
    )


def _closed(document: DocumentReport, status: str) -> str:
    """How many of the gaps call for nobody, in brackets: the lists below the verdict do not have them."""
    gaps = by_status(document, status)
    counts = _closed_counts(gaps)
    if len(gaps) == 1 and counts:
        return f" ({counts[0][1]})"
    words = ", ".join(f"{number} {'of them ' if not place else ''}{why}" for place, (number, why) in enumerate(counts))
    return f" ({words})" if words else ""


def _closed_counts(abouts: Sequence[Requirement | Finding]) -> list[tuple[int, str]]:
    settled = sum(about.applies and closing(about) is not None for about in abouts)
    spared = sum(not about.applies for about in abouts)
    return [(number, why) for number, why in ((settled, "decided"), (spared, "not asked for")) if number]


def _are(number: int) -> str:
    return f"{number} {'is' if number == 1 else 'are'}"


def shortfall_words(document: DocumentReport) -> str:
    """What the document is short of: the least coverage, or being a policy as the baseline has it; empty if nothing."""
    is_coverage = document.shortfall and document.verdict == "checked"
    return f"Short of the least coverage: {document.shortfall}" if is_coverage else document.shortfall


def _applying_words(document: DocumentReport) -> str:
    summary = document.summary
    if summary is None:
        return ""
    if summary.applying is None or summary.applying == summary.requirements:
        return ""
    asked = f"profile {document.profile}" if document.profile else "the configuration"
    return f" Of the {summary.applying} that {asked} asks for, {_are(summary.covered_applying or 0)} covered."
