"""The pages on each element of the checklist, and on the clauses to rework: verdict, evidence, why, remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policylint.model.report import DocumentReport, ElementSummary, Evidence, Finding, PeerFigure, Report, Requirement
from policylint.outputs.audit.blocks import Block, Callout, Heading, ModelClause, Paragraph, Piece, Pieces
from policylint.outputs.audit.words import decided, labelled, plain, quote, said
from policylint.outputs.wording import (
    STATUS_TITLE,
    baseline_mark,
    by_group,
    count,
    not_asked_words,
    searched_words,
)

_ABOUT_FINDINGS: Final = {
    "rights": "Clauses that may chill lawful speech of staff or the public. Each is a prompt for counsel, not a legal "
    "opinion: a lawyer should read it.",
    "legacy": "Clauses written for a technology that is gone, or for the wrong one.",
    "reference": "Clauses that point to a place that is not there.",
}


def requirement_id(number: int, identifier: str) -> str:
    """The id of the heading of a requirement in the document with this number."""
    return f"d{number}-{identifier}"


def element_id(number: int, identifier: str) -> str:
    """The id of the heading of an element in the document with this number."""
    return f"d{number}-element-{identifier}"


def element_pages(report: Report, number: int, document: DocumentReport, *, first_page: bool) -> Iterator[Block]:
    """Every element of the checklist on a page of its own.

    Args:
        report: The report, for the peer figures and for the other documents.
        number: The number of the document, from 1.
        document: A document that was checked.
        first_page: Whether the first element begins a page, too; not where a heading that does stands before it.
    """
    for index, element in enumerate(document.summary.elements if document.summary else ()):
        title = said(element.title)
        yield Heading(2, title, element_id(number, element.id), new_page=first_page or index > 0)
        if element.about:
            yield Paragraph(plain(element.about), "lead")
        yield Paragraph(plain(element_words(element)), "body" if element.about else "lead")
        for words in peer_words(report, element):
            yield Paragraph(plain(words))
        for requirement in document.requirements:
            if requirement.element == element.id:
                yield from _requirement(report, number, requirement)


def element_words(element: ElementSummary) -> str:
    """How many requirements of an element have each status, in a sentence."""
    total = element.covered + element.legacy + element.missing
    counts = ((element.covered, "covered"), (element.legacy, "settled only by a legacy clause"), (element.missing, ""))
    parts = [f"{number} {words or 'missing'}" for number, words in counts if number]
    if len(parts) == 1 and total > 1:
        return f"All {total} requirements are {parts[0].partition(' ')[2]}."
    return f"{count(total, 'requirement')}: {', '.join(parts)}."


def peer_words(report: Report, element: ElementSummary) -> Iterator[str]:
    """How common an element is elsewhere, and among the documents of this report where there are several."""
    for figure in peer_figures(report, element.id):
        yield peer_sentence(figure)
    checked = [document for document in report.documents if document.summary]
    if len(checked) > 1:
        some = sum(any(e.id == element.id and e.covered for e in _elements(d)) for d in checked)
        whole = sum(any(e.id == element.id and not (e.legacy or e.missing) for e in _elements(d)) for d in checked)
        yield (
            f"Of the {len(checked)} documents checked here, {some} {'covers' if some == 1 else 'cover'} at least one "
            f"requirement of this element, and {whole} {'covers' if whole == 1 else 'cover'} all of them."
        )


def peer_figures(report: Report, about: str) -> tuple[PeerFigure, ...]:
    """The figures of all packs on an element or a requirement."""
    return tuple(figure for pack in report.packs for figure in pack.peers if figure.about == about)


def peer_sentence(figure: PeerFigure) -> str:
    """One figure with its source and n."""
    return f"Elsewhere, {figure.addressed} of {figure.n} policies addressed {figure.words} ({figure.source})."


def _elements(document: DocumentReport) -> tuple[ElementSummary, ...]:
    return document.summary.elements if document.summary else ()


def _requirement(report: Report, number: int, requirement: Requirement) -> Iterator[Block]:
    is_gap = requirement.status != "covered"
    yield Heading(3, said(requirement.title), requirement_id(number, requirement.id), requirement.status)
    yield Paragraph(_marks(requirement), "small", with_next=True)
    for decision in (requirement.review, requirement.decision):
        if decision:
            yield decided(decision)
    if not requirement.applies:
        yield Callout("Not asked for", plain(not_asked_words(requirement)))
    if requirement.status == "missing" and requirement.searched:
        yield labelled("What was searched", searched_words(requirement))
    else:
        yield Paragraph(plain(requirement.why), with_next=bool(requirement.evidence))
    yield from _quotes("Evidence", requirement.evidence)
    if requirement.nearest:
        yield quote("Nearest clause", requirement.nearest.evidence)
        yield labelled("What it lacks", requirement.nearest.lacks)
    if requirement.matters and is_gap:
        yield labelled("Why it matters", requirement.matters)
    if requirement.remedy:
        yield labelled("What to do", requirement.remedy)
    if requirement.model_clause:
        yield ModelClause("A clause to start from", said(requirement.model_clause))
    if requirement.applies and requirement.profile_why:
        yield labelled(f"Why it weighs {requirement.severity} here", requirement.profile_why)
    for figure in peer_figures(report, requirement.id):
        yield Paragraph(plain(peer_sentence(figure)))
    if is_gap and requirement.sources:
        yield Paragraph(plain(f"Source: {'; '.join(requirement.sources)}."), "small")


def _marks(about: Requirement | Finding) -> Pieces:
    """The id, and what a gap or finding weighs and whether it is new."""
    is_covered = isinstance(about, Requirement) and about.status == "covered"
    marks = "" if is_covered else f" \u00b7 severity {about.severity}"
    fresh = baseline_mark(about)
    return (Piece(said(about.id), code=True), Piece(f"{marks}{f' {chr(0xB7)} {fresh}' if fresh else ''}"))


def _quotes(label: str, evidence: Sequence[Evidence]) -> Iterator[Block]:
    for index, words in enumerate(evidence, 1):
        yield quote(label if len(evidence) == 1 else f"{label} {index} of {len(evidence)}", words)


def has_findings(document: DocumentReport) -> bool:
    """Whether there is anything for `finding_pages`."""
    return bool(document.findings or document.absent)


def finding_pages(number: int, document: DocumentReport) -> Iterator[Block]:
    """The clauses to rework by group, those of one kind together; then what the baseline had and is gone."""
    for group, title, findings in by_group(document.findings):
        yield Heading(2, said(f"{title} ({len(findings)})"), f"d{number}-findings-{group}")
        if group in _ABOUT_FINDINGS:
            yield Paragraph(plain(_ABOUT_FINDINGS[group]), "lead")
        kinds: dict[str, list[Finding]] = {}
        for finding in findings:
            kinds.setdefault(finding.id, []).append(finding)
        for kind, same in kinds.items():
            yield from _kind(f"d{number}-finding-{kind}", same)
    if document.absent:
        yield Heading(2, f"Gone since the baseline ({len(document.absent)})", f"d{number}-gone")
        for gone in document.absent:
            was = f", {STATUS_TITLE.get(gone.status, gone.status).lower()}" if gone.status else ""
            words = f" \u201c{gone.quote}\u201d" if gone.quote else ""
            yield Paragraph(plain(f"{gone.title} ({gone.id}{was}).{words}"))


def _kind(identifier: str, findings: Sequence[Finding]) -> Iterator[Block]:
    """Clauses of one kind: what is said of all of them once."""
    first = findings[0]
    times = f" ({count(len(findings), 'clause')})" if len(findings) > 1 else ""
    yield Heading(3, said(f"{first.title}{times}"), identifier)
    yield Paragraph(_marks(first), "small", with_next=True)
    if first.matters:
        yield labelled("Why it matters", first.matters)
    yield labelled("What to do", first.remedy)
    if first.applies_to:
        yield labelled("Whom the law covers", first.applies_to)
    if first.sources:
        yield Paragraph(plain(f"Source: {'; '.join(first.sources)}."), "small")
    for index, finding in enumerate(findings, 1):
        label = "Clause" if len(findings) == 1 else f"Clause {index} of {len(findings)}"
        yield from _quotes(label, finding.evidence)
        yield from _beside(finding)


def _beside(finding: Finding) -> Iterator[Block]:
    """What is said of one clause only. `why` often ends with `matters`, which has been said of all."""
    why = finding.why.removesuffix(finding.matters).strip() if finding.matters else finding.why
    mark = baseline_mark(finding)
    if why:
        words = f"{why}{f' ({mark})' if mark else ''}"
        yield Paragraph(plain(words), "small", with_next=bool(finding.review or finding.decision))
    for decision in (finding.review, finding.decision):
        if decision:
            yield decided(decision)
    if not finding.applies:
        yield Callout("Not asked for", plain(not_asked_words(finding)))
    elif finding.profile_why:
        yield labelled(f"Why it weighs {finding.severity} here", finding.profile_why)
