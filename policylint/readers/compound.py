"""Compound files ([MS-CFB]), in which Office kept documents before 2007: as much of them as tells what they hold."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY_BYTES: Final = 128
_END: Final = 0xFFFFFFFA
"""From here on numbers of sectors mean something else ([MS-CFB] 2.1)."""

_MOST_ENTRIES: Final = 20_000
_CHILD, _START = 76, 116
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header names; the others are named elsewhere, and only large files have
any ([MS-CFB] 2.2)."""

_FIB_FLAGS: Final = 10
_FIB_ENCRYPTED: Final = 0x0100
"""The bit of a Word file's first block that says that a password is asked for ([MS-DOC] 2.5.2, fEncrypted)."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream or storage at the top level: the offset in the file at which it begins, where it has one."""

    at: int | None


def top_level(data: bytes) -> dict[str, Stream] | None:
    """What lies at the top level of a compound file by name; None where its directory cannot be followed.

    A document within the document (an attachment, an embedded table) lies further down and is not told.
    """
    try:
        return _top_level(data)
    except (struct.error, IndexError, _Broken):
        return None


def asks_for_password(data: bytes, stream: Stream) -> bool:
    """Whether the Word document whose stream this is can only be opened with a password."""
    flags = b"" if stream.at is None else data[stream.at + _FIB_FLAGS : stream.at + _FIB_FLAGS + 2]
    return len(flags) == 2 and bool(int.from_bytes(flags, "little") & _FIB_ENCRYPTED)


def word_version(data: bytes) -> int | None:
    """The number by which versions of Word tell their files apart; None where it is not found."""
    stream = (top_level(data) or {}).get("WordDocument")
    if stream is None or stream.at is None or len(data) < stream.at + 4:
        return None
    return int.from_bytes(data[stream.at + 2 : stream.at + 4], "little")


class _Broken(Exception):
    pass


def _top_level(data: bytes) -> dict[str, Stream]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise _Broken
    size = 1 << shift
    tables = [number for number in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if number < _END]

    def following(sector: int) -> int:
        table, place = divmod(sector, size // 4)
        return int(struct.unpack_from("<I", data, (tables[table] + 1) * size + 4 * place)[0])

    entries: list[bytes] = []
    sector, seen = struct.unpack_from("<I", data, 48)[0], set[int]()
    while sector < _END:
        if sector in seen or len(entries) > _MOST_ENTRIES:
            raise _Broken
        seen.add(sector)
        content = data[(sector + 1) * size : (sector + 2) * size]
        entries += (content[at : at + _ENTRY_BYTES] for at in range(0, len(content), _ENTRY_BYTES))
        sector = following(sector)
    found: dict[str, Stream] = {}
    waiting, done = [struct.unpack_from("<I", entries[0], _CHILD)[0]], set[int]()
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in done:
            continue
        done.add(number)
        entry = entries[number]
        length, left, right = struct.unpack_from("<H2xII", entry, 64)
        waiting += (left, right)
        start = struct.unpack_from("<I", entry, _START)[0]
        name = entry[: min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        found[name] = Stream((start + 1) * size if start < _END else None)
    return found
