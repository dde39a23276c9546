"""Bytes to text, for files that say so little about their encoding as text files do."""

from __future__ import annotations

import codecs
import re
from itertools import islice
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
_LONG_LINE: Final = 1 << 16
"""Characters of a line that is looked at for garbled ones."""

_JUNK: Final = 0.02
"""Share of control characters above which a file is no text: strays are common, of random bytes they are a tenth."""

_DENSE: Final = 0.15
"""Share of bytes above 127 from which the text is taken to be in another script than the Latin one."""

MENDED: Final = "The file's characters had been garbled by a wrong encoding and were put right."

_CONTINUES: Final = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
"""What the bytes 80 to BF are in Windows-1252 and in Latin-1."""

_GARBLED = re.compile(
    f"\u00e2\u20ac[{_CONTINUES}]|\u00e2\u0080[\u0080-\u00bf]|[\u00c2\u00c3][{_CONTINUES}]|\u00ef\u00bb\u00bf"
)
"""Quotes, dashes, bullets, accented letters, no-break spaces, the byte order mark: what is garbled in English text."""

_SURELY_GARBLED = re.compile(
    f"\u00e2\u20ac[{_CONTINUES}]|\u00e2\u0080[\u0080-\u00bf]|(?<=[a-z])\u00c3[{_CONTINUES}]|\u00c3[{_CONTINUES}](?=[a-z])"
)
_FEWEST: Final = 3
"""Pairs that may be garbled signs, from which they are: alone, each may stand for itself."""


def mend(text: str) -> tuple[str, bool]:
    """Put right what was UTF-8, read as Windows-1252 and saved again ("\u00e2\u20ac\u2122" for an apostrophe).

    Lines stay lines; columns are those of the text put right.

    Returns:
        The text, and whether something was put right.
    """
    if text.isascii() or not _is_garbled(text):
        return text, False
    from ftfy import fix_encoding  # takes longer to import than an ordinary text file to read

    lines = text.split("\n")
    fixed = [fix_encoding(line) if len(line) < _LONG_LINE and _GARBLED.search(line) else line for line in lines]
    # What was garbled may have been a line break of its own; the lines must stay those of the file.
    mended = "\n".join(
        " ".join(line.splitlines()) if line != old else old for line, old in zip(fixed, lines, strict=True)
    )
    return mended.removeprefix("\ufeff"), mended != text


def _is_garbled(text: str) -> bool:
    if _SURELY_GARBLED.search(text):
        return True
    return sum(1 for _ in islice(_GARBLED.finditer(text), _FEWEST)) == _FEWEST


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
