"""Writing decisions: a block at the end of a decisions file, or a comment for a Markdown document."""

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

_UNSAFE: Final = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
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
        found = decisions_in(parse_toml(new, shown=shown))
    except UserMistake as mistake:
        raise UserMistake("M439", place=shown) if mistake.code == "M402" else mistake from None
    expected = (*before, *(replace(entry, origin="file") for entry in entries))
    if [replace(entry, place="") for entry in found] != [replace(entry, place="") for entry in expected]:
        raise AssertionError(f"a decision written to {shown} reads back differently")
    write_atomically(target, new)
    return tuple(int(entry.place.rpartition(":")[2]) for entry in found[len(before) :])


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
