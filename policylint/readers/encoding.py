"""Bytes to text, for files that say so little about their encoding as text files do."""

from __future__ import annotations

import codecs
import re
from typing import Final

from policylint.errors import UnreadableDocument

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 stand before the UTF-16 marks that they begin with."""

_WEB_NAMES: Final = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "macintosh": "mac_roman",
}
"""What browsers read where a page declares the name on the left (WHATWG Encoding Standard, names and labels)."""

_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_KNOWN = re.compile(r"(?:iso-?8859-|windows-|cp|koi8-)[0-9ru]{1,4}|big5(?:-hkscs)?|euc-jp|iso-2022-jp|gb18030|tis-620")
"""Declared names that are handed to Python, some of whose codecs do other things than decode."""

_STRAY = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_SAMPLE: Final = 1 << 16
_JUNK: Final = 0.02
"""Share of control characters above which a file is no text: strays are common, of random bytes they are a tenth."""

_DENSE: Final = 0.15
"""Share of bytes above 127 from which the text is taken to be in another script than the Latin one."""


def decode(data: bytes) -> str:
    """Decode a text file; lines end in a line feed, and lines and columns are those of the file.

    Tried in turn: byte order mark; UTF-16 and UTF-32 without one (told by their zero bytes); UTF-8, stray bytes in it
    read as Windows-1252; the character set that an HTML page declares; for text dense in high bytes the guess of
    charset-normalizer; Mac OS Roman where lines end in carriage returns; Windows-1252.

    Raises:
        UnreadableDocument: "empty" for nothing but white space, "format" for bytes that are no text.
    """
    if not data.strip(b"\0\t\n\r\f\v "):
        raise UnreadableDocument("empty")
    text = _decode(data).rstrip("\0")
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > _JUNK * len(sample):
        raise UnreadableDocument("format", "binary data, not a document")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if not text.strip():
        raise UnreadableDocument("empty")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(lenient, 0, 16 * _SAMPLE))
    if len(_BEYOND_ASCII.findall(lenient, 0, 16 * _SAMPLE)) - strays > strays:
        return _STRAY.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), lenient)
    declared = _DECLARED.search(data[:4096])
    return _legacy(data, declared[1].decode("ascii").lower() if declared else "")


def _wide(sample: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: mostly Latin text has a zero in every other byte, or three in four."""
    quarter = len(sample) // 4
    zeros = [sample[place::4].count(0) for place in range(4)]
    for encoding, pattern in (
        ("utf-32-le", (0, 1, 1, 1)),
        ("utf-32-be", (1, 1, 1, 0)),
        ("utf-16-le", (0, 1, 0, 1)),
        ("utf-16-be", (1, 0, 1, 0)),
    ):
        if quarter and all((count > 0.6 * quarter) == bool(full) for count, full in zip(zeros, pattern, strict=True)):
            return encoding
    return ""


def _legacy(data: bytes, declared: str) -> str:
    """Text in one of the encodings from before UTF-8."""
    encoding = _WEB_NAMES.get(declared, declared if _KNOWN.fullmatch(declared) else "")
    if not encoding and sum(byte > 127 for byte in data[:_SAMPLE]) > _DENSE * min(len(data), _SAMPLE):
        encoding = _guess(data)
    if not encoding:
        encoding = "mac_roman" if b"\r" in data and b"\n" not in data else "cp1252"
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # costs more to import than an ordinary text file takes to read

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best and not best.encoding.startswith("utf") else ""
