"""How large a stream becomes when its filters are undone (PDF 1.7, 7.4), told piece by piece and within a bound."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

RATIOS: Final = {"FlateDecode": 1_032, "LZWDecode": 2_731, "RunLengthDecode": 64, "?": 1_032 * 1_032}
"""Filters that pack, and how many bytes one byte of theirs becomes at most: deflate's 258 bytes for two bits; LZW's
4,096 bytes for one code of twelve bits; 128 for two."""

_SHORT: Final = {
    "Fl": "FlateDecode",
    "LZW": "LZWDecode",
    "RL": "RunLengthDecode",
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
}
_PIECE: Final = 1 << 18
_DEEPEST: Final = 8

Pieces = Iterable[bytes]


class _TooLarge(Exception):
    pass


def can_undo(name: str) -> str:
    """The full name of a filter."""
    return _SHORT.get(name, name)


def unpacked_size(packed: memoryview, filters: Iterable[str], *, at_most: int) -> int | None:
    """Undo filters and count what comes out.

    Args:
        packed: The stream.
        filters: Their full names, in the order in which they are undone; "?" where that is not known: then deflate is
            undone as often as it is found. Undoing ends at the first filter that is neither of `RATIOS` nor ASCII.
        at_most: Where to stop, in bytes; it holds for what each filter gives.

    Returns:
        The number of bytes, of what could be undone; None if there are more.
    """
    pieces: Pieces = (bytes(packed[start : start + _PIECE]) for start in range(0, len(packed), _PIECE))
    for name in filters:
        undo = _UNDO.get(name)
        if undo is None:
            break
        pieces = _bounded(undo(pieces), at_most)
    try:
        return sum(map(len, pieces))
    except _TooLarge:
        return None


def _bounded(pieces: Pieces, at_most: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > at_most:
            raise _TooLarge
        yield piece


def _inflate(pieces: Pieces) -> Iterator[bytes]:
    engine = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not engine.eof:
            try:
                out = engine.decompress(rest, _PIECE)
            except zlib.error:  # what is damaged or encrypted unpacks to nothing
                return
            yield out
            rest = engine.unconsumed_tail
        if engine.eof:
            return
    while out := _rest(engine):
        yield out


def _rest(engine: zlib._Decompress) -> bytes:
    """What is still in an engine whose input has ended."""
    try:
        return engine.decompress(engine.unconsumed_tail, _PIECE)
    except zlib.error:
        return b""


def _inflate_found(pieces: Pieces, depth: int = 0) -> Iterator[bytes]:
    """Undo deflate as long as what comes out begins as deflate does (RFC 1950, 2.2)."""
    stream = iter(pieces)
    first = next(stream, b"")
    again = (piece for part in ((first,), stream) for piece in part)
    if depth < _DEEPEST and len(first) > 1 and first[0] & 15 == 8 and (first[0] * 256 + first[1]) % 31 == 0:
        yield from _inflate_found(_inflate(again), depth + 1)
    else:
        yield from again


def _unhex(pieces: Pieces) -> Iterator[bytes]:
    for piece in pieces:
        digits = piece.translate(None, b"\0\t\n\f\r >")
        try:
            yield bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
        except ValueError:
            return


def _unascii85(pieces: Pieces) -> Iterator[bytes]:
    left = b""
    for piece in pieces:
        digits = left + piece.translate(None, b"\0\t\n\f\r ")
        stop = digits.find(b"~")
        digits = digits[:stop] if stop >= 0 else digits
        out = bytearray()
        place = 0
        while place < len(digits):
            if digits[place] == 0x7A:
                out += b"\0\0\0\0"
                place += 1
                continue
            group = digits[place : place + 5]
            if len(group) < 5:
                break
            value = 0
            for digit in group:
                value = value * 85 + digit - 33
            out += (value & 0xFFFFFFFF).to_bytes(4, "big")
            place += 5
        left = digits[place:]
        yield bytes(out)
        if stop >= 0:
            return


def _unrun(pieces: Pieces) -> Iterator[bytes]:
    left = b""
    for piece in pieces:
        data = left + piece
        out = bytearray()
        place = 0
        while place < len(data):
            length = data[place]
            if length == 128:
                yield bytes(out)
                return
            need = 2 if length > 128 else length + 2
            if place + need > len(data):
                break
            out += data[place + 1 : place + 2] * (257 - length) if length > 128 else data[place + 1 : place + need]
            place += need
        left = data[place:]
        yield bytes(out)


def _unlzw(pieces: Pieces) -> Iterator[bytes]:
    """LZW with codes of 9 to 12 bits, which become longer one code early as is usual in PDF."""
    table = [bytes([code]) for code in range(256)] + [b"", b""]
    known, width, last = list(table), 9, b""
    bits = have = 0
    for piece in pieces:
        out = bytearray()
        for byte in piece:
            bits, have = (bits << 8 | byte) & 0xFFFFFF, have + 8
            if have < width:
                continue
            have -= width
            code = bits >> have & ((1 << width) - 1)
            if code == 256:
                known, width, last = list(table), 9, b""
                continue
            if code == 257 or code > len(known) or (code == len(known) and not last):
                yield bytes(out)
                return
            entry = known[code] if code < len(known) else last + last[:1]
            out += entry
            if len(out) > _PIECE:
                yield bytes(out)
                out.clear()
            if last and len(known) < 4096:
                known.append(last + entry[:1])
            last = entry
            width = 9 + (len(known) > 510) + (len(known) > 1022) + (len(known) > 2046)
        yield bytes(out)


_UNDO: Final[dict[str, Callable[[Pieces], Iterator[bytes]]]] = {
    "FlateDecode": _inflate,
    "LZWDecode": _unlzw,
    "RunLengthDecode": _unrun,
    "ASCIIHexDecode": _unhex,
    "ASCII85Decode": _unascii85,
    "?": _inflate_found,
}
