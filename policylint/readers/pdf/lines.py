"""Lines of print: what stands on one baseline of one column, with what its looks tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from policylint.readers.labels import typed_label
from policylint.readers.pdf.columns import Region, cut_regions
from policylint.readers.pdf.grids import Cell, Grid
from policylint.readers.pdf.rows import Row, find_rows
from policylint.readers.pdf.words import ASCENT, DESCENT, Word

WIDE_GAP: Final = 2.6
"""A gap of so many sizes inside a line is a tab stop."""

_CELL_PADDING: Final = 5.0
_FEW_ROWS: Final = 8
"""Rows of a cell from which their own right edge is known better than from the cell's."""

_LONGEST_MARGINAL: Final = 20
"""Characters of a row at the side of a box up to which it is a marginal number or keyword."""

_LEADER = re.compile(r"(?:[.\u00b7\u2026]\s?){4,}|_{4,}|\u2026{2,}")
_CONTENTS_LINE = re.compile(rf"(?:{_LEADER.pattern})\s*(?:\d+|[ivxl]+)(?:-\d+)?\s*$")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True, eq=False)
class Line:
    """Words on one baseline. Lengths are points in the view in which the words read from left to right.

    `left` and `right` are the edges of the column; `start` is where the wording begins behind a label, `tab` where it goes on
    behind a wide gap. `level` is the depth of the bookmark that names the line, 0 without one.
    """

    words: list[Word]
    page: int
    base: float
    left: float
    right: float
    text: str
    size: float
    x0: float
    x1: float
    bold: bool
    italic: bool
    underline: bool
    label: str
    start: float
    tab: float | None
    listing: bool
    """A line of a table of contents, or one to fill in: never part of a paragraph."""
    centred: bool = False
    level: int = 0
    continued: bool = False
    """Goes on with the heading that begins on the line before."""

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.base + DESCENT * self.size

    @property
    def capitals(self) -> bool:
        """Whether all letters are capitals, at least four of them."""
        return self.text.isupper() and sum(map(str.isalpha, self.text)) >= 4

    @property
    def lower_start(self) -> bool:
        """Whether the line opens with a small letter, signs apart."""
        first = next((character for character in self.text if character.isalnum()), "")
        return first.islower()


@dataclass(slots=True, eq=False)
class TableRow:
    """A row of a ruled table: the lines of its cells, empty cells left out."""

    cells: list[list[Line]]
    page: int


Item = Line | TableRow


def make_line(words: Sequence[Word], *, page: int, base: float, left: float, right: float, middle: float) -> Line:
    """A line of some words of one row.

    Args:
        words: From left to right; a right-to-left line is turned round.
        page: Page number, from 1.
        base: The baseline.
        left: Left edge of the column.
        right: Right edge of the column.
        middle: Of the page, across.
    """
    ordered = list(words)
    if sum(bool(_RIGHT_TO_LEFT.search(word.text)) for word in ordered) > len(ordered) / 2:
        ordered.reverse()
    text, offsets = _text(ordered)
    label, end = typed_label(text)
    if not label and len(ordered) > 1 and is_picture_bullet(ordered[0]):
        label, end = ordered[0].text, offsets[1]
    wording = [word for word, offset in zip(ordered, offsets, strict=True) if offset >= end] or ordered
    x0, x1 = min(word.x0 for word in ordered), max(word.x1 for word in ordered)
    size = _dominant_size(ordered)
    line = Line(
        words=ordered,
        page=page,
        base=base,
        left=left,
        right=right,
        text=text,
        size=size,
        x0=x0,
        x1=x1,
        bold=_share(wording, [word.bold for word in wording]),
        italic=_share(wording, [word.italic for word in wording]),
        underline=_share(wording, [word.underline for word in wording]),
        label=label,
        start=wording[0].x0,
        tab=_tab(wording, size),
        listing=bool(_CONTENTS_LINE.search(text)) or 3 * text.count("_") > len(text) > 4,
    )
    line.centred = line.tab is None and _is_centred(line, middle)
    return line


def _text(words: Sequence[Word]) -> tuple[str, list[int]]:
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    for place, word in enumerate(words):
        if place and not glued(words[place - 1], word):
            parts.append(" ")
            length += 1
        offsets.append(length)
        parts.append(word.text)
        length += len(word.text)
    return "".join(parts), offsets


def is_picture_bullet(word: Word) -> bool:
    """Whether a word is one sign of a picture font, such as the tick or square that an ordinary letter stands for there."""
    return word.symbol and len(word.text) == 1


def glued(one: Word, other: Word) -> bool:
    """Whether no space stands between two neighbours on a line; pdfium takes the step to a raised "rd" for one."""
    gap = other.x0 - one.x1
    if other.order == one.order + 1 and not (other.spaced and gap < 0.06 * one.size and other.size < 0.85 * one.size):
        return not other.spaced
    return gap < 0.12 * min(one.size, other.size)


def _dominant_size(words: Sequence[Word]) -> float:
    sizes: dict[float, int] = {}
    for word in words:
        size = round(word.size, 1)
        sizes[size] = sizes.get(size, 0) + len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size))


