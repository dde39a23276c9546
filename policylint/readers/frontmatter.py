"""The header of YAML or TOML at the top of a Markdown file: its title, and the lines that date or own the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from policylint.model.document import Block
from policylint.readers.textual import Origin, Piece, build

_HEADER = re.compile(
    r"""
    (?: ---[ \t]*\n (?P<yaml>(?:(?!(?:---|\.\.\.)[ \t]*$).*\n){0,5000}) (?:---|\.\.\.)
      | \+\+\+[ \t]*\n (?P<toml>(?:(?!\+\+\+[ \t]*$).*\n){0,5000}) \+\+\+
    )[ \t]*(?:\n|\Z)
    """,
    re.MULTILINE | re.VERBOSE,
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z][\w .-]{0,60}?)[ \t]*[:=][ \t]*(?P<value>\S.*?)[ \t]*$")
_KEY_LINE = re.compile(r"[A-Za-z][\w .-]*?[ \t]*[:=]")
_DATED_KEY = re.compile(
    r"date|effective|review|revis|adopt|approv|updated|modified|expir|version|issued|amended", re.IGNORECASE
)
_OWNER_KEY = re.compile(r"(?:policy[-_ ]?)?(?:owner|maintainer|contact)", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[/.]\d{1,2}[/.]\d\d\b")
_LONGEST_TITLE: Final = 300

_KEY = re.compile(r"(\s*(?:- )?)([A-Za-z][\w-]*):(?:[ \t]+|$)(.*?)\s*$")
_SCALAR = re.compile(r"[>|][+-]?\d?[+-]?")
_TITLES: Final = frozenset({"question", "title", "heading", "header", "name", "section", "topic"})
_FEW: Final = 4
"""Words; a value with fewer is a setting and no text."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a header holds.

    `end` is the offset behind it (0 without one); `heading` the title as a block; `lines` the blocks that date or own
    the policy; `texts` Markdown that the site generator takes from the header to show on the page, by line (from 0).
    """

    end: int = 0
    title: str = ""
    heading: tuple[Block, ...] = ()
    lines: tuple[Block, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)


def read_front_matter(origin: Origin) -> FrontMatter:
    """Read the header at the top of a file, if there is one.

    Lines that give a date, a review interval or an owner ("last_reviewed_on: 2020-05-01") become body blocks, verbatim,
    for they are all that many a policy says of its own age, and a rule must be able to quote them. The others are left
    out.
    """
    header = _HEADER.match(origin.text)
    if not header:
        return FrontMatter()
    body = "yaml" if header["yaml"] is not None else "toml"
    entries = list(_entries(header[body], header.start(body)))
    if header[body].strip() and not any(_KEY_LINE.match(line) for line in header[body].split("\n")):
        return FrontMatter()  # text between two rules
    title = next((entry for entry in entries if entry.key.lower() == "title" and entry.value), None)
    lines = [
        block for entry in entries if _says_when_or_who(entry) for block in build([Piece(entry.line, entry.at)], origin)
    ]
    return FrontMatter(
        end=header.end(),
        title=" ".join(title.value.split())[:_LONGEST_TITLE] if title else "",
        heading=tuple(
            build([Piece(title.value, title.value_at)], origin, kind="heading", level=1, role="title") if title else ()
        ),
        lines=tuple(lines),
        texts=_texts(header[0].split("\n"), origin.text[header.end() :]) if body == "yaml" else {},
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    value: str
    value_at: int
    line: str
    at: int


def _entries(text: str, at: int) -> Iterator[_Entry]:
    """Keys with a value on the same line, outermost level only."""
    for line in text.split("\n"):
        found = _ENTRY.fullmatch(line)
        if found:
            value, start = found["value"], found.start("value")
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value, start = value[1:-1], start + 1
            yield _Entry(found["key"], value, at + start, line.rstrip(), at)
        at += len(line) + 1


def _texts(lines: Sequence[str], rest: str) -> dict[int, str]:
    """The prose among the values of a header, where there is more of it than below the header.

    Questions and titles of entries become headings of the second level.
    """
    texts: dict[int, str] = {}
    number = 0
    while number < len(lines):
        key = _KEY.match(lines[number])
        number += 1
        if not key:
            continue
        is_scalar = bool(_SCALAR.fullmatch(key[3]))
        follow = number
        while follow < len(lines) and _belongs(lines[follow], len(key[1]), is_scalar):
            follow += 1
        value = [key[3], *(line.strip() for line in lines[number:follow])]
        if is_scalar:
            margin = min((len(line) - len(line.lstrip()) for line in lines[number:follow] if line.strip()), default=0)
            texts |= {place: lines[place][margin:] for place in range(number, follow)}
        elif sum(len(line.split()) for line in value) >= _FEW:
            is_heading = key[1] and key[2].lower() in _TITLES and follow == number
            texts[number - 1] = ("## " if is_heading else "") + value[0].strip("\"'")
            texts |= {place: lines[place].strip().rstrip("\"'") for place in range(number, follow)}
        number = follow
    words = sum(len(text.split()) for text in texts.values())
    return texts if words > len(rest.split()) else {}


def _belongs(line: str, indent: int, is_scalar: bool) -> bool:
    """Whether a line goes on with the value of a key that is indented by so much."""
    return not line.strip() or (len(line) - len(line.lstrip()) > indent and (is_scalar or not _KEY.match(line)))


def _says_when_or_who(entry: _Entry) -> bool:
    if _OWNER_KEY.fullmatch(entry.key):
        return True
    if "review" in entry.key.lower():
        return any(map(str.isdigit, entry.value))
    return bool(_DATED_KEY.search(entry.key) and _DATE.search(entry.value))
