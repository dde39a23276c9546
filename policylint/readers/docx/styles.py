"""What paragraphs and runs look like once their styles, those these are based on and the defaults are put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from policylint.readers.docx.backdrop import has_effects, is_shaded, is_white
from policylint.readers.docx.ooxml import RUN_PROPERTIES, W, integer, is_on, points, value_of

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element

_HEADING = re.compile(
    r"(?:heading|\u00fcberschrift|titre|t\u00edtulo|titolo|titel|rubrik|kop|overskrift|otsikko|nag\u0142\u00f3wek|nadpis"
    r"|\u0437\u0430\u0433\u043e\u043b\u043e\u0432\u043e\u043a)\s*([1-9])(?:\s+char)?",
    re.IGNORECASE,
)
"""Names of heading styles. Word writes the English ones whatever its language; other programs write their own."""

_TITLE = re.compile(
    r"(?:(?:doc(?:ument)?|policy|cover|main|report|manual|handbook)[ _-]?)?title"
    r"|titel|titre|t\u00edtulo|titolo|tytu\u0142",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"toc\s*[1-9]|table of (?:figures|authorities)|index\s*[1-9]|contents\s*[1-9]",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"list continue(?:\s*([2-5]))?", re.IGNORECASE)
_BODY_LEVEL: Final = 9
"""The outline level that says "no heading" (`w:outlineLvl`, counted from 0)."""

_LONGEST_CHAIN: Final = 32
"""Styles based on one another; a longer chain is a loop."""

_AUTOMATIC_SPACE: Final = 14.0
"""Points that Word puts before a paragraph with `w:beforeAutospacing` (as browsers do)."""


@dataclass(frozen=True, slots=True)
class RunLook:
    """Properties of characters; None where nothing is said. `size` in points; `shaded` is on a colour of their own."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    underline: bool | None = None
    size: float | None = None
    white: bool | None = None
    shaded: bool | None = None


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """Properties of paragraphs; None where nothing is said. Lengths in points.

    `left` and `first` are the indent of the paragraph and of its first line beyond that (negative: it hangs).
    `outline` counts from 0. `number` and `depth` are the `w:numId` and `w:ilvl` of the list.
    """

    number: int | None = None
    depth: int | None = None
    left: float | None = None
    first: float | None = None
    before: float | None = None
    centred: bool | None = None
    outline: int | None = None


_L = TypeVar("_L", RunLook, ParagraphLook)
Purpose = Literal["title", "contents", "continuation", ""]


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with all that it is based on.

    `chain` holds the ids of the styles, its own first, each with the list level that it names itself. `level` is the
    heading level, 0 for no heading; `depth` that of a style which continues list items.
    """

    name: str
    chain: tuple[tuple[str, int | None], ...]
    look: ParagraphLook
    run: RunLook
    level: int
    purpose: Purpose
    depth: int = 1
    indented: bool = False
    """Whether the style that sets the list, or one based on it, sets the indent too and so overrides the list's."""


def over(lower: _L, upper: _L) -> _L:
    """Both looks together; what `upper` says holds."""
    said = {field.name: value for field in fields(upper) if (value := getattr(upper, field.name)) is not None}
    return replace(lower, **said) if said else lower


def run_look(properties: Element | None) -> RunLook:
    """What a `w:rPr` says."""
    if properties is None or not len(properties):
        return _SILENT
    underline, colour = value_of(properties, "u"), value_of(properties, "color")
    return RunLook(
        bold=is_on(properties, "b"),
        italic=is_on(properties, "i"),
        hidden=is_on(properties, "vanish"),
        underline=None if underline is None else underline != "none",
        size=points(value_of(properties, "sz"), per_point=2),
        white=None if colour is None else is_white(colour),
        shaded=is_shaded(properties) or has_effects(properties) or None,
    )


def paragraph_look(properties: Element | None) -> ParagraphLook:
    """What a `w:pPr` says."""
    if properties is None or not len(properties):
        return _NOTHING_SAID
    list_properties = properties.find(f"{W}numPr")
    alignment = value_of(properties, "jc")
    left, first = _indent(properties.find(f"{W}ind"))
    return ParagraphLook(
        number=integer(value_of(list_properties, "numId")),
        depth=integer(value_of(list_properties, "ilvl")),
        left=left,
        first=first,
        before=_space_before(properties.find(f"{W}spacing")),
        centred=None if alignment is None else alignment == "center",
        outline=integer(value_of(properties, "outlineLvl")),
    )


_SILENT: Final = RunLook()
_NOTHING_SAID: Final = ParagraphLook()


def _indent(indent: Element | None) -> tuple[float | None, float | None]:
    if indent is None:
        return None, None
    left = points(indent.get(f"{W}left") or indent.get(f"{W}start"))
    hanging = points(indent.get(f"{W}hanging"))
    return left, -hanging if hanging is not None else points(indent.get(f"{W}firstLine"))


def _space_before(spacing: Element | None) -> float | None:
    if spacing is None:
        return None
    if spacing.get(f"{W}beforeAutospacing", "0") not in ("0", "false", "off"):
        return _AUTOMATIC_SPACE
    return points(spacing.get(f"{W}before"))


