"""Paragraphs into blocks: the text with its marks, label, links and look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policylint.model.document import Block, BlockKind, BlockRole, Link, Mark, Style
from policylint.readers.labels import typed_label
from policylint.readers.pdf.frames import Box, turn_back
from policylint.readers.pdf.hyphens import Divided
from policylint.readers.pdf.lines import Line, TableRow, glued, is_picture_bullet
from policylint.readers.pdf.words import ASCENT, DESCENT, Word

_LIGATURES: Final = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0x00AD: None,
    0x200B: None,
    0x200E: None,
    0x200F: None,
    0x2060: None,
    0xFEFF: None,
    0xFFFD: None,
}
_TRIPLE_HYPHEN = re.compile("-\u00ad\u2010")
"""What one word processor writes for a single hyphen."""

_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_PART_LABEL = re.compile(r"[^\W\d_]{3,}\s|\u00a7.*\d")


class Setter:
    """Makes blocks; knows the sizes of the pages and the words of the document.

    Args:
        sizes: Width and height in points of each page as displayed.
        divided: What decides over hyphens at line ends.
    """

    def __init__(self, sizes: Sequence[tuple[float, float]], divided: Divided) -> None:
        """Keep what is known of the document."""
        self._sizes = sizes
        self._divided = divided

    def paragraph(
        self,
        lines: Sequence[Line],
        *,
        before: Line | None = None,
        kind: BlockKind | None = None,
        role: BlockRole = "body",
    ) -> Block | None:
        """A block of the lines of one paragraph, None when they hold nothing visible.

        Args:
            lines: In reading order.
            before: The line above, for the space between.
            kind: When it is known; otherwise item, heading or paragraph by label and bookmark.
            role: Of the block.
        """
        text = _Text(self)
        text.add(lines)
        if not text.length:
            return None
        whole = "".join(text.parts)
        label, end = typed_label(whole)
        first = lines[0]
        if not label and is_picture_bullet(first.words[0]) and whole[1:2] == " ":
            label, end = whole[0], 2
        if kind is None:
            kind = "heading" if first.level else "item" if label and _is_item(label, lines) else "paragraph"
        return Block(
            kind=kind,
            text=whole,
            marks=tuple(text.marks),
            level=first.level or None,
            label=label,
            label_end=end,
            style=_style(lines, before),
            links=tuple(text.links),
            role=role,
        )

    def table_row(self, row: TableRow) -> Block | None:
        """A block of a table row, its cells joined by ' | '."""
        text = _Text(self)
        for cell in row.cells:
            text.separate(" | ")
            text.add(cell)
        lines = [line for cell in row.cells for line in cell]
        if not text.length:
            return None
        return Block(
            kind="row",
            text="".join(text.parts),
            marks=tuple(text.marks),
            style=_style(lines, None),
            links=tuple(text.links),
        )

    def place(self, word: Word, page: int) -> Box:
        """The box of a word on the page as displayed."""
        size = word.size
        x0, top, x1, bottom = word.x0, word.base - ASCENT * size, word.x1, word.base + DESCENT * size
        if word.turn:
            x0, top, x1, bottom = turn_back((x0, top, x1, bottom), word.turn, *self._sizes[page - 1])
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)

    def drops_hyphen(self, one: str, other: str) -> bool:
        """Whether the hyphen that ends a line goes."""
        return self._divided.drops_hyphen(one, other)


class _Text:
    """The text of a block as it grows, with its marks and links."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self.length = 0

    def separate(self, words: str) -> None:
        """Add characters that stand nowhere on a page."""
        if self.length:
            self._append(words)

    def add(self, lines: Sequence[Line]) -> None:
        """Add lines, joined as one paragraph."""
        pending = ""
        for place, line in enumerate(lines):
            before: Word | None = None
            for word in line.words:
                characters = _clean(word.text)
                if not characters:
                    continue
                if before is not None:
                    gap = "" if glued(before, word) else " "
                elif place and self.length:
                    gap = self._join(characters, lines[place - 1])
                else:
                    gap = pending
                self._append(gap)
                self._add_word(word, characters, line.page)
                before = word

    def _join(self, characters: str, last: Line) -> str:
        """What stands between the end of a line and the next one's beginning; may take the hyphen off the end."""
        ending = self.parts[-1]
        if _ends_soft(last.words[-1].text):
            return ""
        if ending.endswith("-") and len(ending) > 1 and ending[-2].isalnum():
            if self.setter.drops_hyphen(ending, characters):
                self.parts[-1] = ending[:-1]
                self.length -= 1
                mark = self.marks[-1]
                self.marks[-1] = Mark(mark.start, mark.end - 1, mark.page, mark.box)
                return ""
            return "" if characters[0].isalnum() else " "
        if ending.endswith("\u2014") or characters.startswith("\u2014"):
            return ""
        if _IDEOGRAPH.match(ending[-1]) and _IDEOGRAPH.match(characters):
            return ""
        return " "

    def _append(self, characters: str) -> None:
        if characters:
            self.parts.append(characters)
            self.length += len(characters)

    def _add_word(self, word: Word, characters: str, page: int) -> None:
        start = self.length
        self._append(characters)
        self.marks.append(Mark(start, self.length, page, self.setter.place(word, page)))
        if not word.target:
            return
        if self.links and self.links[-1].target == word.target and start - self.links[-1].end <= 1:
            self.links[-1] = Link(self.links[-1].start, self.length, word.target)
        else:
            self.links.append(Link(start, self.length, word.target))


def _clean(text: str) -> str:
    """Letters for ligatures, one hyphen for three, nothing for what is not seen."""
    if text.isascii():
        return text
    return _TRIPLE_HYPHEN.sub("-", text).translate(_LIGATURES)


def _ends_soft(text: str) -> bool:
    return text.endswith("\u00ad")


def _is_item(label: str, lines: Sequence[Line]) -> bool:
    """Whether a label makes a list item, rather than number a heading or name a part."""
    if _PART_LABEL.match(label):
        return False
    first = lines[0]
    bullet = not any(map(str.isalnum, label)) or label == "o"
    return bullet or not (len(lines) == 1 and (first.bold or first.capitals or first.underline))


def _style(lines: Sequence[Line], before: Line | None) -> Style:
    first = lines[0]
    space = first.top - before.bottom if before and before.page == first.page and before.base < first.base else None
    return Style(
        size=round(first.size, 2),
        bold=all(line.bold for line in lines),
        italic=all(line.italic for line in lines),
        underline=all(line.underline for line in lines),
        centred=all(line.centred for line in lines),
        indent=round(first.x0 - first.left, 2),
        space_before=None if space is None else round(space, 2),
    )
