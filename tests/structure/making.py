"""Documents built by hand, block by block."""

from __future__ import annotations

import re
from typing import Any

from policylint.model.document import Block, Document, Mark, Section, Source, Style
from policylint.readers.labels import typed_label
from policylint.structure import build_structure

PROSE = "Staff take part in online conversations with care, and they ask the press office whenever they are in doubt."
MORE = "The press office answers within one working day and keeps a list of the questions that it has been asked."


def text(words: str = PROSE, **style: Any) -> Block:
    """A paragraph of running text, 11 points unless told otherwise; a typed label is found as the readers find it."""
    return _block("paragraph", words, **style)


def item(words: str, *, level: int | None = None, label: str = "", **style: Any) -> Block:
    """A list item; `label` for an automatic one that is no part of the words."""
    block = _block("item", words, **style)
    if label:
        return Block("item", words, block.marks, level, label, 0, block.style)
    return Block("item", words, block.marks, level, block.label, block.label_end, block.style)


def heading(words: str, level: int = 1, **style: Any) -> Block:
    """A heading that the file declares."""
    block = _block("heading", words, **style)
    return Block("heading", words, block.marks, level, block.label, block.label_end, block.style)


def row(*cells: str, **style: Any) -> Block:
    """A table row."""
    return _block("row", " | ".join(cells), **style)


def plain(words: str) -> Block:
    """A line of plain text: no size, no look."""
    return _block("paragraph", words, size=None)


def running(words: str, page: int = 1) -> Block:
    """A header or footer."""
    block = _block("paragraph", words, page=page)
    return Block("paragraph", words, block.marks, style=block.style, role="running")


def document(*blocks: Block, title: str = "") -> Document:
    """A document of these blocks, without sections."""
    return Document(Source("made.pdf", "0" * 64, "application/pdf", 1), blocks, title=title)


def structured(*blocks: Block, title: str = "") -> Document:
    """The same with its structure."""
    return build_structure(document(*blocks, title=title))


def outline(*blocks: Block, title: str = "") -> list[tuple[int, str, str]]:
    """Level, number and title of each section."""
    return [(section.level, section.number, section.title) for section in sections(*blocks, title=title)]


def sections(*blocks: Block, title: str = "") -> tuple[Section, ...]:
    """The sections without the root."""
    return structured(*blocks, title=title).sections[1:]


def titles(*blocks: Block, title: str = "") -> list[str]:
    """The section titles."""
    return [section.title for section in sections(*blocks, title=title)]


def leads(*blocks: Block) -> list[tuple[int, ...]]:
    """The leads of each block."""
    return [block.leads for block in structured(*blocks).blocks]


def _block(
    kind: Any,
    words: str,
    *,
    size: float | None = 11.0,
    x: float | None = None,
    page: int = 1,
    **style: Any,
) -> Block:
    label, end = typed_label(words) if kind != "row" else ("", 0)
    marks: tuple[Mark, ...] = ()
    if x is not None or page != 1:
        left = 72.0 if x is None else x
        marks = tuple(
            Mark(m.start(), m.end(), page, (left, 100.0, left + 50.0, 110.0)) for m in re.finditer(r"\S+", words)
        )
    return Block(kind, words, marks, None, label, end, Style(size=size, **style))
