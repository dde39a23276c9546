"""Names and values of WordprocessingML (ECMA-376 part 1, section 17), read with patience: files are untrusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    Element: TypeAlias = BaseOxmlElement

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"

PARAGRAPH: Final = f"{W}p"
PROPERTIES: Final = f"{W}pPr"
RUN: Final = f"{W}r"
RUN_PROPERTIES: Final = f"{W}rPr"
TABLE: Final = f"{W}tbl"
TEXT_BOX: Final = f"{W}txbxContent"
ALTERNATE: Final = f"{MC}AlternateContent"
CHOICE: Final = f"{MC}Choice"
FALLBACK: Final = f"{MC}Fallback"
VALUE: Final = f"{W}val"
TEXT: Final = f"{W}t"
NOTE_MARKS: Final = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
"""What refers to a note, with the kind of part that holds the note."""

REMOVED: Final = frozenset({f"{W}del", f"{W}moveFrom"})
"""What a tracked change takes out."""

TRANSPARENT: Final = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo", "rubyBase")
) | {CHOICE}
"""Wrappers whose contents stand in the text as if there were no wrapper."""

OPENED: Final = {f"{W}sdt": f"{W}sdtContent", f"{W}ruby": f"{W}rubyBase", ALTERNATE: CHOICE}
"""Wrappers with one child that holds the text."""

_APART: Final = frozenset({PARAGRAPH, f"{W}tab", f"{W}br", f"{W}cr"})
"""What keeps the words before it and behind it apart."""

_OFF: Final = frozenset({"0", "false", "off", "none"})
_MEASURE = re.compile(r"\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*(pt|in|cm|mm|pc|pi)?\s*")
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_FURTHEST: Final = 10_000.0
"""Points; what is longer is no measure on a page."""


def value_of(parent: Element | None, name: str) -> str | None:
    """The `w:val` of the child `w:name`, None without either."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(VALUE)


def is_on(parent: Element | None, name: str) -> bool | None:
    """What the switch `w:name` says; None where it is not there."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(VALUE, "1").lower() not in _OFF


def integer(value: str | None) -> int | None:
    """A whole number, None for anything else and for what is too large to count with."""
    if value is None or len(value) > 10:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def points(value: str | None, *, per_point: float = 20.0) -> float | None:
    """A length in points.

    Args:
        value: A plain number, or a number with a unit as in Strict files (ECMA-376 part 1, 22.9.2.15).
        per_point: Plain numbers that make a point: 20 for lengths, 2 for font sizes.
    """
    found = _MEASURE.fullmatch(value or "")
    if not found:
        return None
    length = float(found[1]) * _UNITS[found[2]] if found[2] else float(found[1]) / per_point
    return round(length, 2) if abs(length) <= _FURTHEST else None


def flow_of(parent: Element, tags: frozenset[str]) -> Iterator[Element]:
    """The elements with one of `tags` that stand in `parent` directly or within wrappers, in document order."""
    waiting: list[Iterator[Any]] = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in tags:
            yield child
        elif child.tag in TRANSPARENT:
            waiting.append(iter(child))
        elif child.tag in OPENED and (inner := child.find(OPENED[child.tag])) is not None:
            waiting.append(iter(inner))


def text_of(element: Element) -> str:
    """All words within an element, those of text boxes too, but not what was deleted and not a second copy."""
    words: list[str] = []
    waiting: list[Iterator[Any]] = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == TEXT:
            words.append(child.text or "")
        elif child.tag not in REMOVED and child.tag != FALLBACK:
            if child.tag in _APART:
                words.append(" ")
            waiting.append(iter(child))
    return " ".join("".join(words).split())
