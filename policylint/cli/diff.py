"""`policylint diff`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.cli.options import Progress, repository_options, require_writable, wishes_of
from policylint.diff.folders import path_comparison
from policylint.diff.outputs import FORMATS, diff_format, render_diff
from policylint.diff.pairing import Asked, Comparison, Item, Pair
from policylint.diff.revisions import git_comparison
from policylint.diff.run import FAIL_LEVELS, FailOn, exit_code, run_diff
from policylint.outputs.files import write_atomically
from policylint.sources import Input, file_input

if TYPE_CHECKING:
    from policylint.project.run import Wishes
    from policylint.project.versions import Stated


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
    type=click.Choice(list(FORMATS)),
    default=None,
    help="By default told from the name given with -o, else terminal.",
)
@click.option("-o", "--output", metavar="FILE", default=None, help="Write the diff to FILE, whole or not at all.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_LEVELS),
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
    output: str | None,
    fail_on: FailOn,
    **given: Any,
) -> None:
    """Say what a new version of a policy gained and lost, and what became of the clauses.

    OLD and NEW are two files, which are compared whatever their names, or two folders, whose files are compared by path.
    With --git, PATH is a file or folder to which to keep. Only documents that changed are examined.

    Exit codes: 0 nothing at or above the fail level; 1 something is; 2 something could not be compared.
    """
    from policylint.project.run import Wishes

    chosen = diff_format(format_, output)
    require_writable(output)
    wishes = wishes_of((), given)
    as_of = wishes.options.get("as-of") or date.today()
    wishes = Wishes(
        options={**wishes.options, "as-of": as_of}, configuration=wishes.configuration, isolated=wishes.isolated
    )
    with _comparison(paths, revisions, staged=staged) as comparison:
        examiner = _Examiner(wishes)
        diff = run_diff(comparison, examine=examiner.examine, companions=examiner.companions, as_of=str(as_of))
    if output:
        write_atomically(Path(output), render_diff(diff, chosen, to_terminal=False))
        click.echo(f"{output}: diff written.", err=True)
    else:
        click.echo(render_diff(diff, chosen, to_terminal=sys.stdout.isatty()), nl=False, color=None)
    sys.exit(exit_code(diff, fail_on))


def _files(items: Sequence[Item]) -> list[tuple[Input, str | None]]:
    return [(item.input, item.place) for item in items]


class _Examiner:
    """Examines the files of a comparison as `policylint check` would, each side by itself."""

    def __init__(self, wishes: Wishes) -> None:
        from policylint.project.versions import Versions

        self._versions = Versions(wishes)

    def examine(self, asked: Sequence[Asked]) -> list[Stated]:
        from policylint.project.versions import VersionOfFile, checkout_of

        sides = {id(one.side): checkout_of(_files(one.side), _files(one.other)) for one in asked}
        progress = Progress()
        stated = self._versions.examine(
            [VersionOfFile(one.item.input, one.item.place, sides[id(one.side)]) for one in asked],
            listener=progress.listener(tell_unread=False),
        )
        progress.finish()
        return stated

    def companions(self, pairs: Sequence[Pair]) -> list[Pair]:
        """The policies, unchanged themselves, of which another document of their set has changed."""
        known = {os.path.abspath(item.place) for pair in pairs for item in (pair.old, pair.new) if item and item.place}
        found: dict[str, Pair] = {}
        for pair in pairs:
            changed = pair.new or pair.old
            if not (changed and changed.place):
                continue
            for lead in self._versions.leads_above(changed.input, changed.place):
                if os.path.abspath(lead) not in known and os.path.isfile(lead):
                    one, other = (Item(lead, file_input(lead), lead) for _ in range(2))
                    found.setdefault(lead, Pair("same-path", one, other))
        return [found[lead] for lead in sorted(found)]


@contextmanager
def _comparison(paths: Sequence[str], revisions: str | None, *, staged: bool) -> Iterator[Comparison]:
    if revisions is not None:
        with git_comparison(revisions, paths=paths, staged=staged) as comparison:
            yield comparison
        return
    if staged:
        raise click.UsageError("--staged goes with --git: policylint diff --git HEAD --staged")
    if len(paths) != 2:
        raise click.UsageError(
            "give two files or two folders, or --git with a revision: policylint diff --git main..HEAD"
        )
    yield path_comparison(*paths)
