"""Reads a corpus source: front matter that says what to build, then one block a line in a small Markdown.

A line is a heading (`#`), a list item (its label first: `-`, `(a)`, `A.`, `1.`, `a.`, `4.1`), a table row (`| a | b |`)
or a paragraph. `::: name` opens a fenced part (box, letterhead, contents, form) and `:::` closes it. Within a line
`**bold**` and `*italic*` are marked. One line is one block, so that a plain search finds the quote of a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal["heading", "paragraph", "item", "table", "box", "letterhead", "contents", "form"]

_LABEL = re.compile(r"(-|\([a-z]\)|\d+\.\d+|[A-Z]\.|\d+\.|[a-z]\.)\s+(?=\S)")
_SHAPES = (
    ("bullet", re.compile(r"-")),
    ("paren", re.compile(r"\([a-z]\)")),
    ("dotted", re.compile(r"\d+\.\d+")),
    ("upper", re.compile(r"[A-Z]\.")),
    ("digit", re.compile(r"\d+\.")),
    ("lower", re.compile(r"[a-z]\.")),
)
_INLINE = re.compile(r"(\*\*.+?\*\*|\*[^*\s][^*]*\*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a source, or one fenced part or table (`rows`). `level` counts from 1 for headings and items."""

    kind: Kind
    text: str = ""
    level: int = 1
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A policy as it was written: its front matter and its blocks. `name` is the file's stem."""

    name: str
    meta: Mapping[str, Any]
    blocks: tuple[Block, ...]

    @property
    def header(self) -> str:
        """The running header, or nothing."""
        return str(self.meta["running"].get("header", ""))

    @property
    def footer(self) -> str:
        """The running footer, or nothing."""
        return str(self.meta["running"].get("footer", ""))

    def words(self) -> int:
        """Number of words in the policy, white space between them, marks of the small Markdown left out."""
        return sum(len(text.split()) for text in self.texts())

    def texts(self) -> Iterator[str]:
        """The text of each block as it will stand in the file, without its label."""
        for block in self.blocks:
            if block.rows:
                yield from (" ".join(plain(cell) for cell in row) for row in block.rows)
            else:
                yield plain(block.text)


def runs(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Cut `text` into (words, bold, italic)."""
    for piece in _INLINE.split(text):
        if piece.startswith("**") and piece.endswith("**"):
            yield piece[2:-2], True, False
        elif piece.startswith("*") and piece.endswith("*") and len(piece) > 2:
            yield piece[1:-1], False, True
        elif piece:
            yield piece, False, False


def plain(text: str) -> str:
    """`text` without its bold and italic marks."""
    return "".join(words for words, _, _ in runs(text))


def _shape(label: str) -> str:
    return next(name for name, pattern in _SHAPES if pattern.fullmatch(label))


def _fenced(name: str, lines: list[str]) -> Block:
    if name == "box":
        rows = tuple(tuple(cell.strip() for cell in line.split(" | ")) for line in lines)
        return Block("box", rows=rows)
    if name == "letterhead":
        return Block("letterhead", rows=tuple((line,) for line in lines))
    if name == "contents":
        return Block("contents")
    if name == "form":
        return Block("form", rows=tuple((line,) for line in lines))
    raise ValueError(f"unknown part {name!r}")


def _blocks(body: str) -> Iterator[Block]:
    shapes: list[str] = []
    table: list[tuple[str, ...]] = []
    lines = iter([*body.splitlines(), ""])
    for line in lines:
        if line.startswith("|"):
            table.append(tuple(cell.strip() for cell in line.strip("| ").split(" | ")))
            continue
        if table:
            yield Block("table", rows=tuple(table))
            table = []
        if not line.strip():
            continue
        if line.startswith("::: "):
            inside: list[str] = []
            for inner in lines:
                if inner == ":::":
                    break
                inside.append(inner)
            yield _fenced(line[4:].strip(), inside)
        elif line.startswith("#"):
            marks, _, text = line.partition(" ")
            shapes.clear()
            yield Block("heading", text, len(marks))
        elif found := _LABEL.match(line):
            shape = _shape(found[1])
            if shape in shapes:
                del shapes[shapes.index(shape) + 1 :]
            else:
                shapes.append(shape)
            yield Block("item", line[found.end() :], len(shapes), found[1])
        else:
            shapes.clear()
            yield Block("paragraph", line)


def read_source(path: Path) -> Source:
    """Read the source at `path`; raises `ValueError` when its front matter is missing."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"{path.name}: front matter is missing")
    meta: dict[str, Any] = yaml.safe_load(parts[1])
    return Source(path.stem, meta, tuple(_blocks(parts[2])))
