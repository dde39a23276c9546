"""Lists: the level of each item, and the words that introduce it.

An item belongs to the innermost open list whose numbering it continues, or whose sign and place it shares; otherwise it
opens a list below the last item that stands further left. The words that introduce a list are those of the paragraph,
heading or item right before its first item, where these announce a list or break off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.flow import Flow, flow_of
from policylint.structure.looks import left_edge
from policylint.structure.numbering import Number, read_label
from policylint.structure.tables import bind_rows
from policylint.structure.wording import (
    count_words,
    ends_sentence,
    has_finite_verb,
    heading_introduces,
    introduces,
    starts_lower,
)

_STEP: Final = 4.0
"""Points by which one list is indented further than another."""

_DEEPEST: Final = 12


@dataclass(slots=True)
class _List:
    """A list that is open: its last label, its place, and what introduces its items."""

    numbers: tuple[Number, ...]
    given: int | None
    edge: float | None
    page: int | None
    leads: tuple[int, ...]
    last: int


class _Lists:
    """The lists that are open at some place of the document, outermost first."""

    def __init__(self, flow: Flow, blocks: list[Block]) -> None:
        self._flow = flow
        self._blocks = blocks
        self._open: list[_List] = []

    def close(self) -> None:
        """End all lists, at a heading."""
        self._open.clear()

    def add(self, index: int) -> tuple[int, tuple[int, ...]]:
        """Take in an item; tells its level, from 1, and the indexes of the blocks that introduce it."""
        block = self._blocks[index]
        numbers = read_label(block.label)
        between = self._text_between(index)
        place = self._sibling(block, numbers, between)
        if place is not None:
            own = self._open[place]
            del self._open[place + 1 :]
            own.numbers, own.last = _chosen(numbers, own.numbers), index
            own.edge, own.page = left_edge(block), block.page
            return self._level(block), own.leads
        self._leave(block, numbers)
        leads = self._introduction(index)
        first = tuple(number for number in numbers if number.is_first)
        del self._open[_DEEPEST - 1 :]
        self._open.append(_List(first[:1] or numbers, block.level, left_edge(block), block.page, leads, index))
        return self._level(block), leads

    def _level(self, block: Block) -> int:
        return block.level or len(self._open)

    def _text_between(self, index: int) -> int | None:
        """The paragraph or row right before this item, if lists are open and one stands there."""
        before = self._flow.before[index]
        if before is None or not self._open or self._blocks[before].kind == "item":
            return None
        return before

    def _sibling(self, block: Block, numbers: Sequence[Number], between: int | None) -> int | None:
        """The innermost open list that the item goes on with."""
        for place in range(len(self._open) - 1, -1, -1):
            own = self._open[place]
            if block.level is not None and own.given is not None and block.level != own.given:
                if block.level > own.given:
                    return None
                continue
            if any(one.is_bullet for one in numbers):
                if self._shares_place(block, numbers, own, between):
                    return place
            elif any(one.follows(other, gap=2) for one in numbers for other in own.numbers):
                return place
            elif not numbers and not own.numbers and self._shares_place(block, numbers, own, between):
                return place
        return None

    def _shares_place(self, block: Block, numbers: Sequence[Number], own: _List, between: int | None) -> bool:
        """Whether an item that counts nothing goes on with a list: same sign and edge, and no new start in between."""
        if numbers and not any(one.same_series(other) for one in numbers for other in own.numbers):
            return False
        edge = left_edge(block)
        if edge is not None and own.edge is not None and block.page == own.page and abs(edge - own.edge) > _STEP:
            return False
        return between is None or self._continues_item(between, own)

    def _continues_item(self, between: int, own: _List) -> bool:
        """Whether the paragraph between two items belongs to the first of them."""
        block = self._blocks[between]
        if introduces(block.text) or block.kind != "paragraph":
            return False
        if starts_lower(block.text):
            return True
        edge = left_edge(block)
        return edge is not None and own.edge is not None and block.page == own.page and edge > own.edge + _STEP

    def _leave(self, block: Block, numbers: Sequence[Number]) -> None:
        """Close the lists that the item cannot stand in."""
        edge = left_edge(block)
        while self._open:
            own = self._open[-1]
            if block.level is not None and own.given is not None:
                if own.given < block.level:
                    return
            elif own.edge is not None and edge is not None and own.page == block.page:
                if own.edge < edge - _STEP:
                    return
                if abs(own.edge - edge) <= _STEP and self._starts_part(block, numbers, own):
                    return
            elif self._starts_part(block, numbers, own):
                return
            self._open.pop()

    def _starts_part(self, block: Block, numbers: Sequence[Number], own: _List) -> bool:
        """Whether labels tell that an item opens a list within the last item, where places do not tell."""
        if not any(number.is_first or number.is_bullet for number in numbers):
            return False
        if any(number.same_series(other) for number in numbers for other in own.numbers):
            return False
        item = self._blocks[own.last]
        before = self._flow.before[self._index_of(block)]
        return before == own.last and (introduces(item.text) or not any(one.is_bullet for one in own.numbers))

    def _index_of(self, block: Block) -> int:
        return self._now

    _now = 0

    def at(self, index: int) -> None:
        """Say which block is in hand."""
        self._now = index

    def _introduction(self, index: int) -> tuple[int, ...]:
        """What introduces a list that begins with this item, outermost first."""
        before = self._flow.before[index]
        if before is None:
            return ()
        block = self._blocks[before]
        if block.kind == "item":
            if not self._open or self._open[-1].last != before:
                return ()
            if introduces(block.text) or _is_caption(block):
                return (*block.leads, before)
            return ()
        if block.kind == "heading":
            return (before,) if heading_introduces(block.wording) else ()
        if block.role != "body" or block.kind != "paragraph" or not introduces(block.text):
            return ()
        return (*self._outer(before), before)

    def _outer(self, index: int) -> tuple[int, ...]:
        """What introduces the paragraph that introduces a list, when that paragraph is no sentence of its own."""
        block = self._blocks[index]
        if block.leads:
            return block.leads
        before = self._flow.before[index]
        if before is None or not _breaks_off(block):
            return ()
        above = self._blocks[before]
        if above.kind == "heading":
            return (before,) if heading_introduces(above.wording) else ()
        return (before,) if above.kind == "paragraph" and introduces(above.text) and above.text.rstrip().endswith(":") else ()


def bind_lists(blocks: Sequence[Block]) -> list[Block]:
    """Give list items their level and `leads`, table rows their header row, and unmarked lists their lead.

    Args:
        blocks: With kinds, roles and sections set.
    """
    bound = list(blocks)
    flow = flow_of(bound)
    lists = _Lists(flow, bound)
    for index, block in enumerate(bound):
        if block.kind == "heading" and block.role != "contents":
            lists.close()
        elif block.role != "body":
            continue
        elif block.kind == "item":
            lists.at(index)
            level, leads = lists.add(index)
            bound[index] = replace(block, level=level, leads=leads)
        elif block.kind == "paragraph" and (leads := _unmarked_leads(index, flow)):
            bound[index] = replace(block, leads=leads)
    return bind_rows(bound)


def _chosen(numbers: tuple[Number, ...], before: Sequence[Number]) -> tuple[Number, ...]:
    """The readings of a label that go on from the label before."""
    return tuple(one for one in numbers if any(one.follows(other, gap=2) for other in before)) or numbers


def _is_caption(block: Block) -> bool:
    """Whether an item is a mere name for the items below it, rather than a rule of its own."""
    return count_words(block.wording) <= 12 and not ends_sentence(block.text) and not has_finite_verb(block.text)


def _breaks_off(block: Block) -> bool:
    return starts_lower(block.wording) or not has_finite_verb(block.text)


def _unmarked_leads(index: int, flow: Flow) -> tuple[int, ...]:
    """The lead of a paragraph that is an item of a list without signs: it goes on with an unfinished sentence."""
    block = flow.blocks[index]
    before = flow.before[index]
    if before is None or not block.text:
        return ()
    above = flow.blocks[before]
    fragment = starts_lower(block.text) or block.text.rstrip().endswith((";", "; and", "; or", ",", ", and", ", or"))
    if above.kind == "paragraph" and above.leads and fragment and above.text.rstrip().endswith((";", ",", "and", "or")):
        return above.leads
    if not fragment or above.kind not in ("paragraph", "heading") or not above.text.rstrip().endswith((":", "\u2014", "\u2013")):
        return ()
    return (before,) if above.kind == "paragraph" or heading_introduces(above.wording) else ()
