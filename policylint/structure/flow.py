"""The blocks that stand in the flow of reading, and their neighbours there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policylint.model.document import Block


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks with, for each, the block of the flow before and behind it (None at the ends).

    Running lines, contents, forms, notes and code stand outside: what comes before and behind them are neighbours.
    """

    blocks: Sequence[Block]
    before: tuple[int | None, ...]
    behind: tuple[int | None, ...]

    def block_before(self, index: int) -> Block | None:
        """The block before, in the flow."""
        place = self.before[index]
        return None if place is None else self.blocks[place]

    def block_behind(self, index: int) -> Block | None:
        """The block behind, in the flow."""
        place = self.behind[index]
        return None if place is None else self.blocks[place]


def in_flow(block: Block) -> bool:
    """Whether a block stands in the flow of reading."""
    return block.role in ("body", "title") and block.kind not in ("note", "code")


def flow_of(blocks: Sequence[Block]) -> Flow:
    """The flow of a document's blocks."""
    return Flow(blocks, tuple(_nearest(blocks)), tuple(reversed(list(_nearest(blocks, backwards=True)))))


def _nearest(blocks: Sequence[Block], *, backwards: bool = False) -> Iterator[int | None]:
    last: int | None = None
    for index in range(len(blocks) - 1, -1, -1) if backwards else range(len(blocks)):
        yield last
        if in_flow(blocks[index]):
            last = index
