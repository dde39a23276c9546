"""From a quote back to the XML: which elements of a DOCX file show its words.

This house imports the DOCX reader: a walk of its own would sooner or later read a paragraph otherwise than the reader
(hidden text, fields, deleted words), and a comment would stand at other words than those that were judged.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from policylint.readers.docx.backdrop import has_plain_pages
from policylint.readers.docx.inline import Inline, InlineReader
from policylint.readers.docx.ooxml import PARAGRAPH, PROPERTIES, TEXT_BOX, W, value_of
from policylint.readers.docx.package import related
from policylint.readers.docx.reader import paragraph_elements
from policylint.readers.docx.story import unended_fields
from policylint.readers.docx.styles import Styles

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from policylint.readers.docx.inline import WithinParagraph
    from policylint.readers.docx.ooxml import Element

    _Pieces: TypeAlias = list[tuple[str, Element]]

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Zs", "Zl", "Zp"})
_CELL_MARK: Final = "|"
_ROW: Final = f"{W}tr"
_NOTE_REFERENCES: Final = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_ABOUT: Final = "About these words:"
_RUNS_ON: Final = 5
"""Paragraphs whose marks were deleted, so that their words run on into the next one, looked back through."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A character that is seen: the element that shows it, and which of the element's characters it is."""

    element: Element
    index: int


@dataclass(slots=True)
class Words:
    """What a paragraph shows, without white space: how the reader folds that does not matter here.

    `starts` are the offsets at which a word begins.
    """

    text: str = ""
    signs: list[Sign] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Found:
    """The first and last character of a place for a comment.

    `lead` is empty where these are the ends of the quote. Else it introduces the quote in the comment: its words stand
    where Word allows no comment, with others between them, or nowhere.
    """

    first: Sign
    last: Sign
    lead: str = ""


class WordFinder:
    """Finds quotes in a document."""

    def __init__(self, document: WordDocument) -> None:
        """Read all paragraphs, as `policylint.readers.docx` does."""
        self.paragraphs: Final[Sequence[Element]] = paragraph_elements(document)
        self._pieces = _read(document, self.paragraphs)
        self._known: dict[Element, Words] = {}
        self._notes = {kind: part.root for kind in ("footnotes", "endnotes") if (part := related(document, kind))}

    def shown(self) -> Iterator[str]:
        """The text of every paragraph."""
        return ("".join(text for text, _ in self._pieces[paragraph]) for paragraph in self.paragraphs)

    def find(self, quote: str, paragraph: int | None) -> Found | None:
        """Find a quote of the paragraph with a number (from 1).

        Returns:
            Its ends; the ends of the paragraph where its words are not in it; None for a document without words.
        """
        if paragraph is None or not 1 <= paragraph <= len(self.paragraphs):
            return self._beginning()
        at = self.paragraphs[paragraph - 1]
        sought = seen(quote)
        if _is_in_box(at):
            return self._around_box(at)
        return (
            self._among([at], sought)
            or self._among(self._row_from(at), sought)
            or self._in_cells(at, quote)
            or self._run_on(paragraph, sought)
            or self._in_note(at, sought)
            or self._whole(paragraph)
        )

    def _words(self, paragraph: Element) -> Words:
        words = self._known.get(paragraph)
        if words is None:
            words = self._known[paragraph] = _words_of(self._pieces[paragraph])
        return words

    def _among(self, paragraphs: Sequence[Element], sought: str) -> Found | None:
        words = Words()
        for each in paragraphs:
            words = _together(words, self._words(each))
        start = _place_of(sought, words)
        if start is None:
            return None
        return Found(words.signs[start], words.signs[start + len(sought) - 1])

    def _row_from(self, paragraph: Element) -> list[Element]:
        """The paragraphs of the table row from this one on; a row's words are numbered after its first paragraph."""
        row = next((each for each in paragraph.iterancestors() if each.tag == _ROW), None)
        inside = [] if row is None else [each for each in row.iter(PARAGRAPH) if each in self._pieces]
        return inside[inside.index(paragraph) :] if paragraph in inside else []

    def _in_cells(self, paragraph: Element, quote: str) -> Found | None:
        """The ends of a row in which a long cell, which is a clause by itself, stands between the others."""
        cells = [part for cell in quote.split(_CELL_MARK) if (part := seen(cell))]
        row = self._row_from(paragraph)
        if len(cells) < 2 or not row:
            return None
        first, last = self._among(row, cells[0]), self._among(row, cells[-1])
        return Found(first.first, last.last, _ABOUT) if first and last else None

    def _run_on(self, paragraph: int, sought: str) -> Found | None:
        for first in range(paragraph - 2, max(-1, paragraph - 2 - _RUNS_ON), -1):
            if found := self._among(self.paragraphs[first:paragraph], sought):
                return found
        return None

    def _in_note(self, paragraph: Element, sought: str) -> Found | None:
        for reference in paragraph.iter(*_NOTE_REFERENCES):
            kind, identifier = _NOTE_REFERENCES[reference.tag], reference.get(f"{W}id")
            for note in self._notes[kind].iterchildren() if kind in self._notes else ():
                if note.get(f"{W}id") == identifier and sought in seen(
                    "".join(t.text or "" for t in note.iter(f"{W}t"))
                ):
                    sign = Sign(reference, 0)
                    return Found(sign, sign, f"About words in {'a footnote' if kind == 'footnotes' else 'an endnote'}:")
        return None

    def _around_box(self, paragraph: Element) -> Found | None:
        """The paragraph that holds a text box; Word allows no comment in one."""
        outermost = list(paragraph.iterancestors(TEXT_BOX))[-1]
        if next(outermost.iterancestors(PARAGRAPH), None) is None:
            return self._beginning()
        sign = Sign(outermost, 0)
        return Found(sign, sign, "About words in a text box:")

    def _whole(self, paragraph: int) -> Found | None:
        """All words of a paragraph, or of the nearest one before it that has some."""
        for each in reversed(self.paragraphs[:paragraph]):
            signs = self._words(each).signs
            if signs and not _is_in_box(each):
                return Found(signs[0], signs[-1], _ABOUT)
        return self._beginning()

    def _beginning(self) -> Found | None:
        for each in self.paragraphs:
            signs = self._words(each).signs
            if signs and not _is_in_box(each):
                return Found(signs[0], signs[-1], _ABOUT)
        return None


