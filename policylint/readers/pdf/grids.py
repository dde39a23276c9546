"""Tables and frames with the words of the page in their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.pdf.frames import Box, holds_point
from policylint.readers.pdf.words import Word

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


def find_grids(tables: Iterable[Sequence[Box]], words: Iterable[Word]) -> tuple[list[Grid], list[Word]]:
    """Put the words of a page into the cells of its tables and frames.

    Args:
        tables: The cells of each table, and each frame as a table of one cell.
        words: Words that all read in the same direction, in the view in which the cells are given.

    Returns:
        The outermost tables and frames that hold text (inner ones hang in their cells), and the words in none of them.
    """
    free = list(words)
    grids = [grid for cells in tables if (grid := _grid(cells)) and _holds(grid, free)]
    if not grids:
        return [], free
    grids.sort(key=lambda grid: (_area(grid.box), grid.box))
    outside: list[Word] = []
    for word in free:
        cell = next((cell for grid in grids if (cell := _cell_at(grid, word))), None)
        (cell.words if cell else outside).append(word)
    return _nested(grids), outside


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
    if not holds_point(grid.box, x, y):
        return None
    return next((cell for cell in grid.cells if holds_point(cell.box, x, y)), None)


def _nested(grids: Sequence[Grid]) -> list[Grid]:
    """Hang each grid into the smallest cell around it; only the outermost are left. `grids` come smallest first."""
    outermost: list[Grid] = []
    for place, grid in enumerate(grids):
        x, y = (grid.box[0] + grid.box[2]) / 2, (grid.box[1] + grid.box[3]) / 2
        for other in grids[place + 1 :]:
            cell = next((cell for cell in other.cells if holds_point(cell.box, x, y)), None)
            if cell and _area(cell.box) > _area(grid.box):
                cell.grids.append(grid)
                break
        else:
            outermost.append(grid)
    return outermost


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
