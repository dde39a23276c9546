"""`policylint check --watch`: check again whenever something that bears on the reports is saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from policylint.cli.options import tell
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.project.wishes import Wishes

_SETTLING: Final = 150
"""Milliseconds of quiet to wait for: an editor that saves writes, renames and touches in one go."""

_WAKING: Final = 300
"""Milliseconds after which the watcher says that there is nothing yet."""


def watch_and_check(wishes: Wishes, check: Callable[[], int]) -> None:
    """Check, and check again after every save, until the user interrupts; then exit with the last code.

    A mistake of the user's is said and waited out: the next save may mend it. What to watch is looked up after each
    check, for a save may add a document, a policy set or a profile.
    """
    from watchfiles import watch

    from policylint.project.watched import Watched

    watched = Watched(wishes)
    code, has_begun = 0, False
    with suppress(KeyboardInterrupt):
        while True:
            folders = list(watched.folders)
            # One watcher as long as the folders are the same, and begun before the first check: what is saved during a
            # check must not be missed. It says "nothing yet" every so often, first when it has begun.
            for changes in watch(
                *folders,
                watch_filter=lambda _, path: watched.bears(path),
                step=_SETTLING,
                rust_timeout=_WAKING,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            ):
                if not has_begun:
                    has_begun = True
                    code = _tried(check)
                    tell(f"policylint: watching {', '.join(watched.shown)}; interrupt to stop.")
                    watched.look_again()
                if changes:
                    code = _check_again(check, sorted(os.path.relpath(path) for _, path in changes))
                    watched.look_again()
                if watched.folders != folders:
                    break
    sys.exit(code)


def _check_again(check: Callable[[], int], changed: Sequence[str]) -> int:
    if sys.stdout.isatty():
        click.clear()
    names = ", ".join(changed[:3]).replace("\n", "<U+000A>")
    # An editor that reads along needs to know where the old problems end and the new ones begin.
    tell(f"policylint: checking after a change of {names}.")
    _forget(changed)
    code = _tried(check)
    tell(f"policylint: checked after a change of {names}.")
    return code


def _tried(check: Callable[[], int]) -> int:
    try:
        return check()
    except UserMistake as mistake:
        tell(f"policylint: {mistake}")
        return 2


def _forget(paths: Iterable[str]) -> None:
    """What this process remembers of files that are not documents."""
    from policylint.project.conclude import forget

    forget(packs=any(path.endswith((".yml", ".yaml")) for path in paths))
