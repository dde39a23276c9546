"""HTML to tokens with their places, in time proportional to the length of the text, whatever the text.

Python's html.parser gives lines and columns too, but differs between versions and slows down quadratically on broken
input. The rules are those of the HTML Standard (section 13.2.5, tokenization) as far as policies need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_RAW: Final = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"})
"""Elements whose content is text up to their own end tag."""

_DECODED: Final = frozenset({"textarea", "title"})
"""Those of them in which references are still decoded."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=][^\s/>=]*)(?:\s*+=\s*+([\"']?))?")
_UNQUOTED = re.compile(r"[^\s>]*")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that stand in the source as they are, from offset `at` on; or decoded ones (`at` is None)."""

    text: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Open:
    """A start tag. `places` holds the offsets of attribute values that stand in the source as they are."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """An end tag."""

    tag: str


Token = Text | Open | Close


class _Finder:
    """`str.find` that remembers what is not there, so that a thousand unclosed comments cost one search."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._absent: set[str] = set()

    def __call__(self, wanted: str, start: int) -> int:
        if wanted in self._absent:
            return -1
        found = self._source.find(wanted, start)
        if found < 0:
            self._absent.add(wanted)
        return found


def tokens(source: str) -> Iterator[Token]:
    """Cut HTML into start tags, end tags and text. Comments, declarations and server-side code are left out.

    Offsets count from the beginning of `source`. Attribute and tag names come in lower case.
    """
    find = _Finder(source)
    missing: set[str] = set()
    begun, here, length = 0, 0, len(source)
    while begun < length:
        bracket = find("<", here)
        if bracket < 0:
            bracket = length
        tag = _TAG.match(source, bracket)
        here = bracket if tag else _skip_markup(source, bracket, find)
        if here == bracket + 1 and bracket < length:
            continue  # a bracket that opens nothing is text like what stands around it
        if bracket > begun:
            yield from _text(source, begun, bracket)
        begun = here
        if not tag:
            continue
        name = tag[2].lower()
        attributes, places, here, closed = _attributes(source, tag.end(), find)
        begun = here
        if tag[1]:
            yield Close(name)
            continue
        yield Open(name, attributes, places, closed)
        if name in _RAW and name not in missing:
            end = _END[name].search(source, here)
            if end is None:
                missing.add(name)
                continue
            if name in _DECODED:
                yield from _text(source, here, end.start())
            elif end.start() > here:
                yield Text(source[here : end.start()], here)
            begun = here = end.start()


def _text(source: str, start: int, end: int) -> Iterator[Text]:
    """Text with its character references decoded; they have no place of their own."""
    decoded: list[str] = []
    for reference in _REFERENCE.finditer(source, start, end):
        sign = unescape(reference[0])
        if sign == reference[0]:
            continue
        if reference.start() > start:
            if decoded:
                yield Text("".join(decoded), None)
                decoded.clear()
            yield Text(source[start : reference.start()], start)
        decoded.append(sign)
        start = reference.end()
    if decoded:
        yield Text("".join(decoded), None)
    if start < end:
        yield Text(source[start:end], start)


def _skip_markup(source: str, start: int, find: _Finder) -> int:
    """Behind the comment, declaration or code that opens at `start`; one further where none does."""
    for opening, closing in (("<!--", "-->"), ("<%", "%>"), ("<?php", "?>"), ("<?=", "?>"), ("<![CDATA[", "]]>")):
        if source.startswith(opening, start):
            end = find(closing, start + 2)
            if end >= 0:
                return end + len(closing)
    if source[start + 1 : start + 2] in ("!", "?", "/"):
        end = find(">", start)
        return end + 1 if end >= 0 else start + 1
    return start + 1


def _attributes(source: str, here: int, find: _Finder) -> tuple[dict[str, str], dict[str, int], int, bool]:
    """Attributes, the places of their values, the offset behind the tag, and whether it closes itself."""
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    while attribute := _ATTRIBUTE.match(source, here):
        name, quote = attribute[1].lower(), attribute[2]
        start = here = attribute.end()
        if quote is None:
            values.setdefault(name, "")
            continue
        end = find(quote, start) if quote else -1
        if end >= 0:
            here = end + 1
        else:
            unquoted = _UNQUOTED.match(source, start)
            here = end = unquoted.end() if unquoted else start
        raw = source[start:end]
        if name not in values:
            values[name] = unescape(raw)
            if values[name] == raw:
                places[name] = start
    closing = find(">", here)
    if closing < 0:
        return values, places, len(source), False
    return values, places, closing + 1, source[closing - 1] == "/"
