"""ZIP packages (DOCX, ODT) under limits: nothing is unpacked before the directory has been looked through.

Nothing is ever written to a folder and no archive within an archive is opened, so that names like "../x" do no harm.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final

from policylint.errors import UnreadableDocument
from policylint.limits import Limits

_JUDGED_BY_RATIO: Final = 10 * 1024 * 1024
"""Bytes; smaller members may shrink as they like."""

_ENTRY: Final = b"PK\x01\x02"
_STRAYS: Final = 20
"""Signatures of directory entries for each member allowed: archives within the archive have theirs, too."""

_LOCAL_HEADER: Final = 30
"""Bytes before the name of a member."""

LARGEST_PART: Final = 128 << 20
"""Bytes of XML; parsed it takes ten times as much. A manual of 600 pages has 20 MB."""

_XML: Final = (".xml", ".rels")


def directory(data: bytes, *, limits: Limits) -> list[zipfile.ZipInfo]:
    """The entries of the directory, once they are known to be as many as allowed, apart, and each name once.

    `zipfile` makes an object of each entry: four million of them would take more memory than a reader gets.

    Raises:
        UnreadableDocument: "too-large", or "damaged".
    """
    signatures = data.count(_ENTRY)
    if signatures > _STRAYS * limits.members:
        raise UnreadableDocument("too-large", f"{signatures:,} files in the archive, of {limits.members:,}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:  # zipfile lets out half a dozen kinds for damaged archives
        raise UnreadableDocument("damaged", "the ZIP archive is cut short or broken") from error
    if len(entries) > limits.members:
        raise UnreadableDocument("too-large", f"{len(entries):,} files in the archive, of {limits.members:,}")
    return entries


def unpacked(data: bytes, entries: Iterable[zipfile.ZipInfo], *, limits: Limits) -> dict[str, bytes]:
    """The members by name, "/" between folders, never more of one than its directory entry declares.

    What is no XML (pictures, fonts, embedded files) is checked like the rest and comes out empty: nobody reads it.

    Args:
        data: The archive.
        entries: Its `directory`.
        limits: For all members together and for each.

    Raises:
        UnreadableDocument: "encrypted", "too-large", or "damaged".
    """
    entries = [entry for entry in entries if not entry.filename.endswith("/")]
    _check_sizes(entries, limits)
    _check_places(entries, len(data))
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in entries:
                name = plain_name(entry)
                if name in members and _is_read(name):
                    # Which of them a program shows differs, so that one policy could be read and another be seen.
                    raise UnreadableDocument("damaged", f"it has two parts named {name[:100]}")
                members[name] = _content(archive, entry) if _is_read(name) else b""
    except UnreadableDocument:
        raise
    except Exception as error:  # zipfile and zlib let out a dozen kinds for damaged archives
        raise UnreadableDocument("damaged", "the ZIP archive is cut short or broken") from error
    return members


def packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the members, not compressed: it is only handed on."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def plain_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member as parts refer to it."""
    return entry.filename.replace("\\", "/").lstrip("/")


def _is_read(name: str) -> bool:
    return name.endswith(_XML) or "." not in name.rpartition("/")[2]


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as member:
        return member.read(entry.file_size)


def _check_sizes(entries: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise UnreadableDocument("too-large", f"{total:,} bytes unpacked, of {limits.unpacked_bytes:,}")
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableDocument("encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # ECMA-376 part 2, annex B allows no other, and zipfile unpacks the others without any limit.
            raise UnreadableDocument("damaged", "the ZIP archive is packed in a way that documents do not allow")
        if entry.file_size > _JUDGED_BY_RATIO and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise UnreadableDocument("too-large", "a part unpacks to hundreds of times its size")
        if entry.file_size > LARGEST_PART and _is_read(plain_name(entry)):
            raise UnreadableDocument("too-large", f"a part of {entry.file_size:,} bytes, of {LARGEST_PART:,}")


def _check_places(entries: Iterable[zipfile.ZipInfo], size: int) -> None:
    """Members that lie over one another are a bomb without any that is large (D. Fifield, WOOT 2019)."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise UnreadableDocument("damaged", "files in the ZIP archive lie over one another")
        end = entry.header_offset + _LOCAL_HEADER + entry.compress_size
        if end > size:
            raise UnreadableDocument("damaged", "the ZIP archive is cut short or broken")
