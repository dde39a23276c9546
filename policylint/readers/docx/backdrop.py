"""Whether white words of a DOCX file stand on white: what lies behind a paragraph, as far as the file says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from policylint.readers.docx.ooxml import PROPERTIES, TABLE, TEXT_BOX, W, is_on, value_of
from policylint.readers.docx.package import all_related

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from policylint.readers.docx.ooxml import Element
    from policylint.readers.docx.styles import Styles

_CELL: Final = f"{W}tc"
_SHADE: Final = f"{W}shd"
_ROW: Final = f"{W}tr"
_OWN: Final = {_CELL: f"{W}tcPr", TABLE: f"{W}tblPr", _ROW: f"{W}tblPrEx"}
"""Where cells, tables and rows say what is behind them."""

_ANCHOR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_PICTURES: Final = (f"{W}pict", f"{W}object")
"""Drawings of the older language (VML); whether they float, and behind the text, is said in a style sheet of its own.
They are taken to do so."""

_FLOATING: Final = (_ANCHOR, f"{W}framePr")
"""Pictures and shapes that need not stand where their paragraph does; the text around it may stand on them."""

_REACH: Final = 15
"""Paragraphs around a floating shape that may stand on it."""

_EFFECTS: Final = ("outline", "shadow", "emboss", "imprint")
_EXTENSION: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_EXTENDED_EFFECTS: Final = frozenset(
    f"{_EXTENSION}{name}" for name in ("textFill", "textOutline", "shadow", "glow", "reflection")
)

_LIGHTEST: Final = 0xF0
"""Of red, green and blue: a colour from which on words on white paper are not seen."""


def is_white(colour: str | None) -> bool:
    """Whether a colour ("FFFFFF") is white, or as good as that."""
    try:
        return colour is not None and len(colour) == 6 and min(bytes.fromhex(colour)) >= _LIGHTEST
    except ValueError:
        return False


def is_shaded(properties: Element | None) -> bool:
    """Whether properties of characters, of a paragraph, cell or table put a colour behind the text or around it."""
    if properties is None:
        return False
    if (value_of(properties, "highlight") or "none") not in ("none", "white"):
        return True
    shade = properties.find(_SHADE)
    return shade is not None and _has_colour(shade)


def has_effects(properties: Element) -> bool:
    """Whether properties of characters give them a line, a shadow or another filling, so that any colour is seen."""
    return any(is_on(properties, name) for name in _EFFECTS) or any(
        child.tag in _EXTENDED_EFFECTS for child in properties
    )


def has_plain_pages(document: WordDocument) -> bool:
    """Whether the pages are paper: no colour, no shape of a header or footer, and none behind the text of the body.

    Where one of these is, any words may stand on it, wherever it is said in the file.
    """
    root: Element = document.element
    background = root.find(f"{W}background")
    if background is not None and not (is_white(background.get(f"{W}color", "")) and not len(background)):
        return False  # what is within it is a picture or a pattern
    if next(root.iter(*_PICTURES), None) is not None:
        return False
    if any(anchor.get("behindDoc", "0") not in ("0", "false", "off") for anchor in root.iter(_ANCHOR)):
        return False
    running = (part for kind in ("header", "footer") for part in all_related(document, kind))
    return not any(next(part.root.iter(_ANCHOR, *_PICTURES), None) is not None for part in running)


def _has_colour(shade: Element) -> bool:
    fill = shade.get(f"{W}fill", "auto")
    patterned = shade.get(f"{W}val", "clear") not in ("clear", "nil") and not is_white(shade.get(f"{W}color", ""))
    return patterned or f"{W}themeFill" in shade.attrib or not (fill == "auto" or is_white(fill))


class Backdrops:
    """What lies behind the paragraphs of a part."""

    def __init__(self, styles: Styles) -> None:
        """Ask `styles` about shading that paragraphs and tables name."""
        self._styles = styles
        self._floating: dict[Element, bool] = {}
        self._coloured: dict[Element, bool] = {}

    def is_white(self, paragraph: Element) -> bool:
        """Whether nothing says that there is anything but white paper behind a paragraph.

        Shapes count whatever their colour: a shape may lie anywhere near its paragraph.
        """
        if not self._styles.has_plain_pages:
            return False
        properties = paragraph.find(PROPERTIES)
        if is_shaded(properties) or self._styles.shades(value_of(properties, "pStyle")):
            return False
        top = paragraph
        for parent in paragraph.iterancestors():
            if parent.tag == TEXT_BOX:
                return False
            if parent.tag in _OWN and self._has_colour(parent):
                return False
            if (above := parent.getparent()) is not None and above.getparent() is not None:
                top = parent
        return not any(self._floats(element) for element in _near(top))

    def _has_colour(self, parent: Element) -> bool:
        """Whether a cell, row or table has a colour; looked up once, for all of its paragraphs ask."""
        if parent not in self._coloured:
            own = parent.find(_OWN[str(parent.tag)])
            self._coloured[parent] = is_shaded(own) or self._styles.shades(value_of(own, "tblStyle"), default=False)
        return self._coloured[parent]

    def _floats(self, element: Element) -> bool:
        if element not in self._floating:
            self._floating[element] = next(element.iter(*_FLOATING), None) is not None
        return self._floating[element]


def _near(element: Element) -> Iterator[Element]:
    before = islice(element.itersiblings(preceding=True), _REACH)
    return chain((element,), before, islice(element.itersiblings(), _REACH))
