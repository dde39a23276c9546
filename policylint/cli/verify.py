"""`policylint verify REPORT FILE...`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import Progress, repository_options, wishes_of

if TYPE_CHECKING:
    from policylint.verification import Verification
    from policylint.verification.model import Difference, Input

_SHORT: Final = 300
"""Characters of a value that are shown; the rest is in the report."""

_DIGITS, _WHOLE = 12, 64
"""Digits of a SHA-256 that are shown, and that it has."""

_KINDS: Final = {
    "document": "document",
    "pack": "pack",
    "tool": "program",
    "model": "language model",
    "library": "library",
    "file": "file",
    "settings": "settings",
}


@click.command("verify")
@click.argument("report", metavar="REPORT")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@repository_options
def command(report: str, files: tuple[str, ...], **given: Any) -> None:
    """Make a report again from its documents, and say whether it says the same.

    REPORT is a report as policylint wrote it: DOCX, PDF, HTML, XLSX, JSON or OSCAL. FILE is a document that it is about,
    or a folder of them; without any, they are looked for where the report says. The options with which the report was made
    are used again, the day too; those that are given here win over them.

    Exit codes: 0 the same; 1 something differs, and it is said what and why; 2 something could not be looked at.
    """
    from policylint.outputs.wording import visible
    from policylint.verification import verify_report

    progress = Progress()
    result = verify_report(report, files, wishes_of((), given), listener=progress.listener(tell_unread=True))
    progress.finish()
    for line in _lines(result):
        click.echo(visible(line))
    sys.exit(result.exit_code)


def _lines(result: Verification) -> Iterator[str]:
    yield from _inputs(result.inputs)
    for name in result.absent:
        yield f"not given  document {_one_line(name)}"
    yield ""
    documents = "1 document" if result.documents == 1 else f"{result.documents} documents"
    verdicts = f"{result.compared} verdicts in {documents}"
    if result.differences:
        reasons = {difference.why for difference in result.differences}
        reason = f" ({reasons.pop()})" if len(reasons) == 1 else ""
        yield f"Of {verdicts}, these say something else when the report is made again{reason}:"
        for difference in result.differences:
            yield from _difference(difference, several=result.documents > 1, why=not reason)
    else:
        yield f"All {verdicts} are the same when the report is made again."
    yield from _drawing(result)
    yield ""
    yield _conclusion(result)


def _inputs(inputs: Sequence[Input]) -> Iterator[str]:
    """Each input that differs; of those that are the same, the documents and packs, and a count of the rest."""
    rest: Counter[str] = Counter()
    for one in inputs:
        if not one.same:
            name = "" if one.name == one.kind else f" {_one_line(one.name)}"
            then, now = (_digest(said) or "none" for said in (one.then, one.now))
            yield f"differs    {_KINDS[one.kind]}{name}: {then} in the report, {now} here"
        elif one.kind in ("document", "pack"):
            yield f"same       {_KINDS[one.kind]} {_one_line(one.name)}"
        else:
            rest[_KINDS[one.kind]] += 1
    if rest:
        yield f"same       {', '.join(name if number == 1 else f'{name} ({number})' for name, number in rest.items())}"


def _difference(difference: Difference, *, several: bool, why: bool) -> Iterator[str]:
    where = [_one_line(difference.document)] if several and difference.document else []
    name = ": ".join([*where, f"{difference.about} {difference.field}".strip()])
    yield f"  {name}"
    yield f"    report: {_cut(difference.reported)}"
    yield f"    again:  {_cut(difference.found)}"
    if why:
        yield f"    why:    {difference.why}."


def _drawing(result: Verification) -> Iterator[str]:
    drawing = result.drawing
    if drawing.result == "same":
        yield "The file is, byte for byte, what policylint writes."
    elif drawing.result == "differs":
        yield "The file is not what policylint writes from the report that it carries: it was edited."
    elif drawing.result == "other-version":
        yield "The file says what policylint writes; its bytes cannot be compared."
    if drawing.otherwise:
        yield f"  {drawing.otherwise}"
    for line in drawing.edited:
        yield f"  {_cut(line)}"


def _conclusion(result: Verification) -> str:
    changed = [one for one in result.inputs if not one.same]
    if not result.same:
        return "It differs."
    if result.absent:
        return "Not all of it was looked at: give the documents that are missing above, too."
    if result.drawing.result == "other-version":
        return "The verdicts are the same; whether the file was laid out by policylint cannot be said here."
    return "The verdicts are the same, although not all that they are made from is." if changed else "The same."


def _cut(text: str) -> str:
    line = _one_line(text)
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}\u2026"


def _digest(said: str) -> str:
    """A version or digest, the latter cut to what tells two apart."""
    return " ".join(word[:_DIGITS] if len(word) == _WHOLE else word for word in said.split())


def _one_line(text: str) -> str:
    from policylint.outputs.wording import one_line

    return one_line(text)
