"""The pages on each element of the checklist, and on the clauses to rework: verdict, evidence, why, remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policylint.model.report import (
    DocumentReport,
    ElementSummary,
    Evidence,
    Finding,
    PeerFigure,
    Report,
    Requirement,
    Searched,
)
from policylint.outputs.audit.blocks import Block, Callout, Heading, ModelClause, Paragraph, Piece, Pieces, Quote
from policylint.outputs.audit.words import decided, labelled, labelled_together, plain, quote, said
from policylint.outputs.wording import (
    STATUS_TITLE,
    baseline_mark,
    by_group,
    count,
    not_asked_words,
    place,
)

_ABOUT_FINDINGS: Final = {
    "rights": "Clauses that may chill lawful speech of staff or the public. Each is a prompt for counsel, not a legal "
    "opinion: a lawyer should read it.",
    "legacy": "Clauses written for a technology that is gone, or for the wrong one.",
    "reference": "Clauses that point to a place that is not there.",
    "text": "Words that are in the file and that its reader does not see. They settle nothing.",
}

_ENOUGH: Final = 220
"""Characters of a quotation that show that a requirement is covered; the report's data has all of it."""

_EXTENDS_NOT: Final = ", and nothing extends it to social media."


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
        of_element = [requirement for requirement in document.requirements if requirement.element == element.id]
        source = _usual_source(of_element)
        from_where = (f"Source: {source}.",) if source else ()
        words = " ".join((element_words(element), *peer_words(report, element), *from_where))
        yield Paragraph(plain(words), "body" if element.about else "lead")
        for requirement in sorted(of_element, key=lambda each: each.status == "covered"):  # gaps first
            yield from _requirement(report, number, requirement, source)


def _usual_source(requirements: Sequence[Requirement]) -> str:
    """The source that most gaps of an element share, to be named once; empty where no two share one."""
    sources = Counter(s for requirement in requirements if requirement.status != "covered" for s in requirement.sources)
    usual = max(sources, key=lambda source: sources[source], default="")
    return usual if sources[usual] > 1 else ""


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


def _requirement(report: Report, number: int, requirement: Requirement, source: str) -> Iterator[Block]:
    """One requirement. `source` has been named for all of its element."""
    is_gap = requirement.status != "covered"
    yield Heading(3, said(requirement.title), requirement_id(number, requirement.id), requirement.status)
    for decision in (requirement.review, requirement.decision):
        if decision:
            yield decided(decision)
    if not requirement.applies:
        yield Callout("Not asked for", plain(not_asked_words(requirement)))
    marks = _marks(requirement, source)
    has_more = bool(requirement.evidence or requirement.nearest)
    if requirement.status == "missing" and requirement.searched:
        words = (Piece("What was searched. ", strong=True), *plain(_searched(requirement.searched)))
        yield Paragraph((*_urgent(requirement), *words), with_next=has_more)
    elif is_gap:
        yield Paragraph((*_urgent(requirement), *plain(_why(requirement))), with_next=has_more)
    if is_gap:
        yield from _quotes("Evidence", requirement.evidence)
    else:
        yield from _settled(requirement, marks)
    if requirement.nearest:
        yield quote("Nearest clause", requirement.nearest.evidence)
    nearest = requirement.nearest.lacks if requirement.nearest else ""
    if is_gap:
        yield labelled_together(
            ("What it lacks", nearest),
            ("Why it matters", requirement.matters),
            ("What to do", requirement.remedy),
            closing=marks,
            with_next=bool(requirement.model_clause),
        )
    if requirement.model_clause:
        yield ModelClause("A clause to start from", said(requirement.model_clause))
    if requirement.applies and requirement.profile_why:
        yield labelled(f"Why it weighs {requirement.severity} here", requirement.profile_why)
    for figure in peer_figures(report, requirement.id):
        yield Paragraph(plain(peer_sentence(figure)))


