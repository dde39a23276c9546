"""One paragraph: its visible text in pieces, with looks and links, and what hangs on it (text boxes, notes)."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal

from policylint.model.document import HiddenKind
from policylint.readers.docx.backdrop import Backdrops
from policylint.readers.docx.fields import Field, OpenFields, target_of
from policylint.readers.docx.ooxml import (
    ALTERNATE,
    CHOICE,
    NOTE_MARKS,
    OPENED,
    PROPERTIES,
    REMOVED,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    TEXT_BOX,
    TRANSPARENT,
    R,
    W,
    is_on,
    text_of,
    value_of,
)
from policylint.readers.docx.styles import ParagraphStyle, RunLook, Styles, run_look
from policylint.readers.docx.symbols import is_symbol_font, shown
from policylint.readers.textual import BREAK, Look, Piece

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element

_BLANKS: Final = {
    f"{W}tab": Piece("\t"),
    f"{W}ptab": Piece("\t"),
    f"{W}br": BREAK,
    f"{W}cr": BREAK,
}
_SKIPPED: Final = frozenset({PROPERTIES, RUN_PROPERTIES})
_DRAWINGS: Final = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_EXTENSION: Final = "http://schemas.microsoft.com/office/word/2015/wordml/symex"
_EXTENDED_SIGN: Final = f"{{{_EXTENSION}}}symEx"
_NOTE_SIGN = re.compile(r"[\d,*\u2020\u2021\u00a7]{1,6}")
_SPACE: Final = Piece(" ")
_CHECK_BOXES: Final = {True: "☒", False: "☐"}
_SIZE: Final = 10.0
"""Points of text whose size is said nowhere (ECMA-376 part 1, 17.3.2.38)."""


_TINY: Final = 1.5
"""Points below which nobody reads text."""


@dataclass(frozen=True, slots=True)
class WithinParagraph:
    """What holds for the text at some place of a paragraph. `look` is None where text is hidden; `hidden` says how."""

    style: ParagraphStyle
    target: str
    look: Look | None
    font: str = ""
    hidden: HiddenKind | None = None


@dataclass(slots=True)
class Inline:
    """What one paragraph holds. `boxes` are `w:txbxContent` elements; `notes` are (kind, id) of notes referred to.

    `contents` is the field of a table of contents to which all the text belongs. `tracked` says whether a change is
    marked in it. `hidden` is the text that nobody sees, with how it is hidden; `unseen_notes` are those to which
    vanished marks refer.
    """

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    contents: Field | None = None
    outside: bool = False
    pictures: bool = False
    tracked: bool = False
    hidden: list[tuple[HiddenKind, str]] = field(default_factory=list)
    unseen_notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see in it."""
        return not any(piece.text.strip() for piece in self.pieces)


