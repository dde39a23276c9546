"""Lines of typed text to paragraphs, headings and list items: plain text files and preformatted text in other files.

People end a paragraph with a blank line, or with a line that stops early, or with nothing but a full stop before the
next number. A line break counts as meant where the first word of the next line would still have fitted in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from policylint.model.document import Block, Style
from policylint.readers.labels import typed_label
from policylint.readers.textual import HIDDEN, WRAP, Origin, Piece, build

COLUMN: Final = 7.2
"""Points; the width of a character of 12-point typewriter text."""

_TAB: Final = 8
_UNWRAPPED: Final = 140
"""Characters; where lines run longer than this the writer's program wrapped them, and each line is a paragraph."""

_RULE = re.compile(r"\s*(?:[=\-_*~#+|.\u2500-\u257f\u2014]\s?){3,}\s*")
_ENDED = re.compile(r"(?:[.!?:;\u2026][\"'\u201d\u2019)\]*_]*|[;,]\s*(?:and|or|and/or))\s*$")
_OPEN_ENDED = re.compile(
    r"(?:[,\-\u2013/&(]|\b(?:a|an|and|as|at|by|for|from|in|is|of|on|or|our|the|their|to|with|your))\s*$", re.IGNORECASE
)
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CODE_LINE = re.compile(r"[{};]\s*$|^\s*(?:[$>#]\s|</?\w|\w+\s*=|\w+\(|[-\w./]+:\s*\S*$)|[=!]=|=>|->|::|\w\(\)")
_PLAIN_WORD = re.compile(r"[(\[\"'\u201c\u2018*]*[^\W\d_]+(?:[-'\u2019/][^\W\d_]+)*[.,;:!?)\]\"'\u201d\u2019*]*")

_COMPOUND_FIRST: Final = frozenset({"cross", "e", "multi", "non", "self", "semi", "third"})
_COMPOUND_SECOND: Final = frozenset(
    {"based", "day", "duty", "free", "going", "level", "line", "mail", "media", "owned", "party", "person", "related"}
    | {"sensitive", "site", "specific", "term", "time", "wide", "world"}
)
"""Halves of words that keep their hyphen, for where the document itself does not show the word."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line feed, and the pieces that it is made of."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def indent(self) -> int:
        """Columns of white space at the beginning."""
        expanded = self.text[:200].expandtabs(_TAB)
        return len(expanded) - len(expanded.lstrip())


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line] = field(default_factory=list)
    underlined: bool = False
    is_capitals: bool = True

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.is_capitals = self.is_capitals and _is_capitals(line.text)

    @property
    def label(self) -> str:
        return typed_label(_shown(self.lines[0]))[0]


def blocks_of_lines(lines: Sequence[Line], origin: Origin) -> Iterator[Block]:
    """Paragraphs of typed text as blocks, with list depth and indentation taken from the columns."""
    width = _width(lines)
    margins: list[int] = []
    for paragraph in _paragraphs(lines, width):
        indent = paragraph.lines[0].indent
        while margins and margins[-1] + 1 >= indent:
            margins.pop()
        if paragraph.label:
            margins.append(indent)
        style = Style(
            indent=round(indent * COLUMN, 1), underline=paragraph.underlined, centred=_is_centred(paragraph, width)
        )
        yield from build(list(_joined(paragraph.lines, origin)), origin, level=len(margins) or None, style=style)


def starts_item(before: str, line: str, *, meant: bool, label: str = "") -> bool:
    """Whether `line` opens a list item or numbered paragraph of its own after the line `before`.

    Args:
        before: The line above.
        line: The line in question.
        meant: The line break is meant, and not there to keep lines short.
        label: The label that the paragraph of `before` opens with.
    """
    found, _ = typed_label(line[:200].strip())
    if not found:
        return False
    if meant or _ENDED.search(before[-40:]) or _successor(label, found):
        return True
    return (
        not found[-1:].isalnum() and found not in {"-", "*", "+", "o", "\u2013", "\u2014", "\u2212"} and len(found) == 1
    )


def is_prose(text: str) -> bool:
    """Whether preformatted text reads like sentences rather than like a program or its output."""
    tokens = text.split()
    lines = [line for line in text.split("\n") if line.strip()]
    words = sum(bool(_PLAIN_WORD.fullmatch(token)) for token in tokens)
    coded = sum(bool(_CODE_LINE.search(line)) and not _ENDED.search(line.rstrip("{}")) for line in lines)
    return len(tokens) >= 4 and words >= 0.75 * len(tokens) and coded <= 0.2 * len(lines)


def _shown(line: Line) -> str:
    return line.text[:200].replace(HIDDEN, "").strip()


def _width(lines: Iterable[Line]) -> int:
    """The length that nine lines in ten keep within: where the writer's lines wrap."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _paragraphs(lines: Iterable[Line], width: int) -> Iterator[_Paragraph]:
    current = _Paragraph()
    for line in lines:
        if not line.text.strip():
            if current.lines:
                yield current
            current = _Paragraph()
        elif _RULE.fullmatch(line.text[:300]) and not any(map(str.isalnum, line.text)):
            if not current.lines:
                continue
            *above, last = current.lines
            if above and _is_underline(last.text, line.text):
                yield _Paragraph(above)
                current.lines = [last]
            current.underlined = len(current.lines) == 1 and _is_underline(last.text, line.text)
            yield current
            current = _Paragraph()
        elif current.lines and _is_new(current, line, width):
            yield current
            current = _Paragraph()
            current.add(line)
        else:
            current.add(line)
    if current.lines:
        yield current


