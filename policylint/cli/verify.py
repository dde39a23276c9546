"""`policylint verify REPORT FILE...`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import repository_options, say, wishes_of
from policylint.cli.progress import Progress

if TYPE_CHECKING:
    from policylint.verification import Verification
    from policylint.verification.model import Difference, Input

_SHORT: Final = 300
"""Characters of a value that are shown; the rest is in the report."""

_NAMED: Final = 20
"""Documents that are named where they were not given."""

_DIGITS, _WHOLE = 12, 64
"""Digits of a SHA-256 that are shown, and that it has."""

_KINDS: Final = {
    "document": "document",
    "recognition": "OCR",
    "pack": "pack",
    "tool": "program",
    "model": "language model",
    "library": "library",
    "file": "file",
    "settings": "settings",
    "drawing": "drawing library",
}


_ALIKE: Final = 3
"""Documents in which a difference is told once for all: a clause that another pack words otherwise."""

_FOLLOW: Final = frozenset(
    {"why", "remedy", "model_clause", "fingerprint", "searched", "nearest", "channel", "channel_why", "evidence_total"}
)
"""Fields of a requirement that come out otherwise where its status does."""

_FIELDS: Final = {
    "kind_why": "why this kind",
    "model_clause": "clause to start from",
    "nearest": "nearest clause",
    "searched": "what was searched",
}
"""What fields are called where their own name says little."""

_OPTIONS: Final = {
    "baseline": "--baseline",
    "configuration": "--config",
    "decisions": "--decisions",
    "profile": "--profile",
}


@click.command("verify")
@click.argument("report", metavar="REPORT")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@repository_options
def command(report: str, files: tuple[str, ...], **given: Any) -> None:
    """Make a report again from its documents, and say whether it says the same.

    REPORT is a report as policylint wrote it: DOCX, PDF, HTML, XLSX, JSON or OSCAL. FILE is a document that it is about,
    or a folder of them; without any, they are looked for where the report says, in the current folder. The options with
    which the report was made are used again, the day too; those that are given here win over them.

    Exit codes: 0 the same; 1 something differs, and it is said what and why; 2 something could not be looked at.
    """
    from policylint.verification import verify_report

    progress = Progress()
    result = verify_report(report, files, wishes_of((), given), listener=progress.listener(), parse_apart=True)
    progress.finish()
    for line in _lines(result):
        say(_one_line(line))
    sys.exit(result.exit_code)


def _lines(result: Verification) -> Iterator[str]:
    yield from _inputs(result.inputs)
    for name in result.absent[:_NAMED]:
        yield f"not given  document {_one_line(name)}"
    if (more := len(result.absent) - _NAMED) > 0:
        yield f"not given  {more} more documents"
    yield ""
    documents = "1 document" if result.documents == 1 else f"{result.documents} documents"
    verdicts = f"{result.compared} verdicts in {documents}"
    if result.differences:
        yield from _differences(result.differences, verdicts)
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
            yield _changed(one, f"{_KINDS[one.kind]}{name}")
        elif one.kind in ("document", "pack"):
            yield f"same       {_KINDS[one.kind]} {_one_line(one.name)}"
        else:
            rest[_KINDS[one.kind]] += 1
    if rest:
        yield f"same       {', '.join(name if number == 1 else f'{name} ({number})' for name, number in rest.items())}"


def _changed(one: Input, name: str) -> str:
    if one.kind == "file" and not one.now:
        option = _OPTIONS.get(one.name.partition(" ")[0])
        return f"not here   {name}{f'; say where it is with {option}' if option else ''}"
    then, now = (_digest(said) or "none" for said in (one.then, one.now))
    return f"differs    {name}: {then} in the report, {now} here"


def _differences(differences: Sequence[Difference], verdicts: str) -> Iterator[str]:
    """All differences by document and verdict; a reason that holds for many is said once, above them."""
    verdicts_that_differ = len({(one.document, one.about) for one in differences if one.about})
    reason = _common(differences)
    why = f" ({reason})" if reason else ""
    if verdicts_that_differ:
        some = "1 says" if verdicts_that_differ == 1 else f"{verdicts_that_differ} say"
        yield f"Of {verdicts}, {some} something else when the report is made again{why}:"
    else:
        yield f"All {verdicts} are the same when the report is made again, but not all else{why}:"
    alike = Counter(map(_without_document, differences))
    often = sorted({(-number, one.why) for one, number in alike.items() if number >= _ALIKE})
    for number, cause in often:
        yield f"  in {-number} documents each{'' if reason else f' ({cause})'}"
        for one in (one for one, times in alike.items() if (-times, one.why) == (number, cause)):
            yield from _verdict(one.about, [one], why=False)
    rest = [one for one in differences if alike[_without_document(one)] < _ALIKE]
    for document, group in groupby(rest, key=lambda one: one.document):
        of_document = list(group)
        common = "" if reason else _common(of_document)
        where = _one_line(document) if document else "the report as a whole"
        yield f"  {where}{f' ({common})' if common else ''}"
        for about, of_verdict in groupby(of_document, key=lambda one: one.about):
            yield from _verdict(about, list(of_verdict), why=not (reason or common))


def _without_document(difference: Difference) -> Difference:
    return replace(difference, document="")


def _verdict(about: str, differences: Sequence[Difference], *, why: bool) -> Iterator[str]:
    """The differences of a verdict. Where its status is another one, much else follows from that and is only named."""
    status = next((one for one in differences if one.field == "status"), None)
    if status:
        reason = f" ({status.why})" if why else ""
        yield f"    {about}: {status.reported} in the report, {status.found} again{reason}"
    follow = [_named(one.field) for one in differences if status and one.field in _FOLLOW]
    for one in differences:
        if one is status or (status and one.field in _FOLLOW):
            continue
        indent = "      " if status else "    "
        yield f"{indent}{_named(one.field)}" if status or not about else f"    {about}: {_named(one.field)}"
        yield f"{indent}  report: {_cut(one.reported)}"
        yield f"{indent}  again:  {_cut(one.found)}"
        if why and not status:
            yield f"{indent}  why:    {one.why}"
    if follow:
        yield f"      and with it: {', '.join(follow)}"


def _common(differences: Sequence[Difference]) -> str:
    """The reason that all differences have; empty where they have several."""
    reasons = {one.why for one in differences}
    return reasons.pop() if len(reasons) == 1 else ""


def _named(field: str) -> str:
    return _FIELDS.get(field, field.replace("_", " "))


def _drawing(result: Verification) -> Iterator[str]:
    drawing = result.drawing
    if drawing.result == "same":
        carried = " from the report that it carries" if result.differences else ""
        yield f"The file is, byte for byte, what policylint writes{carried}."
    elif drawing.edited and drawing.otherwise:
        yield "The file does not say what policylint writes from the report that it carries:"
        yield "another version has drawn it, or it was edited."
    elif drawing.edited:
        yield "The file is not what policylint writes from the report that it carries: it was edited."
    elif drawing.result == "differs":
        yield "The file is not, byte for byte, what policylint writes from the report that it carries."
    elif drawing.result == "other-version":
        yield "The file says what policylint writes; its bytes cannot be compared."
    if drawing.otherwise:
        yield f"  {drawing.otherwise}"
    if drawing.edited:
        yield "  (- what policylint writes, + what the file says)"
    for line in drawing.edited:
        yield f"  {_cut(line)}"


def _conclusion(result: Verification) -> str:
    changed = [one for one in result.inputs if not one.same and one.kind != "drawing"]
    if result.other_documents and not result.differences:
        return "It differs: the verdicts are the same, and a document is not the one that the report is about."
    if result.exit_code == 1:
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
