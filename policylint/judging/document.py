"""One document's verdict, kind, statuses, findings and summary, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policylint.judging.findings import judge_findings, judge_stale_date
from policylint.judging.hidden import hidden_text
from policylint.judging.kind import KindJudgement, judge_kind
from policylint.judging.statuses import NearClause, group_hits, judge_requirement
from policylint.model.clause import Clause, Hit, OwnDate, Technology
from policylint.model.document import Document
from policylint.model.report import (
    DocumentReport,
    ElementSummary,
    Finding,
    Recognition,
    Requirement,
    SourceFile,
    Summary,
)
from policylint.packs.model import Pack

_SEVERITY_ORDER = {"high": 0, "medium": 1, "low": 2}

_NOT_APPLICABLE = {
    "other-policy": "This is a policy on another matter. It is not checked against the social media checklist.",
    "not-a-policy": "This does not look like a policy. It is not checked against the social media checklist.",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that judging looks at."""

    document: Document
    clauses: Sequence[Clause]
    hits: Sequence[Hit]
    near: Mapping[str, NearClause]
    dates: Sequence[OwnDate]
    scope: Technology
    scope_why: str
    title: str


def judge_document(judgement: Judgement, pack: Pack, *, as_of: date, any_kind: bool) -> DocumentReport:
    """The report on one document. A document of another kind has no requirements unless `any_kind` is set."""
    document, clauses = judgement.document, judgement.clauses
    kind = judge_kind(document, clauses, title=judgement.title, scope=judgement.scope)
    applicable = any_kind or kind.kind not in _NOT_APPLICABLE
    requirements = _requirements(judgement, pack) if applicable else ()
    findings = _findings(judgement, pack, as_of) if applicable else ()
    return DocumentReport(
        source=SourceFile(
            name=document.source.name,
            sha256=document.source.sha256,
            media_type=document.source.media_type,
            pages=document.source.pages,
            size=document.source.size,
        ),
        verdict="checked" if applicable else "not-applicable",
        explanation=_explanation(kind, applicable),
        title=judgement.title,
        kind=kind.kind,
        kind_why=kind.why,
        requirements=requirements,
        findings=findings,
        summary=summarise(requirements, findings, pack) if applicable else None,
        notes=document.notes,
        recognition=_recognition(document),
        repaired=document.repaired,
        converter=document.converter,
        sections=max(0, len(document.sections) - 1),
        clauses=len(clauses),
        words=sum(len(clause.tokens) for clause in clauses),
        packs=pack.parts,
        any_kind=any_kind,
    )


def _recognition(document: Document) -> Recognition | None:
    found = document.recognition
    if found is None:
        return None
    return Recognition(
        engine=found.engine,
        version=found.version,
        languages=found.languages,
        pages=found.pages,
        confidence=found.confidence,
        failed=found.failed,
    )


def _explanation(kind: KindJudgement, applicable: bool) -> str:
    if not applicable:
        return f"{_NOT_APPLICABLE[kind.kind]} ({kind.why[:1].upper()}{kind.why[1:]}.)"
    return ""


def _requirements(judgement: Judgement, pack: Pack) -> tuple[Requirement, ...]:
    hits = group_hits(judgement.hits)
    nothing = NearClause(0, None)
    return tuple(
        judge_requirement(
            judgement.document,
            judgement.clauses,
            rule,
            hits.get(rule.id, []),
            judgement.near.get(rule.id, nothing),
            why_social=_why_social(judgement),
        )
        for rule in pack.requirements
    )


def _why_social(judgement: Judgement) -> str:
    return (
        judgement.scope_why if judgement.scope == "social" else "the section in which it stands is about social media"
    )


def _findings(judgement: Judgement, pack: Pack, as_of: date) -> tuple[Finding, ...]:
    hits = group_hits(judgement.hits)
    order = {rule.id: n for n, rule in enumerate(pack.finding_rules)}
    found: list[tuple[int, Finding]] = []
    for rule in pack.finding_rules:
        if rule.check == "stale-date":
            found += judge_stale_date(judgement.document, judgement.clauses, rule, judgement.dates, as_of=as_of)
        found += judge_findings(judgement.document, judgement.clauses, rule, hits.get(rule.id, []))
    found.sort(key=lambda item: (_SEVERITY_ORDER[item[1].severity], item[0], order[item[1].id]))
    return (*(finding for _, finding in found), *hidden_text(judgement.document, pack))


def summarise(requirements: Sequence[Requirement], findings: Sequence[Finding], pack: Pack) -> Summary:
    """Counts over the whole checklist and over each of its groups, in the pack's order."""

    def count(element: str | None, status: str) -> int:
        return sum(r.status == status and element in (None, r.element) for r in requirements)

    return Summary(
        requirements=len(requirements),
        covered=count(None, "covered"),
        legacy=count(None, "legacy"),
        missing=count(None, "missing"),
        findings=len(findings),
        applying=len(requirements),
        covered_applying=count(None, "covered"),
        elements=tuple(
            ElementSummary(
                id=element.id,
                title=element.title,
                about=element.about,
                covered=count(element.id, "covered"),
                legacy=count(element.id, "legacy"),
                missing=count(element.id, "missing"),
            )
            for element in pack.head.elements
        ),
    )
