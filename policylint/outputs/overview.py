"""Many documents on a terminal: a line for each, totals, and the gaps that most of them have."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import click

from policylint.model.report import DocumentReport, ElementSummary, Report
from policylint.outputs.verdicts import tally_words
from policylint.outputs.wording import (
    baseline_words,
    count,
    decided,
    not_applying,
    one_line,
    open_count,
    profile_words,
    recognition_words,
    review_words,
    short_kind,
    shortened,
)

_FULL, _PART, _NONE = "\u25a0", "\u25a8", "\u25a1"
_COLOURS: Final = {_FULL: "green", _PART: "yellow", _NONE: "red"}
_KIND: Final = 14
_COMMON: Final = 10
_NARROW: Final = 76
"""Below this width the kind of document is left out, so that names can be told apart."""
_LEGEND: Final = ((_FULL, "all covered"), (_PART, "some covered"), (_NONE, "none covered"))


def overview(report: Report, width: int) -> Iterator[str]:
    """The table, the totals, and how to see one document in full."""
    elements = _elements(report.documents)
    kinds = _KIND if width >= _NARROW else 0
    fixed = sum((kinds, 2 if kinds else 0, *(2 + len(head) for head in ("cov/leg/mis", "open")), 2))
    fixed += max(2 * len(elements) - 1, len("elements"))
    longest = max((len(one_line(document.source.name)) for document in report.documents), default=0)
    names = max(len("Document"), min(width - fixed, longest))
    kind = f"  {'Kind':{kinds}}" if kinds else ""
    yield click.style(f"{'Document':{names}}{kind}  cov/leg/mis  open  elements", bold=True)
    for document in report.documents:
        yield _row(document, names, kinds, width)
    yield ""
    yield from _totals(report, elements, width)
    yield from _short(report, width)
    yield from _recognised(report, width)
    yield from _common(report, width)
    example = next((d.source.name for d in report.documents if d.verdict == "checked"), "FILE")
    yield f"One document in full: policylint check {_argument(one_line(example))}"
    yield ""


def _row(document: DocumentReport, names: int, kinds: int, width: int) -> str:
    name = _end(one_line(document.source.name), names)
    kind = short_kind(document)
    if document.summary is None:
        shown = f"{kind:{kinds}}" if kinds else f"{kind}:"
        words = shortened(one_line(document.explanation), width - names - len(shown) - 4)
        colour = "red" if document.verdict == "unreadable" else None
        return f"{name:{names}}  {click.style(shown, fg=colour)}  {click.style(words, dim=True)}"
    summary = document.summary
    tally = f"{summary.covered:3}/{summary.legacy:3}/{summary.missing:3}"
    cells = " ".join(_cell(element) for element in summary.elements)
    return f"{name:{names}}{f'  {kind:{kinds}}' if kinds else ''}  {tally}  {open_count(document):4}  {cells}"


def _cell(element: ElementSummary) -> str:
    gaps = element.legacy + element.missing
    drawn = _FULL if not gaps else _PART if element.covered else _NONE
    return click.style(drawn, fg=_COLOURS[drawn])


def _elements(documents: Sequence[DocumentReport]) -> tuple[str, ...]:
    summary = next((document.summary for document in documents if document.summary), None)
    return tuple(element.title for element in summary.elements) if summary else ()


def _totals(report: Report, elements: Sequence[str], width: int) -> Iterator[str]:
    if elements:
        yield "   ".join(f"{click.style(cell, fg=_COLOURS[cell])} {words}" for cell, words in _LEGEND)
        yield from textwrap.wrap(f"Elements, from left to right: {one_line(', '.join(elements))}.", width)
        yield ""
    summaries = [document.summary for document in report.documents if document.summary]
    asked = sum(summary.requirements for summary in summaries)
    sums = [sum(numbers) for numbers in zip(*((s.covered, s.legacy, s.missing) for s in summaries), strict=True)]
    covered, legacy, missing = sums or (0, 0, 0)
    left = sum(open_count(document) for document in report.documents)
    settled = sum(len(decided(document)) for document in report.documents)
    spared = sum(len(not_applying(document)) for document in report.documents)
    words = (
        f"Of {asked} requirements in {count(len(summaries), 'document')} {tally_words(covered, legacy, missing)}. "
        f"{left} gaps and findings are open, {settled} decided, {spared} not asked for."
    )
    yield from textwrap.wrap(words, width)
    yield from textwrap.wrap(one_line(profile_words(*report.documents)), width)
    yield from textwrap.wrap(baseline_words(*report.documents), width)
    yield from textwrap.wrap(review_words(*report.documents), width)
    yield ""


def _short(report: Report, width: int) -> Iterator[str]:
    short = [document for document in report.documents if document.shortfall]
    if not short:
        return
    yield click.style(f"Short of what was asked for ({len(short)})", bold=True, fg="red")
    for document in short:
        words = f"{one_line(document.source.name)}: {one_line(document.shortfall)}"
        yield from textwrap.wrap(words, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    yield ""


def _recognised(report: Report, width: int) -> Iterator[str]:
    read = [document for document in report.documents if document.recognition]
    if not read:
        return
    yield click.style(f"Read by OCR ({len(read)}): words may be misread", bold=True)
    for document in read:
        words = f"{one_line(document.source.name)}: {recognition_words(document)}"
        yield from textwrap.wrap(words, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    yield ""


def _common(report: Report, width: int) -> Iterator[str]:
    titles: dict[str, str] = {}
    found: Counter[str] = Counter()
    for document in report.documents:
        for requirement in document.requirements:
            titles.setdefault(requirement.id, requirement.title)
            found[requirement.id] += requirement.is_open
    order = list(titles)
    common = [(identifier, number) for identifier, number in found.items() if number]
    most = sorted(common, key=lambda pair: (-pair[1], order.index(pair[0])))[:_COMMON]
    if not most:
        return
    longest = max(len(identifier) for identifier, _ in most)
    yield click.style("The most common open gaps", bold=True)
    checked = sum(document.summary is not None for document in report.documents)
    for identifier, number in most:
        line = f"  {number:4} of {checked}  {identifier:{longest}}  {one_line(titles[identifier])}"
        yield _cut(line, width)
    yield ""


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 1]}\u2026"


def _end(name: str, width: int) -> str:
    """The end of a path tells more than its beginning."""
    return name if len(name) <= width else f"\u2026{name[len(name) - width + 1 :]}"


def _argument(name: str) -> str:
    return f"'{name}'" if " " in name else name
