"""From hits to findings: clauses that call for rework."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
    past = [own for own in dates if own.day <= as_of]
    if not past:
        return []
    latest = max(past, key=lambda own: (own.day, -own.clause))
    limit = as_of.replace(year=as_of.year - STALE_YEARS, day=min(as_of.day, 28))
    if latest.day >= limit:
        return []
    clause = clauses[latest.clause]
    said = (
        f"The latest date that the document gives of itself is of {latest.day.year}, more than {STALE_YEARS} years "
        f"before {as_of}."
    )
    return [(latest.clause, _finding(document, clause, rule, said, "gives an old date"))]


def _finding(document: Document, clause: Clause, rule: Rule, said: str, signal: str) -> Finding:
    return Finding(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        evidence=(evidence_for(document, clause, signal=signal),),
        why=f"{said} {rule.why}",
        remedy=rule.remedy,
        applies_to=rule.applies_to,
        sources=rule.source,
    )


def _words(clause: Clause, span: tuple[int, int]) -> str:
    return clause.text[max(0, span[0] - clause.start) : span[1] - clause.start]
