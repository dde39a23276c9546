"""Cells closed by ruled lines.

The method is that of Anssi Nurminen ("Algorithmic extraction of data in tables in PDF documents", Tampere University of
Technology, 2013), as pdfplumber puts it into practice with its default settings: lines that almost coincide are drawn
together and joined, their crossings are the corners, and each corner opens the smallest cell that lines close on all
four sides. The tables are the same as pdfplumber's; this works on lines that are known already, and in bounds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from policylint.readers.pdf.drawing import Edge
from policylint.readers.pdf.frames import Box

NEAR: Final = 3.0
"""Points by which lines may miss each other and still meet: pdfplumber's snap, join and intersection tolerance."""

MOST_CROSSINGS: Final = 20_000
"""Crossings of lines on a page; a table of 4,000 cells has little more than 4,000."""

MOST_TRIES: Final = 2_000_000
"""Corners looked at on a page; a second of work."""

_SHORTEST_PIECE: Final = 1.0
_SHORTEST_LINE: Final = 3.0
"""Points: what is shorter before and after joining rules no table."""

Point = tuple[float, float]


class TooDense(ValueError):
    """The lines are those of a drawing."""


class _Line(NamedTuple):
    at: float
    start: float
    end: float


def close_cells(edges: Iterable[Edge]) -> list[list[Box]]:
    """The tables that lines rule.

    Args:
        edges: Lines on a page, in points.

    Returns:
        The cells of each table of at least two, in no order; tables from top to bottom.

    Raises:
        TooDense: There are more crossings than tables have.
    """
    kept = [edge for edge in edges if edge.end - edge.start >= _SHORTEST_PIECE]
    across = _joined(edge for edge in kept if edge.across)
    down = _joined(edge for edge in kept if not edge.across)
    return _tables(_Corners(across, down).cells())


def _joined(edges: Iterable[Edge]) -> list[_Line]:
    """Lines of one direction: those at almost the same place drawn to the mean of it, and joined where they touch."""
    lines: list[_Line] = []
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.at, edge.start, edge.end)):
        if group and edge.at > group[-1].at + NEAR:
            lines += _runs(group)
            group = []
        group.append(edge)
    if group:
        lines += _runs(group)
    return [line for line in lines if line.end - line.start >= _SHORTEST_LINE]


def _runs(group: Sequence[Edge]) -> list[_Line]:
    at = round(sum(edge.at for edge in group) / len(group), 2)
    lines: list[_Line] = []
    for edge in sorted(group, key=lambda edge: edge.start):
        if lines and edge.start <= lines[-1].end + NEAR:
            if edge.end > lines[-1].end:
                lines[-1] = _Line(at, lines[-1].start, edge.end)
        else:
            lines.append(_Line(at, edge.start, edge.end))
    return lines


class _Corners:
    """The crossings of lines, and which of them one line connects."""

    def __init__(self, across: Sequence[_Line], down: Sequence[_Line]) -> None:
        self._across: dict[Point, set[int]] = defaultdict(set)
        self._down: dict[Point, set[int]] = defaultdict(set)
        self._tries = 0
        across = sorted(across)
        places = [line.at for line in across]
        for number, post in enumerate(down):
            first, last = bisect_left(places, post.start - NEAR), bisect_right(places, post.end + NEAR)
            for index in range(first, last):
                beam = across[index]
                if beam.start - NEAR <= post.at <= beam.end + NEAR:
                    self._across[post.at, beam.at].add(index)
                    self._down[post.at, beam.at].add(number)
            if len(self._across) > MOST_CROSSINGS:
                raise TooDense
        self._rows: dict[float, list[float]] = defaultdict(list)
        self._columns: dict[float, list[float]] = defaultdict(list)
        for x, y in sorted(self._across):
            self._columns[x].append(y)
            self._rows[y].append(x)

    def cells(self) -> list[Box]:
        """The smallest cell to the right of and below each corner that opens one."""
        return [cell for corner in sorted(self._across) if (cell := self._cell(*corner))]

    def _cell(self, x: float, y: float) -> Box | None:
        rights = self._behind(self._rows[y], x)
        rights = [right for right in rights if self._across[x, y] & self._across[right, y]]
        for bottom in self._behind(self._columns[x], y):
            if not self._down[x, y] & self._down[x, bottom]:
                continue
            for right in rights:
                self._tries += 1
                if (
                    (right, bottom) in self._across
                    and self._down[right, y] & self._down[right, bottom]
                    and self._across[x, bottom] & self._across[right, bottom]
                ):
                    return x, y, right, bottom
        return None

    def _behind(self, places: list[float], place: float) -> list[float]:
        found = places[bisect_right(places, place) :]
        self._tries += len(found)
        if self._tries > MOST_TRIES:
            raise TooDense
        return found


def _tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, together."""
    at: dict[Point, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        for corner in _corners_of(cell):
            at[corner].append(index)
    tables: list[list[Box]] = []
    left = set(range(len(cells)))
    for first in range(len(cells)):
        if first not in left:
            continue
        left.discard(first)
        reached = [first]
        for index in reached:
            for corner in _corners_of(cells[index]):
                for other in at[corner]:
                    if other in left:
                        left.discard(other)
                        reached.append(other)
        if len(reached) > 1:
            tables.append([cells[index] for index in reached])
    return sorted(tables, key=lambda table: min((cell[1], cell[0]) for cell in table))


def _corners_of(cell: Box) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)
