"""Automatic numbers, as Word and LibreOffice show them (ECMA-376 part 1, 17.9).

Lists that share an abstract definition share their counters. A list that overrides the start of a level sets the
counter anew the first time it is used there. A level that is passed over counts as used. Checked against LibreOffice
7.4, which knows neither `w:lvlRestart` nor `w:isLgl`, and uses an overridden start once where the standard says each
time.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from policylint.readers.docx.numerals import written
from policylint.readers.docx.ooxml import ALTERNATE, CHOICE, RUN_PROPERTIES, VALUE, W, integer, is_on, value_of
from policylint.readers.docx.styles import ParagraphLook, ParagraphStyle, Styles, paragraph_look
from policylint.readers.docx.symbols import bullet

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element

LEVELS: Final = 9
_LONGEST_TEXT: Final = 100
"""Characters of a level's text that are shown; a longer one is an attack."""

_PLACE = re.compile(r"%([1-9])")
_FONTS: Final = (f"{W}ascii", f"{W}hAnsi")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. `restart` is the number of levels above whose use sets the counter back, 0 for none."""

    start: int
    kind: str
    text: str
    restart: int
    pattern: str = ""
    legal: bool = False
    font: str = ""
    style: str = ""
    look: ParagraphLook = field(default_factory=ParagraphLook)


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list as paragraphs name it (`number` is its `w:numId`), the key of its counters, the starts it sets anew."""

    number: int
    key: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """What stands before a numbered paragraph. `depth` counts from 0; `label` is empty where a level shows nothing."""

    label: str
    depth: int
    is_bullet: bool
    indent: ParagraphLook


class Numbering:
    """The lists of a document and their counters; ask `number` of every paragraph once, in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Index a `w:numbering` element; None or any other element gives a document without lists."""
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._lists: dict[int, Element] = {}
        self._ready: dict[int, NumberedList | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[tuple[int, int]] = set()
        if root is not None:
            for definition in root.iterchildren(f"{W}abstractNum"):
                self._abstract.setdefault(definition.get(f"{W}abstractNumId", ""), definition)
            for each in root.iterchildren(f"{W}num"):
                identifier = integer(each.get(f"{W}numId"))
                if identifier is not None:
                    self._lists.setdefault(identifier, each)

    def anew(self) -> Numbering:
        """The same lists with nothing counted yet, for another story."""
        other = copy(self)
        other._counters, other._used = {}, set()
        return other

    def place(self, own: ParagraphLook, style: ParagraphStyle) -> tuple[NumberedList, int] | None:
        """The list and the level (from 0) of a paragraph, None for one without number.

        Args:
            own: What the paragraph itself says. Its list and level go before those of its style.
            style: Its style. A level that is linked to the style goes before the level that the style names, both
                before what holds for the style it is based on.
        """
        number = style.look.number if own.number is None else own.number
        if not number or (found := self._list(number)) is None:
            return None
        depth = own.depth
        if depth is None:
            linked = {level.style: at for at, level in reversed(found.levels.items()) if level.style}
            depths = (linked.get(identifier, named) for identifier, named in style.chain)
            depth = next((each for each in depths if each is not None), None)
        depth = min(max(depth or 0, 0), LEVELS - 1)
        return (found, depth) if depth in found.levels else None

    def count(self, numbered: NumberedList, depth: int) -> Number:
        """Count a paragraph at a level of a list and tell what stands before it."""
        counters = self._counters.setdefault(numbered.key, [None] * LEVELS)
        if depth in numbered.starts and (numbered.number, depth) not in self._used:
            self._used.add((numbered.number, depth))
            counters[depth] = None
        for at in range(depth + 1):
            level = numbered.levels.get(at)
            start = numbered.starts.get(at, level.start if level else 1)
            if counters[at] is None:
                counters[at] = start
            elif at == depth:
                counters[at] = min((counters[at] or 0) + 1, 10**9)
        for at in range(depth + 1, LEVELS):
            level = numbered.levels.get(at)
            if depth < (at if level is None else level.restart):
                counters[at] = None
        level = numbered.levels[depth]
        if level.kind == "bullet":
            return Number(bullet(level.text, font=level.font), depth, True, level.look)
        return Number(_shown(numbered, depth, counters), depth, False, level.look)

    def _list(self, number: int) -> NumberedList | None:
        if number not in self._ready:
            self._ready[number] = self._read(number)
        return self._ready[number]

    def _read(self, number: int) -> NumberedList | None:
        each = self._lists.get(number)
        key = value_of(each, "abstractNumId")
        if each is None or key is None or key not in self._abstract:
            return None
        key = self._linked(key)
        levels = {at: _level(element, at) for at, element in _by_depth(self._abstract[key], "lvl")}
        starts = {}
        for at, override in _by_depth(each, "lvlOverride"):
            if (own := override.find(f"{W}lvl")) is not None:
                levels[at] = _level(own, at)
            if (start := integer(value_of(override, "startOverride"))) is not None:
                starts[at] = start
        return NumberedList(number, key, dict(sorted(levels.items())), starts)

    def _linked(self, key: str) -> str:
        """The definition that a numbering style stands for, where `key` only names the style."""
        seen = {key}
        while style := value_of(self._abstract[key], "numStyleLink"):
            number = self._styles.list_of(style)
            following = None if number is None else value_of(self._lists.get(number), "abstractNumId")
            if following is None or following in seen or following not in self._abstract:
                break
            seen.add(following)
            key = following
        return key


def _by_depth(parent: Element, name: str) -> list[tuple[int, Element]]:
    found = ((integer(child.get(f"{W}ilvl")), child) for child in parent.iterchildren(f"{W}{name}"))
    return [(at, child) for at, child in found if at is not None and 0 <= at < LEVELS]


def _level(element: Element, at: int) -> Level:
    text = element.find(f"{W}lvlText")
    shows = "" if text is None or text.get(f"{W}null", "0") in ("1", "true", "on") else text.get(VALUE, "")
    kind = element.find(f"{W}numFmt")
    if kind is None and (choice := element.find(f"{ALTERNATE}/{CHOICE}")) is not None:
        kind = choice.find(f"{W}numFmt")
    restart = integer(value_of(element, "lvlRestart"))
    run = element.find(RUN_PROPERTIES)
    fonts = None if run is None else run.find(f"{W}rFonts")
    start = integer(value_of(element, "start"))
    return Level(
        start=0 if start is None else start,
        kind="decimal" if kind is None else kind.get(VALUE, "decimal"),
        pattern="" if kind is None else kind.get(f"{W}format", ""),
        text=shows[:_LONGEST_TEXT],
        restart=at if restart is None else min(max(restart, 0), at),
        legal=bool(is_on(element, "isLgl")),
        font="" if fonts is None else next((fonts.get(name) for name in _FONTS if fonts.get(name)), ""),
        style=value_of(element, "pStyle") or "",
        look=paragraph_look(element.find(f"{W}pPr")),
    )


def _shown(numbered: NumberedList, depth: int, counters: list[int | None]) -> str:
    """The text of a level with the counts in it; levels below it show nothing."""
    legal = numbered.levels[depth].legal

    def count(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level, value = numbered.levels.get(at), counters[at]
        if level is None or value is None or at > depth:
            return ""
        plain = legal and level.kind not in ("none", "bullet")
        return written(value, "decimal" if plain else level.kind, pattern=level.pattern)

    return " ".join(_PLACE.sub(count, numbered.levels[depth].text).split())
