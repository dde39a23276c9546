"""Rows: the words whose baselines lie at one height, right across the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from policylint.readers.pdf.grids import Grid
    from policylint.readers.pdf.words import Word

_DRIFT: Final = 0.22
"""Parts of the size by which the baselines of one row may differ, between words of one size."""

_STEP: Final = 0.38
"""The same between words of different sizes: raised and lowered signs do, the next line does not."""

_RAISED: Final = 0.6
"""Parts of a row's size by which a raised or lowered sign may be off its baseline."""

_LONGEST_SIGN: Final = 6

_DIGITS = re.compile(r"\d+|\b[ivxl]+$")
_SPACES = re.compile(r"[\s_.\u2026]+")


@dataclass(slots=True, eq=False)
class Row:
    """Words of one height, from left to right, or a whole `grid` that takes a row's place."""

    words: list[Word]
    base: float
    grid: Grid | None = None

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.grid.box[0] if self.grid else min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.grid.box[2] if self.grid else max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The largest size in the row, in points."""
        return max((word.size for word in self.words), default=10.0)

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def key(self) -> str:
        """The text with '#' for figures and a closing Roman number, and without filling dots: alike on all pages."""
        return _SPACES.sub(" ", _DIGITS.sub("#", self.text.lower())).strip()


def find_rows(words: Iterable[Word]) -> list[Row]:
    """Group words into rows, from top to bottom; all words must read in the same direction."""
    rows: list[Row] = []
    base = size = -1.0
    for word in sorted(words, key=attrgetter("base", "order")):
        step = word.base - base
        if rows and (step <= _DRIFT * size or step <= _allowance(size, word.size)):
            rows[-1].words.append(word)
        else:
            rows.append(Row([word], word.base))
            base, size = word.base, word.size
    rows = _with_signs(rows)
    for row in rows:
        row.words.sort(key=attrgetter("x0", "order"))
        row.base = common_base(row.words)
    return rows


def common_base(words: Iterable[Word]) -> float:
    """The baseline of the longest and largest word: a raised figure does not tell where its row stands."""
    return max(words, key=lambda word: (word.size * len(word.text), -word.order)).base


def _allowance(one: float, other: float) -> float:
    larger = max(one, other)
    return (_DRIFT if min(one, other) > 0.85 * larger else _STEP) * larger


def _with_signs(rows: list[Row]) -> list[Row]:
    """Put raised and lowered signs ("th", a note's figure) that came out as rows of their own back into their row."""
    kept: list[Row] = []
    for place, row in enumerate(rows):
        if len(row.words) <= _LONGEST_SIGN and sum(len(word.text) for word in row.words) <= _LONGEST_SIGN:
            near = [other for other in (rows[place + 1 : place + 2] + kept[-1:]) if _takes(other, row)]
            if near:
                near[0].words.extend(row.words)
                continue
        kept.append(row)
    return kept


def _takes(row: Row, sign: Row) -> bool:
    size = row.size
    if sign.size > 0.8 * size or abs(row.base - sign.base) > _RAISED * size:
        return False
    return any(-0.2 * size < max(sign.x0 - word.x1, word.x0 - sign.x1) < 0.5 * size for word in row.words)
