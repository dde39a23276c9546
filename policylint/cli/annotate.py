"""`policylint annotate FILE -o OUT`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from policylint.cli.options import day, repository_options, require_writable, tell, wishes_of
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.annotate.notes import AnnotatedCopy, Note, RemarkKind
    from policylint.model.report import DocumentReport
    from policylint.project.wishes import Wishes

_ONLY: Final[dict[str, RemarkKind]] = {
    "gaps": "missing",
    "legacy": "legacy",
    "findings": "finding",
    "covered": "covered",
}
_SUFFIXES: Final = {"pdf": (".pdf",), "docx": (".docx", ".docm")}
_HEAD: Final = 1024


@click.command("annotate")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="The copy to write."
)
@click.option(
    "--only",
    type=click.Choice(list(_ONLY)),
    multiple=True,
    help="Note only these; may be given several times. [default: all]",
)
@click.option("--author", metavar="NAME", default="policylint", help="Who is shown as the author of the notes.")
@click.option(
    "--dated", metavar="YYYY-MM-DD", default=None, help="The day that the notes bear. [default: none is named]"
)
@click.option("--break-signature", is_flag=True, help="Annotate a signed document; the copy's signature will not hold.")
@repository_options
def command(
    file: Path,
    output: Path,
    only: tuple[str, ...],
    author: str,
    dated: str | None,
    break_signature: bool,
    **given: Any,
) -> None:
    """Write a copy of a PDF or DOCX policy with the verdicts in it.

    A PDF gets highlights, notes and bookmarks, a DOCX gets comments: at the clauses that settle something or call for
    rework, and at the headings under which a missing rule belongs. Nothing else in the copy changes, and FILE stays as it
    is.
    """
    from policylint.annotate.own import is_annotated_copy
    from policylint.outputs.files import write_atomically
    from policylint.project.gather import gather
    from policylint.project.run import checked_with_text

    shown = file.as_posix()
    format_ = _format_of(file)
    noted_on = day(dated, "--dated")
    wishes = wishes_of((shown,), given)
    _require_place(output, file, format_)
    _require_replaceable(output, format_, wishes)
    report, text, _ = checked_with_text(wishes)
    _require_checked(report, shown)
    data = _same_bytes(file, report)

    from policylint.annotate.apart import Task, annotate_apart
    from policylint.annotate.notes import REMARK_KINDS, notes_of
    from policylint.annotate.pdf_bookmarks import branch_of

    kinds = tuple(_ONLY[word] for word in only) or REMARK_KINDS
    notes = notes_of(report, text, only=kinds)
    task = Task(
        data=data,
        format=format_,
        shown=shown,
        notes=notes,
        branch=branch_of(report, text, only=kinds) if format_ == "pdf" else None,
        author=author.strip() or "policylint",
        date=noted_on.isoformat() if noted_on else "",
        break_signature=break_signature,
    )
    copy = annotate_apart(task, limits=gather(wishes).limits)
    write_atomically(output, copy.data)
    if is_annotated_copy(file):
        tell(f"policylint: {shown} has notes of policylint already; the new ones stand beside them in the copy.")
    _tell(output, notes, copy)


def _format_of(file: Path) -> Literal["pdf", "docx"]:
    """The format by the first bytes.

    Raises:
        UserMistake: M001 where there is no such file, M003 where it cannot be opened, M499 for another format.
    """
    if file.is_dir():
        raise UserMistake("M499", path=file.as_posix(), problem="this is a folder. Name one PDF or DOCX document.")
    if not file.is_file():
        raise UserMistake("M001", path=file.as_posix())
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise UserMistake("M003", path=file.as_posix(), reason=(error.strerror or "error").lower()) from None
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return "docx"
    raise UserMistake(
        "M499",
        path=file.as_posix(),
        problem="notes can be put into PDF and DOCX only. 'policylint check -o report.html' writes a report "
        "on any document; 'policylint decide --as-comment' puts decisions into Markdown.",
    )


def _require_place(output: Path, file: Path, format_: str) -> None:
    """Raise `UserMistake` M004 or M301 where the copy cannot be written to this place."""
    path = output.as_posix()
    if path == "-":
        raise UserMistake("M301", problem="-o needs a file: an annotated copy is no text for a terminal.")
    require_writable(path)
    same = output.exists() and os.path.samefile(output, file)
    if same or os.path.abspath(output) == os.path.abspath(file):
        raise UserMistake("M004", path=path, reason="it is the document itself, which stays as it is")
    if output.suffix.lower() not in _SUFFIXES[format_]:
        own = file.suffix.lower()
        suffix = own if own in _SUFFIXES[format_] else _SUFFIXES[format_][0]
        raise UserMistake("M301", problem=f"-o {path} must end in {suffix}: the copy has the format of the document.")


def _require_replaceable(output: Path, format_: str, wishes: Wishes) -> None:
    """Raise `UserMistake` M004 where the copy would take the place of anything but an earlier copy."""
    from policylint.annotate.own import is_annotated_copy
    from policylint.project.gather import gather

    if not output.exists():
        return
    if os.path.abspath(output) in gather(wishes).files or not is_annotated_copy(output):
        raise UserMistake(
            "M004", path=output.as_posix(), reason="it is no annotated copy of policylint, and would be lost"
        )


def _require_checked(report: DocumentReport, shown: str) -> None:
    if report.verdict == "unreadable":
        raise UserMistake("M499", path=shown, problem=f"unreadable, so nothing was written. {report.explanation}")
    if report.verdict == "not-applicable":
        problem = (
            f"not checked, so nothing was written. {report.explanation} Say --any-kind to annotate it all the same."
        )
        raise UserMistake("M499", path=shown, problem=problem)


def _same_bytes(file: Path, report: DocumentReport) -> bytes:
    """The document's bytes, which must still be those that were checked."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserMistake("M003", path=file.as_posix(), reason=(error.strerror or "error").lower()) from None
    if hashlib.sha256(data).hexdigest() != report.source.sha256:
        raise UserMistake("M499", path=file.as_posix(), problem="it was changed while it was read. Try again.")
    return data


def _tell(output: Path, notes: Collection[Note], copy: AnnotatedCopy) -> None:
    from policylint.outputs.wording import count

    verdicts = {(remark.kind, remark.title) for note in notes for remark in note.remarks}
    counts = {
        word: sum(kind == own for own, _ in verdicts)
        for kind, word in (("covered", "covered"), ("legacy", "legacy only"), ("missing", "missing"))
    }
    counts["to rework"] = sum(remark.kind == "finding" for note in notes for remark in note.remarks)
    listed = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    tell(f"{output.as_posix()}: copy with {count(len(notes), 'note')} written{f' ({listed})' if listed else ''}.")
    for remark in copy.remarks:
        tell(f"policylint: {remark}")
