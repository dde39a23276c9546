"""On which line a TOML text sets each of its keys. It takes text that a TOML parser has accepted."""

from __future__ import annotations

import re
from typing import Final

Place = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists from 0: `("set", 0, "name")`."""

_BLANK: Final = re.compile(r"[ \t]*")
_SPACE: Final = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_LONG_BASIC: Final = re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})', re.DOTALL)
_LONG_LITERAL: Final = re.compile(r"'''.*?'''(?:'{0,2})", re.DOTALL)
_BASIC: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL: Final = re.compile(r"'[^'\n]*'")
_SCALAR: Final = re.compile(r"[^,\]}\n#]+")


def lines_of_keys(text: str) -> dict[Place, int]:
    """The line (from 1) on which each key and list item of `text` is first set.

    Raises `ValueError` for text that is not TOML, though not for all of it: parse it first.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return scanner.lines


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
        place = table
        for key in self._keys():
            place = (*place, key)
            self._note(place)
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
        for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL, _SCALAR):
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                return
        raise ValueError(f"no value at character {self.at}")

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._skip(_BLANK) < len(self.text) and self.text[self.at] == ".":
            self.at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip(_BLANK)
        for pattern in (_BARE_KEY, _BASIC, _LITERAL):
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                return _plain(match[0])
        raise ValueError(f"no key at character {self.at}")

    def _expect(self, mark: str) -> None:
        self._skip(_BLANK)
        if not self.text.startswith(mark, self.at):
            raise ValueError(f"no {mark!r} at character {self.at}")
        self.at += len(mark)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _note(self, place: Place) -> None:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        self.lines.setdefault(place, self._line)


def _plain(key: str) -> str:
    """A key as written, without its quotes and escapes."""
    if key[0] == "'":
        return key[1:-1]
    if key[0] != '"':
        return key
    if "\\" not in key:
        return key[1:-1]
    import tomllib

    plain: str = tomllib.loads(f"key = {key}")["key"]
    return plain
