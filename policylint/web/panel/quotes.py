"""Finds the words of an evidence in the blocks of a panel: first where the evidence says that they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policylint.model.report import Evidence
from policylint.web.panel.model import PanelBlock

_NEARBY: Final = 3
"""Blocks before and after the one on whose line words should begin, in which they are looked for, too."""

_SAME_LINE: Final = 2.0
"""Points by which words may begin above the block that they stand in: its first line has words of several sizes."""

_ABOVE: Final = 10_000.0
"""Points, more than a page is high: a block that begins below the words is a worse guess than any other."""


class Piece(NamedTuple):
    """The characters from `start` to `end` of the block of this index."""

    block: int
    start: int
    end: int


class QuoteFinder:
    """The text of all blocks, and which of them stand where."""

    def __init__(self, blocks: Sequence[PanelBlock]) -> None:
        """Go through the blocks once."""
        self._blocks = blocks
        self._text = " ".join(block.text for block in blocks)
        self._starts: list[int] = []
        start = 0
        for block in blocks:
            self._starts.append(start)
            start += len(block.text) + 1
        self._pages = _extents((index, block.page) for index, block in enumerate(blocks))
        self._paragraphs = _extents((index, block.paragraph) for index, block in enumerate(blocks))
        lines = sorted((block.line, index) for index, block in enumerate(blocks) if block.line is not None)
        self._lines = [line for line, _ in lines]
        self._by_line = [index for _, index in lines]

    def find(self, book: Iterable[Evidence]) -> dict[int, tuple[Piece, ...]]:
        """Where the words of each place stand.

        Args:
            book: The places in the order of their numbers.

        Returns:
            By number, from 1, the pieces of blocks that make up the words: one, unless they run over several blocks.
            Words that are in no block have no entry.
        """
        found: dict[int, tuple[Piece, ...]] = {}
        taken: set[tuple[str, int]] = set()
        for number, evidence in enumerate(book, 1):
            start = self._start(evidence, taken) if evidence.quote else None
            if start is not None:
                # The same sentence twice in a paragraph is two places, in their order.
                taken.add((evidence.quote, start))
                found[number] = tuple(self._pieces(start, start + len(evidence.quote)))
        return found

    def _start(self, evidence: Evidence, taken: set[tuple[str, int]]) -> int | None:
        """Where in the whole text the words begin; None where they do not stand there."""
        for first, last in self._ranges(evidence):
            starts = list(self._occurrences(evidence.quote, self._starts[first], self._end(last)))
            if len(starts) == 1:
                return starts[0]
            if starts:
                return min(starts, key=lambda start: self._unlikeliness(start, evidence, taken))
        return None

    def _ranges(self, evidence: Evidence) -> Iterator[tuple[int, int]]:
        """The first and last index of blocks in which the words may be, from the likeliest on."""
        if not self._blocks:
            return
        if evidence.paragraph in self._paragraphs:
            yield self._paragraphs[evidence.paragraph]
        if evidence.line is not None and self._lines:
            index = self._by_line[max(0, bisect_right(self._lines, evidence.line) - 1)]
            yield index, index
            yield max(0, index - _NEARBY), min(len(self._blocks) - 1, index + _NEARBY)
        if evidence.page is not None:
            page = self._pages.get(evidence.page)
            before = self._pages.get(evidence.page - 1)
            if page:
                yield page
            if before:  # a block that goes on from the page before
                yield before[0], (page or before)[1]
        yield 0, len(self._blocks) - 1

    def _occurrences(self, quote: str, start: int, end: int) -> Iterator[int]:
        """Where in the whole text the quote begins and ends with whole words."""
        text = self._text
        place = text.find(quote, start, end)
        while place >= 0:
            after = place + len(quote)
            inside = (place and _is_inside(text[place - 1], quote[0])) or (
                after < len(text) and _is_inside(quote[-1], text[after])
            )
            if not inside:
                yield place
            place = text.find(quote, place + 1, end)

    def _unlikeliness(
        self, start: int, evidence: Evidence, taken: set[tuple[str, int]]
    ) -> tuple[bool, bool, bool, bool, float]:
        index = self._block_at(start)
        block = self._blocks[index]
        spread = start + len(evidence.quote) > self._end(index)
        other_page = evidence.page is not None and block.page != evidence.page
        return spread, (evidence.quote, start) in taken, block.furniture, other_page, _distance(block, evidence)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        index = self._block_at(start)
        while index < len(self._blocks) and self._starts[index] < end:
            begin = self._starts[index]
            first, last = max(start, begin), min(end, self._end(index))
            if first < last:
                yield Piece(index, first - begin, last - begin)
            index += 1

    def _block_at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1

    def _end(self, index: int) -> int:
        return self._starts[index] + len(self._blocks[index].text)


def _extents(places: Iterable[tuple[int, int | None]]) -> dict[int | None, tuple[int, int]]:
    """The first and last index of what stands in each place."""
    extents: dict[int | None, tuple[int, int]] = {}
    for index, place in places:
        if place is not None:
            extents[place] = (extents[place][0] if place in extents else index, index)
    return extents


def _is_inside(one: str, other: str) -> bool:
    """Whether two neighbouring characters are of one word."""
    return one.isalnum() and other.isalnum()


def _distance(block: PanelBlock, evidence: Evidence) -> float:
    """How far the words of an evidence stand from where a block begins, in points or lines."""
    if evidence.line is not None and block.line is not None:
        return abs(evidence.line - block.line)
    if not evidence.boxes or block.top is None:
        return 0.0
    below = evidence.boxes[0].top - block.top
    return below if below >= -_SAME_LINE else _ABOVE - below
