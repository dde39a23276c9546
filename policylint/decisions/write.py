"""Writing decisions: at the end of a decisions file, in place of another, or as a comment for a Markdown document."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from policylint.decisions.entry import DecisionEntry
from policylint.decisions.read import decisions_in
from policylint.errors import UserMistake
from policylint.toml import parse_toml, read_bytes

_UNSAFE: Final = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]')
"""What TOML wants escaped, and what a reader of the file could not see."""

_ENDS_COMMENT: Final = re.compile(r"-(?=-)|(?<=-)-|\{|\[(?=\^)")
"""In a comment: hyphens in a row, and what site generators and footnotes would make of braces and brackets."""

_SHORT: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def toml_string(text: str, *, in_comment: bool = False) -> str:
    """Text as a TOML string on one line; for a comment, one that cannot end the comment it stands in."""
    escaped = _UNSAFE.sub(lambda found: _SHORT.get(found[0]) or _code(found[0]), text)
    if in_comment:
        escaped = _ENDS_COMMENT.sub(lambda found: _code(found[0]), escaped)
    return f'"{escaped}"'


def comment_text(entry: DecisionEntry) -> str:
    """The decision as a comment to stand in its own document, on one line."""
    folder = posixpath.dirname(entry.document)
    pairs = ", ".join(f"{key} = {value}" for key, value in _pairs(entry, folder, in_comment=True))
    return f"<!-- policylint: {pairs} -->"


def append_decisions(path: Path, entries: Sequence[DecisionEntry]) -> tuple[int, ...]:
    """Write decisions at the end of a decisions file, all or none; what is in it stays as it is, byte for byte.

    Args:
        path: The decisions file, which is made where there is none.
        entries: What to write; `place` and `origin` do not matter.

    Returns:
        The line on which the block of each begins.

    Raises:
        UserMistake: M003 and M004 for a file that cannot be read or written; M402 and M431 to M435 for a file that is
            not sound or a decision that would not be; M439 where nothing can be added to the file as it is written.
    """
    from policylint.outputs.files import write_atomically

    shown = path.as_posix()
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    old = read_bytes(path) if target.exists() else b""
    before = decisions_in(parse_toml(old, shown=shown))
    new = old + _addition(old.decode("utf-8-sig"), [_block(entry) for entry in entries])
    try:
        found = _read_back(new, (*before, *entries), shown)
    except UserMistake as mistake:
        raise UserMistake("M439", place=shown) if mistake.code == "M402" else mistake from None
    write_atomically(target, new)
    return tuple(map(_line, found[len(before) :]))


def change_decisions(path: Path, old: Sequence[DecisionEntry], new: DecisionEntry | None) -> None:
    """Write a decision in place of others of a decisions file, or take those out; no other byte changes.

    Args:
        path: The decisions file.
        old: Decisions of the file, at least one; where they stand there by now does not matter.
        new: What to write in place of the first of them; None takes all out, each with the empty line that parts it
            from its neighbour.

    Raises:
        UserMistake: M442 where one of the old is not in the file, or is not written as policylint writes it, so that
            something of it could be lost; else as `append_decisions`.
    """
    from policylint.outputs.files import write_atomically

    shown = path.as_posix()
    data = read_bytes(path)
    entries: list[DecisionEntry | None] = list(decisions_in(parse_toml(data, shown=shown)))
    text = data.decode("utf-8")
    places = [_place_of(entry, entries) for entry in old]
    spans = [_span(text, found, entry) for entry, (_, found) in zip(old, places, strict=True)]
    first = places[0][0]
    for (number, _), (start, end) in sorted(zip(places, spans, strict=True), reverse=True, key=lambda pair: pair[1]):
        kept = new if number == first else None
        text = _replaced(text, start, end, kept)
        entries[number] = kept
    result = text.encode("utf-8")
    _read_back(result, [entry for entry in entries if entry], shown)
    write_atomically(path, result)


def _place_of(old: DecisionEntry, entries: Sequence[DecisionEntry | None]) -> tuple[int, DecisionEntry]:
    """Which of the decisions of a file it is now, and that decision."""
    for number, entry in enumerate(entries):
        if entry and _bare(entry) == _bare(old):
            return number, entry
    raise _elsewhere_written(old)


def _replaced(text: str, start: int, end: int, new: DecisionEntry | None) -> str:
    newline = "\r\n" if text[start:end].endswith("\r\n") else "\n"
    before, after = text[:start], text[end:]
    if new:
        return before + _block(new).replace("\n", newline) + after
    if before.endswith(newline * 2):
        return before.removesuffix(newline) + after
    return before + (after if before.strip("\ufeff") else after.removeprefix(newline))


def _elsewhere_written(entry: DecisionEntry) -> UserMistake:
    """The mistake of a decision that a person must change where it is written."""
    return UserMistake("M442", document=entry.document, rule=entry.rule, place=entry.place, kind=entry.kind)


def _span(text: str, found: DecisionEntry, old: DecisionEntry) -> tuple[int, int]:
    """Where the block of a decision begins and ends. Raises M442 where it is not written as policylint writes it."""
    start = 0
    for _ in range(_line(found) - 1):
        start = text.find("\n", start) + 1
    for newline in ("\n", "\r\n"):
        block = _block(old).replace("\n", newline)
        if text.startswith(block, start) or (start == 0 and text.startswith("\ufeff" + block)):
            start += text.startswith("\ufeff", start)
            return start, start + len(block)
    raise _elsewhere_written(found)


def _read_back(data: bytes, expected: Sequence[DecisionEntry], shown: str) -> tuple[DecisionEntry, ...]:
    """The decisions in what is about to be written, which must be those that were meant."""
    found = decisions_in(parse_toml(data, shown=shown))
    if list(map(_bare, found)) != list(map(_bare, expected)):
        raise AssertionError(f"a decision written to {shown} reads back differently")
    return found


def _bare(entry: DecisionEntry) -> DecisionEntry:
    return replace(entry, place="", origin="file")


def _line(entry: DecisionEntry) -> int:
    return int(entry.place.rpartition(":")[2])


def _addition(old: str, blocks: Sequence[str]) -> bytes:
    """What to append: the blocks, an empty line before each, in the line ends of the file."""
    text = "\n".join(blocks)
    before = old.replace("\r\n", "\n")
    if before.strip():
        text = ("" if before.endswith("\n") else "\n") + ("" if before.endswith("\n\n") else "\n") + text
    first = old.find("\n")
    if first > 0 and old[first - 1] == "\r":
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8")


def _block(entry: DecisionEntry) -> str:
    document = f"document = {toml_string(posixpath.normpath(entry.document))}"
    pairs = (f"{key} = {value}" for key, value in _pairs(entry, "", in_comment=False))
    return "\n".join(["[[decision]]", document, *pairs]) + "\n"


def _pairs(entry: DecisionEntry, folder: str, *, in_comment: bool) -> Iterator[tuple[str, str]]:
    """The keys but for `document`, and their values; what settles it is named from `folder` on."""

    def string(text: str) -> str:
        return toml_string(text, in_comment=in_comment)

    yield "rule", string(entry.rule)
    yield "kind", string(entry.kind)
    if entry.status:
        yield "status", string(entry.status)
    yield "reason", string(entry.reason)
    yield "owner", string(entry.owner)
    yield "date", entry.date.isoformat()
    if entry.expires:
        yield "expires", entry.expires.isoformat()
    yield "fingerprint", string(entry.fingerprint)
    if entry.clause:
        yield "clause", string(entry.clause)
    if entry.settled_by:
        section = f", section = {string(entry.settled_by.section)}" if entry.settled_by.section else ""
        document = string(posixpath.relpath(entry.settled_by.document, folder or "."))
        yield "settled-by", f"{{ document = {document}{section} }}"


def _code(sign: str) -> str:
    return f"\\u{ord(sign):04X}"
