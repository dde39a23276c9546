"""Pages to blocks: the steps of the reader in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from policylint.choices import Ocr
from policylint.limits import Limits
from policylint.model.document import Block, Hidden, Recognition
from policylint.readers.pdf.blocks import Setter
from policylint.readers.pdf.grids import find_grids
from policylint.readers.pdf.hyphens import Divided
from policylint.readers.pdf.layout import beside_grids, page_items
from policylint.readers.pdf.leadings import Leadings, narrow_columns
from policylint.readers.pdf.lines import Item, Line, TableRow, make_line
from policylint.readers.pdf.outline import declared_title, mark_headings, read_bookmarks
from policylint.readers.pdf.pages import Page, read_page
from policylint.readers.pdf.paragraphs import Aside, group_lines
from policylint.readers.pdf.rows import Row, find_rows
from policylint.readers.pdf.running import Margins, split_margins
from policylint.readers.pdf.scans import Progress, lean_back, read_scans
from policylint.readers.pdf.sight import Sight
from policylint.readers.pdf.tables import Table, find_tables
from policylint.readers.pdf.verdicts import require_text
from policylint.readers.pdf.words import Word

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_FEW_SIDEWAYS: Final = 25
"""Words set another way than the rest of the page, up to which they are a stamp or a running line at its side."""

_NOTE_SIZE: Final = 0.92
"""Of a footnote, in parts of the size of the text."""


@dataclass(slots=True)
class _Sheet:
    """A page on its way to blocks: the asides before and after its text, and the text."""

    before: list[Aside] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    after: list[Aside] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The blocks in reading order, the declared title if it can be trusted, remarks for the report, how scans were
    read, and what nobody sees.
    """

    blocks: tuple[Block, ...]
    title: str
    notes: tuple[str, ...]
    recognition: Recognition | None
    hidden: tuple[Hidden, ...]


def assemble(document: PdfDocument, *, ocr: Ocr, limits: Limits, on_progress: Progress | None = None) -> Assembled:
    """Read all pages and make blocks of them.

    Args:
        document: Open, with at least one page.
        ocr: How to read pages without usable text.
        limits: How many of these, and how large.
        on_progress: Told of each of these.

    Raises:
        UnreadableDocument: See `scans.read_scans` and `verdicts.require_text`.
    """
    sight = Sight()
    pages = [read_page(document, index, sight) for index in range(len(document))]
    recognition, scan_notes = read_scans(document, pages, ocr=ocr, limits=limits, on_progress=on_progress)
    notes = scan_notes + require_text(pages)
    sheets, table_notes = _sheets(pages)
    flows = [sheet.items for sheet in sheets]
    mark_headings(read_bookmarks(document.raw), flows)
    leadings = Leadings(flows)
    for items in flows:
        narrow_columns(items, leadings)
    _part_footnotes(sheets, pages)
    blocks = lean_back(tuple(_blocks(sheets, pages, leadings)), pages)
    first = " ".join(word.text for word in pages[0].words)
    title = declared_title(document.raw, first)
    return Assembled(blocks, title, notes + table_notes, recognition, tuple(sight.hidden))


def _sheets(pages: Sequence[Page]) -> tuple[list[_Sheet], tuple[str, ...]]:
    """Lay out the text of each page, running rows apart; with remarks on tables for the report."""
    rows = [find_rows(word for word in page.words if word.turn == 0) for page in pages]
    margins = split_margins(pages, rows)
    area = _text_area(margins)
    groups = [_by_direction(page, margin) for page, margin in zip(pages, margins, strict=True)]
    tables, notes = find_tables(pages, [group[0] for group in groups])
    sheets = [_sheet(*parts, area) for parts in zip(pages, margins, groups, tables, strict=True)]
    return sheets, notes


def _by_direction(page: Page, margin: Margins) -> list[list[Word]]:
    """The words of a page by the direction in which they read, the largest group first; running rows left out."""
    groups = [[word for row in margin.body for word in row.words]]
    groups += [words for turn in (1, 3, 2) if (words := [word for word in page.words if word.turn == turn])]
    return sorted(groups, key=lambda words: -len(words))


