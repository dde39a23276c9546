"""The flow of one part (the body, a header, a note): its paragraphs and tables as blocks, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from policylint.model.document import Block, BlockKind, BlockRole, Hidden, HiddenKind
from policylint.readers.characters import oddities
from policylint.readers.concealed import MOST
from policylint.readers.docx.inline import Inline, InlineReader
from policylint.readers.docx.look import style_of
from policylint.readers.docx.numbering import Number, Numbering
from policylint.readers.docx.ooxml import (
    NOTE_MARKS,
    PARAGRAPH,
    PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    W,
    flow_of,
    is_on,
    text_of,
    value_of,
)
from policylint.readers.docx.styles import ParagraphLook, ParagraphStyle, Styles, paragraph_look
from policylint.readers.docx.tables import blocks_of_rows, cells_of, is_hidden, rows_of
from policylint.readers.parts import parts_of
from policylint.readers.textual import BREAK, Origin, Piece, build

if TYPE_CHECKING:
    from policylint.readers.docx.notes import Notes
    from policylint.readers.docx.ooxml import Element
    from policylint.readers.docx.package import Part

_NOWHERE: Final = Origin("")
_CONTROL: Final = f"{W}sdt"
_FLOW: Final = frozenset({PARAGRAPH, TABLE, _CONTROL})
_CONTENTS_GALLERY: Final = "table of contents"
_FIELD_MARK: Final = f"{W}fldChar"
_BODY_LEVEL: Final = 9
_MOST_HIDDEN: Final = 50 * MOST
_DEEPEST: Final = 30
"""Notes and text boxes within one another; Word allows none, and what goes on from there is not read."""


@dataclass(slots=True)
class Context:
    """What the stories of a document share, and what they met on the way.

    `numbers` gives the place of a paragraph among all of the body, from 1; `tab` is the distance of tab stops (points);
    `unseen_notes` are (kind, id, number of the paragraph) of notes to which vanished marks refer.
    """

    styles: Styles
    numbers: Mapping[Element, int]
    notes: Notes
    tab: float = 36.0
    pictures: bool = False
    tracked: bool = False
    hidden: list[Hidden] = field(default_factory=list)
    unseen_notes: list[tuple[str, str, int | None]] = field(default_factory=list)

    def tell_of_notes(self) -> None:
        """Keep the notes that only vanished marks name; known once all else is read."""
        for kind, identifier, number in self.unseen_notes:
            if (note := self.notes.take(kind, identifier)) is not None and (text := text_of(note.element)):
                self.hidden.append(Hidden("vanished", text, (), number))


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the paragraphs at a place. `label` is the sign of a note, `number` the paragraph that names it.

    `depth` counts the notes and text boxes within one another.
    """

    role: BlockRole = "body"
    is_note: bool = False
    label: str = ""
    number: int | None = None
    depth: int = 0


BODY: Final = Setting()


@dataclass(slots=True)
class _Carried:
    """Words that run on into the next paragraph, and the element that they come from."""

    inline: Inline
    element: Element


