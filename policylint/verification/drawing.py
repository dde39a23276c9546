"""Whether a file is what policylint draws from the report that it carries, or was edited since."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from policylint import __version__
from policylint.cache import library_versions
from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.model.report import Report
from policylint.outputs import FORMATS, render_report
from policylint.verification.model import Drawing

_MOST: Final = 40
"""Lines of difference that are kept: who edited a report on purpose has seldom rewritten it."""

_COMPARED: Final = 4000
"""Lines that are compared with each other, once those that agree are off at both ends."""

_LONG: Final = 500
"""Characters from which on a line is none of a table of contents."""

_DATA: Final = frozenset({"json", "oscal"})
"""Formats for programs: how they are laid out says nothing."""

_FOOTER: Final = re.compile(r"Page \d+ of \d+")
_NUMBERED: Final = re.compile(r"(?P<words>.+?)[\s.]+\d+")

_DRAWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "html": ("jinja2",),
    "dashboard": ("jinja2",),
    "docx": ("lxml", "python_docx", "typst"),
    "pdf": ("typst",),
    "xlsx": ("xlsxwriter",),
}
"""The libraries on whose version the bytes of a format depend."""


def check_drawing(data: bytes, report: Report, format_: str, *, name: str, limits: Limits) -> Drawing:
    """Draw the report again, as this policylint draws it, and compare.

    Args:
        data: The file.
        report: The report that it carries.
        format_: The format in which it was drawn.
        name: The file's name.
        limits: What reading the two texts may cost.
    """
    drawn = render_report(report, FORMATS[format_])
    again = drawn.encode("utf-8") if isinstance(drawn, str) else drawn
    if again == data:
        return Drawing("same")
    other = _other_versions(report, format_)
    if format_ in _DATA:
        edited = tuple(_edits(_laid_out(again), _laid_out(data)))
        if not edited:
            return Drawing("data", otherwise="The file is laid out otherwise than policylint writes it.")
    else:
        words = _lines(again, name, limits)
        edited = tuple(_edits(*(_unpaged(lines, words) for lines in (words, _lines(data, name, limits)))))
    if edited:
        return Drawing("differs", edited[:_MOST], otherwise=other)
    if other:
        return Drawing("other-version", otherwise=other)
    return Drawing(
        "differs", otherwise="Its words are the same: another program has saved it anew, or changed how it looks."
    )


def _other_versions(report: Report, format_: str) -> str:
    """With what else the report was drawn than what is here; empty where it is the same."""
    if report.manifest is None:
        return ""
    drawing = _DRAWN_BY.get(format_, ())
    now = library_versions(drawing)
    then = {name: report.manifest.libraries.get(name, "") for name in drawing}
    pairs = [("policylint", report.tool.version, __version__)]
    pairs += [(name, then[name], now.get(name, "")) for name in drawing]
    others = [f"{name} {old or 'unknown'} (here {new or 'none'})" for name, old, new in pairs if old != new]
    return f"It was drawn with {', '.join(others)}." if others else ""


def _lines(data: bytes, name: str, limits: Limits) -> Sequence[str]:
    """The words of a file, block by block, as policylint reads any document; nothing where it cannot."""
    with Door(limits, workers=1) as door:
        try:
            document: Document = door.open(data, name=name)
        except UnreadableDocument as error:
            return (f"(cannot be read: {error})",)
    return tuple(block.text for block in document.blocks)


def _laid_out(data: bytes) -> Sequence[str]:
    """JSON a value a line, whatever its white space."""
    return msgspec.json.format(data, indent=1).decode("utf-8").splitlines()


def _edits(drawn: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """The lines that differ; where that is nearly all of a long file, those of its beginning.

    Comparing may take the square of the lines, so it begins and ends where they differ.
    """
    first = _agreeing(drawn, found)
    drawn, found = drawn[first:], found[first:]
    last = _agreeing(drawn[::-1], found[::-1])
    drawn, found = (lines[: len(lines) - last][:_COMPARED] for lines in (drawn, found))
    for line in difflib.unified_diff(drawn, found, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield f"{line[0]} {line[1:]}"


def _agreeing(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines agree before the first that does not."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _unpaged(lines: Sequence[str], words: Sequence[str]) -> Sequence[str]:
    """Lines without the page numbers that a word processor fills in: in the footer, in the contents behind `words`."""
    known = set(words)
    entries = (line if len(line) < _LONG else "" for line in lines)
    without = (
        (_NUMBERED.fullmatch(entry), line)
        for entry, line in zip(entries, lines, strict=True)
        if not _FOOTER.fullmatch(line)
    )
    return [found["words"] if found and found["words"] in known else line for found, line in without]
