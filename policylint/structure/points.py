"""How much speaks for a block being a heading: its look, its words, its number and its neighbours, in points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.model.document import Block
from policylint.structure.flow import Flow
from policylint.structure.looks import BodyLook, size_ratio
from policylint.structure.numbering import Number, is_worded, named_part, read_label
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
    is_history,
    is_identifier,
    is_key_and_value,
    is_remark,
    is_sentence,
    is_title_case,
    starts_lower,
)

ENOUGH: Final = 3.0
"""Points that make a heading."""

MOST_WORDS: Final = 24
_LONGEST: Final = 200


def heading_points(index: int, flow: Flow, body: BodyLook) -> float:
    """How much speaks for a block being a heading, 0 where something speaks against it for good."""
    block = flow.blocks[index]
    if block.role != "body" or block.kind not in ("paragraph", "item"):
        return 0.0
    if _is_marked_up_item(block) or not _could_be(block):
        return 0.0
    points = _look_points(block, body) + _word_points(block, body)
    numbers = read_label(block.label)
    if numbers and numbers[0].is_bullet:
        return 0.0
    if _is_named_part(block):
        points += 2.5
    elif numbers:
        points += 1.5
    before, behind = flow.block_before(index), flow.block_behind(index)
    if behind is None:
        return points - 2.0
    if before is not None and _is_open(block) and ends_sentence(before.text):
        points += 0.5 if precedes(read_label(before.label), numbers) else 0.0
    if behind.kind in ("row", "item") or count_words(behind.text) >= 8:
        points += 0.5
    return points


def _is_marked_up_item(block: Block) -> bool:
    """Whether a text format says that this is a list item. Word processors say so of numbered headings too."""
    return block.kind == "item" and block.level is not None and not block.label_end and block.paragraph is None


def _could_be(block: Block) -> bool:
    """Whether a heading could read like this at all."""
    text, wording = block.text.strip(), block.wording.strip()
    if len(text) > _LONGEST or count_words(text) > MOST_WORDS or text.endswith((";", ",")):
        return False
    if not wording:
        return is_worded(block.label)
    if not has_letters(wording) or starts_lower(wording) or wording[0] in "(\u201c\"'\u00a9*\u2022{<":
        return False
    if wording.startswith("[") and not block.label:
        return False
    if is_sentence(wording) or is_remark(wording) or is_address(wording):
        return False
    if is_date(wording) or is_history(wording) or is_identifier(wording):
        return False
    if is_capitals(wording) and count_words(wording) > 6 and has_finite_verb(wording):
        return False
    if block.links and _is_link(block):
        return False
    return not (is_key_and_value(wording) and not is_worded(block.label))


def _is_open(block: Block) -> bool:
    """Whether a short line ends without punctuation, unlike the sentences of its list."""
    return count_words(block.wording) <= 6 and block.text.rstrip()[-1:].isalnum()


def _is_link(block: Block) -> bool:
    linked = sum(link.end - link.start for link in block.links)
    return linked >= 0.8 * len(block.text)


def _look_points(block: Block, body: BodyLook) -> float:
    style = block.style
    ratio = size_ratio(block, body)
    points = 4.0 if ratio >= 1.3 else 3.0 if ratio >= 1.1 else 1.0 if ratio >= 1.04 else -1.5 if ratio <= 0.8 else 0.0
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
        points -= 0.5 if words <= 8 and (text.endswith("!") or (block.label and is_visible(block, body))) else 3.0
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


def is_visible(block: Block, body: BodyLook) -> bool:
    """Whether the block stands out to the eye, whatever its words and its number."""
    style = block.style
    return (
        size_ratio(block, body) >= 1.1
        or (style.bold and not body.bold)
        or (style.underline and not body.underline)
        or (is_capitals(block.wording) and not body.capitals)
        or _is_named_part(block)
    )


def _is_named_part(block: Block) -> bool:
    """Whether a line begins with what it is a part and its number: "Section 3", "Rule 12: Orders"."""
    return is_worded(block.label) or bool(named_part(block.text)[0])


def precedes(before: Sequence[Number], after: Sequence[Number]) -> bool:
    """Whether the second label, in one of its readings, counts on from the first."""
    return any(other.follows(one) and not one.is_bullet for one in before for other in after)


def same_series(before: Sequence[Number], after: Sequence[Number]) -> bool:
    """Whether the second label may belong to the series of the first, read the likeliest way."""
    return bool(before) and any(other.same_series(before[0]) for other in after)
