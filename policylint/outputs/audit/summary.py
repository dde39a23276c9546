"""The summary: of one document, and over all where there are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from policylint.model.report import DocumentReport, ElementSummary, Report, Requirement, Severity, Summary
from policylint.outputs.audit.blocks import (
    Block,
    Callout,
    Cell,
    CoveragePicture,
    Heading,
    Paragraph,
    Table,
)
from policylint.outputs.audit.elements import element_id, peer_figures, requirement_id
from policylint.outputs.audit.words import cell, link, number, plain, said
from policylint.outputs.verdicts import shortfall_words, tally_words, verdict_words
from policylint.outputs.wording import (
    STATUS_TITLE,
    baseline_words,
    count,
    decided,
    open_count,
    open_findings,
    place,
    profile_words,
    review_words,
    short_kind,
)

_COMMON: Final = 10
_LEVELS: Final[tuple[Severity, ...]] = ("high", "medium", "low")


def document_id(number_: int) -> str:
    """The id of the heading of the part on a document."""
    return f"d{number_}"


def document_summary(report: Report, number_: int, document: DocumentReport) -> Iterator[Block]:
    """The verdict, the picture, a table an element, the open gaps, reviews, profile and baseline of one document."""
    yield Paragraph(plain(verdict_words(document)), "lead")
    if document.shortfall:
        yield Callout("Short of what was asked for", plain(shortfall_words(document)))
    summary = document.summary
    if document.verdict != "checked" or summary is None:
        yield from (Paragraph(plain(note)) for note in document.notes)
        return
    said_of_all = (_open_words(document), review_words(document), profile_words(document), baseline_words(document))
    for words in (*said_of_all, *document.notes):
        if words:
            yield Paragraph(plain(words))
    yield CoveragePicture(document, f"Coverage of {said(document.source.name)}", coverage_words(summary))
    yield _elements(number_, summary)
    yield from _gaps(number_, document)


def coverage_words(summary: Summary) -> str:
    """What the picture shows, in words."""
    parts = "; ".join(
        f"{said(element.title)}: {element.covered} covered, {element.legacy} legacy only, {element.missing} missing"
        for element in summary.elements
    )
    return (
        f"Bar chart of coverage. Of {count(summary.requirements, 'requirement')} "
        f"{tally_words(summary.covered, summary.legacy, summary.missing)}. By element: {parts}."
    )


def _elements(number_: int, summary: Summary) -> Table:
    rows = [
        (Cell(link(element.title, element_id(number_, element.id))), *_counts(element)) for element in summary.elements
    ]
    rows.append((cell("All elements"), *(number(n) for n in (summary.covered, summary.legacy, summary.missing))))
    header = ("Element", *STATUS_TITLE.values())
    return Table("Requirements by element and status", header, tuple(rows), (0.49, 0.17, 0.17, 0.17))


def _counts(element: ElementSummary) -> tuple[Cell, ...]:
    return tuple(number(value) for value in (element.covered, element.legacy, element.missing))


def _gaps(number_: int, document: DocumentReport) -> Iterator[Block]:
    gaps = [requirement for requirement in document.requirements if requirement.is_open]
    high = [requirement for requirement in gaps if requirement.severity == "high"]
    findings = open_findings(document)
    kinds = dict.fromkeys(finding.id for finding in findings if finding.severity == "high")
    if high:
        yield Table(
            f"Open gaps of high severity ({len(high)})",
            ("Requirement", "Status", "What to do"),
            tuple(_gap(number_, requirement) for requirement in high),
            (0.3, 0.16, 0.54),
        )
    if kinds:
        clauses = Counter(finding.id for finding in findings)
        first = {finding.id: finding for finding in reversed(findings)}
        yield Table(
            f"Findings of high severity ({len(kinds)})",
            ("Finding", "Clauses", "Where first"),
            tuple(
                (
                    Cell(link(first[kind].title, f"d{number_}-finding-{kind}")),
                    number(clauses[kind]),
                    cell(place(first[kind].evidence[0])),
                )
                for kind in kinds
            ),
            (0.4, 0.14, 0.46),
        )


def _open_words(document: DocumentReport) -> str:
    """How many gaps are open, and how severe they are; empty where none is."""
    severities = Counter(requirement.severity for requirement in document.requirements if requirement.is_open)
    total = severities.total()
    if not total:
        return ""
    gaps = f"There {'is' if total == 1 else 'are'} {total} open gap{'' if total == 1 else 's'}"
    if len(severities) == 1:
        return f"{gaps}{', all' if total > 1 else ''} of {next(iter(severities))} severity."
    counts = [f"{severities[level]} of {level}" for level in _LEVELS if severities[level]]
    return f"{gaps}: {', '.join(counts[:-1])} and {counts[-1]} severity."


def _gap(number_: int, requirement: Requirement) -> tuple[Cell, ...]:
    named = link(requirement.title, requirement_id(number_, requirement.id))
    return (Cell(named), status_cell(requirement), cell(requirement.remedy))


def status_cell(requirement: Requirement) -> Cell:
    """The status as a chip."""
    return Cell(plain(STATUS_TITLE[requirement.status]), status=requirement.status)


def overall(report: Report) -> Iterator[Block]:
    """The summary over several documents: totals, a table of documents, elements, and the most common gaps."""
    yield Heading(1, "Summary", "summary", new_page=True)
    summaries = [document.summary for document in report.documents if document.summary]
    if summaries:
        asked = sum(summary.requirements for summary in summaries)
        tally = [sum(numbers) for numbers in zip(*((s.covered, s.legacy, s.missing) for s in summaries), strict=True)]
        words = f"Of {asked} requirements in {count(len(summaries), 'document')} {tally_words(*tally)}."
        yield Paragraph(plain(words), "lead")
    left = sum(map(open_count, report.documents))
    settled = sum(len(decided(document)) for document in report.documents)
    are = "gap or finding is" if left == 1 else "gaps and findings are"
    yield Paragraph(plain(f"{left} {are} open, {settled} decided."))
    for words in (
        review_words(*report.documents),
        profile_words(*report.documents),
        baseline_words(*report.documents),
    ):
        if words:
            yield Paragraph(plain(words))
    yield _documents(report)
    yield from _by_element(report, summaries)
    yield from _common(report)


def _documents(report: Report) -> Table:
    return Table(
        "Documents",
        ("Document", "Kind", "Covered", "Legacy", "Missing", "Open"),
        tuple(_document(index, document) for index, document in enumerate(report.documents, 1)),
        (0.42, 0.18, 0.1, 0.1, 0.1, 0.1),
    )


def _document(index: int, document: DocumentReport) -> tuple[Cell, ...]:
    name = Cell(link(document.source.name, document_id(index)))
    summary = document.summary
    if document.verdict != "checked" or summary is None:
        kind = "unreadable" if document.verdict == "unreadable" else f"{short_kind(document)}: not checked"
        return (name, cell(kind), *(Cell(plain("\u2013"), align="right") for _ in range(4)))
    counts = (summary.covered, summary.legacy, summary.missing, open_count(document))
    return (name, cell(short_kind(document)), *map(number, counts))


def _by_element(report: Report, summaries: list[Summary]) -> Iterator[Block]:
    """How many documents cover an element, and how common it is elsewhere where a pack knows."""
    if not summaries:
        return
    figures = {e.id: peer_figures(report, e.id) for e in summaries[0].elements}
    has_peers = any(figures.values())
    rows = []
    for element in summaries[0].elements:
        same = [other for summary in summaries for other in summary.elements if other.id == element.id]
        some = sum(other.covered > 0 for other in same)
        whole = sum(not (other.legacy or other.missing) for other in same)
        peers = "; ".join(f"{f.addressed} of {f.n} addressed {f.words}" for f in figures[element.id])
        rows.append((cell(element.title), number(some), number(whole), *([cell(peers)] if has_peers else [])))
    yield Table(
        f"Elements in {count(len(summaries), 'document')}",
        ("Element", "Something covered", "All covered", *(["Elsewhere"] if has_peers else [])),
        tuple(rows),
        (0.3, 0.17, 0.13, 0.4) if has_peers else (0.5, 0.25, 0.25),
    )
    sources = dict.fromkeys(figure.source for known in figures.values() for figure in known)
    if sources:
        yield Paragraph(plain(f"Elsewhere: {'; '.join(sources)}."), "small")


def _common(report: Report) -> Iterator[Block]:
    titles = {r.id: r.title for document in reversed(report.documents) for r in reversed(document.requirements)}
    gaps = Counter(r.id for document in report.documents for r in document.requirements if r.is_open)
    order = {identifier: index for index, identifier in enumerate(titles)}
    most = sorted(gaps.items(), key=lambda pair: (-pair[1], order[pair[0]]))[:_COMMON]
    checked = sum(document.summary is not None for document in report.documents)
    if most:
        yield Table(
            "The most common open gaps",
            ("Requirement", "Id", "Open in"),
            tuple(
                (cell(titles[identifier]), cell(identifier), Cell(plain(f"{times} of {checked}"), align="right"))
                for identifier, times in most
            ),
            (0.5, 0.32, 0.18),
        )
