"""Numbers in front of headings that are no labels in running text: "3 Use of accounts", "Rule 3: Accounts"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policylint.model.document import Block
from policylint.structure.numbering import bare_number, named_part, read_label


def label_headings(blocks: Sequence[Block]) -> list[Block]:
    """Give headings without a label the number that they open with.

    A bare figure counts when another heading has the figure before or behind it: "10 tips for posting" is a title.
    """
    figures = {figure for block in blocks if block.kind == "heading" for figure in _figures(block)}
    return [_labelled(block, figures) if block.kind == "heading" and not block.label else block for block in blocks]


def _figures(block: Block) -> list[int]:
    if not block.label:
        figure, _ = bare_number(block.text)
        return [int(figure)] if figure else []
    return [number.values[0] for number in read_label(block.label) if number.scheme == "1"]


def _labelled(block: Block, figures: set[int]) -> Block:
    label, end = named_part(block.text)
    if not label:
        label, end = bare_number(block.text)
        if not label or not {int(label) - 1, int(label) + 1} & figures:
            return block
    return replace(block, label=label, label_end=end)
