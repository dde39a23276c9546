"""The last step of every reader: the blocks' text as people see it, and what was in it to deceive them.

Ligatures become their letters, characters that show nothing go, lookalikes of other scripts within Latin words become
Latin, accents that stand apart join their letters. Marks, links and labels go with the text. A file of plain ASCII
costs one look at each block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from policylint.model.document import Block, Document, Hidden, HiddenKind, Mark
from policylint.readers.characters import STEPS, Edit, Oddity, cleaned, edited, is_odd, lookalikes, oddities
from policylint.readers.concealed import MOST, told

_MOST: Final = 5 * MOST
"""Places looked at; neighbours become one."""


def clean(document: Document) -> Document:
    """The document with clean text in all blocks, and in `hidden` what deceived in it, beside what was there."""
    odd = [place for place, block in enumerate(document.blocks) if is_odd(block.text)]
    title = cleaned(document.title)
    if not odd and not document.hidden and title == document.title:
        return document
    blocks: list[Block | None] = list(document.blocks)
    hidden = list(document.hidden)
    for place in odd:
        block = document.blocks[place]
        fresh = clean_block(block)
        blocks[place] = fresh if fresh.text else None
        if len(hidden) < _MOST:
            hidden += islice(_deceptions(block), _MOST)
    kept = tuple(block for block in blocks if block is not None)
    return replace(document, blocks=kept, title=title, hidden=told(hidden))


def clean_block(block: Block) -> Block:
    """The block with clean text. Each mark covers the same characters as before, as far as they are still there."""
    for step in STEPS:
        edits = step(block.text)
        if edits:
            block = _edited(block, edits)
    label = cleaned(block.label)
    return block if label == block.label else replace(block, label=label)


def _edited(block: Block, edits: Sequence[Edit]) -> Block:
    moved = _Moved(edits)
    marks = [mark for old in block.marks for mark in moved.mark(old)]
    links = [replace(link, start=moved(link.start), end=moved(link.end)) for link in block.links]
    return replace(
        block,
        text=edited(block.text, edits),
        marks=tuple(marks),
        links=tuple(link for link in links if link.start < link.end),
        label_end=moved(block.label_end),
    )


class _Moved:
    """Where offsets are once edits have been made."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [edit.end for edit in edits]
        self._shifts = [0]
        for edit in edits:
            self._shifts.append(self._shifts[-1] + len(edit.text) - (edit.end - edit.start))
        self._cuts = [edit.end for edit in edits if len(edit.text) != edit.end - edit.start]

    def __call__(self, offset: int) -> int:
        """The offset in the new text; within an edit, as far into what was put there as it was into the old."""
        done = bisect_right(self._ends, offset)
        shift = self._shifts[done]
        if done < len(self._edits):
            edit = self._edits[done]
            if edit.start < offset:
                return edit.start + shift + min(offset - edit.start, len(edit.text))
        return offset + shift

    def mark(self, mark: Mark) -> Iterator[Mark]:
        """The mark in the new text. One that counts columns is cut where the text grew or shrank."""
        starts = [mark.start]
        if mark.column is not None:
            starts += self._cuts[bisect_right(self._cuts, mark.start) : bisect_left(self._cuts, mark.end)]
        for start, end in zip(starts, [*starts[1:], mark.end], strict=True):
            first, last = self(start), self(end)
            if first < last:
                column = None if mark.column is None else mark.column + start - mark.start
                yield replace(mark, start=first, end=last, column=column)


def _deceptions(block: Block) -> Iterator[Hidden]:
    """What is in the text of a block, not yet clean, to deceive."""
    for oddity in oddities(block.text):
        yield _hidden("characters", oddity, block)
    plain = block
    for step in STEPS[:2]:
        plain = _edited(plain, step(plain.text))
    for oddity in lookalikes(plain.text):
        yield _hidden("lookalike", oddity, plain)


def _hidden(kind: HiddenKind, oddity: Oddity, block: Block) -> Hidden:
    """An entry with the places of the words around it, for what shows nothing may have no place of its own."""
    start, end = oddity.start, oddity.end
    while start > 0 and block.text[start - 1] != " " and oddity.start - start < len(oddity.shown):
        start -= 1
    while end < len(block.text) and block.text[end] != " " and end - oddity.end < len(oddity.shown):
        end += 1
    marks = [_within(mark, start, end) for mark in block.marks_within(start, end)]
    return Hidden(kind, oddity.shown, tuple(marks), block.paragraph)


def _within(mark: Mark, start: int, end: int) -> Mark:
    """The part of a mark between two offsets, counted from the first; the box is cut in proportion."""
    skipped, spare = max(start - mark.start, 0), max(mark.end - end, 0)
    box = mark.box
    if box is not None and mark.end > mark.start:
        step = (box[2] - box[0]) / (mark.end - mark.start)
        box = (box[0] + skipped * step, box[1], box[2] - spare * step, box[3])
    column = None if mark.column is None else mark.column + skipped
    return replace(mark, start=mark.start + skipped - start, end=mark.end - spare - start, box=box, column=column)
