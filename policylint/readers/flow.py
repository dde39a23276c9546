"""A tree of elements to blocks: what ends a paragraph, what is a list item, which tables are tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from policylint.model.document import Block, BlockKind, Style
from policylint.readers.lines import Line, blocks_of_lines, is_prose
from policylint.readers.looks import Setting, setting_within
from policylint.readers.numerals import list_labels
from policylint.readers.parts import parts_of
from policylint.readers.tables import cells_of, is_layout, is_plain_row, rows_of
from policylint.readers.textual import BREAK, PLAIN, WRAP, Origin, Piece, build
from policylint.readers.tree import BLOCKS, HEADINGS, Node

_SKIPPED: Final = frozenset(
    {"applet", "area", "audio", "base", "canvas", "col", "colgroup", "datalist", "embed", "frame", "frameset", "head"}
    | {"iframe", "input", "link", "map", "math", "meta", "meter", "noembed", "noframes", "noscript", "object", "option"}
    | {
        "param",
        "progress",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    }
    | {"del", "s", "strike"}
)
"""Elements without text for readers, and text that has been struck out."""

_LISTS: Final = frozenset({"ul", "ol", "dir", "menu"})
_PREFORMATTED: Final = frozenset({"pre", "listing", "plaintext", "xmp"})
_NOTE_SIGN = re.compile(r"\s*(?:\[?\d{1,3}\]?|[*\u2020\u2021\u00a7])\s*")
_SPACE: Final = Piece(" ")
_LONGEST_HEADING: Final = 300
"""Characters; a heading longer than that is one whose end tag is missing, or a paragraph made large."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree the walk is: what the blocks made there are.

    Of a heading only the first block is one, the first after `since` blocks: its end tag may be missing.
    """

    setting: Setting
    heading: int = 0
    since: int = 0
    depth: int = 0
    kind: BlockKind = "paragraph"


class Flow:
    """Turns elements into blocks, in document order; `blocks` holds those that are finished."""

    def __init__(self, origin: Origin) -> None:
        """Take places from `origin`, the file that the elements were read from."""
        self.blocks: list[Block] = []
        self._origin = origin
        self._buffer: list[Piece] = []
        self._item: str | None = None
        self._gathering = False

    def run(self, root: Node) -> list[Block]:
        """The blocks of everything within `root`."""
        place = _Place(Setting())
        self._children(root, place)
        self._flush(place)
        return self.blocks

    def _children(self, node: Node, place: _Place) -> None:
        for child in node.children:
            if isinstance(child, Node):
                self._element(child, place)
            else:
                self._text(child, place)

    def _text(self, piece: Piece, place: _Place) -> None:
        setting = place.setting
        if piece is not WRAP and piece is not BREAK and (setting.look is not PLAIN or setting.target):
            piece = replace(piece, look=setting.look, target=setting.target)
        self._buffer.append(piece)

    def _element(self, node: Node, place: _Place) -> None:
        tag = node.tag
        if tag in _SKIPPED or (tag == "button" and not place.heading):
            return
        if tag == "br":
            self._break(place)
        elif tag == "img":
            alternative = node.attributes.get("alt", "")
            self._buffer.append(Piece(alternative, node.places.get("alt"), alternative=True))
        elif tag == "sup" and _NOTE_SIGN.fullmatch(node.text()):
            return
        elif tag in BLOCKS:
            self._block(node, place)
        else:
            self._children(node, replace(place, setting=setting_within(node, place.setting)))

    def _block(self, node: Node, place: _Place) -> None:
        tag = node.tag
        if not node.continues:
            self._flush(place)
        inner = replace(place, setting=setting_within(node, place.setting))
        if tag in HEADINGS:
            inner = replace(inner, heading=int(tag[1]), since=len(self.blocks))
        elif tag == "note":
            inner = replace(inner, kind="note")
        if tag == "table":
            self._table(node, inner)
        elif tag in _PREFORMATTED:
            self._preformatted(node, inner)
        elif tag in _LISTS:
            self._list(node, replace(inner, depth=inner.depth + 1))
        elif tag == "li":
            self._list_item(node, replace(inner, depth=max(inner.depth, 1)), node.attributes.get("label", "•"))
        else:
            self._children(node, inner)
            if not node.broken:
                self._flush(inner)

    def _list(self, node: Node, place: _Place) -> None:
        labels = list_labels(node)
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                if not child.continues:
                    self._flush(place)
                inner = replace(place, setting=setting_within(child, place.setting))
                self._list_item(child, inner, next(labels))
            elif isinstance(child, Node):
                self._element(child, place)
            else:
                self._text(child, place)
        self._flush(place)

    def _list_item(self, node: Node, place: _Place, label: str) -> None:
        if not node.continues:
            self._item = label
        self._children(node, place)
        if not node.broken:
            self._flush(place)
            self._item = None

    def _table(self, node: Node, place: _Place) -> None:
        rows = list(rows_of(node))
        for child in node.children:
            if isinstance(child, Piece):
                self._text(child, place)
            elif child.tag not in ("tr", "thead", "tbody", "tfoot"):
                self._element(child, place)
        self._flush(place)
        layout = is_layout(node, rows)
        for row in rows:
            cells = cells_of(row)
            if layout or not is_plain_row(cells):
                for cell in cells:
                    setting = replace(setting_within(cell, place.setting), look=place.setting.look)
                    self._children(cell, replace(place, setting=setting))
                    self._flush(place)
            else:
                self._row([self._gather(cell, place) for cell in cells])

    def _row(self, cells: Iterable[list[Piece]]) -> None:
        """One block for a row of a table; empty cells are left out."""
        pieces: list[Piece] = []
        for cell in cells:
            if any(piece.text.strip() for piece in cell):
                pieces += [Piece(" | "), *cell] if pieces else cell
        if self._gathering:
            self._buffer += [_SPACE, *pieces, _SPACE]
        else:
            self.blocks += build(pieces, self._origin, kind="row")

    def _gather(self, node: Node, place: _Place) -> list[Piece]:
        """The text of an element in one line."""
        held, self._buffer = self._buffer, []
        was, self._gathering = self._gathering, True
        self._children(node, replace(place, setting=setting_within(node, place.setting)))
        gathered, self._buffer = self._buffer, held
        self._gathering = was
        return [_SPACE if piece is BREAK or piece is WRAP else piece for piece in gathered]

    def _preformatted(self, node: Node, place: _Place) -> None:
        pieces = self._gather(node, place)
        if self._gathering:
            self._buffer += pieces
            return
        text = "".join(piece.text for piece in pieces)
        if "code" not in node.attributes and is_prose(text):
            found = list(blocks_of_lines(list(_lines(pieces)), self._origin))
            if self._item is not None and found:
                first = found[0]
                found[0] = first if first.label else replace(first, kind="item", label=self._item)
                self._item = None
            self.blocks += (replace(block, level=(block.level or 0) + place.depth or None) for block in found)
        else:
            self.blocks += build(pieces, self._origin, kind="code")

    def _break(self, place: _Place) -> None:
        """A line break; the second of two ends the paragraph."""
        for piece in reversed(self._buffer):
            if piece is BREAK and not self._gathering and not place.heading:
                self._flush(place)
                return
            if piece.text.strip():
                self._buffer.append(BREAK)
                return

    def _flush(self, place: _Place) -> None:
        """End the paragraph."""
        if self._gathering:
            self._buffer.append(_SPACE)
            return
        pieces, self._buffer = self._buffer, []
        if not any(piece.text.strip() for piece in pieces):
            return
        setting = place.setting
        style = Style(centred=setting.centred, indent=setting.indent or None, name=setting.name)
        for part in parts_of(pieces):
            short = sum(len(piece.text) for piece in part) <= _LONGEST_HEADING
            is_heading = place.heading > 0 and len(self.blocks) == place.since and short
            kind: BlockKind = "heading" if is_heading else place.kind if self._item is None else "item"
            level = place.heading if is_heading else place.depth or None
            built = build(part, self._origin, kind=kind, level=level, label=self._item or "", style=style)
            if built:
                self._item = None
            self.blocks += built


def _lines(pieces: Iterable[Piece]) -> Iterator[Line]:
    """Preformatted pieces, cut into lines."""
    line: list[Piece] = []
    for piece in pieces:
        start = 0
        while (end := piece.text.find("\n", start)) >= 0:
            line.append(_slice(piece, start, end))
            yield Line("".join(part.text for part in line), tuple(line))
            line, start = [], end + 1
        line.append(_slice(piece, start, len(piece.text)))
    yield Line("".join(part.text for part in line), tuple(line))


def _slice(piece: Piece, start: int, end: int) -> Piece:
    return replace(piece, text=piece.text[start:end], at=None if piece.at is None else piece.at + start)