def _urgent(about: Requirement | Finding) -> Pieces:
    """What must not be overlooked of a gap or finding: that it weighs much, that a baseline does not know it."""
    fresh = baseline_mark(about)
    marks = ("High severity. " if about.severity == "high" else "", f"{fresh.capitalize()}. " if fresh else "")
    return tuple(Piece(mark, strong=True) for mark in marks if mark)


def _why(requirement: Requirement) -> str:
    """Why the status is what it is, without what the status "legacy only" says by itself."""
    if requirement.status != "legacy" or not requirement.why.endswith(_EXTENDS_NOT):
        return requirement.why
    return f"{requirement.why.removesuffix(_EXTENDS_NOT)}."


def _searched(found: Searched) -> str:
    terms = f", such as {', '.join(found.terms)}" if found.terms else ""
    held = str(found.candidates) if found.candidates else "None"
    return f"{held} of {count(found.clauses, 'clause')} held any of the words looked for{terms}."


def _marks(about: Requirement | Finding, source: str = "") -> str:
    """The id, what a gap or finding weighs, and its sources but for the one named already."""
    is_covered = isinstance(about, Requirement) and about.status == "covered"
    others = "; ".join(other for other in about.sources if other != source)
    label = "also" if source in about.sources else "source:"
    marks = (
        "" if is_covered else f"severity {about.severity}",
        f"{label} {others}" if others and not is_covered else "",
    )
    return " \u00b7 ".join((about.id, *filter(None, marks)))


def _settled(requirement: Requirement, marks: str) -> Iterator[Block]:
    """Of what is covered, in one paragraph: the first words, shortened, why, and the places of the other evidence."""
    places = [named for words in requirement.evidence[1:] if (named := place(words))]
    also = f" Also: {'; '.join(dict.fromkeys(places))}." if places else ""
    note = said(f"{requirement.why}{also} \u00b7 {marks}")
    if requirement.evidence:
        first = quote("Evidence", requirement.evidence[0], _ENOUGH)
        yield replace(first, place=". ".join(part for part in (first.place, note) if part))
    else:
        yield Paragraph(plain(note), "small")


def _quotes(label: str, evidence: Sequence[Evidence]) -> Iterator[Quote]:
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
    shared = _shared([_own_why(finding) for finding in findings])
    if shared:
        yield Paragraph(plain(f"{shared}."), with_next=True)
    yield labelled_together(
        ("Why it matters", first.matters), ("What to do", first.remedy), closing=_marks(first), with_next=True
    )
    if first.applies_to:
        yield labelled("Whom the law covers", first.applies_to)
    for index, finding in enumerate(findings, 1):
        label = "Clause" if len(findings) == 1 else f"Clause {index} of {len(findings)}"
        yield from _clause(label, finding, shared)


def _own_why(finding: Finding) -> str:
    """Why, without `matters`, with which it often ends: that is said of all clauses of a kind."""
    return finding.why.removesuffix(finding.matters).strip() if finding.matters else finding.why


def _shared(whys: Sequence[str]) -> str:
    """What all of several reasons say before the words that they name; empty where they differ."""
    begins = {why.partition(": ")[0] for why in whys}
    return begins.pop() if len(whys) > 1 and len(begins) == 1 and all(": " in why for why in whys) else ""


def _clause(label: str, finding: Finding, shared: str) -> Iterator[Block]:
    """One clause, what is said of it only, and what a person decided about it."""
    why = _own_why(finding)
    own = why.partition(": ")[2] if shared else why
    mark = baseline_mark(finding)
    note = said(f"{own}{f' ({mark})' if mark else ''}")
    quotes = list(_quotes(label, finding.evidence))
    if quotes:
        last = quotes[-1]
        quotes[-1] = replace(last, place=". ".join(part for part in (last.place, note) if part))
        yield from quotes
    elif note:
        yield Paragraph(plain(note), "small")
    for decision in (finding.review, finding.decision):
        if decision:
            yield decided(decision)
    if not finding.applies:
        yield Callout("Not asked for", plain(not_asked_words(finding)))
    elif finding.profile_why:
        yield labelled(f"Why it weighs {finding.severity} here", finding.profile_why)
