"""The ZIP package of a DOCX file: members that do not change keep their compressed bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_LENGTHS: Final = struct.Struct("<2H")
_LENGTHS_AT: Final = 26
_NEEDED: Final = 20
"""Version 2.0 of the ZIP format: folders and deflate."""

_UTF8: Final = 0x800
"""The flag of a member whose name is in UTF-8 (APPNOTE 4.4.4)."""

_EPOCH: Final = 0x21
"""The first day of 1980, which is the earliest that the format knows."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A member as it will be written. `data` is packed as `method` says."""

    name: bytes
    flags: int
    method: int
    time: int
    day: int
    crc: int
    size: int
    data: bytes
    attributes: int = 0


def member_name(name: str) -> str:
    """A member's name as the reader takes it: files with a leading or a wrong slash are about."""
    return name.replace("\\", "/").lstrip("/")


def with_members(package: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A copy of a package with some members changed, and those behind that are not in it yet.

    All other members keep their packed bytes, dates and order. What is changed is stored, not packed: what a
    compressor makes of the same text depends on its version. Of members with the same name only the last is kept, which
    is the one that is read. Readers have opened the package before, so that its sizes are known to be within limits.

    Args:
        package: A ZIP archive.
        changed: Members by their names as `member_name` gives them.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        entries = {member_name(entry.filename): entry for entry in archive.infolist()}
    members = [
        _changed(entry, changed[name]) if name in changed else _kept(package, entry) for name, entry in entries.items()
    ]
    members += (_new(name, data) for name, data in changed.items() if name not in entries)
    return _written(members)


def _kept(package: bytes, entry: zipfile.ZipInfo) -> _Member:
    name_length, extra_length = _LENGTHS.unpack_from(package, entry.header_offset + _LENGTHS_AT)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    data = package[start : start + entry.compress_size]
    return _member(entry, entry.compress_type, entry.CRC, entry.file_size, data)


def _changed(entry: zipfile.ZipInfo, data: bytes) -> _Member:
    return _member(entry, zipfile.ZIP_STORED, zlib.crc32(data), len(data), data)


def _member(entry: zipfile.ZipInfo, method: int, crc: int, size: int, data: bytes) -> _Member:
    year, month, day, hour, minute, second = entry.date_time
    flags = entry.flag_bits & _UTF8
    return _Member(
        name=entry.orig_filename.encode("utf-8" if flags else "cp437"),
        flags=flags,
        method=method,
        time=hour << 11 | minute << 5 | second // 2,
        day=(year - 1980) << 9 | month << 5 | day,
        crc=crc,
        size=size,
        data=data,
        attributes=entry.external_attr,
    )


def _new(name: str, data: bytes) -> _Member:
    return _Member(name.encode(), _UTF8, zipfile.ZIP_STORED, 0, _EPOCH, zlib.crc32(data), len(data), data)


def _written(members: list[_Member]) -> bytes:
    """The archive (APPNOTE 4.3)."""
    out, directory = bytearray(), bytearray()
    for each in members:
        common = (each.flags, each.method, each.time, each.day, each.crc, len(each.data), each.size, len(each.name), 0)
        directory += _CENTRAL.pack(b"PK\1\2", _NEEDED, _NEEDED, *common, 0, 0, 0, each.attributes, len(out)) + each.name
        out += _LOCAL.pack(b"PK\3\4", _NEEDED, *common) + each.name + each.data
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + end)