def _share(words: Sequence[Word], flags: Sequence[bool]) -> bool:
    """Whether nine tenths of the letters have a look."""
    total = sum(len(word.text) for word in words)
    return sum(len(word.text) for word, flag in zip(words, flags, strict=True) if flag) >= 0.9 * total > 0


def _tab(words: Sequence[Word], size: float) -> float | None:
    for one, other in zip(words, words[1:], strict=False):
        if other.x0 - one.x1 > WIDE_GAP * size:
            return other.x0
    return None


def _is_centred(line: Line, middle: float) -> bool:
    if line.label and not (line.bold or line.capitals):
        return False
    here = (line.x0 + line.x1) / 2
    column = (line.left + line.right) / 2
    free = 2.5 * line.size
    if abs(here - column) < max(3.0, 0.012 * (line.right - line.left)) and line.x0 - line.left > free:
        return line.right - line.x1 > free
    return abs(here - middle) < 4.0 and line.x0 > 0.4 * middle


def page_items(
    words: Iterable[Word], grids: Sequence[Grid], *, page: int, width: float, usual_right: float = 0.0
) -> list[Item]:
    """The lines and table rows of a page in reading order.

    Args:
        words: Words that stand in none of the tables.
        grids: The ruled tables.
        page: Page number, from 1.
        width: Of the page, in points.
        usual_right: The right edge of the text on other pages, for wide regions with short lines only.
    """
    regions = cut_regions(_rows(words, grids))
    return _region_items(regions, page=page, width=width, usual_right=usual_right)


def beside_grids(words: Sequence[Word], grids: Sequence[Grid]) -> tuple[list[Word], list[Word]]:
    """Part the words from marginal ones, which stand in short rows at the side of a box and would tear its text apart.

    Returns:
        The words of the text, and the marginal ones.
    """
    text: list[Word] = []
    margin: list[Word] = []
    for row in find_rows(words):
        middle = row.base - 0.3 * row.size
        beside = any(grid.box[1] < middle < grid.box[3] for grid in grids)
        (margin if beside and len(row.text) <= _LONGEST_MARGINAL else text).extend(row.words)
    return text, margin


def _rows(words: Iterable[Word], grids: Sequence[Grid]) -> list[Row]:
    rows = find_rows(words)
    if grids:
        rows += [Row([], grid.box[1] + 0.5, grid) for grid in grids]
        rows.sort(key=lambda row: (row.base - (0.0 if row.grid else ASCENT * row.size), row.base))
    return rows


def _region_items(
    regions: Sequence[Region], *, page: int, width: float, usual_right: float = 0.0, cell: Cell | None = None
) -> list[Item]:
    items: list[Item] = []
    for region in regions:
        left, right = region.left, _shared_right(region)
        if cell and len(region.rows) < _FEW_ROWS:
            left = min(left, cell.box[0] + _CELL_PADDING)
            right = max(right, cell.box[2] - _CELL_PADDING)
        elif not cell and (right - left > 0.5 * width or (len(regions) == 1 and left < 0.4 * width)):
            right = max(right, usual_right)
        middle = (cell.box[0] + cell.box[2]) / 2 if cell else width / 2
        for row in region.rows:
            if row.grid:
                items.extend(_grid_items(row.grid, page=page, width=width))
            else:
                items.append(make_line(row.words, page=page, base=row.base, left=left, right=right, middle=middle))
    return items


def _shared_right(region: Region) -> float:
    """The right edge that the lines of a region share, an odd longer one left out."""
    ends = sorted((row.x1 for row in region.rows), reverse=True)
    needed = ceil(0.06 * len(ends)) + 1 if len(ends) > 5 else 1
    for place, end in enumerate(ends):
        near = sum(end - other < 30.0 for other in ends[place : place + needed])
        if near >= needed:
            return end
    return ends[0]


def _grid_items(grid: Grid, *, page: int, width: float) -> list[Item]:
    """A table's rows; the lines of its cells one cell after the other where the rules only frame running text."""
    items: list[Item] = []
    for row in grid.rows:
        cells = [cell_items for cell in row if (cell_items := _cell_items(cell, page=page, width=width))]
        if len(cells) > 1 and not any(map(_is_running_text, cells)):
            lines = [[line for line in cell if isinstance(line, Line)] for cell in cells]
            items.append(TableRow(lines, page))
        else:
            items.extend(item for cell in cells for item in cell)
    return items


def _cell_items(cell: Cell, *, page: int, width: float) -> list[Item]:
    if not cell.words and not cell.grids:
        return []
    regions = cut_regions(_rows(cell.words, cell.grids))
    return _region_items(regions, page=page, width=width, cell=cell)


def _is_running_text(items: Sequence[Item]) -> bool:
    """Whether a cell holds paragraphs, a list or another table, which must not be squeezed into one row."""
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < len(items):
        return True
    return sum(len(line.words) for line in lines) > 90 or sum(bool(line.label) for line in lines) > 1
