"""`policylint draft FILE -o OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.cli.options import repository_options, require_apart, tell, wishes_of
from policylint.errors import UserMistake, reason_of

if TYPE_CHECKING:
    from policylint.drafting import Addendum
    from policylint.project.drafts import DraftFormat

_FORMATS: Final[dict[str, DraftFormat]] = {".docx": "docx", ".md": "md"}


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
    from policylint.outputs.files import write_atomically
    from policylint.project.drafts import draft_for

    shown = file.as_posix()
    format_ = _require_place(output, file)
    draft = draft_for(wishes_of((shown,), given), format_, parse_apart=True)
    if draft is None:
        tell(f"{shown}: nothing is open, so there is nothing to draft and nothing was written.")
        return
    write_atomically(output, draft.data)
    _tell(output, draft.addendum)


def _require_place(output: Path, file: Path) -> DraftFormat:
    """The format that the draft's name tells.

    Raises:
        UserMistake: M301 or M001 where there is no document, M301 or M004 where the draft cannot be written.
    """
    if file.is_dir():
        raise UserMistake("M301", problem=f"{file.as_posix()} is a folder. Name one document.")
    if not file.is_file():
        raise UserMistake("M001", path=file.as_posix())
    format_ = _FORMATS.get(output.suffix.lower())
    if format_ is None:
        raise UserMistake("M301", problem=f"-o {output.as_posix()} must end in .docx or .md.")
    require_apart(output, file)
    if output.exists() and not _is_own(output):
        raise UserMistake("M004", path=output.as_posix(), reason="it is no draft of policylint, and would be lost")
    return format_


def _is_own(output: Path) -> bool:
    """Whether the file is an earlier draft."""
    from policylint.drafting.wording import MARK

    if not output.is_file():  # a pipe would be waited for, a device may have no end
        return False
    try:
        return MARK.encode() in output.read_bytes()
    except OSError as error:
        raise UserMistake("M004", path=output.as_posix(), reason=reason_of(error)) from None


def _tell(output: Path, addendum: Addendum) -> None:
    from policylint.outputs.wording import count

    gaps = addendum.gaps
    tell(
        f"{output.as_posix()}: draft written. It closes {len(addendum.closes)} of {count(len(gaps), 'gap')}, rewords "
        f"{count(len(addendum.rewordings), 'clause')} and asks counsel {count(len(addendum.questions), 'question')}."
    )
