"""TOML that people write: read from a file, with the line of what is wrong and the lines of its keys.

The parser of the standard library does not say where a key stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final

from policylint.errors import UserMistake, reason_of

Place = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0: `("set", 0, "name")`."""

_POSITION: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")

_LONG_BASIC: Final = r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
_LONG_LITERAL: Final = r"'''.*?'''(?:'{0,2})"
_BASIC: Final = r'"(?:[^"\\]|\\.)*"'
_LITERAL: Final = r"'[^']*'"
_STRING: Final = "|".join((_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL))
# Texts on one line may go over several here: in a comment of a Markdown file they may be written so.

_BLANK: Final = re.compile(r"[ \t]*")
_SPACE: Final = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY: Final = re.compile(rf"[A-Za-z0-9_-]+|{_BASIC}|{_LITERAL}", re.DOTALL)
_SCALAR: Final = re.compile(rf"{_STRING}|[^,\]}}\n#]+", re.DOTALL)
_HEADER: Final = re.compile(rf"{_STRING}|#[^\n]*|(?P<header>^[ \t]*\[\[)", re.DOTALL | re.MULTILINE)


class TomlFile:
    """A TOML text that was read: what it says, and where. `shown` is what to call the file in messages."""

    def __init__(self, text: str, *, shown: str) -> None:
        """Parse a text. Raises `UserMistake` M402, with file and line, where it is not TOML."""
        self.shown: Final = shown
        self.data: Final = _parsed(text, shown)
        self._text: Final = text

    def where(self, place: Place) -> str:
        """File and line of a value, for people; the first line for one that is not there."""
        return f"{self.shown}:{self.lines.get(place, 1)}"

    @cached_property
    def lines(self) -> Mapping[Place, int]:
        """The line of each key and list item, found when somebody first asks."""
        return lines_of_keys(self._text)

    @cached_property
    def headers(self) -> list[int]:
        """The lines of the headers in double brackets, found much faster than `lines`."""
        return header_lines(self._text)


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file.

    Raises:
        UserMistake: M001 for a file that is not there, M003 for one that cannot be read, M402, with file and line, for
            one that is not TOML in UTF-8.
    """
    return parse_toml(read_bytes(path), shown=path.as_posix())


def read_bytes(path: Path) -> bytes:
    """What is in a file. Raises `UserMistake` M001 and M003 as `read_toml` does."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserMistake("M001", path=path.as_posix()) from None
    except OSError as error:
        raise UserMistake("M003", path=path.as_posix(), reason=reason_of(error)) from None


def parse_toml(data: bytes, *, shown: str) -> TomlFile:
    """Parse what was in a TOML file. Raises `UserMistake` M402, with file and line, where it is not TOML in UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserMistake("M402", place=f"{shown}:{line}", problem="it is not in UTF-8") from None
    return TomlFile(text, shown=shown)


def parser_words(error: Exception, text: str) -> tuple[str, int]:
    """What the parser says against `text`, for people, and the line of which it says so."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply", 1
    words = str(error)
    position = _POSITION.search(words)
    if position is None:
        return words, 1
    said = words[: position.start()]
    line = int(position[1]) if position[1] else text.rstrip("\n").count("\n") + 1
    return said[:1].lower() + said[1:], line


def lines_of_keys(text: str) -> dict[Place, int]:
    """The line (from 1) on which each key and list item of `text` is first set.

    Raises `ValueError` for text that is not TOML, though not for all of it: parse it first. Inline tables and texts in
    them may go over several lines.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    with suppress(RecursionError):  # nested out of all reason: what has been found so far will do
        scanner.document()
    return scanner.lines


def header_lines(text: str) -> list[int]:
    """The lines of the headers in double brackets, and of lists of lists that begin a line like one."""
    lines = []
    line, counted = 1, 0
    for found in _HEADER.finditer(text):
        if found["header"] is not None:
            line += text.count("\n", counted, found.start())
            counted = found.start()
            lines.append(line)
    return lines


def _parsed(text: str, shown: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem, line = parser_words(error, text)
        raise UserMistake("M402", place=f"{shown}:{line}", problem=problem) from None


class _Scanner:
    """Walks over the text once; `at` is always the next character to look at."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {}
        self._line = 1
        self._counted = 0
        self._tables: dict[Place, int] = {}

    def document(self) -> None:
        table: Place = ()
        while self._skip(_SPACE) < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self._list_header()
            elif self.text.startswith("[", self.at):
                self.at += 1
                table = self._resolved(self._keys())
                self._expect("]")
            else:
                self._pair(table)

    def _list_header(self) -> Place:
        self.at += 2
        *above, last = self._keys()
        place = (*self._resolved(above), last)
        self._expect("]]")
        index = self._tables.get(place, 0)
        self._tables[place] = index + 1
        self._note(place)
        self._note((*place, index))
        return (*place, index)

    def _resolved(self, keys: list[str]) -> Place:
        """Where a header leads: through a list of tables it leads to the last one so far."""
        place: Place = ()
        for key in keys:
            place = (*place, key)
            self._note(place)
            if place in self._tables:
                place = (*place, self._tables[place] - 1)
        return place

    def _pair(self, table: Place) -> None:
        place, start = table, self.at
        for key in self._keys():
            place = (*place, key)
            self._note(place, start)
        self._expect("=")
        self._skip(_BLANK)
        self._value(place)

    def _value(self, place: Place) -> None:
        self._note(place)
        if self.text.startswith("[", self.at):
            self._list(place)
        elif self.text.startswith("{", self.at):
            self.at += 1
            while not self._ends("}"):
                self._pair(place)
        else:
            self._scalar()

    def _list(self, place: Place) -> None:
        self.at += 1
        index = 0
        while not self._ends("]"):
            self._value((*place, index))
            index += 1

    def _ends(self, bracket: str) -> bool:
        """Step over what parts items; whether the list or inline table ends here."""
        while self._skip(_SPACE) < len(self.text) and self.text[self.at] == ",":
            self.at += 1
        if not self.text.startswith(bracket, self.at):
            return False
        self.at += 1
        return True

    def _scalar(self) -> None:
        match = _SCALAR.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no value at character {self.at}")
        self.at = match.end()

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._skip(_BLANK) < len(self.text) and self.text[self.at] == ".":
            self.at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip(_BLANK)
        match = _KEY.match(self.text, self.at)
        if match is None:
            raise ValueError(f"no key at character {self.at}")
        self.at = match.end()
        return _plain(match[0])

    def _expect(self, mark: str) -> None:
        self._skip(_BLANK)
        if not self.text.startswith(mark, self.at):
            raise ValueError(f"no {mark!r} at character {self.at}")
        self.at += len(mark)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _note(self, place: Place, at: int | None = None) -> None:
        at = self.at if at is None else at
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        self.lines.setdefault(place, self._line)


def _plain(key: str) -> str:
    """A key as written, without its quotes and escapes; a line break in it is a space."""
    key = key.replace("\n", " ")
    if key[0] == "'":
        return key[1:-1]
    if key[0] != '"':
        return key
    if "\\" not in key:
        return key[1:-1]
    plain: str = tomllib.loads(f"key = {key}")["key"]
    return plain
