"""Which blocks are headings: those that the file declares, and those that look and read like one.

A block's look is weighed against the body of the document, its words against those of a title, its number and its
neighbours against those of a list. Nothing is learned; the weights were set on policies of many issuers and are measured
by `benchmarks/headings.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.flow import Flow, flow_of, in_flow
from policylint.structure.looks import BodyLook, Look, body_look, look_of, size_ratio
from policylint.structure.numbering import Number, is_worded, read_label
from policylint.structure.wording import (
    count_words,
    ends_sentence,
    has_finite_verb,
    has_letters,
    heading_introduces,
    introduces,
    is_address,
    is_capitals,
    is_date,
    is_key_and_value,
    is_remark,
    is_sentence,
    is_title_case,
    starts_lower,
)

_ENOUGH: Final = 3.0
"""Points that make a heading."""

_LONGEST: Final = 200
_MOST_WORDS: Final = 24
_DECLARED_WORDS: Final = 30
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
    points = [_points(index, flow, body) for index in range(len(marked))]
    for index in _closing_lines(flow):
        points[index] = 0.0
    crowded = _crowded_looks(marked, points, body)
    for index, block in enumerate(marked):
        if block.kind == "heading" or points[index] < _ENOUGH:
            continue
        if look_of(block) in crowded and points[index] < _ENOUGH + 1.5 and not block.label:
            continue
        if not _is_visible(block, body) and not _stands_alone(index, flow):
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
    if not long and block.level in trusted and (has_letters(block.text, 1) or block.label):
        return block
    return replace(block, kind="item" if block.label else "paragraph", level=None)


def _points(index: int, flow: Flow, body: BodyLook) -> float:
    """How much speaks for a block being a heading, 0 where something speaks against it for good."""
    block = flow.blocks[index]
    if block.role != "body" or block.kind not in ("paragraph", "item") or not _could_be(block):
        return 0.0
    points = _look_points(block, body) + _word_points(block, body)
    numbers = read_label(block.label)
    if numbers and numbers[0].is_bullet:
        return 0.0
    if numbers:
        points += 2.5 if is_worded(block.label) else 1.5
    behind = flow.block_behind(index)
    if behind is None:
        return points - 2.0
    if behind.kind in ("row", "item") or count_words(behind.text) >= 8:
        points += 0.5
    return points


def _could_be(block: Block) -> bool:
    """Whether a heading could read like this at all."""
    text, wording = block.text.strip(), block.wording.strip()
    if len(text) > _LONGEST or count_words(text) > _MOST_WORDS or text.endswith((";", ",")):
        return False
    if not wording:
        return is_worded(block.label)
    if not has_letters(wording) or starts_lower(wording) or wording[0] in "(\u201c\"'\u00a9*\u2022{<":
        return False
    if wording.startswith("[") and not block.label:
        return False
    if is_sentence(wording) or is_date(wording) or is_remark(wording) or is_address(wording):
        return False
    if is_capitals(wording) and count_words(wording) > 6 and has_finite_verb(wording):
        return False
    if block.links and _is_link(block):
        return False
    return not (is_key_and_value(wording) and not is_worded(block.label))


def _is_link(block: Block) -> bool:
    linked = sum(link.end - link.start for link in block.links)
    return linked >= 0.8 * len(block.text)


def _look_points(block: Block, body: BodyLook) -> float:
    style = block.style
    ratio = size_ratio(block, body)
    points = 4.0 if ratio >= 1.3 else 3.0 if ratio >= 1.1 else 1.0 if ratio >= 1.04 else -1.5 if ratio <= 0.9 else 0.0
    if style.bold and not body.bold:
        points += 3.0
    if style.underline and not body.underline:
        points += 2.5
    if style.italic and not body.italic:
        points += 1.0
    if style.centred and not body.centred:
        points += 1.0
    if is_capitals(block.wording) and not body.capitals:
        points += 2.0
    if style.space_before is not None and style.space_before > 1.6 * body.space > 0:
        points += 0.5
    return points


def _word_points(block: Block, body: BodyLook) -> float:
    text = block.wording.strip()
    words = count_words(text)
    points = 1.0 if is_title_case(text) and not is_capitals(text) else 0.0
    if words <= 6:
        points += 0.5
    elif words > 12:
        points -= 1.0
    if body.plain and not block.label:
        points += 1.5
    if ends_sentence(text):
        points -= 0.5 if block.label and words <= 8 else 3.0
    elif text.endswith(":"):
        points += 0.5 if _is_marked(block) else -1.5
        if introduces(text) and (heading_introduces(text) or has_finite_verb(text)):
            points -= 4.0
    if has_finite_verb(text) and words > 5 and not text.endswith("?"):
        points -= 1.0
    return points


def _is_marked(block: Block) -> bool:
    style = block.style
    return style.bold or style.underline or style.italic or is_capitals(block.wording)


def _is_visible(block: Block, body: BodyLook) -> bool:
    """Whether the block stands out to the eye, whatever its words and its number."""
    style = block.style
    return (
        size_ratio(block, body) >= 1.1
        or (style.bold and not body.bold)
        or (style.underline and not body.underline)
        or (is_capitals(block.wording) and not body.capitals)
        or is_worded(block.label)
    )


def _crowded_looks(blocks: Sequence[Block], points: Sequence[float], body: BodyLook) -> frozenset[Look]:
    """Looks that mostly belong to what is no heading: warnings in bold, instructions in italics, rules in capitals."""
    heads: Counter[Look] = Counter()
    others: Counter[Look] = Counter()
    for block, point in zip(blocks, points, strict=True):
        if block.role != "body" or block.kind not in ("paragraph", "item", "heading"):
            continue
        look = look_of(block)
        if block.kind == "heading" or point >= _ENOUGH:
            heads[look] += 1
        else:
            others[look] += 1
    return frozenset(look for look, count in others.items() if count >= 3 and count > heads[look])


def _closing_lines(flow: Flow) -> list[int]:
    """The short lines that end the document: names, offices and dates under a signature, which head nothing."""
    index = next((place for place in range(len(flow.blocks) - 1, -1, -1) if in_flow(flow.blocks[place])), None)
    lines = []
    while index is not None and count_words(flow.blocks[index].text) <= 7 and flow.blocks[index].kind == "paragraph":
        lines.append(index)
        index = flow.before[index]
    return lines


def _stands_alone(index: int, flow: Flow) -> bool:
    """Whether a line that only its words and number mark out has text of its own below, and is not one of a list."""
    block = flow.blocks[index]
    behind, before = flow.block_behind(index), flow.block_before(index)
    if behind is None or behind.kind == "row":
        return False
    numbers = read_label(block.label)
    after = read_label(behind.label)
    if before is not None and before.kind != "heading" and _precedes(read_label(before.label), numbers):
        return False
    if _precedes(numbers, after):
        return False
    if after:
        return any(number.is_first or number.is_bullet for number in after) and not _same_series(numbers, after)
    return count_words(behind.text) >= 8 or introduces(behind.text)


def _precedes(before: Sequence[Number], after: Sequence[Number]) -> bool:
    return any(other.follows(one) and not one.is_bullet for one in before for other in after)


def _same_series(before: Sequence[Number], after: Sequence[Number]) -> bool:
    return any(other.same_series(one) for one in before for other in after)
