"""From hits to one status for each requirement, with its reason, its evidence, or what came nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policylint.judging.evidence import evidence_for
from policylint.model.clause import Clause, Hit
from policylint.model.document import Document
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import Evidence, Nearest, Requirement, Searched, StatusWord
from policylint.packs.model import Rule

MAX_EVIDENCE = 4
PART_SOCIAL = 5
"""From so many clauses that name social media on, part of a document is about it."""


@dataclass(frozen=True, slots=True)
class NearClause:
    """What matching can say of a rule that was not found: how many clauses hold any of its words, and the best of
    them.
    """

    candidates: int
    clause: int | None


def judge_requirement(
    document: Document, clauses: Sequence[Clause], rule: Rule, hits: Sequence[Hit], near: NearClause, *, why_social: str
) -> Requirement:
    """The status of one requirement. `hits` are those of this rule; `why_social` says what makes the document
    social.
    """
    settling = [hit for hit in hits if hit.settles]
    if len({hit.signal for hit in settling}) < rule.distinct:
        return _missing(document, clauses, rule, hits, near)
    social = [hit for hit in settling if clauses[hit.clause].scope == "social"]
    part_social = rule.whole_document and not social and _speaks_of_social(clauses)
    status: StatusWord = "covered" if social or part_social else "legacy"
    if part_social:
        why_social = "it holds for the whole document, and part of the document is about social media"
    chosen = _strongest(clauses, social or settling)
    evidence = tuple(evidence_for(document, clauses[hit.clause], signal=hit.signal) for hit in chosen)
    return Requirement(
        id=rule.id,
        title=rule.title,
        element=rule.element,
        status=status,
        why=_why(clauses, rule, chosen, status, why_social),
        severity=rule.severity,
        by_itself=rule.by_itself,
        evidence=evidence,
        fingerprint=evidence[0].fingerprint,
        matters=rule.why,
        remedy=rule.remedy if status == "legacy" else "",
        model_clause=rule.model_clause if status == "legacy" else "",
        sources=rule.source,
    )


def _speaks_of_social(clauses: Sequence[Clause]) -> bool:
    return sum(clause.technology == "social" for clause in clauses) >= PART_SOCIAL


def _strongest(clauses: Sequence[Clause], hits: Sequence[Hit]) -> list[Hit]:
    """The hits to show, one a clause: where most words speak for it, and naming social media counts as one more."""
    by_clause: dict[int, list[Hit]] = {}
    for hit in hits:
        by_clause.setdefault(hit.clause, []).append(hit)
    ranked = sorted(
        by_clause.items(),
        key=lambda item: (
            -sum(hit.weight for hit in item[1]) - (clauses[item[0]].technology == "social"),
            clauses[item[0]].kind == "heading",
            item[0],
        ),
    )
    return [found[0] for _, found in ranked[:MAX_EVIDENCE]]


def _why(clauses: Sequence[Clause], rule: Rule, chosen: Sequence[Hit], status: StatusWord, why_social: str) -> str:
    hit = chosen[0]
    clause = clauses[hit.clause]
    words = ", ".join(f"\u201c{_words(clause, span)}\u201d" for span in hit.spans[:4])
    reason = f"The clause {hit.signal}" + (f": {words}." if words else ".")
    if status == "legacy":
        named = {"older": "It speaks of older technology", "any": "It names no technology", "social": ""}[
            clause.technology
        ]
        return f"{reason} {named}, and nothing extends it to social media."
    if clause.technology == "social":
        return f"{reason} It names social media."
    return f"{reason} It holds for social media because {why_social}."


def _words(clause: Clause, span: tuple[int, int]) -> str:
    return clause.text[max(0, span[0] - clause.start) : span[1] - clause.start]


def _missing(
    document: Document, clauses: Sequence[Clause], rule: Rule, hits: Sequence[Hit], near: NearClause
) -> Requirement:
    nearest = None
    index = hits[0].clause if hits else near.clause
    if index is not None:
        found: Evidence = evidence_for(document, clauses[index], signal=hits[0].signal if hits else "")
        nearest = Nearest(evidence=found, lacks=f"It does not {rule.lacks}.")
    body = [clause for clause in clauses if clause.kind != "heading"]
    searched = Searched(
        clauses=len(body),
        sections=len({clause.section for clause in body}),
        candidates=near.candidates,
        terms=rule.terms,
    )
    some = (
        f"{near.candidates} of them hold some of the words"
        if near.candidates
        else "none of them holds the words looked for"
    )
    return Requirement(
        id=rule.id,
        title=rule.title,
        element=rule.element,
        status="missing",
        why=f"All {len(body)} clauses were searched; {some}, and none settles it.",
        severity=rule.severity,
        by_itself=rule.by_itself,
        fingerprint=fingerprint_of(rule.id),
        nearest=nearest,
        searched=searched,
        matters=rule.why,
        remedy=rule.remedy,
        model_clause=rule.model_clause,
        sources=rule.source,
    )


def group_hits(hits: Sequence[Hit]) -> Mapping[str, list[Hit]]:
    """Hits by the id of their rule, in clause order."""
    grouped: dict[str, list[Hit]] = {}
    for hit in hits:
        grouped.setdefault(hit.rule, []).append(hit)
    return grouped
