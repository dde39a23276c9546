"""A paragraph of lines that are more than one thing: a heading with its text, an introduction with its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.labels import typed_label
from policylint.readers.lines import starts_item
from policylint.readers.textual import BREAK, WRAP, Piece

_ENDED = re.compile(r"[.!?:;][\"'\u201d\u2019)\]]*\s*$")

_LONGEST_TITLE: Final = 120
"""Characters of a bold line that counts as a heading over the line after it."""


def parts_of(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """A paragraph's lines, put together as far as none begins an item and none is a heading to the next."""
    part = _Part()
    for line, end in _broken(pieces):
        if part.begins_anew(line):
            yield part.pieces
            part = _Part()
        part.add(line, end)
    if part.pieces:
        yield part.pieces


def _broken(pieces: Iterable[Piece]) -> Iterator[tuple[list[Piece], Piece | None]]:
    """The lines of a paragraph, each with the break that ends it."""
    line: list[Piece] = []
    for piece in pieces:
        if piece is WRAP or piece is BREAK:
            yield line, piece
            line = []
        else:
            line.append(piece)
    yield line, None


@dataclass(slots=True)
class _Part:
    """Lines of a paragraph that belong together, and what is known of them so far."""

    pieces: list[Piece] = field(default_factory=list)
    label: str = ""
    above: str = ""
    length: int = 0
    is_title: bool = True
    meant: bool = False

    def add(self, line: Sequence[Piece], end: Piece | None) -> None:
        words = _plain(line)
        if words:
            self.label = self.label if self.above else typed_label(words)[0]
            self.above = words[-_LONGEST_TITLE:]
            self.length += len(words)
            self.is_title = self.is_title and _is_title(line)
        self.pieces += line
        if end is not None:
            self.pieces.append(end)
            self.meant = end is BREAK

    def begins_anew(self, line: Sequence[Piece]) -> bool:
        """Whether a line that follows begins a block of its own."""
        here = _plain(line)
        if not self.above or not here:
            return False
        if starts_item(self.above, here, meant=self.meant, label=self.label):
            return True
        is_title = _is_title(line)
        if self.is_title and not is_title and self.length <= _LONGEST_TITLE:
            return not here[0].islower()
        return self.meant and is_title and not self.is_title and bool(_ENDED.search(self.above[-40:]))


def _plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if not piece.alternative).strip()


def _is_title(pieces: Iterable[Piece]) -> bool:
    return all(piece.look.bold or piece.look.underline for piece in pieces if piece.text.strip(" \t\n:.\xa0"))
