"""Ruled tables: cells are the smallest rectangles whose four corners are crossings of drawn lines.

The method is that of A. Nurminen, "Algorithmic extraction of data in tables in PDF documents" (2013), known from
Tabula and pdfplumber: merge lines that continue each other, find where they cross, and close rectangles between the
crossings.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.pdf.drawing import Edge
from policylint.readers.pdf.frames import Box
from policylint.readers.pdf.words import Word

MOST_EDGES: Final = 1_500
"""Lines of a page, after merging; more is a drawing."""

MOST_CROSSINGS: Final = 6_000
"""Crossings of lines on a page."""

MOST_GRIDS: Final = 150
"""Separate grids on a page; more are the boxes of a form or a drawing."""

_NEAR: Final = 3.0
"""Points by which lines may miss each other and still meet."""

_SHORTEST: Final = 6.0
"""Points; a line that is no longer, after merging, rules nothing."""

_SMALLEST: Final = (14.0, 7.0)
"""Width and height in points below which a rectangle is a tick box or a double line."""


@dataclass(slots=True, eq=False)
class Cell:
    """A rectangle of a table and the words whose middle lies in it, in the file's order."""

    box: Box
    words: list[Word] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    """Tables inside this cell."""


@dataclass(slots=True, eq=False)
class Grid:
    """Cells that touch, row by row."""

    box: Box
    rows: list[list[Cell]]

    @property
    def cells(self) -> list[Cell]:
        """All cells, row by row."""
        return [cell for row in self.rows for cell in row]


def find_grids(edges: Sequence[Edge], words: Iterable[Word]) -> tuple[list[Grid], list[Word]]:
    """Find the ruled tables and boxes of a page and put the words into them.

    Args:
        edges: Lines drawn on the page.
        words: The upright words of the page.

    Returns:
        The outermost tables and boxes that hold text (inner ones hang in their cells), and the words in none of them.
    """
    free = list(words)
    across, down = _merged(edges, across=True), _merged(edges, across=False)
    if len(across) < 2 or len(down) < 2 or len(across) + len(down) > MOST_EDGES:
        return [], free
    candidates = [grid for cells in _groups(_cells(across, down)) if (grid := _grid(cells))]
    grids = [grid for grid in candidates if _holds(grid, free)] if len(candidates) <= MOST_GRIDS else []
    if not grids:
        return [], free
    grids.sort(key=lambda grid: (_area(grid.box), grid.box))
    outside: list[Word] = []
    for word in free:
        cell = next((cell for grid in grids if (cell := _cell_at(grid, word))), None)
        (cell.words if cell else outside).append(word)
    return _nested(grids), outside


def _merged(edges: Sequence[Edge], *, across: bool) -> list[Edge]:
    """Lines of one direction, those joined that continue each other at almost the same place."""
    lines: list[list[Edge]] = []
    for edge in sorted(edge for edge in edges if edge.across == across):
        if lines and edge.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    merged: list[Edge] = []
    for line in lines:
        at = max(line, key=lambda edge: (edge.end - edge.start, edge.at)).at
        line.sort(key=lambda edge: (edge.start, edge.end))
        start, end, drawn = line[0].start, line[0].end, line[0].drawn
        for edge in line[1:]:
            if edge.start <= end + _NEAR:
                end, drawn = max(end, edge.end), drawn or edge.drawn
            else:
                merged.append(Edge(across, at, start, end, drawn))
                start, end, drawn = edge.start, edge.end, edge.drawn
        merged.append(Edge(across, at, start, end, drawn))
    return [edge for edge in merged if edge.end - edge.start > _SHORTEST]


