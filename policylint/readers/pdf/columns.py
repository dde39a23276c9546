"""Reading order: cut a page into regions that are read one after the other, each of one column.

A page is one column until a gutter is found: a strip without ink through consecutive rows, with lines of prose on
both sides. Labels beside their text, tab stops and unruled tables leave such strips too; there one side is short, or
the file sets the parts of a row one directly after the other. Regions are cut again, so that three columns or columns
under a title come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from policylint.readers.pdf.rows import Row, common_base

_FEWEST: Final = 4
"""Rows on each side of a gutter."""

_SHORTEST: Final = 14
"""Characters in the middle row of a column, by length: labels, terms and figures have fewer."""

_FULL: Final = 0.55
"""Part of the column's width that the middle row takes in prose."""

_DEEPEST: Final = 4

_LONGEST_LABEL: Final = 8
"""Characters of a label, the space behind it included."""

_LABEL_GAP: Final = 40.0
"""Points between a label and its text."""

_CLEARANCE: Final = 3.0
"""Points by which left edges of one column may differ."""


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of one column, from top to bottom; `left` and `right` are its edges, in points."""

    rows: tuple[Row, ...]
    left: float
    right: float


@dataclass(slots=True, eq=False)
class _Part:
    """Words of a row without a wide gap between them, or a whole grid."""

    x0: float
    x1: float
    characters: int
    first: int
    last: int
    row: int


@dataclass(frozen=True, slots=True)
class _Gutter:
    """Between rows `start` and `end` (exclusive) nothing crosses `x`."""

    start: int
    end: int
    x: float


def cut_regions(rows: Sequence[Row], *, depth: int = 0) -> list[Region]:
    """Cut rows into regions in reading order.

    Args:
        rows: Rows from top to bottom.
        depth: How often the page has been cut already.
    """
    if not rows:
        return []
    gutter = _find_gutter(rows) if depth < _DEEPEST and len(rows) >= _FEWEST else None
    if gutter is None:
        return [Region(tuple(rows), min(row.x0 for row in rows), max(row.x1 for row in rows))]
    beside = rows[gutter.start : gutter.end]
    sides = [list(_side(beside, gutter.x, right=False)), list(_side(beside, gutter.x, right=True))]
    parts = [rows[: gutter.start], *sides, rows[gutter.end :]]
    return [region for part in parts for region in cut_regions(part, depth=depth + 1)]


def _side(rows: Sequence[Row], x: float, *, right: bool) -> Iterator[Row]:
    for row in rows:
        if row.grid:
            if (row.x0 >= x) == right:
                yield row
            continue
        words = [word for word in row.words if (word.x0 >= x) == right]
        if words:
            yield Row(words, common_base(words))


def _find_gutter(rows: Sequence[Row]) -> _Gutter | None:
    parts = [part for place, row in enumerate(rows) for part in _parts(row, place)]
    best = None
    for x in _starts(parts):
        for start, end in _clear_runs(parts, x, len(rows)):
            gutter = _judge([part for part in parts if start <= part.row < end], x, rows)
            if gutter and (best is None or gutter.end - gutter.start > best.end - best.start):
                best = gutter
    return best


def _parts(row: Row, place: int) -> Iterator[_Part]:
    if row.grid:
        yield _Part(row.x0, row.x1, 60, 0, 0, place)
        return
    words = row.words
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or words[index].x0 - words[index - 1].x1 > max(0.85 * words[index].size, 6.0):
            run = words[start:index]
            yield _Part(
                run[0].x0, run[-1].x1, sum(len(word.text) + 1 for word in run), run[0].order, run[-1].order, place
            )
            start = index


def _starts(parts: Sequence[_Part]) -> list[float]:
    """Where a right-hand column may begin: left edges that several parts share, the commonest first."""
    left = min(part.x0 for part in parts)
    right = max(part.x1 for part in parts)
    edges = sorted(part.x0 for part in parts if part.x0 > left + 0.15 * (right - left))
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][0] <= _CLEARANCE:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    groups = [group for group in groups if len(group) >= _FEWEST]
    groups.sort(key=lambda group: (-len(group), group[0]))
    return [group[0] - _CLEARANCE for group in groups[:6]]


def _clear_runs(parts: Sequence[_Part], x: float, count: int) -> Iterator[tuple[int, int]]:
    """Runs of consecutive rows in which nothing crosses `x`."""
    crossed = {part.row for part in parts if part.x0 < x < part.x1}
    start = 0
    for row in range(count + 1):
        if row == count or row in crossed:
            if row - start >= _FEWEST:
                yield start, row
            start = row + 1


def _judge(parts: Sequence[_Part], x: float, rows: Sequence[Row]) -> _Gutter | None:
    """Decide whether what stands on both sides of `x` are columns of prose."""
    left = [part for part in parts if part.x1 <= x]
    right = [part for part in parts if part.x0 >= x]
    if not left or not right:
        return None
    labels = [part for part in left if _is_label(part, x)]
    others = [part for part in left if not _is_label(part, x)]
    if labels and others and min(part.x0 for part in labels) > max(part.x1 for part in others):
        # Labels that hang from the right-hand column.
        x = min(part.x0 for part in labels) - _CLEARANCE
        left, right = others, sorted(labels + right, key=lambda part: (part.row, part.x0))
    # Rows above the point where both columns have begun belong to neither.
    begin = max(left[0].row, right[0].row)
    start = begin
    while start > 0 and any(part.row == start - 1 for part in parts) and _close(rows, start - 1, begin):
        start -= 1
    left = [part for part in left if part.row >= start]
    right = [part for part in right if part.row >= start]
    lines = [_lines(left), _lines(right)]
    if any(len(side) < _FEWEST for side in lines):
        return None
    fills = [_fill(side) for side in lines]
    if min(fills) < _FULL or any(median(part.characters for part in side) < _SHORTEST for side in lines):
        return None
    wide = [max(part.x1 for part in side) - min(part.x0 for part in side) for side in lines]
    if min(wide) < 0.15 * sum(wide):
        return None
    right_of = {part.row: part for part in reversed(right)}
    partners = [(part, right_of[part.row]) for part in lines[0] if part.row in right_of]
    following = sum(other.first - part.last == 1 for part, other in partners)
    if following > 0.5 * len(partners) and (min(fills) < 0.8 or len(partners) < 2 * _FEWEST):
        return None
    end = max(part.row for part in (*left, *right)) + 1
    return _Gutter(start, end, x)


def _is_label(part: _Part, x: float) -> bool:
    return part.characters <= _LONGEST_LABEL and x - part.x1 < _LABEL_GAP


def _close(rows: Sequence[Row], row: int, begin: int) -> bool:
    """Whether a row stands so little above the one in which both columns run that it tops the longer one."""
    return rows[begin].base - rows[row].base <= 2.5 * rows[begin].size


def _lines(parts: Sequence[_Part]) -> list[_Part]:
    """The parts of one side, those of one row together."""
    rows: dict[int, _Part] = {}
    for part in parts:
        known = rows.get(part.row)
        if known is None:
            rows[part.row] = _Part(part.x0, part.x1, part.characters, part.first, part.last, part.row)
        else:
            known.x1 = max(known.x1, part.x1)
            known.characters += part.characters
            known.last = part.last
    return list(rows.values())


def _fill(lines: Sequence[_Part]) -> float:
    """How much of the column's width its middle line takes."""
    left, right = min(part.x0 for part in lines), max(part.x1 for part in lines)
    return median((part.x1 - left) / (right - left) for part in lines) if right > left else 0.0