def _is_new(current: _Paragraph, line: Line, width: int) -> bool:
    """Whether a line that follows another without a blank line begins a paragraph of its own."""
    before = current.lines[-1]
    above, here = before.text.rstrip(), line.text.strip()
    label = current.label
    if label and len(current.lines) == 1 and len(above.strip()) == len(label):
        return False
    room = width - len(above) - len(here.split(None, 1)[0][:width]) - 1
    meant = room >= 0 or width > _UNWRAPPED
    if starts_item(above, here, meant=meant, label=label):
        return True
    ended = bool(_ENDED.search(above[-40:]))
    lower = here[0].islower()
    if width > _UNWRAPPED:
        return ended or not lower
    capitals = _is_capitals(here)
    if capitals and not current.is_capitals:
        return ended or room > width // 4
    if current.is_capitals and not capitals and len(current.lines) <= 3:
        return not lower
    if lower or not meant:
        return ended and line.indent > before.indent + 1 and not label and not lower
    return ended or (room > width // 4 and not _OPEN_ENDED.search(above[-40:]))


def _is_capitals(text: str) -> bool:
    return len(text) < 200 and text.isupper() and sum(map(str.isalpha, text)) >= 4


def _is_underline(text: str, rule: str) -> bool:
    """Whether a rule of "===" or "---" underlines the line above it, rather than dividing the page."""
    rule, length = rule.strip(), len(text.strip())
    return (
        len(set(rule)) == 1
        and rule[0] in "=-~_*#\u2500\u2014"
        and 0.5 * length <= len(rule) <= 1.5 * length + 3
        and length < 100
    )


def _is_centred(paragraph: _Paragraph, width: int) -> bool:
    """Whether the space to the left of each line is what is missing on its right."""
    return width < _UNWRAPPED and all(
        line.indent >= 6 and abs(width - len(line.text.expandtabs(_TAB).rstrip()) - line.indent) <= 4
        for line in paragraph.lines
    )


def _joined(lines: Sequence[Line], origin: Origin) -> Iterator[Piece]:
    """The pieces of a paragraph's lines; words that were broken at the end of a line in one again."""
    lead = 0
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        first, *others = line.pieces
        if lead:
            first = replace(first, text=first.text[lead:], at=None if first.at is None else first.at + lead)
        if following is None or (hyphen := _hyphen(line, following, origin)) is None:
            yield from (first, *others, WRAP)
            lead = 0
        else:
            yield replace(first, text=first.text[: hyphen - lead])
            lead = len(following.text) - len(following.text.lstrip())


def _hyphen(line: Line, following: Line, origin: Origin) -> int | None:
    """Where to end a line whose last word goes on in the next one; None where it does not."""
    kept = len(line.text.rstrip())
    broken = _HYPHENATED.search(line.text, max(kept - 60, 0), kept)
    rest = _WORD.match(following.text.lstrip()[:60])
    if not broken or not rest or not rest[0][0].islower() or len(line.pieces) + len(following.pieces) > 2:
        return None
    return kept if _keeps_hyphen(broken[1].lower(), rest[0].lower(), origin) else kept - 1


def _keeps_hyphen(first: str, second: str, origin: Origin) -> bool:
    """Whether a word broken at a hyphen is written with it: as elsewhere in the document, or as such words go."""
    words = origin.vocabulary
    if first + second in words:
        return False
    return f"{first}-{second}" in words or first in _COMPOUND_FIRST or second in _COMPOUND_SECOND


def _successor(label: str, following: str) -> bool:
    """Whether two labels are of one kind and count on: 1. and 2., (a) and (b), 4.1 and 4.2; any bullet and itself."""
    if not label or re.sub(r"\w+", "", label) != re.sub(r"\w+", "", following):
        return False
    first, second = re.findall(r"\w+", label), re.findall(r"\w+", following)
    if not first or not second:
        return label == following
    if first[:-1] != second[:-1]:
        return False
    last, new = first[-1], second[-1]
    if last.isdecimal() and new.isdecimal():
        return int(new) == int(last) + 1
    return len(last) == len(new) == 1 and ord(new) == ord(last) + 1