def _cells(across: Sequence[Edge], down: Sequence[Edge]) -> list[Box]:
    """The smallest rectangles between crossings, from top to bottom and left to right."""
    columns = sorted(down, key=lambda edge: edge.at)
    places = [edge.at for edge in columns]
    crossings: dict[tuple[float, float], tuple[set[int], set[int]]] = {}
    """x and y of a crossing to the lines across and down that meet there."""
    for number, line in enumerate(across):
        first, last = bisect_left(places, line.start - _NEAR), bisect_right(places, line.end + _NEAR)
        for other in range(first, last):
            column = columns[other]
            if column.start - _NEAR <= line.at <= column.end + _NEAR:
                here = crossings.setdefault((column.at, line.at), (set(), set()))
                here[0].add(number)
                here[1].add(other)
        if len(crossings) > MOST_CROSSINGS:
            return []
    by_x: dict[float, list[float]] = defaultdict(list)
    by_y: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(crossings):
        by_x[x].append(y)
        by_y[y].append(x)
    return [
        cell
        for x, y in sorted(crossings, key=lambda point: (point[1], point[0]))
        if (cell := _cell(x, y, crossings, by_x, by_y))
    ]


def _cell(
    x: float,
    y: float,
    crossings: dict[tuple[float, float], tuple[set[int], set[int]]],
    by_x: dict[float, list[float]],
    by_y: dict[float, list[float]],
) -> Box | None:
    """The smallest rectangle with its upper left corner at a crossing."""
    across, down = crossings[x, y]
    right = [end for end in by_y[y][bisect_right(by_y[y], x) :] if crossings[end, y][0] & across]
    for bottom in by_x[x][bisect_right(by_x[x], y) :]:
        if not crossings[x, bottom][1] & down:
            continue
        for end in right:
            corner = crossings.get((end, bottom))
            if corner and corner[0] & crossings[x, bottom][0] and corner[1] & crossings[end, y][1]:
                return x, y, end, bottom
    return None


def _groups(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, together."""
    parents = list(range(len(cells)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    owners: dict[tuple[float, float], int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            owner = owners.setdefault(corner, index)
            parents[root(index)] = root(owner)
    groups: dict[int, list[Box]] = defaultdict(list)
    for index, cell in enumerate(cells):
        groups[root(index)].append(cell)
    return list(groups.values())


def _grid(boxes: Sequence[Box]) -> Grid | None:
    cells = [box for box in boxes if box[2] - box[0] >= _SMALLEST[0] and box[3] - box[1] >= _SMALLEST[1]]
    if not cells:
        return None
    rows: dict[float, list[Cell]] = defaultdict(list)
    for box in cells:
        rows[box[1]].append(Cell(box))
    outline = (
        min(box[0] for box in cells),
        min(box[1] for box in cells),
        max(box[2] for box in cells),
        max(box[3] for box in cells),
    )
    return Grid(outline, [sorted(rows[top], key=lambda cell: cell.box) for top in sorted(rows)])


def _holds(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether a grid holds text as a table or a frame does, rather than mark words of a line or be a tick box."""
    x0, top, x1, bottom = grid.box
    inside = straddling = beside = 0
    for word in words:
        middle = word.base - 0.3 * word.size
        if not top <= middle <= bottom:
            continue
        if x0 <= (word.x0 + word.x1) / 2 <= x1:
            inside += 1
            straddling += word.x0 < x0 - 3 or word.x1 > x1 + 3
        elif min(abs(word.x0 - x1), abs(x0 - word.x1)) < 4:
            beside += 1
    if inside < 2 or straddling > 0.1 * inside:
        return False
    return len(grid.rows) > 1 or len(grid.rows[0]) > 1 or (beside == 0 and bottom - top > 12)


def _cell_at(grid: Grid, word: Word) -> Cell | None:
    x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.size
    x0, top, x1, bottom = grid.box
    if not (x0 <= x <= x1 and top <= y <= bottom):
        return None
    for cell in grid.cells:
        x0, top, x1, bottom = cell.box
        if x0 <= x <= x1 and top <= y <= bottom:
            return cell
    return None


def _nested(grids: Sequence[Grid]) -> list[Grid]:
    """Hang each grid into the smallest cell around it; only the outermost are left. `grids` come smallest first."""
    outermost: list[Grid] = []
    for place, grid in enumerate(grids):
        x, y = (grid.box[0] + grid.box[2]) / 2, (grid.box[1] + grid.box[3]) / 2
        for other in grids[place + 1 :]:
            cell = next((cell for cell in other.cells if _contains(cell.box, x, y)), None)
            if cell and _area(cell.box) > _area(grid.box):
                cell.grids.append(grid)
                break
        else:
            outermost.append(grid)
    return outermost


def _contains(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
