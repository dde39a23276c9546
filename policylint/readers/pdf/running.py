"""Running headers, footers and page numbers: rows that stand in the same place on neighbouring pages, figures apart.

A row is running when the same words (with figures masked) stand at the same height of a page nearby, and nothing but
such rows lies between it and the edge of the page; and when it is the outermost row and reads like a page number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.rows import Row

NEARBY: Final = 3
"""Pages apart: left and right pages differ, and a chapter opens without a header."""

DEEPEST: Final = 10
"""Rows from the edge of the page that a header or footer can take."""

ZONE: Final = 0.3
"""Share of the page's height that a header or footer can take."""

_DRIFT: Final = 4.0
"""Points by which the height of a running row may differ from page to page."""

_NUMBER = r"(?:\d{1,4}|[ivxlcdm]{1,7}|[A-Z]{1,3}-\d{1,3}|\d{1,2}-\d{1,3})"
_BARE_NUMBER = re.compile(rf"\W{{0,3}}{_NUMBER}\W{{0,3}}")
_PAGE_NUMBER = re.compile(
    rf"\W{{0,3}}(?:page|pg\.?|p\.)\s*:?\s*{_NUMBER}(?:\s*(?:of|/)\s*{_NUMBER})?\W{{0,3}}"
    rf"|\W{{0,3}}\d{{1,4}}\s*(?:of|/)\s*\d{{1,4}}\W{{0,3}}"
    rf"|\d{{1,4}}\s*\|\s*page",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:effective|eff|issued?|adopt(?:ed|ion)|approved|revis(?:ed|ion)|rev|updated?|version|dated?|amended|review(?:ed)?)\b"
    r"[^\n]*\d|\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"\u00a9|\(c\)|copyright", re.IGNORECASE)


@dataclass(slots=True)
class Margins:
    """The rows of a page: what runs (`head`, `foot`), and the text between (`body`).

    `kept` holds the running rows that still count as text, because they open the document or tell its date, and stand
    here for the first time.
    """

    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    kept: set[int] = field(default_factory=set)

    def keeps(self, row: Row) -> bool:
        """Whether this running row counts as text."""
        return id(row) in self.kept


def split_margins(pages: Sequence[Page], rows: Sequence[list[Row]]) -> list[Margins]:
    """Tell the running rows of each page from its text.

    Args:
        pages: The pages, for their heights.
        rows: The upright rows of each page, from top to bottom.
    """
    heads = [_Side(page_rows[:DEEPEST], [row.base for row in page_rows[:DEEPEST]]) for page_rows in rows]
    feet = [
        _Side(last := page_rows[: -DEEPEST - 1 : -1], [page.height - row.base for row in last])
        for page, page_rows in zip(pages, rows, strict=True)
    ]
    tops, bottoms = _running(heads, pages, top=True), _running(feet, pages, top=False)
    seen: set[str] = set()
    margins: list[Margins] = []
    for place, page_rows in enumerate(rows):
        top = tops[place]
        bottom = min(bottoms[place], len(page_rows) - top)
        end = len(page_rows) - bottom
        margin = Margins(page_rows[:top], page_rows[top:end], page_rows[end:])
        for row in (*margin.head, *margin.foot):
            key = row.key
            opens = place == 0 and row in margin.head
            if key not in seen and not is_page_number(row.text) and (opens or _tells_a_date(row.text)):
                margin.kept.add(id(row))
            seen.add(key)
        margins.append(margin)
    return margins


def is_page_number(text: str) -> bool:
    """Whether a line consists of nothing but a page number."""
    return bool(_PAGE_NUMBER.fullmatch(text) or _BARE_NUMBER.fullmatch(text))


def _tells_a_date(text: str) -> bool:
    """Whether a line says when the document was issued or revised; a copyright line does not."""
    return bool(_DATED.search(text)) and not _COPYRIGHT.search(text)


@dataclass(slots=True)
class _Side:
    """The rows at one edge of a page, outermost first, and how far from that edge each stands."""

    rows: list[Row]
    depths: list[float]
    keys: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = [row.key for row in self.rows]


def _running(sides: Sequence[_Side], pages: Sequence[Page], *, top: bool) -> list[int]:
    """How many rows run on each page, counted from the edge."""
    needed = 1 if len(sides) < 6 else 2
    counts: list[int] = []
    for place, side in enumerate(sides):
        near = [
            sides[other]
            for other in range(max(0, place - NEARBY), place + NEARBY + 1)
            if other != place and other < len(sides)
        ]
        limit = ZONE * pages[place].height
        repeated = [
            depth <= limit and _repeats(key, depth, near) >= (1 if depth < 0.1 * pages[place].height else needed)
            for key, depth in zip(side.keys, side.depths, strict=True)
        ]
        count = _depth(side, repeated, near)
        counts.append(_cut_at_gap(side, count) if top else count)
    return counts


def _repeats(key: str, depth: float, near: Sequence[_Side]) -> int:
    """On how many pages nearby the same words stand at the same height."""
    return sum(
        any(other == key and abs(at - depth) <= _DRIFT for other, at in zip(side.keys, side.depths, strict=True))
        for side in near
    )


def _depth(side: _Side, repeated: Sequence[bool], near: Sequence[_Side]) -> int:
    """The number of outermost rows that run: the repeated ones, and at most two others outside or among them."""
    end = 0
    skipped = 0
    for place, flag in enumerate(repeated):
        if flag:
            end = place + 1
        else:
            skipped += 1
            if skipped > 2:
                break
    if end and not all(repeated[:end]):
        # Rows that change lie outside the repeated ones: they must at least have a counterpart at their height.
        for place in range(end):
            if not repeated[place] and not _has_counterpart(side.depths[place], near):
                end = next((index for index in range(place) if not repeated[index]), place)
                break
    if end == 0 and side.rows and _stands_alone_as_number(side, near):
        return 1
    return end


def _has_counterpart(depth: float, near: Sequence[_Side]) -> bool:
    return sum(any(abs(at - depth) <= 1.0 for at in side.depths) for side in near) >= max(1, len(near) // 2)


def _cut_at_gap(side: _Side, end: int) -> int:
    """Stop at the widest gap when the last repeated row has none behind it: there a heading repeats, not a header."""
    if end < 2 or end >= len(side.rows):
        return end
    gaps = [side.depths[place + 1] - side.depths[place] for place in range(end)]
    if gaps[-1] >= 0.75 * max(gaps):
        return end
    return gaps.index(max(gaps)) + 1


def _stands_alone_as_number(side: _Side, near: Sequence[_Side]) -> bool:
    """Whether the outermost row is a page number that nothing repeats, as on the only page or beside other numerals."""
    text, depth = side.rows[0].text, side.depths[0]
    if _PAGE_NUMBER.fullmatch(text):
        return True
    gap = side.depths[1] - depth if len(side.rows) > 1 else depth
    if not _BARE_NUMBER.fullmatch(text) or depth > (150 if gap > 60 else 90):
        return False
    alone = gap > 1.6 * side.rows[0].size
    others = [other for other in near if other.rows and abs(other.depths[0] - depth) <= _DRIFT]
    return alone and (not near or any(_BARE_NUMBER.fullmatch(other.rows[0].text) for other in others))
