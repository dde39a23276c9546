"""The lines and table rows of a page in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from policylint.readers.pdf.columns import Region, cut_regions
from policylint.readers.pdf.grids import Cell, Grid
from policylint.readers.pdf.lines import Item, Line, TableRow, make_line
from policylint.readers.pdf.rows import Row, find_rows
from policylint.readers.pdf.words import ASCENT, Word

_CELL_PADDING: Final = 5.0
_FEW_ROWS: Final = 8
"""Rows of a cell from which their own right edge is known better than from the cell's."""

_LONGEST_MARGINAL: Final = 20
"""Characters of a row at the side of a box up to which it is a marginal number or keyword."""


def page_items(
    words: Iterable[Word],
    grids: Sequence[Grid],
    *,
    page: int,
    width: float,
    area: tuple[float, float] | None = None,
) -> list[Item]:
    """The lines and table rows of a page in reading order.

    Args:
        words: Words that stand in none of the tables.
        grids: The ruled tables.
        page: Page number, from 1.
        width: Of the page, in points.
        area: Left and right edge of the text on most pages, for pages with little text on them.
    """
    regions = cut_regions(_rows(words, grids))
    return _region_items(regions, page=page, width=width, area=area)


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
    regions: Sequence[Region],
    *,
    page: int,
    width: float,
    area: tuple[float, float] | None = None,
    cell: Cell | None = None,
) -> list[Item]:
    items: list[Item] = []
    for region in regions:
        left, right = region.left, _shared_right(region)
        if cell and len(region.rows) < _FEW_ROWS:
            left = min(left, cell.box[0] + _CELL_PADDING)
            right = max(right, cell.box[2] - _CELL_PADDING)
        elif area and (right - left > 0.5 * width or (len(regions) == 1 and left < 0.4 * width)):
            right = max(right, area[1])
        middle = (cell.box[0] + cell.box[2]) / 2 if cell else width / 2
        for row in region.rows:
            if row.grid:
                items.extend(_grid_items(row.grid, page=page, width=width))
            else:
                items.append(
                    make_line(
                        row.words,
                        page=page,
                        base=row.base,
                        left=left,
                        right=right,
                        middle=middle,
                        area_left=area[0] if area else None,
                    )
                )
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
