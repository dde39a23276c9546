"""Whether white words of a DOCX file stand on white: what lies behind a paragraph, as far as the file says so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from policylint.readers.docx.ooxml import PROPERTIES, TABLE, TEXT_BOX, W, value_of

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element
    from policylint.readers.docx.styles import Styles

_CELL: Final = f"{W}tc"
_SHADE: Final = f"{W}shd"
_FLOATING: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor",
    f"{W}pict",
    f"{W}framePr",
)
"""Pictures and shapes that need not stand where their paragraph does, and may lie behind the text around it."""

_REACH: Final = 15
"""Paragraphs around a floating shape that may stand on it; a cover page has fewer."""

_LIGHTEST: Final = 0xF0
"""Of red, green and blue: a colour from which on words on white paper are not seen."""


def is_white(colour: str | None) -> bool:
    """Whether a colour ("FFFFFF") is white, or as good as that."""
    try:
        return colour is not None and len(colour) == 6 and min(bytes.fromhex(colour)) >= _LIGHTEST
    except ValueError:
        return False


def is_shaded(properties: Element | None) -> bool:
    """Whether properties of characters, of a paragraph, cell or table put a colour behind the text."""
    if properties is None:
        return False
    if (value_of(properties, "highlight") or "none") not in ("none", "white"):
        return True
    shade = properties.find(_SHADE)
    return shade is not None and _has_colour(shade)


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

    def is_white(self, paragraph: Element) -> bool:
        """Whether nothing says that there is anything but white paper behind a paragraph.

        Shapes count whatever their colour: a shape may lie anywhere near its paragraph.
        """
        properties = paragraph.find(PROPERTIES)
        if is_shaded(properties) or self._styles.shades(value_of(properties, "pStyle")):
            return False
        top = paragraph
        for parent in paragraph.iterancestors():
            if parent.tag == TEXT_BOX:
                return False
            if parent.tag in (_CELL, TABLE):
                inner = parent.find(f"{W}tcPr" if parent.tag == _CELL else f"{W}tblPr")
                if is_shaded(inner) or self._styles.shades(value_of(inner, "tblStyle"), default=False):
                    return False
            if (above := parent.getparent()) is not None and above.getparent() is not None:
                top = parent
            elif parent.find(f"{W}background") is not None:
                return False
        return not any(self._floats(element) for element in _near(top))

    def _floats(self, element: Element) -> bool:
        if element not in self._floating:
            self._floating[element] = next(element.iter(*_FLOATING), None) is not None
        return self._floating[element]


def _near(element: Element) -> Iterator[Element]:
    before = islice(element.itersiblings(preceding=True), _REACH)
    return chain((element,), before, islice(element.itersiblings(), _REACH))
