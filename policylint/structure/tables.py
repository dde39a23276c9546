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

_LONGER: Final = 2.0
"""Times the words of a header row that the rows below have on average, where nothing else marks the header."""


def bind_rows(blocks: Sequence[Block]) -> list[Block]:
    """Make the header row of each table a lead of the rows below it.

    Rows that follow each other make a table; notes and running lines may stand between them. A header row names its
    columns in a few words each, and is bold or much shorter than the rows below: tables of names and values have none.
    """
    bound = list(blocks)
    table: list[int] = []
    for index, block in enumerate(blocks):
        if block.role == "running" or block.kind == "note":
            continue
        if block.kind == "row" and block.role == "body":
            table.append(index)
            continue
        _bind(bound, table)
        table = []
    _bind(bound, table)
    return bound


def _bind(blocks: list[Block], table: Sequence[int]) -> None:
    if len(table) < 2 or not _is_header(blocks[table[0]], [blocks[index] for index in table[1:]]):
        return
    for index in table[1:]:
        blocks[index] = replace(blocks[index], leads=(table[0],))


def _is_header(row: Block, rows: Sequence[Block]) -> bool:
    if len(row.text) > 400:
        return False
    cells = [cell.strip() for cell in row.text.split(_DIVIDER)]
    names = len(cells) > 1 and all(
        has_letters(cell) and count_words(cell) <= _MOST_WORDS and not ends_sentence(cell) and not cell.endswith(":")
        for cell in cells
    )
    if not names:
        return False
    if row.style.bold and not all(other.style.bold for other in rows):
        return True
    return sum(count_words(other.text) for other in rows) >= _LONGER * len(rows) * count_words(row.text)
