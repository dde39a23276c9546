"""`policylint draft FILE -o OUT`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import repository_options, require_writable, tell, wishes_of
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.drafting import Addendum, Checks
    from policylint.model.report import DocumentReport
    from policylint.project.wishes import Wishes

_SUFFIXES: Final = (".docx", ".md")


@click.command("draft")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="OUT", required=True, type=click.Path(path_type=Path), help="The draft: .docx or .md."
)
@repository_options
def command(file: Path, output: Path, **given: Any) -> None:
    """Draft an addendum to a policy, for counsel.

    For every open gap it has a clause in the policy's own terms, with blanks to fill in and the section after which it
    goes; for old clauses a proposed wording; for clauses that endanger rights, questions. It claims to close what a check
    of it together with FILE finds covered, and nothing else. FILE stays as it is.
    """
    from policylint.drafting import claimed, compose, is_needed
    from policylint.engine import prepared_pack
    from policylint.outputs.files import write_atomically
    from policylint.project.gather import gather
    from policylint.project.run import checked_with_text

    shown = file.as_posix()
    _require_place(output, file)
    wishes = wishes_of((shown,), given)
    document, text, report = checked_with_text(wishes)
    _require_checked(document, shown)
    if not is_needed(document):
        tell(f"{shown}: nothing is open, so there is nothing to draft and nothing was written.")
        return
    packs = gather(wishes).subjects[0].settings.packs
    checks = _checks(wishes, document)
    addendum = compose(report, document, text, prepared_pack(packs)[0], checks)
    render = _renderer(output)
    # What the draft says of itself is part of it, so what it claims is checked in the bytes that are written.
    data = render(addendum)
    for _ in range(2):
        addendum = claimed(addendum, checks.together(data, output.name))
        data = render(addendum)
    write_atomically(output, data)
    _tell(output, addendum)


def _require_place(output: Path, file: Path) -> None:
    """Raise `UserMistake` M001, M004 or M301 where there is nothing to read, or the draft cannot be written."""
    if file.is_dir():
        raise UserMistake("M301", problem=f"{file.as_posix()} is a folder. Name one document.")
    if not file.is_file():
        raise UserMistake("M001", path=file.as_posix())
    if output.suffix.lower() not in _SUFFIXES:
        raise UserMistake("M301", problem=f"-o {output.as_posix()} must end in .docx or .md.")
    require_writable(output.as_posix())
    same = output.exists() and os.path.samefile(output, file)
    if same or os.path.abspath(output) == os.path.abspath(file):
        raise UserMistake("M004", path=output.as_posix(), reason="it is the document itself, which stays as it is")
    if output.exists() and not _is_own(output):
        raise UserMistake("M004", path=output.as_posix(), reason="it is no draft of policylint, and would be lost")


def _is_own(output: Path) -> bool:
    """Whether the file is an earlier draft."""
    from policylint.drafting.wording import MARK

    try:
        return MARK.encode() in output.read_bytes()
    except OSError as error:
        raise UserMistake("M004", path=output.as_posix(), reason=(error.strerror or "error").lower()) from None


def _require_checked(document: DocumentReport, shown: str) -> None:
    if document.verdict == "unreadable":
        problem = f"{shown}: unreadable, so nothing was drafted. {document.explanation}"
        raise UserMistake("M301", problem=problem)
    if document.verdict == "not-applicable":
        problem = f"{shown}: not checked, so nothing was drafted. {document.explanation}"
        raise UserMistake("M301", problem=f"{problem} Say --any-kind to draft for it all the same.")


def _renderer(output: Path) -> Callable[[Addendum], bytes]:
    if output.suffix.lower() == ".docx":
        from policylint.drafting.docx import render as as_docx

        return as_docx
    from policylint.drafting.markdown import render as as_markdown

    return lambda addendum: as_markdown(addendum).encode("utf-8")


def _checks(wishes: Wishes, document: DocumentReport) -> Checks:
    """The engine, with the packs, the day and the limits of the run."""
    from policylint.drafting import Checks
    from policylint.examine import Request, examine_inputs
    from policylint.project.gather import gather
    from policylint.project.sets import settle_as_one
    from policylint.sources import Input

    run = gather(wishes)
    packs = run.subjects[0].settings.packs

    def examined(files: Mapping[str, bytes]) -> list[DocumentReport]:
        requests = [Request(Input(name, partial(bytes, data)), packs, any_kind=True) for name, data in files.items()]
        results = examine_inputs(requests, as_of=run.as_of, limits=run.limits, parse_apart=True)
        return [found.report for found in results if found]

    def by_itself(pages: Sequence[bytes]) -> list[DocumentReport]:
        return examined({f"{number}.md": page for number, page in enumerate(pages, 1)})

    def together(data: bytes, name: str) -> DocumentReport:
        return settle_as_one(document, examined({name: data}))

    return Checks(by_itself, together)


def _tell(output: Path, addendum: Addendum) -> None:
    from policylint.outputs.wording import count

    gaps = addendum.gaps
    tell(
        f"{output.as_posix()}: draft written. It closes {len(addendum.closes)} of {count(len(gaps), 'gap')}, rewords "
        f"{count(len(addendum.rewordings), 'clause')} and asks counsel {count(len(addendum.questions), 'question')}."
    )
