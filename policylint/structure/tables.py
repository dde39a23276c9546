"""Table rows: the header row introduces the rows below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Block
from policylint.structure.wording import count_words, ends_sentence, has_letters

_DIVIDER: Final = " | "
_MOST_WORDS: Final = 8
"""Words in a cell of a header row."""


def bind_rows(blocks: Sequence[Block]) -> list[Block]:
    """Make the header row of each table a lead of the rows below it.

    Rows that follow each other make a table; notes and running lines may stand between them.
    """
    bound = list(blocks)
    header: int | None = None
    inside = False
    for index, block in enumerate(blocks):
        if block.role == "running" or block.kind == "note":
            continue
        if block.kind != "row" or block.role != "body":
            inside, header = False, None
        elif not inside:
            inside = True
            header = index if _is_header(block) else None
        elif header is not None:
            bound[index] = replace(block, leads=(header,))
    return bound


def _is_header(row: Block) -> bool:
    """Whether the first row of a table names its columns: two cells at least, each a few words and no sentence."""
    if len(row.text) > 400:
        return False
    cells = [cell.strip() for cell in row.text.split(_DIVIDER)]
    return len(cells) > 1 and all(
        has_letters(cell) and count_words(cell) <= _MOST_WORDS and not ends_sentence(cell) and not cell.endswith(":")
        for cell in cells
    )
