"""`policylint check --watch`: check again whenever something that bears on the reports is saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from policylint.errors import UserMistake
from policylint.sources import SUFFIXES

if TYPE_CHECKING:
    from policylint.project.run import Wishes

_SETTLING: Final = 150
"""Milliseconds of quiet to wait for: an editor that saves writes, renames and touches in one go."""

_BEARING: Final = frozenset({*SUFFIXES, ".toml", ".yml", ".gitignore"})


def watch_and_check(wishes: Wishes, check: Callable[[], int]) -> None:
    """Check, and check again after every save, until the user interrupts; then exit with the last code.

    A mistake of the user's is said and waited out: the next save may mend it.
    """
    from watchfiles import watch

    code = _tried(check)
    folders = _folders(wishes)
    click.echo(f"policylint: watching {', '.join(folders)}; interrupt to stop.", err=True)
    changed = watch(*folders, watch_filter=lambda _, path: _bears(path), step=_SETTLING, ignore_permission_denied=True)
    with suppress(KeyboardInterrupt):
        for changes in changed:
            _forget(path for _, path in changes)
            names = ", ".join(sorted({os.path.relpath(path) for _, path in changes})[:3])
            if sys.stdout.isatty():
                click.clear()
            # An editor that reads along needs to know where the old problems end and the new ones begin.
            click.echo(f"policylint: checking after a change of {names}.", err=True)
            code = _tried(check)
            click.echo(f"policylint: checked after a change of {names}.", err=True)
    sys.exit(code)


def _tried(check: Callable[[], int]) -> int:
    try:
        return check()
    except UserMistake as mistake:
        click.echo(f"policylint: {mistake}", err=True)
        return 2


def _folders(wishes: Wishes) -> list[str]:
    """The folders in which the documents lie; whole ones, so that a new document is seen, too."""
    given = wishes.paths or (".",)
    folders = {path if os.path.isdir(path) else os.path.dirname(path) or "." for path in given if path != "-"}
    if not folders or not all(os.path.isdir(folder) for folder in folders):
        raise UserMistake("M301", problem="--watch takes files and folders, neither a glob nor standard input.")
    return sorted(folders)


def _bears(path: str) -> bool:
    parts = Path(path).parts
    hidden = any(
        part.startswith(".") and part not in {".", "..", ".gitignore"} for part in parts[len(Path.cwd().parts) :]
    )
    return not hidden and (
        Path(path).suffix.lower() in _BEARING or Path(path).name in _BEARING | {"policylint-baseline.json"}
    )


def _forget(paths: Iterable[str]) -> None:
    """What this process remembers of files that are not documents."""
    from policylint.project.run import forget

    forget(packs=any(path.endswith(".yml") for path in paths))
