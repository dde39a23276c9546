"""From hits to findings: clauses that call for rework."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from policylint.judging.evidence import evidence_for
from policylint.model.clause import Clause, Hit, OwnDate
from policylint.model.document import Document
from policylint.model.report import Finding
from policylint.packs.model import Rule

STALE_YEARS = 5


def judge_findings(
    document: Document, clauses: Sequence[Clause], rule: Rule, hits: Sequence[Hit]
) -> list[tuple[int, Finding]]:
    """One finding for each clause in which a signal of the rule was found, with the clause's index for sorting."""
    findings: list[tuple[int, Finding]] = []
    seen: set[int] = set()
    for hit in hits:
        if hit.settles and hit.clause not in seen:
            seen.add(hit.clause)
            clause = clauses[hit.clause]
            words = ", ".join(f"\u201c{_words(clause, span)}\u201d" for span in hit.spans[:4])
            said = f"The clause {hit.signal}" + (f": {words}." if words else ".")
            findings.append((hit.clause, _finding(document, clause, rule, said, hit.signal)))
    return findings


def judge_stale_date(
    document: Document, clauses: Sequence[Clause], rule: Rule, dates: Sequence[OwnDate], *, as_of: date
) -> list[tuple[int, Finding]]:
    """A finding where the latest date that the document gives of itself lies more than five years before `as_of`.

    A document without any date of its own has no such finding: that is a gap (foundation.review), not a stale date.
    """
    latest = _latest(dates, as_of)
    if latest is None or as_of < _stale_from(latest.day):
        return []
    clause = clauses[latest.clause]
    said = (
        f"The latest date that the document gives of itself is of {latest.day.year}, more than {STALE_YEARS} years "
        "before the day of the check."
    )
    return [(latest.clause, _finding(document, clause, rule, said, "gives an old date"))]


def days_alike(dates: Sequence[OwnDate], as_of: date) -> tuple[date, date]:
    """The first and the last day as of which a check of this document says just what it says as of `as_of`."""
    turns = {own.day for own in dates} | {_stale_from(own.day) for own in dates}
    first = max((day for day in turns if day <= as_of), default=date.min)
    following = min((day for day in turns if day > as_of), default=None)
    return first, following - timedelta(days=1) if following else date.max


def _latest(dates: Sequence[OwnDate], as_of: date) -> OwnDate | None:
    return max((own for own in dates if own.day <= as_of), key=lambda own: (own.day, -own.clause), default=None)


def _stale_from(day: date) -> date:
    """The first day on which a document of this day is more than `STALE_YEARS` years old."""
    later = day + timedelta(days=1)
    leap = later.month == 2 and later.day == 29
    return later.replace(year=later.year + STALE_YEARS, day=28 if leap else later.day)


def _finding(document: Document, clause: Clause, rule: Rule, said: str, signal: str) -> Finding:
    evidence = evidence_for(document, clause, signal=signal)
    return Finding(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        evidence=(evidence,),
        why=f"{said} {rule.why}",
        matters=rule.why,
        remedy=rule.remedy,
        applies_to=rule.applies_to,
        sources=rule.source,
        fingerprint=evidence.fingerprint,
    )


def _words(clause: Clause, span: tuple[int, int]) -> str:
    return clause.text[max(0, span[0] - clause.start) : span[1] - clause.start]
