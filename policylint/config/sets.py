"""Policy sets: which documents belong together."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from policylint.config.patterns import Patterns, has_magic
from policylint.config.walking import EVERYTHING, Selection, walk


class PolicySet(Struct, frozen=True, kw_only=True):
    """Documents that belong together: the clauses of the members count for the leads.

    `leads` and `members` are files, or gitignore patterns for several, relative to the folder of the configuration.
    `place` is where the set is written; `selection` is what the configuration leaves out of what patterns name.
    """

    name: str
    leads: tuple[str, ...]
    members: tuple[str, ...]
    place: str = ""
    selection: Selection = EVERYTHING

    def leads_of(self, root: Path, *, besides: Collection[str] = ()) -> tuple[str, ...]:
        """The leads that are there, sorted, as posix paths from `root`, the folder of the configuration file.

        `besides` are paths that count as there although they are not on disk.
        """
        return tuple(sorted(self._files(self.leads, root, besides)))

    def members_of(self, root: Path, *, besides: Collection[str] = ()) -> tuple[str, ...]:
        """The members that are there, sorted, as `leads_of`; a lead is none, even if a pattern fits it."""
        return tuple(sorted(self._files(self.members, root, besides) - self._files(self.leads, root, besides)))

    def absent_from(self, root: Path) -> tuple[str, ...]:
        """The leads and members named outright that are not there, as they are written."""
        return tuple(
            name for name in (*self.leads, *self.members) if not has_magic(name) and not (root / name).exists()
        )

    def _files(self, names: tuple[str, ...], root: Path, besides: Collection[str]) -> set[str]:
        outright = {name for name in names if (root / name).is_file() or os.path.normpath(name) in besides}
        found = {os.path.normpath(name).replace(os.sep, "/") for name in outright}
        lines = [_anchored(name) for name in names if name not in outright]
        if any(has_magic(line) or (root / line.strip("/")).is_dir() for line in lines):
            patterns = Patterns(lines, place=self.place)
            found.update(name for name in (*self._documents(root), *besides) if patterns.matches(name))
        return found

    def _documents(self, root: Path) -> Iterator[str]:
        absolute = os.path.abspath(root)
        for path in walk(absolute, selection_of=lambda folder: (self.selection, _below(folder, absolute))):
            yield _below(path, absolute)


def _anchored(name: str) -> str:
    """A name without wildcards is that of one file or folder, not of all that are called so at any depth."""
    return name if has_magic(name) else "/" + name.removeprefix("./").lstrip("/")


def _below(path: str, folder: str) -> str:
    return path[len(folder) :].strip(os.sep).replace(os.sep, "/")
