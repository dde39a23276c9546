"""Levels of headings: from what the file declares, from the numbers, and from the look, in the order of the document.

The headings above the one in hand form a stack. A heading is a sibling of one on the stack when their numbers belong to
one series, when both carry declared levels that are equal, or when they look alike; otherwise it stands below the last
heading that may have it for a part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.flow import flow_of
from policylint.structure.looks import Look, look_of
from policylint.structure.numbering import Number, read_label
from policylint.structure.titlelines import continues_title

_TOP_WORDS: Final = ("appendix", "schedule", "exhibit", "attachment", "part", "chapter")
"""What a label of this kind heads is a part of the document, not of the chapter before."""

_GAP: Final = 3
"""Numbers that may be missing between two headings of one series."""

_DEEPEST: Final = 9
_SIZE_STEP: Final = 0.75
"""Points by which one heading is bigger than another."""


@dataclass(frozen=True, slots=True)
class _Heading:
    declared: int | None
    number: Number | None
    look: Look
    style: str
    centred: bool


def set_levels(blocks: Sequence[Block]) -> list[Block]:
    """Give every heading of the body its level, from 1, without gaps: a part is one level below its whole.

    The second line of a heading has the level of the first.
    """
    flow = flow_of(blocks)
    levelled = list(blocks)
    stack: list[_Heading] = []
    lines: list[Block] = []
    known: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.kind != "heading" or block.role != "body":
            lines = [] if block.role == "body" else lines
            continue
        if lines and continues_title(lines, block):
            lines.append(block)
            levelled[index] = replace(block, level=len(stack))
            continue
        lines = [block]
        above = flow.before[index]
        style = block.style
        heading = _Heading(block.level, _reading(block, stack), look_of(block), style.name, style.centred)
        depth = _place(heading, stack, known, directly=above is not None and levelled[above].kind == "heading")
        del stack[min(depth, _DEEPEST - 1) :]
        stack.append(heading)
        if block.level is not None:
            known[block.level] = len(stack) - 1
        levelled[index] = replace(block, level=len(stack))
    return levelled


def _reading(block: Block, stack: Sequence[_Heading]) -> Number | None:
    """The reading of the label that fits the headings above, the lowest where none does; nothing without a number."""
    readings = tuple(number for number in read_label(block.label) if not number.is_bullet)
    for gap in (1, _GAP):
        for heading in reversed(stack):
            for number in readings:
                if heading.number is not None and number.follows(heading.number, gap=gap):
                    return number
    return min(readings, key=lambda number: number.values, default=None)


def _place(heading: _Heading, stack: Sequence[_Heading], known: Mapping[int, int], *, directly: bool) -> int:
    """How many headings of the stack stay above this one.

    Args:
        heading: The one to place.
        stack: The headings above, outermost first.
        known: Where headings of each declared level stood last.
        directly: Whether nothing stands between this heading and the last of the stack.
    """
    number = heading.number
    if number is not None and number.depth > 1:
        for depth in range(len(stack), 0, -1):
            whole = stack[depth - 1].number
            if whole is not None and number.within(whole):
                return depth
    for depth in range(len(stack), 0, -1):
        if _are_siblings(heading, stack[depth - 1], directly=directly and depth == len(stack)):
            return depth - 1
    if number is not None and number.scheme.split(" ")[0] in _TOP_WORDS:
        return 0
    declared = heading.declared
    if declared is not None and declared in known:
        wholes = [depth for depth, other in enumerate(stack, 1) if (other.declared or declared) < declared]
        return max(min(known[declared], len(stack)), *wholes, 0)
    depth = len(stack)
    while depth and not _may_hold(stack[depth - 1], heading, directly=directly):
        depth -= 1
    return depth


def _are_siblings(heading: _Heading, other: _Heading, *, directly: bool) -> bool:
    one, two = heading.number, other.number
    alike = heading.look == other.look and (heading.style == other.style or not (heading.style and other.style))
    if one is not None and two is not None and one.follows(two, gap=_GAP):
        return True
    if one is not None and two is not None and (one.depth > 1 or two.depth > 1):
        return _in_series(heading, other, alike=alike)
    if heading.declared is not None and other.declared is not None:
        return heading.declared == other.declared
    if one is not None and two is not None:
        return _in_series(heading, other, alike=alike)
    return alike and not (directly and one is not None and one.is_first)


def _in_series(heading: _Heading, other: _Heading, *, alike: bool) -> bool:
    """Whether two numbers count the same thing; for headings that look alike the punctuation may differ ("6", "7.")."""
    one, two = heading.number, other.number
    if one is None or two is None:
        return False
    return one.same_series(two) or (alike and one.scheme == two.scheme and one.depth == two.depth)


def _may_hold(whole: _Heading, part: _Heading, *, directly: bool) -> bool:
    """Whether a heading that is no sibling may be a part of the one above."""
    if whole.declared is not None and part.declared is not None:
        return whole.declared < part.declared
    grown = part.look[0] - whole.look[0] if part.look[0] and whole.look[0] else 0.0
    if grown >= _SIZE_STEP:
        return False
    if directly or (whole.declared is not None and part.declared is None and not part.look[0]):
        return True
    if part.centred and not whole.centred and (part.look[1] or part.look[4]):
        return False
    if part.number is not None and whole.number is None:
        return abs(grown) >= _SIZE_STEP or not _opens_outline(part, whole)
    if part.number is not None or whole.number is not None:
        return True
    return _prominence(whole.look) >= _prominence(part.look)


def _opens_outline(part: _Heading, whole: _Heading) -> bool:
    """Whether a numbered heading begins the numbering of the document, rather than that of the unnumbered one above."""
    number = part.number
    if number is None or not number.is_first:
        return False
    if number.scheme == "I":
        return True
    alike = part.look[4] == whole.look[4] and (part.look[4] or part.look[1] or not whole.look[1])
    return number.scheme in ("1", "1.1") and alike


def _prominence(look: Look) -> float:
    size, bold, italic, underline, capitals = look
    return 4 * size + 3 * bold + 2 * capitals + underline - italic
