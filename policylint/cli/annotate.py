"""`policylint annotate FILE -o OUT`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import day, repository_options, require_apart, tell, wishes_of
from policylint.cli.progress import Progress
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.annotate.notes import RemarkKind
    from policylint.project.copies import Copy
    from policylint.project.wishes import Wishes

_ONLY: Final[dict[str, RemarkKind]] = {
    "gaps": "missing",
    "legacy": "legacy",
    "findings": "finding",
    "covered": "covered",
}
_SUFFIXES: Final = {"pdf": (".pdf",), "docx": (".docx", ".docm")}


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
    from policylint.project.copies import annotated_format, copy_with_notes

    shown = file.as_posix()
    format_ = annotated_format(file)
    noted_on = day(dated, "--dated")
    wishes = wishes_of((shown,), given)
    _require_place(output, file, format_)
    _require_replaceable(output, wishes)
    progress = Progress()
    copy = copy_with_notes(
        file,
        wishes,
        only=tuple(_ONLY[word] for word in only or _ONLY),
        author=author.strip() or "policylint",
        dated=noted_on,
        break_signature=break_signature,
        listener=progress.listener(tell_unread=False),
        parse_apart=True,
    )
    progress.finish()
    write_atomically(output, copy.data)
    if is_annotated_copy(file):
        tell(f"policylint: {shown} has notes of policylint already; the new ones stand beside them in the copy.")
    _tell(output, copy)


def _require_place(output: Path, file: Path, format_: str) -> None:
    """Raise `UserMistake` M004 or M301 where the copy cannot be written to this place."""
    path = output.as_posix()
    if path == "-":
        raise UserMistake("M301", problem="-o needs a file: an annotated copy is no text for a terminal.")
    require_apart(output, file)
    if output.suffix.lower() not in _SUFFIXES[format_]:
        own = file.suffix.lower()
        suffix = own if own in _SUFFIXES[format_] else _SUFFIXES[format_][0]
        raise UserMistake("M301", problem=f"-o {path} must end in {suffix}: the copy has the format of the document.")


def _require_replaceable(output: Path, wishes: Wishes) -> None:
    """Raise `UserMistake` M004 where the copy would take the place of anything but an earlier copy."""
    from policylint.annotate.own import is_annotated_copy
    from policylint.project.gather import gather

    if not output.exists():
        return
    if os.path.abspath(output) in gather(wishes).files or not is_annotated_copy(output):
        raise UserMistake(
            "M004", path=output.as_posix(), reason="it is no annotated copy of policylint, and would be lost"
        )


def _tell(output: Path, copy: Copy) -> None:
    from policylint.outputs.wording import count

    verdicts = {(remark.kind, remark.title) for note in copy.notes for remark in note.remarks}
    counts = {
        word: sum(kind == own for own, _ in verdicts)
        for kind, word in (("covered", "covered"), ("legacy", "legacy only"), ("missing", "missing"))
    }
    counts["to rework"] = sum(remark.kind == "finding" for note in copy.notes for remark in note.remarks)
    listed = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    on = f" on {count(sum(counts.values()), 'verdict')} ({listed})" if listed else ""
    tell(f"{output.as_posix()}: copy with {count(len(copy.notes), 'note')}{on} written.")
    for remark in copy.remarks:
        tell(f"policylint: {remark}")
