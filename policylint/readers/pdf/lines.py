"""Lines of print: what stands on one baseline of one column, with what its looks tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policylint.readers.labels import typed_label
from policylint.readers.pdf.words import ASCENT, DESCENT, Word

WIDE_GAP: Final = 2.6
"""A gap of so many sizes inside a line is a tab stop."""

_LEADER = re.compile(r"(?:[.\u00b7\u2026]\s?){4,}|_{4,}|\u2026{2,}")
_CONTENTS_LINE = re.compile(rf"(?:{_LEADER.pattern})\s*(?:\d+|[ivxl]+)(?:-\d+)?\s*$")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True, eq=False)
class Line:
    """Words on one baseline. Lengths are points in the view in which the words read from left to right.

    `left` and `right` are the edges of the column; `start` is where the wording begins behind a label, `tab` where it
    goes on behind a wide gap. `level` is the depth of the bookmark that names the line, 0 without one.
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


def make_line(
    words: Sequence[Word],
    *,
    page: int,
    base: float,
    left: float,
    right: float,
    middle: float,
    area_left: float | None = None,
) -> Line:
    """A line of some words of one row.

    Args:
        words: From left to right; a right-to-left line is turned round.
        page: Page number, from 1.
        base: The baseline.
        left: Left edge of the column.
        right: Right edge of the column.
        middle: Of the page, across.
        area_left: Left edge of the text on most pages, when it is known.
    """
    ordered = list(words)
    text, offsets = _text(ordered)
    if _RIGHT_TO_LEFT.search(text) and _reads_leftwards(ordered):
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
    line.centred = line.tab is None and _is_centred(line, middle, area_left)
    return line


def part_of_line(line: Line, first: int, last: int) -> Line:
    """The words `first` to `last` (exclusive) of a line as a line of their own."""
    return make_line(
        line.words[first:last], page=line.page, base=line.base, left=line.left, right=line.right, middle=0.0
    )


def _reads_leftwards(words: Sequence[Word]) -> bool:
    return 2 * sum(bool(_RIGHT_TO_LEFT.search(word.text)) for word in words) > len(words)


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
    """Whether a word is one sign of a picture font, where a letter or "§" stands for a tick or a square."""
    return word.symbol and len(word.text) == 1


def glued(one: Word, other: Word) -> bool:
    """Whether no space stands between two neighbours; pdfium takes the step to a raised "rd" for one."""
    gap = other.x0 - one.x1
    if other.order == one.order + 1:
        raised = other.size < 0.85 * one.size and gap < 0.06 * one.size and not other.text.isdigit()
        return raised or not other.spaced
    return gap < 0.12 * min(one.size, other.size)


def _dominant_size(words: Sequence[Word]) -> float:
    first = words[0].size
    if all(word.size == first for word in words):
        return first
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size))


def _share(words: Sequence[Word], flags: Sequence[bool]) -> bool:
    """Whether nine tenths of the letters have a look."""
    if not any(flags):
        return False
    total = sum(len(word.text) for word in words)
    return sum(len(word.text) for word, flag in zip(words, flags, strict=True) if flag) >= 0.9 * total > 0


def _tab(words: Sequence[Word], size: float) -> float | None:
    for one, other in pairwise(words):
        if other.x0 - one.x1 > WIDE_GAP * size:
            return other.x0
    return None


def _is_centred(line: Line, middle: float, area_left: float | None) -> bool:
    if line.label and not (line.bold or line.capitals):
        return False
    here = (line.x0 + line.x1) / 2
    column = (line.left + line.right) / 2
    free = 2.5 * line.size
    if abs(here - column) < max(3.0, 0.012 * (line.right - line.left)) and line.x0 - line.left > free:
        return line.right - line.x1 > free
    if abs(here - middle) >= 4.0:
        return False
    return line.x0 > (area_left + free if area_left is not None else 0.5 * middle)