def _text_area(margins: Sequence[Margins]) -> tuple[float, float] | None:
    """Left and right edge of the text on most pages; None where no page has much text."""
    lefts, rights = [], []
    for margin in margins:
        count = len(margin.body)
        if count >= 10:
            lefts.append(sorted(row.x0 for row in margin.body)[count // 10])
            rights.append(sorted((row.x1 for row in margin.body), reverse=True)[count // 10])
    return (median(lefts), median(rights)) if lefts else None


def _sheet(
    page: Page,
    margin: Margins,
    groups: Sequence[list[Word]],
    tables: Sequence[Table],
    area: tuple[float, float] | None,
) -> _Sheet:
    sheet = _Sheet([_running(row, margin, page) for row in margin.head])
    for place, words in enumerate(groups):
        turn = words[0].turn if words else 0
        width = page.height if turn % 2 else page.width
        grids, free = find_grids(tables, words) if place == 0 else ([], words)
        free, marginal = beside_grids(free, grids)
        items = page_items(free, grids, page=page.number, width=width, area=None if turn else area)
        notes = page_items(marginal, (), page=page.number, width=width)
        sheet.after += [Aside((item,), kind="note", role="body") for item in notes if isinstance(item, Line)]
        if place and len(words) <= _FEW_SIDEWAYS:
            sheet.after += [Aside((item,)) for item in items if isinstance(item, Line)]
        else:
            sheet.items += items
    sheet.after += [_running(row, margin, page) for row in margin.foot]
    return sheet


def _running(row: Row, margin: Margins, page: Page) -> Aside:
    line = make_line(row.words, page=page.number, base=row.base, left=row.x0, right=row.x1, middle=page.width / 2)
    return Aside((line,), role="body" if margin.keeps(row) else "running")


def _part_footnotes(sheets: Sequence[_Sheet], pages: Sequence[Page]) -> None:
    """Move footnotes out of the text: small print at the foot of a page that opens with a figure or sign."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Line):
                sizes[round(item.size, 1)] += len(item.text)
    if not sizes:
        return
    usual = max(sizes, key=lambda size: (sizes[size], size))
    for sheet, page in zip(sheets, pages, strict=True):
        place = len(sheet.items)
        first = place
        while place:
            item = sheet.items[place - 1]
            if (
                not isinstance(item, Line)
                or item.size > _NOTE_SIZE * usual
                or item.base < 0.5 * page.height
                or item.listing
            ):
                break
            place -= 1
            if _opens_note(item) and _is_parted(sheet.items[place - 1], item):
                first = place
        if 0 < first < len(sheet.items):
            lines = tuple(item for item in sheet.items[first:] if isinstance(item, Line))
            sheet.items = sheet.items[:first]
            sheet.after.insert(0, Aside(lines, kind="note", role="body"))


def _is_parted(above: Item, line: Line) -> bool:
    """Whether more than the usual space stands above a footnote."""
    return not isinstance(above, Line) or line.base - above.base > 1.5 * line.size or above.base > line.base


def _opens_note(line: Line) -> bool:
    first = line.words[0]
    return first.text[:1] in "*\u2020\u2021\u00a7" or (first.text.isdigit() and first.size < 0.85 * line.size)


def _blocks(sheets: Sequence[_Sheet], pages: Sequence[Page], leadings: Leadings) -> Iterator[Block]:
    lines = [item for sheet in sheets for item in sheet.items if isinstance(item, Line)]
    setter = Setter([(page.width, page.height) for page in pages], Divided(lines))
    stream: Iterator[Item | Aside] = (item for sheet in sheets for item in (*sheet.before, *sheet.items, *sheet.after))
    before: Line | None = None
    for group in group_lines(stream, leadings):
        if isinstance(group, TableRow):
            block = setter.table_row(group)
            before = None
        elif isinstance(group, Aside):
            yield from _aside_blocks(group, setter, leadings)
            continue
        else:
            block = setter.paragraph(group, before=before)
            before = group[-1]
        if block:
            yield block


def _aside_blocks(aside: Aside, setter: Setter, leadings: Leadings) -> Iterator[Block]:
    for group in group_lines(aside.lines, leadings):
        if isinstance(group, list) and (block := setter.paragraph(group, kind=aside.kind, role=aside.role)):
            yield block if aside.role == "body" else replace(block, level=None)
