"""On which line of a TOML text each key stands; the parser of the standard library does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]
"""Where a value stands: keys, and places (from 0) in arrays."""

_STRING: Final = r'''
    """ (?: [^"\\] | \\. | "(?!"") )* "{3,5}
  | \'\'\' .*? '{3,5}
  | " (?: [^"\\] | \\. )* "
  | ' [^']* '
'''
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>  (?: [ \t\r]+ | \#[^\n]* )+ )
  | (?P<newline> \n )
  | (?P<string> {_STRING} )
  | (?P<mark> [\[\]{{}}=,.] )
  | (?P<bare> [^\s\[\]{{}}=,."'\#]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_HEADER: Final = re.compile(rf"{_STRING} | \#[^\n]* | (?P<header> ^[ \t]*\[\[ )", re.VERBOSE | re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every key, table header and array entry of a TOML text that has been parsed without error.

    Inline tables broken over lines, and strings in them, are followed all the same: comments may be written so.
    """
    return _Locator(list(_tokens(text))).run()


def header_lines(text: str) -> list[int]:
    """The lines of the headers in double brackets, found much faster than `lines_of` does."""
    lines = []
    line, counted = 1, 0
    for found in _HEADER.finditer(text):
        if found["header"] is not None:
            line += text.count("\n", counted, found.start())
            counted = found.start()
            lines.append(line)
    return lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "bare"
        if kind != "space":
            yield _Token(kind, found[0], line)
        line += found[0].count("\n")


@dataclass(slots=True)
class _Locator:
    tokens: list[_Token]
    lines: dict[Path, int] = field(default_factory=dict)
    _at: int = 0
    _arrays: dict[Path, int] = field(default_factory=dict)
    """How many tables each array of tables has so far."""

    def run(self) -> dict[Path, int]:
        table: Path = ()
        with suppress(RecursionError):  # nested out of all reason: what has been found so far will do
            while self._at < len(self.tokens):
                if self._next("newline"):
                    self._at += 1
                elif self._next("mark", "["):
                    table = self._header()
                else:
                    self._pair(table)
        return self.lines

    def _next(self, kind: str, text: str | None = None) -> bool:
        if self._at >= len(self.tokens):
            return False
        token = self.tokens[self._at]
        return token.kind == kind and text in (None, token.text)

    def _skip_lines(self) -> None:
        while self._next("newline"):
            self._at += 1

    def _header(self) -> Path:
        line = self.tokens[self._at].line
        self._at += 1
        is_array = self._next("mark", "[")
        self._at += is_array
        keys = self._key()
        self._at += 1 + is_array
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._arrays:
                path = (*path, self._arrays[path] - 1)
        path = (*path, keys[-1])
        if is_array:
            self.lines.setdefault(path, line)
            count = self._arrays.get(path, 0)
            self._arrays[path] = count + 1
            path = (*path, count)
        self.lines.setdefault(path, line)
        return path

    def _key(self) -> list[str]:
        parts = []
        while self._at < len(self.tokens):
            token = self.tokens[self._at]
            if token.kind == "string":
                folded = token.text.replace("\n", " ")
                parts.append(str(tomllib.loads(f"key = {folded}")["key"]))
            elif token.kind == "bare":
                parts.append(token.text)
            elif token.text != ".":
                break
            self._at += 1
        return parts or [""]

    def _pair(self, table: Path) -> None:
        line = self.tokens[self._at].line
        before = self._at
        path = table
        for key in self._key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        if self._next("mark", "="):
            self._at += 1
            self._value(path)
        elif self._at == before:
            self._at += 1

    def _value(self, path: Path) -> None:
        if self._next("mark", "["):
            self._array(path)
        elif self._next("mark", "{"):
            self._inline_table(path)
        else:
            while self._at < len(self.tokens) and not self._ends_value():
                self._at += 1

    def _ends_value(self) -> bool:
        token = self.tokens[self._at]
        return token.kind == "newline" or (token.kind == "mark" and token.text in ",]}")

    def _array(self, path: Path) -> None:
        self._at += 1
        place = 0
        while self._at < len(self.tokens):
            self._skip_lines()
            if self._next("mark", "]"):
                self._at += 1
                return
            if self._next("mark", ","):
                self._at += 1
                place += 1
            elif self._at < len(self.tokens):
                before = self._at
                self.lines.setdefault((*path, place), self.tokens[self._at].line)
                self._value((*path, place))
                self._at += self._at == before

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._at < len(self.tokens):
            self._skip_lines()
            if self._next("mark", "}"):
                self._at += 1
                return
            if self._next("mark", ","):
                self._at += 1
            elif self._at < len(self.tokens):
                self._pair(path)