class Story:
    """Reads one part. The blocks of text boxes and notes follow those of the paragraph that holds or names them."""

    def __init__(self, part: Part, numbering: Numbering, context: Context) -> None:
        self._part = part
        self._numbering = numbering
        self._context = context
        self._inline = InlineReader(context.styles, part.targets, unended_fields(part.root))
        self._boxes: Story | None = None

    def blocks(self, container: Element, setting: Setting = BODY) -> list[Block]:
        """The blocks of a body, header, footer, note, text box or cell."""
        blocks: list[Block] = []
        carried: _Carried | None = None
        for element in flow_of(container, _FLOW):
            if element.tag == PARAGRAPH:
                found, carried = self._paragraph(element, setting, carried)
                blocks += found
                setting = replace(setting, label="") if found and setting.label else setting
                continue
            blocks += self._remainder(carried, setting)
            carried = None
            if element.tag == TABLE:
                blocks += self._table(element, setting)
            elif (content := element.find(f"{W}sdtContent")) is not None:
                is_contents = _is_contents(element) and setting.role == "body"
                blocks += self.blocks(content, replace(setting, role="contents") if is_contents else setting)
        return blocks + self._remainder(carried, setting)

    def _table(self, table: Element, setting: Setting) -> list[Block]:
        rows: list[list[list[Block]]] = []
        for row in rows_of(table):
            if is_hidden(row):
                self._tell_of_row(row, setting)
            else:
                rows.append([self.blocks(cell, setting) for cell in cells_of(row)])
        if setting.is_note:
            return [block for row in rows for cell in row for block in cell]
        return blocks_of_rows(rows)

    def _paragraph(
        self, element: Element, setting: Setting, carried: _Carried | None
    ) -> tuple[list[Block], _Carried | None]:
        """The blocks of a paragraph, or what it leaves to the next one."""
        properties = element.find(PROPERTIES)
        style = self._context.styles.paragraph(value_of(properties, "pStyle"))
        inline = self._inline.read(element, style)
        self._tell(inline, self._context.numbers.get(element, setting.number))
        self._context.pictures |= inline.pictures
        mark = None if properties is None else properties.find(RUN_PROPERTIES)
        self._context.tracked |= inline.tracked or (mark is not None and any(map(_is_tracked, mark)))
        if carried is not None:
            inline = _together(carried.inline, inline)
        if _runs_on(properties, mark):
            return [], _Carried(inline, element)
        own = paragraph_look(properties)
        placed = self._numbering.place(own, style)
        is_hidden = inline.is_empty and bool(is_on(mark, "vanish"))
        number = self._numbering.count(*placed) if placed and not is_hidden else None
        return self._finished(element, inline, own, style, number, setting), None

    def _tell_of_row(self, row: Element, setting: Setting) -> None:
        """Keep the words and notes of a row that is not shown."""
        first = next(row.iter(PARAGRAPH), None)
        number = setting.number if first is None else self._context.numbers.get(first, setting.number)
        notes = [(NOTE_MARKS[str(mark.tag)], mark.get(f"{W}id", "")) for mark in row.iter(*NOTE_MARKS)]
        self._tell(Inline(hidden=[("vanished", text_of(row))], unseen_notes=notes), number)

    def _tell(self, inline: Inline, number: int | None) -> None:
        """Keep what nobody sees of a paragraph."""
        hidden = self._context.hidden
        if len(hidden) >= _MOST_HIDDEN:
            return
        texts: dict[HiddenKind, list[str]] = {}
        for kind, text in inline.hidden:
            texts.setdefault(kind, []).append(text)
        folded = ((kind, " ".join("".join(parts).split())) for kind, parts in texts.items())
        hidden += (Hidden(kind, text, (), number) for kind, text in folded if text)
        self._context.unseen_notes += ((*note, number) for note in inline.unseen_notes)
        text = "".join(piece.text for piece in inline.pieces)
        found = islice(oddities(text, dropped=True), MOST)
        hidden += (Hidden("characters", oddity.shown, (), number) for oddity in found)

    def _remainder(self, carried: _Carried | None, setting: Setting) -> list[Block]:
        """The blocks of words that no paragraph follows."""
        if carried is None:
            return []
        properties = carried.element.find(PROPERTIES)
        style = self._context.styles.paragraph(value_of(properties, "pStyle"))
        return self._finished(carried.element, carried.inline, paragraph_look(properties), style, None, setting)

    def _finished(
        self,
        element: Element,
        inline: Inline,
        own: ParagraphLook,
        style: ParagraphStyle,
        number: Number | None,
        setting: Setting,
    ) -> list[Block]:
        """The blocks of a paragraph, its text boxes and its notes."""
        if not (inline.pieces or inline.boxes or inline.notes):
            return []
        at = self._context.numbers.get(element, setting.number)
        shape = _shape(inline, own, style, number, setting)
        look = style_of(inline.pieces, own, style, number, tab=self._context.tab)
        blocks: list[Block] = []
        for part in _parts(inline.pieces, is_whole=shape.kind == "heading"):
            for block in build(
                part,
                _NOWHERE,
                kind=shape.kind,
                level=shape.level,
                label=shape.label,
                style=look,
                role=shape.role,
            ):
                counted = not blocks and number is not None and not number.is_bullet and bool(shape.label)
                label, label_end = (shape.label, 0) if counted else (block.label, block.label_end)
                blocks.append(replace(block, paragraph=at, label=label, label_end=label_end))
            if blocks and shape.kind != "note":
                shape = replace(shape, kind="paragraph", label="")
            elif blocks:
                shape = replace(shape, label="")
        if setting.depth == _DEEPEST:
            return blocks
        deeper = setting.depth + 1
        for box in inline.boxes:
            # Lists in text boxes are counted apart from those of the text around them.
            self._boxes = self._boxes or Story(self._part, self._numbering.anew(), self._context)
            blocks += self._boxes.blocks(box, Setting(setting.role, True, number=at, depth=deeper))
        for note in inline.notes:
            found = self._context.notes.take(*note)
            if found is not None:
                blocks += found.story.blocks(found.element, Setting(setting.role, True, found.label, at, deeper))
        return blocks


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: BlockKind
    level: int | None
    label: str
    role: BlockRole


