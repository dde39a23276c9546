"""Which blocks are headings: those that the file declares, and those that look and read like one.

A block's look is weighed against the body of the document, its words against those of a title, its number and its
neighbours against those of a list. Nothing is learned; the weights were set by hand on policies of many issuers and
are measured by `benchmarks/headings.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.flow import Flow, flow_of, in_flow
from policylint.structure.looks import BodyLook, Look, body_look, look_of
from policylint.structure.numbering import Number, read_label
from policylint.structure.points import ENOUGH, MOST_WORDS, heading_points, is_visible, precedes, same_series
from policylint.structure.wording import (
    count_words,
    ends_sentence,
    has_letters,
    introduces,
    is_history,
    is_key_and_value,
    is_sentence,
)

_DECLARED_WORDS: Final = 30
_LONG_ITEM: Final = 12
"""Words of an item that is a paragraph, after which a short line with the next number may be a heading."""

_MISUSED: Final = 0.5
"""A declared level of which this share reads like body text is not believed."""


def mark_headings(blocks: Sequence[Block]) -> list[Block]:
    """Turn paragraphs and items that are headings by their look into headings, and misdeclared headings back.

    Args:
        blocks: The document's, with the roles of forms and contents set.

    Returns:
        The blocks, `kind` put right; the level of a heading that was not declared stays None.
    """
    body = body_look(blocks)
    trusted = _trusted_levels(blocks)
    marked = [_settle_declared(block, trusted) for block in blocks]
    flow = flow_of(marked)
    _demote_last_line(marked, flow)
    points = [heading_points(index, flow, body) for index in range(len(marked))]
    for index in (*_closing_lines(flow), *_listed_lines(flow, points)):
        points[index] = 0.0
    crowded = _crowded_looks(marked, points, body)
    for index, block in enumerate(marked):
        if block.kind == "heading" or points[index] < ENOUGH:
            continue
        if look_of(block) in crowded and points[index] < ENOUGH + 1.5 and not block.label:
            continue
        if not is_visible(block, body) and not _stands_alone(index, flow, points, body):
            continue
        marked[index] = replace(block, kind="heading", level=None)
    return marked


def _trusted_levels(blocks: Sequence[Block]) -> frozenset[int | None]:
    """The declared levels whose headings mostly read like headings."""
    counts: Counter[int | None] = Counter()
    wrong: Counter[int | None] = Counter()
    for block in blocks:
        if block.kind == "heading" and block.role == "body":
            counts[block.level] += 1
            wrong[block.level] += is_sentence(block.wording) or count_words(block.wording) > _DECLARED_WORDS
    return frozenset(level for level, count in counts.items() if count < 3 or wrong[level] < _MISUSED * count)


def _settle_declared(block: Block, trusted: frozenset[int | None]) -> Block:
    """A declared heading as it is, or as what it should have been declared."""
    if block.kind != "heading" or block.role != "body":
        return block
    words = count_words(block.wording)
    long = words > _DECLARED_WORDS or (words > 12 and is_sentence(block.wording) and ends_sentence(block.wording))
    says_something = has_letters(block.text, 1) or bool(block.label)
    if says_something and not long and block.level in trusted and not is_history(block.text):
        return block
    return replace(block, kind="item" if block.label else "paragraph", level=None)


def _crowded_looks(blocks: Sequence[Block], points: Sequence[float], body: BodyLook) -> frozenset[Look]:
    """Looks that mostly belong to what is no heading: warnings in bold, instructions in italics, rules in capitals."""
    heads: Counter[Look] = Counter()
    others: Counter[Look] = Counter()
    for block, point in zip(blocks, points, strict=True):
        if block.role != "body" or block.kind not in ("paragraph", "item", "heading"):
            continue
        look = look_of(block)
        if block.kind == "heading" or point >= ENOUGH:
            heads[look] += 1
        else:
            others[look] += 1
    return frozenset(look for look, count in others.items() if count >= 3 and count > heads[look])


def _closing_lines(flow: Flow) -> list[int]:
    """The short lines that end the document: names, offices and dates under a signature, which head nothing."""
    index = next((place for place in range(len(flow.blocks) - 1, -1, -1) if in_flow(flow.blocks[place])), None)
    lines = []
    while index is not None and flow.blocks[index].kind == "paragraph":
        text = flow.blocks[index].text
        if count_words(text) > (MOST_WORDS if is_key_and_value(text) else 7):
            break
        lines.append(index)
        index = flow.before[index]
    return lines


def _demote_last_line(blocks: list[Block], flow: Flow) -> None:
    """Take a declared heading back that ends the document under other short lines: the office of who signs."""
    index = next((place for place in range(len(blocks) - 1, -1, -1) if in_flow(blocks[place])), None)
    if index is None or blocks[index].kind != "heading" or blocks[index].label:
        return
    before = flow.block_before(index)
    if before is not None and before.kind == "paragraph" and count_words(before.text) <= 7:
        blocks[index] = replace(blocks[index], kind="paragraph", level=None)


def _listed_lines(flow: Flow, points: Sequence[float]) -> list[int]:
    """Numbered lines that follow each other with nothing between, three at least: a list, however it looks."""
    listed: list[int] = []
    run: list[int] = []
    for index, block in enumerate(flow.blocks):
        if not in_flow(block):
            continue
        goes_on = run and precedes(read_label(flow.blocks[run[-1]].label), read_label(block.label))
        if not (goes_on and block.kind != "heading" and points[index] >= ENOUGH):
            listed += run if len(run) >= 3 else []
            run = []
        if block.kind != "heading" and points[index] >= ENOUGH and block.label:
            run.append(index)
    return listed + (run if len(run) >= 3 else [])


def _is_elder(before: Block, numbers: Sequence[Number]) -> bool:
    """Whether the line right before is a short item of the list that the number goes on with."""
    if before.kind == "heading" or count_words(before.text) >= _LONG_ITEM:
        return False
    return precedes(read_label(before.label), numbers)


def _stands_alone(index: int, flow: Flow, points: Sequence[float], body: BodyLook) -> bool:
    """Whether a line that only its words and number mark out has text of its own below, and is not one of a list."""
    block = flow.blocks[index]
    behind, before = flow.block_behind(index), flow.block_before(index)
    if behind is None or behind.kind == "row":
        return False
    numbers = read_label(block.label)
    after = read_label(behind.label)
    if precedes(numbers, after) or (before is not None and _is_elder(before, numbers)):
        return False
    if after:
        return any(number.is_first or number.is_bullet for number in after) and not same_series(numbers, after)
    place = flow.behind[index]
    if place is not None and points[place] >= ENOUGH and is_visible(behind, body):
        return True
    return count_words(behind.text) >= 8 or introduces(behind.text)
