"""The measure of paragraphs: how far their baselines stand apart, and how far their lines reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from policylint.readers.pdf.lines import Item, Line

SAME_SIZE: Final = 0.07
"""Share by which sizes of one paragraph may differ."""

_SPACE: Final = 0.28
"""Width of a space, in sizes."""


class Leadings:
    """The distance between baselines within paragraphs, by size: on each page, else in the whole document."""

    def __init__(self, flows: Iterable[Sequence[Item]]) -> None:
        """Measure the lines of each page."""
        self._pages: dict[tuple[int, float], Counter[float]] = {}
        self._all: dict[float, Counter[float]] = {}
        for items in flows:
            for one, other in pairwise(items):
                if isinstance(one, Line) and isinstance(other, Line):
                    self._count(one, other)

    def _count(self, one: Line, other: Line) -> None:
        gap = other.base - one.base
        if not 0 < gap < 3.2 * other.size or abs(one.size - other.size) > SAME_SIZE * other.size:
            return
        if other.label or one.listing or other.listing or is_short(one, other):
            return
        size, gap = round(one.size), round(2 * gap) / 2
        self._pages.setdefault((one.page, size), Counter())[gap] += 1
        self._all.setdefault(size, Counter())[gap] += 1

    def of(self, line: Line) -> float:
        """The usual leading for lines like this one, in points."""
        size = round(line.size)
        for counts in (self._pages.get((line.page, size)), self._all.get(size)):
            if counts and sum(counts.values()) >= 4:
                return _commonest(counts)
        return 1.22 * line.size


def _commonest(counts: Counter[float]) -> float:
    """The commonest gap, neighbours within a point counted in, the smallest of equals."""
    return max(sorted(counts), key=lambda gap: sum(counts[gap + step] for step in (-1.0, -0.5, 0.0, 0.5, 1.0)))


def is_short(line: Line, following: Line) -> bool:
    """Whether the next line's first word would have fitted on this one: somebody broke the line on purpose."""
    return line.right - line.x1 > _first_width(following) + (_SPACE + 0.45) * line.size


def _first_width(line: Line) -> float:
    """Width of what cannot be parted at the beginning of a line: "3" and a raised "rd" stay together."""
    words = line.words
    end = words[0].x1
    for one, other in pairwise(words):
        if other.x0 - one.x1 > 0.12 * one.size:
            break
        end = other.x1
    return end - words[0].x0


def narrow_columns(items: Sequence[Item], leadings: Leadings) -> None:
    """Set the right edge of lines in narrower passages (quotations, notes), so that their lines do not look short."""
    run: list[Line] = []
    for item in (*items, None):
        if isinstance(item, Line) and (not run or _in_passage(run[-1], item, leadings)):
            run.append(item)
            continue
        _narrow(run)
        run = [item] if isinstance(item, Line) else []


def _in_passage(one: Line, other: Line, leadings: Leadings) -> bool:
    gap = other.base - one.base
    return (
        0 < gap <= 1.15 * leadings.of(other) + 0.5
        and abs(one.size - other.size) <= SAME_SIZE * one.size
        and not other.label
        and not other.listing
    )


def _narrow(run: Sequence[Line]) -> None:
    if len(run) < 3:
        return
    edge = max(line.x1 for line in run)
    if edge > run[0].right - 2 * run[0].size or edge - run[0].x0 < 0.5 * (run[0].right - run[0].left):
        return
    full = sum(edge - one.x1 <= _first_width(other) + (_SPACE + 0.45) * one.size for one, other in pairwise(run))
    if 4 * full >= 3 * (len(run) - 1):
        for line in run:
            line.right = edge