class InlineReader:
    """Reads the paragraphs of one part, in document order: fields may reach from one paragraph into another."""

    def __init__(self, styles: Styles, targets: Mapping[str, str], unended: Container[Element]) -> None:
        """Read with the styles of the document and what is known of the part.

        Args:
            styles: The document's.
            targets: Where the hyperlinks of the part lead, by relationship id.
            unended: Marks that begin a field which never ends; they are passed over.
        """
        self._unended = unended
        self._styles = styles
        self._targets = targets
        self._fields = OpenFields()
        self._looks: dict[tuple[RunLook, str | None, RunLook], tuple[Look | None, HiddenKind | None]] = {}
        self._backdrops = Backdrops(styles)
        self._on_white: Callable[[], bool] = lambda: False

    def read(self, paragraph: Element, style: ParagraphStyle) -> Inline:
        """What a `w:p` holds, read with its style."""
        inline = Inline()
        self._on_white = cache(partial(self._backdrops.is_white, paragraph))
        look, hidden = self._look(None, style)
        self.walk(paragraph, WithinParagraph(style, "", look, hidden=hidden), inline)
        self._fields.end_paragraph()
        if inline.outside:
            inline.contents = None
        return inline

    def walk(self, parent: Element, at: WithinParagraph, inline: Inline) -> None:
        """Read what is below an element into `inline`; whoever must know which element gave what overrides this."""
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self.walk(child, self._within_run(child, at, inline), inline)
            elif tag == TEXT:
                if child.text:
                    self._add(child.text, at, inline)
            elif tag in _SKIPPED:
                continue
            elif tag in _BLANKS:
                if self._fields.is_shown:
                    inline.pieces.append(_BLANKS[tag])
            elif tag == f"{W}fldChar":
                self._field(child, at, inline)
            elif tag == f"{W}instrText":
                self._fields.instruct(child.text or "")
            elif tag == f"{W}hyperlink":
                self.walk(child, replace(at, target=self._target(child) or at.target), inline)
            elif tag == f"{W}fldSimple":
                instruction = child.get(f"{W}instr", "")
                self.walk(child, replace(at, target=target_of(instruction) or at.target), inline)
            elif tag in REMOVED:
                inline.tracked = True
            elif tag in TRANSPARENT:
                inline.tracked = inline.tracked or tag == f"{W}ins"
                self.walk(child, at, inline)
            elif tag in OPENED:
                if (inner := child.find(OPENED[tag])) is not None:
                    self.walk(inner, at, inline)
            elif tag in NOTE_MARKS:
                if self._fields.is_shown:
                    # A mark that is white or tiny is hard to see; the note itself is not.
                    notes = inline.unseen_notes if at.hidden == "vanished" else inline.notes
                    notes.append((NOTE_MARKS[tag], child.get(f"{W}id", "")))
            elif tag in _DRAWINGS or tag == TEXT_BOX:
                boxes = [child] if tag == TEXT_BOX else _boxes_in(child)
                if at.hidden == "vanished":
                    inline.hidden += (("vanished", f" {text_of(box)} ") for box in boxes)
                    continue
                inline.pictures = inline.pictures or tag in _DRAWINGS
                inline.boxes += boxes
            elif tag == f"{W}noBreakHyphen":
                self._add("-", at, inline)
            elif tag == f"{W}sym":
                font = child.get(f"{W}font", "")
                self._add(shown(_sign(child.get(f"{W}char")), font=font), replace(at, font=""), inline)
            elif tag == _EXTENDED_SIGN:
                self._add(_sign(child.get(f"{{{_EXTENSION}}}char")), replace(at, font=""), inline)

    def _within_run(self, run: Element, at: WithinParagraph, inline: Inline) -> WithinParagraph:
        properties = run.find(RUN_PROPERTIES)
        if properties is None:
            look, hidden = self._look(None, at.style)
            return WithinParagraph(at.style, at.target, look, hidden=hidden)
        if value_of(properties, "vertAlign") == "superscript" and _is_note_sign(run):
            inline.pieces.append(_SPACE)
        look, hidden = self._look(properties, at.style)
        return WithinParagraph(at.style, at.target, look, _font(properties), hidden)

    def _add(self, text: str, at: WithinParagraph, inline: Inline) -> None:
        """Add text, unless it is hidden or the instruction of a field."""
        fields = self._fields
        if not fields.is_shown:
            return
        if at.look is None:
            if at.hidden:
                inline.hidden.append((at.hidden, text))
            if at.hidden != "vanished":
                inline.pieces.append(_SPACE)  # it keeps the words around it apart
            return
        text = shown(text, font=at.font) if at.font else text
        inline.pieces.append(Piece(text, None, at.look, fields.target or at.target))
        if text.strip():
            inline.contents = inline.contents or fields.contents
            inline.outside = inline.outside or fields.contents is None

    def _field(self, mark: Element, at: WithinParagraph, inline: Inline) -> None:
        if mark not in self._unended:
            self._fields.mark(mark.get(f"{W}fldCharType"))
        data = mark.find(f"{W}ffData")
        box = None if data is None else data.find(f"{W}checkBox")
        if box is not None and at.look is not None:
            checked = is_on(box, "checked")
            sign = _CHECK_BOXES[bool(is_on(box, "default") if checked is None else checked)]
            inline.pieces.append(Piece(sign, None, at.look))

    def _target(self, hyperlink: Element) -> str:
        address = self._targets.get(hyperlink.get(f"{R}id", ""), "")
        anchor = hyperlink.get(f"{W}anchor")
        return f"{address}#{anchor}" if anchor else address

    def _look(self, properties: Element | None, style: ParagraphStyle) -> tuple[Look | None, HiddenKind | None]:
        """How a run looks; None for hidden text, and how that is hidden."""
        own = run_look(properties)
        character = value_of(properties, "rStyle")
        key = (own, character, style.run)
        if key not in self._looks:
            named = self._styles.character(character) if character else RunLook()
            self._looks[key] = _combined(own, named, style.run, self._styles.default_run)
        look, hidden = self._looks[key]
        if hidden == "white":
            return (None, hidden) if self._on_white() else (look, None)
        return look, hidden


def _combined(
    own: RunLook, character: RunLook, paragraph: RunLook, default: RunLook
) -> tuple[Look | None, HiddenKind | None]:
    """The look of a run, and how it is hidden: "white" if it is on white paper.

    Switches that both styles turn on cancel each other out (ECMA-376 part 1, 17.7.3).
    """

    def switched(name: Literal["bold", "italic", "hidden"]) -> bool:
        said: bool | None = getattr(own, name)
        if said is not None:
            return said
        return bool(getattr(character, name)) != bool(getattr(paragraph, name)) or bool(getattr(default, name))

    if switched("hidden"):
        return None, "vanished"
    layers = (own, character, paragraph, default)
    look = Look(
        bold=switched("bold"),
        italic=switched("italic"),
        underline=bool(next((layer.underline for layer in layers if layer.underline is not None), False)),
        size=next((layer.size for layer in layers if layer.size is not None), _SIZE),
    )
    if look.size is not None and look.size < _TINY:
        return None, "tiny"
    white = next((layer.white for layer in layers if layer.white is not None), False)
    return look, "white" if white and not any(layer.shaded for layer in layers) else None


def _font(properties: Element | None) -> str:
    """The symbol font of a run, nothing for fonts of letters."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return ""
    font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    return font if is_symbol_font(font) else ""


def _is_note_sign(run: Element) -> bool:
    """Whether a raised run is a typed note sign, which would stick to the word before it ("passwords15")."""
    return bool(_NOTE_SIGN.fullmatch("".join(text.text or "" for text in run.iterchildren(TEXT))))


def _sign(code: str | None) -> str:
    try:
        return chr(int(code or "", 16)).encode("utf-8").decode()
    except (ValueError, OverflowError):  # no number, no character, or half of one
        return ""


def _boxes_in(drawing: Element) -> list[Element]:
    """The text boxes of a drawing, those within text boxes and those of a fallback left out."""
    found: list[Element] = []
    waiting: list[Iterator[Element]] = [iter(drawing)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == TEXT_BOX:
            found.append(child)
        elif child.tag == ALTERNATE:
            waiting.append(iter(child.findall(CHOICE)[:1]))
        else:
            waiting.append(iter(child))
    return found