class Styles:
    """The styles of a document, each put together when it is first asked for."""

    def __init__(self, root: Element | None, *, has_plain_pages: bool = True) -> None:
        """Index the styles of a `w:styles` element; None or any other element gives a document without styles.

        `has_plain_pages` is what `backdrop.has_plain_pages` says of the document.
        """
        self._paragraph: dict[str, Element] = {}
        self._character: dict[str, Element] = {}
        self._numbering: dict[str, Element] = {}
        self._tables: dict[str, Element] = {}
        self._shading: dict[str, bool] = {}
        self._default = ""
        self._ready: dict[str, ParagraphStyle] = {}
        self._ready_runs: dict[str, RunLook] = {}
        kinds = {
            "paragraph": self._paragraph,
            "character": self._character,
            "numbering": self._numbering,
            "table": self._tables,
        }
        for style in () if root is None else root.iterchildren(f"{W}style"):
            kind, identifier = style.get(f"{W}type", "paragraph"), style.get(f"{W}styleId", "")
            if kind in kinds:
                kinds[kind].setdefault(identifier, style)
            if kind == "paragraph" and style.get(f"{W}default", "0") in ("1", "true", "on"):
                self._default = identifier
        defaults = None if root is None else root.find(f"{W}docDefaults")
        self.default_run = run_look(_within(defaults, "rPrDefault", "rPr"))
        properties = _within(defaults, "pPrDefault", "pPr")
        self._default_paragraph = paragraph_look(properties)
        self.has_plain_pages = has_plain_pages and not is_shaded(properties)

    def paragraph(self, identifier: str | None) -> ParagraphStyle:
        """The paragraph style with an id, the default one for None and for an id that is nowhere."""
        key = identifier if identifier is not None and identifier in self._paragraph else self._default
        if key not in self._ready:
            self._ready[key] = self._put_together(key)
        return self._ready[key]

    def character(self, identifier: str) -> RunLook:
        """The look of a character style."""
        if identifier not in self._ready_runs:
            look = _SILENT
            for _, style in reversed(list(_chain(self._character, identifier))):
                look = over(look, run_look(style.find(RUN_PROPERTIES)))
            self._ready_runs[identifier] = look
        return self._ready_runs[identifier]

    def shades(self, identifier: str | None, *, default: bool = True) -> bool:
        """Whether a paragraph or table style, or one it is based on, puts a colour behind the text or around it.

        Args:
            identifier: Its id.
            default: Whether the default paragraph style is meant where there is no id.
        """
        if identifier is None and not default:
            return False
        key = self._default if identifier is None else identifier
        if key not in self._shading:
            styles = self._tables if key in self._tables else self._paragraph
            self._shading[key] = any(
                is_shaded(properties) or has_effects(properties)
                for _, style in _chain(styles, key)
                for properties in style.iter(f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}tcPr", f"{W}trPr")
            )
        return self._shading[key]

    def list_of(self, identifier: str) -> int | None:
        """The `w:numId` to which a numbering style leads."""
        style = self._numbering.get(identifier)
        return integer(value_of(_within(style, "pPr", "numPr"), "numId"))

    def _put_together(self, key: str) -> ParagraphStyle:
        look, run, level, indented = self._default_paragraph, _SILENT, 0, False
        purpose: Purpose = ""
        name, depth = "", 1
        links: list[tuple[str, int | None]] = []
        for identifier, style in reversed(list(_chain(self._paragraph, key))):
            own = paragraph_look(style.find(f"{W}pPr"))
            links.insert(0, (identifier, own.depth))
            look = over(look, own)
            run = over(run, run_look(style.find(RUN_PROPERTIES)))
            indented = own.left is not None or (indented and own.number is None)
            name = value_of(style, "name") or ""
            level = _level(name, own.outline, level)
            purpose = _purpose(name) or purpose
            if found := _CONTINUES.fullmatch(name.strip()):
                depth = int(found[1] or 1)
        return ParagraphStyle(name, tuple(links), look, run, level, purpose, depth, indented)


def _within(parent: Element | None, *names: str) -> Element | None:
    for name in names:
        parent = None if parent is None else parent.find(f"{W}{name}")
    return parent


def _chain(styles: dict[str, Element], identifier: str) -> Iterator[tuple[str, Element]]:
    """A style and those it is based on, itself first."""
    seen: set[str] = set()
    while identifier in styles and identifier not in seen and len(seen) < _LONGEST_CHAIN:
        seen.add(identifier)
        style = styles[identifier]
        yield identifier, style
        identifier = value_of(style, "basedOn") or ""


def _level(name: str, outline: int | None, inherited: int) -> int:
    """The heading level of a style: what its outline level says, else its name, else the style it is based on."""
    if outline is not None:
        return outline + 1 if 0 <= outline < _BODY_LEVEL else 0
    found = _HEADING.fullmatch(name.strip())
    return int(found[1]) if found else inherited


def _purpose(name: str) -> Purpose:
    name = name.strip()
    if _TITLE.fullmatch(name):
        return "title"
    if _CONTENTS.fullmatch(name):
        return "contents"
    return "continuation" if _CONTINUES.fullmatch(name) else ""
