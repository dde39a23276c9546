"""Headings that run over more than one line of print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policylint.model.document import Block
from policylint.structure.looks import look_of
from policylint.structure.wording import is_capitals, last_word, starts_lower

_JOINING: Final = frozenset({"and", "or", "of", "for", "the", "to", "in", "on", "with", "a", "an", "by", "from", "at"})
_MOST_LINES: Final = 4
_CLOSE: Final = 0.4
"""Of the size: space between two lines of one heading at most."""


def continues_title(lines: Sequence[Block], block: Block) -> bool:
    """Whether a heading is the next line of the heading above: same look, close below, the line before not closed.

    A label alone on its line ("Section 3") takes the next heading for its title.

    Args:
        lines: The lines of the heading above, in order, at least one.
        block: The heading right behind them.
    """
    last = lines[-1]
    if not last.wording.strip() and len(lines) == 1:
        return not block.label
    if len(lines) >= _MOST_LINES or block.label or last.page != block.page or look_of(last) != look_of(block):
        return False
    text = last.text.rstrip()
    if text.endswith((":", "?", "!", ".")):
        return False
    if starts_lower(block.text) or last_word(text) in _JOINING or text.endswith((",", "&", "/", "-", "\u2013")):
        return True
    size, gap = block.style.size, block.style.space_before
    close = size is not None and gap is not None and gap < _CLOSE * size
    return close and is_capitals(text) and is_capitals(block.text) and last.style.centred == block.style.centred