def _shape(
    inline: Inline, own: ParagraphLook, style: ParagraphStyle, number: Number | None, setting: Setting
) -> _Shape:
    """What a paragraph declares itself to be."""
    role = setting.role
    label = number.label if number else ""
    if setting.is_note:
        return _Shape("note", None, setting.label or label, role)
    if role == "body" and (inline.contents or style.purpose == "contents"):
        role = "contents"
    if role == "body" and style.purpose == "title":
        return _Shape("heading", None, label, "title")
    level = style.level if own.outline is None else (own.outline + 1 if 0 <= own.outline < _BODY_LEVEL else 0)
    if level and role == "body":
        return _Shape("heading", level, label, role)
    if number and label:
        return _Shape("item", number.depth + 1, label, role)
    return _Shape("paragraph", style.depth if style.purpose == "continuation" else None, "", role)


def _parts(pieces: Sequence[Piece], *, is_whole: bool) -> Iterator[list[Piece]]:
    """The lines of a paragraph that make a block each; an empty line always divides them."""
    if is_whole or BREAK not in pieces:
        yield list(pieces)
        return
    part: list[Piece] = []
    for piece in pieces:
        if piece is BREAK and _ends_in_break(part):
            yield from parts_of(part)
            part = []
        part.append(piece)
    yield from parts_of(part)


def _ends_in_break(part: Sequence[Piece]) -> bool:
    last = next((piece for piece in reversed(part) if piece is BREAK or piece.text.strip()), None)
    return last is BREAK


def _together(before: Inline, behind: Inline) -> Inline:
    """Two paragraphs whose words run on."""
    before.pieces += behind.pieces
    before.boxes += behind.boxes
    before.notes += behind.notes
    before.contents = before.contents if behind.is_empty else behind.contents
    return before


def _runs_on(properties: Element | None, mark: Element | None) -> bool:
    """Whether the words go on in the next paragraph: the mark between the two is deleted, or this is a drop capital."""
    if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
        return True
    frame = None if properties is None else properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap", "none") in ("drop", "margin")


def _is_tracked(change: Element) -> bool:
    return change.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")


def _is_contents(control: Element) -> bool:
    """Whether a content control holds a table of contents that Word has made."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val", "").lower() == _CONTENTS_GALLERY


def unended_fields(root: Element) -> frozenset[Element]:
    """The marks that begin a field which never ends."""
    begun: list[Element] = []
    for mark in root.iter(_FIELD_MARK):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return frozenset(begun)
