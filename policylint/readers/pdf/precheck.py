"""What a PDF says of itself, looked at before anything unpacks it: bombs are refused by name and not by running out.

This reads the raw bytes and follows no reference, so that no loop in the file can hold it. What it overlooks (a filter
named by an object within an object stream, an encrypted stream) comes up against the limits of the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.pdf.filters import RATIOS, can_undo, unpacked_size

MOST_OBJECTS: Final = 1_000_000
"""Objects of a file; a manual of 600 pages has some 10,000, and pdfium keeps an entry for each."""

MOST_FILTERS: Final = 8
"""Filters on one stream; two are usual."""

_LONGEST_DICTIONARY: Final = 4_096
"""Bytes before the word "stream" in which its dictionary is looked for."""

_FILTER = re.compile(rb"/Filter\s*(?:/([^\s/<>\[\]()]+)|\[([^\]]*)\]|(\d+\s+\d+\s+R))")
_NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_NUMBERS = re.compile(rb"/(Width|Height|BitsPerComponent)\s+(\d{1,12})\b")
_INKS: Final = ((b"/DeviceCMYK", 4), (b"/DeviceRGB", 3))
_UNKNOWN: Final = "?"


def precheck(data: bytes, limits: Limits) -> None:
    """Refuse a file that would unpack to more than the limits allow.

    Args:
        data: The file.
        limits: `stream_bytes` is the most that one stream or picture may take when it is unpacked.

    Raises:
        UnreadableDocument: `too-large`, with what is too large in the detail.
    """
    objects = data.count(b" obj")
    if objects > MOST_OBJECTS:
        raise UnreadableDocument("too-large", f"{objects:,} objects, and the limit is {MOST_OBJECTS:,}")
    for dictionary, start in _streams(data):
        picture = bool(_PICTURE.search(dictionary))
        if picture and (size := _picture_bytes(dictionary)) > limits.stream_bytes:
            raise UnreadableDocument("too-large", f"a picture of {size:,} bytes, and the limit is {_limit(limits)}")
        filters = _filters(dictionary)
        packing = [name for name in filters if name in RATIOS or name == _UNKNOWN]
        # pdfium takes a picture line by line out of its last filter, and none of it for the text.
        if not packing or (picture and len(packing) == 1 and packing[0] != _UNKNOWN):
            continue
        if len(filters) > MOST_FILTERS:
            raise UnreadableDocument("too-large", f"{len(filters)} filters on one stream")
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        end = data.find(b"endstream", start)
        packed = (end if end >= 0 else len(data)) - start
        if len(packing) == 1 and packed * RATIOS.get(packing[0], RATIOS["FlateDecode"] ** 2) <= limits.stream_bytes:
            continue
        if unpacked_size(memoryview(data)[start : start + packed], filters, at_most=limits.stream_bytes) is None:
            raise UnreadableDocument("too-large", f"a part of it unpacks to more than {_limit(limits)}")


def _limit(limits: Limits) -> str:
    return f"{limits.stream_bytes:,} bytes"


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary of each stream, and where its bytes start."""
    start = data.find(b"stream")
    while start >= 0:
        inside = start + 6
        if data[inside : inside + 1] in (b"\r", b"\n") and data[start - 3 : start] != b"end":
            opening = data.rfind(b"obj", max(0, start - _LONGEST_DICTIONARY), start)
            if opening >= 0:
                yield data[opening + 3 : start], inside
        start = data.find(b"stream", inside)


def _filters(dictionary: bytes) -> tuple[str, ...]:
    """The names of the filters, in the order in which they are undone."""
    found = _FILTER.search(dictionary)
    if not found:
        return ()
    one, several, elsewhere = found.groups()
    if elsewhere:
        return (_UNKNOWN,)
    names = [one] if one else _NAME.findall(several)
    if several and b" R" in several:
        return (_UNKNOWN,)
    plain = (_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name).decode("latin-1") for name in names)
    return tuple(can_undo(name) for name in plain)


def _picture_bytes(dictionary: bytes) -> int:
    """What a picture takes when it is unpacked, by its own account."""
    numbers = {name: int(number) for name, number in _NUMBERS.findall(dictionary)}
    inks = next((count for name, count in _INKS if name in dictionary), 1)
    bits = 1 if b"/ImageMask true" in dictionary else numbers.get(b"BitsPerComponent", 8)
    return numbers.get(b"Width", 0) * numbers.get(b"Height", 0) * inks * bits // 8
