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

_GAP: Final = 2
"""Labels of a list that may be missing between two of its items."""

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

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._open: list[_List] = []

    def close(self) -> None:
        """End all lists, at a heading."""
        self._open.clear()

    def add(self, index: int) -> tuple[int, tuple[int, ...]]:
        """Take in an item; tells its level, from 1, and the indexes of the blocks that introduce it."""
        block = self._flow.blocks[index]
        numbers = read_label(block.label)
        place = self._sibling(index, numbers)
        if place is not None:
            own = self._open[place]
            del self._open[place + 1 :]
            own.numbers, own.last = _chosen(numbers, own.numbers), index
            own.edge, own.page = left_edge(block), block.page
            return block.level or place + 1, own.leads
        self._leave(index, numbers)
        leads = self._introduction(index)
        first = tuple(number for number in numbers if number.is_first)
        del self._open[_DEEPEST - 1 :]
        self._open.append(_List(first[:1] or numbers, block.level, left_edge(block), block.page, leads, index))
        return block.level or len(self._open), leads

    def _sibling(self, index: int, numbers: Sequence[Number]) -> int | None:
        """The innermost open list that the item goes on with."""
        block = self._flow.blocks[index]
        for place in range(len(self._open) - 1, -1, -1):
            own = self._open[place]
            if block.level is not None and own.given is not None and block.level != own.given:
                if block.level > own.given:
                    return None
                continue
            counts = any(not one.is_bullet for one in numbers)
            if counts and any(one.follows(other, gap=_GAP) for one in numbers for other in own.numbers):
                return place
            if not counts and self._shares_place(index, numbers, own):
                return place
        return None

    def _shares_place(self, index: int, numbers: Sequence[Number], own: _List) -> bool:
        """Whether an item that counts nothing goes on with a list: same sign and edge, and no new start in between."""
        block, before = self._flow.blocks[index], self._flow.before[index]
        if bool(numbers) != bool(own.numbers):
            return False
        if numbers and not any(one.same_series(other) for one in numbers for other in own.numbers):
            return False
        edge = left_edge(block)
        if edge is not None and own.edge is not None and block.page == own.page and abs(edge - own.edge) > _STEP:
            return False
        return before is None or self._flow.blocks[before].kind == "item" or self._continues_item(before, own)

    def _continues_item(self, index: int, own: _List) -> bool:
        """Whether the paragraph between two items belongs to the first of them."""
        block = self._flow.blocks[index]
        if introduces(block.text) or block.kind != "paragraph":
            return False
        if starts_lower(block.text):
            return True
        edge = left_edge(block)
        return edge is not None and own.edge is not None and block.page == own.page and edge > own.edge + _STEP

    def _leave(self, index: int, numbers: Sequence[Number]) -> None:
        """Close the lists that the item cannot stand in."""
        block = self._flow.blocks[index]
        edge = left_edge(block)
        while self._open:
            own = self._open[-1]
            if block.level is not None and own.given is not None:
                if own.given < block.level:
                    return
            elif edge is not None and own.edge is not None and own.page == block.page and abs(edge - own.edge) > _STEP:
                if own.edge < edge:
                    return
            elif self._starts_part(index, numbers, own):
                return
            self._open.pop()

    def _starts_part(self, index: int, numbers: Sequence[Number], own: _List) -> bool:
        """Whether labels tell that an item opens a list within the last item, where places do not tell."""
        openings = [number for number in numbers if number.is_first or number.is_bullet]
        if not openings or self._flow.before[index] != own.last:
            return False
        if any(number.same_series(other) for number in openings for other in own.numbers):
            return False
        return introduces(self._flow.blocks[own.last].text) or not any(one.is_bullet for one in own.numbers)

    def _introduction(self, index: int) -> tuple[int, ...]:
        """What introduces a list that begins with this item, outermost first."""
        before = self._flow.before[index]
        if before is None:
            return ()
        block = self._flow.blocks[before]
        if block.kind == "item":
            inside = bool(self._open) and self._open[-1].last == before
            return (*block.leads, before) if inside and (introduces(block.text) or _is_caption(block)) else ()
        if block.kind == "heading":
            return (before,) if heading_introduces(block.wording) else ()
        if block.role != "body" or block.kind != "paragraph" or not introduces(block.text):
            return ()
        return (*self._outer(before), before)

    def _outer(self, index: int) -> tuple[int, ...]:
        """What introduces the paragraph that introduces a list, when that paragraph is no sentence of its own."""
        block = self._flow.blocks[index]
        before = self._flow.before[index]
        if block.leads or before is None or (has_finite_verb(block.text) and not starts_lower(block.wording)):
            return block.leads
        above = self._flow.blocks[before]
        if above.kind == "heading":
            return (before,) if heading_introduces(above.wording) else ()
        return (before,) if above.kind == "paragraph" and above.text.rstrip().endswith(":") else ()


def bind_lists(blocks: Sequence[Block]) -> list[Block]:
    """Give list items their level and `leads`, table rows their header row, and unmarked lists their lead.

    Args:
        blocks: With kinds, roles and sections set.
    """
    bound = list(blocks)
    flow = flow_of(bound)
    lists = _Lists(flow)
    for index, block in enumerate(bound):
        if block.kind == "heading" and block.role != "contents":
            lists.close()
        elif block.role != "body":
            continue
        elif block.kind == "item":
            level, leads = lists.add(index)
            bound[index] = replace(block, level=level, leads=leads)
        elif block.kind == "paragraph" and (leads := _unmarked_leads(index, flow)):
            bound[index] = replace(block, leads=leads)
    return bind_rows(bound)


def _chosen(numbers: tuple[Number, ...], before: Sequence[Number]) -> tuple[Number, ...]:
    """The readings of a label that go on from the label before."""
    return tuple(one for one in numbers if any(one.follows(other, gap=_GAP) for other in before)) or numbers


def _is_caption(block: Block) -> bool:
    """Whether an item is a mere name for the items below it, rather than a rule of its own."""
    return count_words(block.wording) <= 12 and not ends_sentence(block.text) and not has_finite_verb(block.text)


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
    announces = above.text.rstrip().endswith((":", "\u2014", "\u2013"))
    if not (fragment and announces):
        return ()
    return (
        (before,)
        if above.kind == "paragraph" or (above.kind == "heading" and heading_introduces(above.wording))
        else ()
    )
