"""The view of the text: its parts, and the blocks of one with the words of places marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from policylint.web.panel.model import PanelBlock, ShownBlock, Span
from policylint.web.panel.quotes import Piece

_PART: Final = 20_000
"""Characters of a part from which on it ends: before the next heading, if one comes soon."""

_LONGEST: Final = 25_000
"""Characters of a part at which it ends before the next block, whatever that is."""

_SEPARATOR: Final = " | "
"""What stands between the cells of a row."""

Mark = tuple[int, int, int]
"""Start and end of words in a block, and the number of their place."""


def text_parts(blocks: Sequence[PanelBlock]) -> tuple[int, ...]:
    """The index of the block with which each part begins, and the number of blocks as the last one."""
    cuts = [0]
    length = 0
    for index, block in enumerate(blocks):
        is_heading = block.kind == "heading"
        after_heading = index > 0 and blocks[index - 1].kind == "heading"
        if length >= _PART and (is_heading or length >= _LONGEST) and not after_heading:
            cuts.append(index)
            length = 0
        length += len(block.text)
    return (*cuts, len(blocks)) if blocks else (0,)


def marks_by_block(pieces: Mapping[int, Iterable[Piece]]) -> dict[int, list[Mark]]:
    """By the index of the block, the words of places in it."""
    marks: dict[int, list[Mark]] = {}
    for number, found in pieces.items():
        for piece in found:
            marks.setdefault(piece.block, []).append((piece.start, piece.end, number))
    return marks


def shown_block(block: PanelBlock, marks: Sequence[Mark], anchors: Iterable[int]) -> ShownBlock:
    """A block as it is drawn.

    Args:
        block: The block.
        marks: The words of places in it, in any order; they may overlap.
        anchors: The numbers of the places that begin in it.
    """
    spans = tuple(_spans(block.text, 0, len(block.text), marks))
    return ShownBlock(
        kind=block.kind,
        level=block.level,
        label=block.label,
        spans=spans,
        cells=tuple(_cells(block.text, marks)) if block.kind == "row" else (),
        page=block.page,
        furniture=block.furniture,
        anchors=tuple(sorted(anchors)),
    )


def _spans(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Span]:
    """The text from start to end, cut where the words of a place begin or end."""
    within = [mark for mark in marks if mark[0] < end and mark[1] > start]
    if not within:
        if start < end:
            yield Span(text[start:end])
        return
    edges = {edge for mark in within for edge in mark[:2] if start < edge < end}
    for first, last in pairwise(sorted({start, end} | edges)):
        yield Span(text[first:last], tuple(sorted({n for begin, stop, n in within if begin <= first and last <= stop})))


def _cells(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Span, ...]]:
    start = 0
    for cell in text.split(_SEPARATOR):
        yield tuple(_spans(text, start, start + len(cell), marks))
        start += len(cell) + len(_SEPARATOR)
