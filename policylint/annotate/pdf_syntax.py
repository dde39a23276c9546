"""Just enough of the PDF syntax (ISO 32000-1, 7.2 and 7.3) to put an entry into a dictionary and leave the rest alone.

A library that reads a dictionary and writes it again changes strings, names and spaces on the way. Here an object keeps
its bytes, but for the entries that are meant to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

_SPACE: Final = b"\x00\t\n\x0c\r "
_DELIMITERS: Final = b"()<>[]{}/%"
_REGULAR: Final = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_BLANK: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)+")
_REFERENCE: Final = re.compile(rb"\d+[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
_HEADER: Final = re.compile(rb"(\d+)[\x00\t\n\x0c\r ]+(\d+)[\x00\t\n\x0c\r ]+obj")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_ONE_BYTE: Final = dict(
    zip(map(ord, "\u2022\u2026\u2014\u2013\u201c\u201d\u2018\u2019"), "\x80\x83\x84\x85\x8d\x8e\x8f\x90", strict=True)
)
"""Typographic signs in PDFDocEncoding (annex D.2); from A1 on it is Latin-1."""
_SINGLE: Final = re.compile("[\t\n\r -~\x80\x83-\x85\x8d-\x90\xa1-\xac\xae-\xff]*")
_CONTROL: Final = re.compile("[\x80-\x9f]")
_BYTE_ORDER_MARKS: Final = ("\xfe\xff", "\xff\xfe", "\xef\xbb\xbf")
_DEEPEST: Final = 200
"""Arrays and dictionaries within each other, beyond which nothing is read."""


class SyntaxTrouble(ValueError):
    """Bytes that are not what the place calls for."""


def header_at(data: bytes, at: int) -> tuple[int, int, int] | None:
    """The number and generation of the object whose "12 0 obj" stands at `at`, and where its value begins."""
    match = _HEADER.match(data, skip_blank(data, at))
    return (int(match[1]), int(match[2]), skip_blank(data, match.end())) if match else None


def reference_of(value: bytes) -> int | None:
    """The number of the object to which a value refers; None where it is no reference."""
    return int(value.split()[0]) if _REFERENCE.fullmatch(value) else None


def skip_blank(data: bytes, at: int) -> int:
    """The place of the next byte that is neither white space nor part of a comment."""
    match = _BLANK.match(data, at)
    return match.end() if match else at


def value_end(data: bytes, at: int) -> int:
    """Where the value ends that begins at `at`; a reference ("12 0 R") counts as one value.

    Raises:
        SyntaxTrouble: The data end first, or nest beyond all reason.
    """
    if match := _REFERENCE.match(data, at):
        return match.end()
    if data[at : at + 2] == b"<<" or data[at : at + 1] == b"[":
        return _nested_end(data, at)
    return _token_end(data, at)


def entries_at(data: bytes, at: int) -> Iterator[tuple[str, bytes]]:
    """The entries of the dictionary whose "<<" stands at `at`: keys with their slash, values as they are written.

    Raises:
        SyntaxTrouble: There is no dictionary, or it is broken.
    """
    if data[at : at + 2] != b"<<":
        raise SyntaxTrouble("no dictionary")
    at = skip_blank(data, at + 2)
    while data[at : at + 2] != b">>":
        if data[at : at + 1] != b"/":
            raise SyntaxTrouble("no key")
        end = _token_end(data, at)
        key = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data[at:end]).decode("latin-1")
        start = skip_blank(data, end)
        at = value_end(data, start)
        yield key, data[start:at]
        at = skip_blank(data, at)


def array_items(data: bytes) -> bytes:
    """What stands between the brackets of an array. Raises `SyntaxTrouble` where it is none."""
    data = data.strip(_SPACE)
    if data[:1] != b"[" or value_end(data, 0) != len(data):
        raise SyntaxTrouble("no array")
    return data[1:-1].strip(_SPACE)


def with_entries(dictionary: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A dictionary with some entries set, or taken out where None is given; the others keep their bytes and order.

    Raises:
        SyntaxTrouble: It is no dictionary, or broken.
    """
    kept = [(key, value) for key, value in entries_at(dictionary, 0) if key not in changes]
    new = [(key, value) for key, value in changes.items() if value is not None]
    return b"<<" + b"".join(b"\n" + name(key) + b" " + value for key, value in (*kept, *new)) + b"\n>>"


def name(key: str) -> bytes:
    """A name with its slash, as it is written."""
    plain = b"".join(
        bytes([code]) if 0x21 <= code <= 0x7E and code not in _DELIMITERS + b"#" else b"#%02X" % code
        for code in key[1:].encode("latin-1")
    )
    return b"/" + plain


def text(words: str) -> bytes:
    """A text string (7.9.2.2): one byte a character in PDFDocEncoding where that has them all, else UTF-16."""
    single = words.translate(_ONE_BYTE)
    if words.startswith(_BYTE_ORDER_MARKS) or _CONTROL.search(words) or not _SINGLE.fullmatch(single):
        return b"<FEFF" + words.encode("utf-16-be", "replace").hex().upper().encode("ascii") + b">"
    for sign, escape in (("\\", "\\\\"), ("(", "\\("), (")", "\\)"), ("\r", "\\r"), ("\n", "\\n")):
        single = single.replace(sign, escape)
    return b"(" + single.encode("latin-1") + b")"


def number(value: float) -> bytes:
    """A number with at most two decimals, never in scientific notation."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return b"0" if digits == "-0" else digits.encode("ascii")


def _nested_end(data: bytes, at: int) -> int:
    depth = 0
    while True:
        at = skip_blank(data, at)
        opening = data[at : at + 2] == b"<<" or data[at : at + 1] == b"["
        closing = data[at : at + 2] == b">>" or data[at : at + 1] == b"]"
        depth += opening - closing
        if depth > _DEEPEST:
            raise SyntaxTrouble("nested too deep")
        at = _token_end(data, at)
        if depth == 0:
            return at


def _token_end(data: bytes, at: int) -> int:
    """Where one token ends: a bracket, a name, a string, or a run of regular characters."""
    if data[at : at + 2] in (b"<<", b">>"):
        return at + 2
    first = data[at : at + 1]
    if first in (b"[", b"]", b"{", b"}") and first:
        return at + 1
    if first == b"(":
        return _string_end(data, at)
    if first == b"<":
        end = data.find(b">", at)
        if end >= 0:
            return end + 1
    elif first == b"/":
        match = _REGULAR.match(data, at + 1)
        return match.end() if match else at + 1
    elif match := _REGULAR.match(data, at):
        return match.end()
    raise SyntaxTrouble("the data end within a value")


_STRING: Final = re.compile(rb"[()\\]")


def _string_end(data: bytes, at: int) -> int:
    depth = 0
    while match := _STRING.search(data, at):
        at = match.end()
        if match[0] == b"\\":
            at += 1
        else:
            depth += 1 if match[0] == b"(" else -1
            if depth == 0:
                return at
    raise SyntaxTrouble("the data end within a string")