def _is_in_box(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(TEXT_BOX), None) is not None


def seen(text: str) -> str:
    """The characters of a text that one sees: no white space, no marks between cells, nothing of no width."""
    return "".join(sign for sign in text if _is_seen(sign))


def _is_seen(sign: str) -> bool:
    return sign != _CELL_MARK and (sign.isalnum() or unicodedata.category(sign) not in _UNSEEN)


def _together(one: Words, other: Words) -> Words:
    behind = len(one.text)
    starts = one.starts | {behind} | {behind + start for start in other.starts}
    return Words(one.text + other.text, one.signs + other.signs, starts)


def _place_of(sought: str, words: Words) -> int | None:
    """Where the sought words are, whole words before parts of words."""
    first = start = words.text.find(sought) if sought else -1
    while start >= 0:
        if {start, start + len(sought)} <= words.starts | {len(words.text)}:
            return start
        start = words.text.find(sought, start + 1)
    return first if first >= 0 else None


class _Tracing(InlineReader):
    """The reader of paragraphs, which keeps for every piece of text the element that it comes from."""

    def __init__(self, styles: Styles, targets: Mapping[str, str], unended: Container[Element]) -> None:
        super().__init__(styles, targets, unended)
        self.sources: list[Element] = []

    def walk(self, parent: Element | Sequence[Element], at: WithinParagraph, inline: Inline) -> None:
        # One child at a time, so that what is new since the last one is its own; what it holds has told of itself.
        for child in parent:
            super().walk((child,), at, inline)  # type: ignore[arg-type]
            self.sources += [child] * (len(inline.pieces) - len(self.sources))


def _read(document: WordDocument, paragraphs: Sequence[Element]) -> dict[Element, _Pieces]:
    """The text of each paragraph, in pieces with the elements that show them.

    Text boxes are read apart, as fields do not reach into them.
    """
    part = related(document, "styles")
    styles = Styles(None if part is None else part.root, has_plain_pages=has_plain_pages(document))
    unended = unended_fields(document.element)
    readers = {inside: _Tracing(styles, {}, unended) for inside in (False, True)}
    read = {}
    for paragraph in paragraphs:
        reader = readers[_is_in_box(paragraph)]
        reader.sources = []
        style = styles.paragraph(value_of(paragraph.find(PROPERTIES), "pStyle"))
        pieces = reader.read(paragraph, style).pieces
        read[paragraph] = [(piece.text, source) for piece, source in zip(pieces, reader.sources, strict=True)]
    return read


def _words_of(pieces: _Pieces) -> Words:
    text: list[str] = []
    words = Words()
    begins = True
    for piece, source in pieces:
        for index, sign in enumerate(piece):
            if not _is_seen(sign):
                begins = True
                continue
            if begins:
                words.starts.add(len(text))
            begins = False
            text.append(sign)
            words.signs.append(Sign(source, index))
    words.text = "".join(text)
    return words
