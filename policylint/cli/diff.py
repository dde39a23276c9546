"""`policylint diff`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.cli.options import repository_options, require_writable, tell, usual_format, wishes_of
from policylint.cli.progress import Progress
from policylint.diff.gate import DIFF_FAIL_LEVELS, DiffFailLevel, exit_code

if TYPE_CHECKING:
    from policylint.diff.model import Diff
    from policylint.project.wishes import Wishes


@click.command("diff")
@click.argument("paths", nargs=-1, metavar="OLD NEW | --git REVISIONS [PATH]...")
@click.option(
    "--git",
    "revisions",
    metavar="REVISIONS",
    default=None,
    help="Compare revisions: main..HEAD, main...HEAD (from their merge base), or HEAD against the work tree.",
)
@click.option("--staged", is_flag=True, help="With --git REVISION: compare it with what is staged.")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    default=None,
    help="terminal, lines, json, markdown or github. [default: terminal; lines where the output goes to a program; "
    "github inside GitHub Actions]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    help="Write the diff to FILE, whole or not at all, in the format that its name tells (diff.md, diff.json). May be "
    "given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(DIFF_FAIL_LEVELS),
    default="lost",
    show_default=True,
    help="What makes the exit code 1: a requirement that was lost; legacy: one that became legacy, too; new: a new finding, too; or never anything.",
)
@repository_options
def command(
    paths: tuple[str, ...],
    revisions: str | None,
    staged: bool,
    format_: str | None,
    outputs: tuple[str, ...],
    fail_on: DiffFailLevel,
    **given: Any,
) -> None:
    """Say what a new version of a policy gained and lost, and what became of the clauses.

    OLD and NEW are two files, which are compared whatever their names, or two folders, whose files are compared by path.
    With --git, PATH is a file or folder to which to keep. Only documents that changed are examined.

    Exit codes: 0 nothing at or above the fail level; 1 something is; 2 something could not be compared.
    """
    if revisions is None and staged:
        raise click.UsageError("--staged goes with --git: policylint diff --git HEAD --staged")
    if revisions is None and len(paths) != 2:
        raise click.UsageError(
            "give two files or two folders, or --git with a revision: policylint diff --git main..HEAD"
        )
    files = _output_files(outputs, format_)
    wishes = replace(wishes_of(paths, given), left_out=outputs)
    diff = _compare(wishes, revisions, staged=staged)
    _write(diff, files)
    if not files or (format_ and all(written != format_ for _, written in files)):
        _print(diff, format_)
    sys.exit(exit_code(diff, fail_on))


def _compare(wishes: Wishes, revisions: str | None, *, staged: bool) -> Diff:
    from policylint.project.comparison import diff_paths, diff_revisions

    progress = Progress()
    listener = progress.listener(tell_unread=False)
    if revisions is None:
        old, new = wishes.paths
        diff = diff_paths(old, new, wishes, listener=listener, parse_apart=True)
    else:
        diff = diff_revisions(revisions, wishes, staged=staged, listener=listener, parse_apart=True)
    progress.finish()
    return diff


def _output_files(outputs: Sequence[str], format_: str | None) -> list[tuple[str, str]]:
    """The files to write, each with its format. Said before a long run, not after it, that one cannot be written."""
    from policylint.diff.outputs import diff_format

    diff_format(format_, None)
    files = []
    for output in outputs:
        require_writable(output)
        files.append((output, diff_format(format_, output)))
    return files


def _write(diff: Diff, files: Sequence[tuple[str, str]]) -> None:
    from policylint.diff.outputs import render_diff
    from policylint.outputs.files import write_atomically

    for path, format_ in files:
        write_atomically(Path(path), render_diff(diff, format_))
        tell(f"{path}: diff written.")


def _print(diff: Diff, format_: str | None) -> None:
    from policylint.diff.outputs import render_diff

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    click.echo(render_diff(diff, format_ or usual_format(), colour=colour), nl=False, color=None)
