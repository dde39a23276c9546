"""Which files of a repository are documents: those that `policylint check` would pick up, there now or not."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path, PurePosixPath

from policylint.diff.git import Repository
from policylint.errors import UserMistake
from policylint.sources import SUFFIXES, ConfigurationFor


def picked_up(
    candidates: Iterable[str],
    repository: Repository,
    *,
    named: Sequence[str] = (),
    configuration_for: ConfigurationFor | None = None,
) -> frozenset[str]:
    """The documents among `candidates`, which are paths from the root of the repository.

    The configuration on disk decides for both versions, as it does over all else. Without one, or without a work tree,
    the suffix decides.

    Args:
        candidates: Files of either version.
        repository: Where they are.
        named: The files and folders that the user names. Such a file is taken, unless its configuration has
            `force-exclude`; what names such a folder leaves out nothing below it.
        configuration_for: Tells which configuration governs a path.
    """
    if configuration_for is None or repository.top is None:
        return frozenset(path for path in candidates if PurePosixPath(path).suffix.lower() in SUFFIXES)
    selection = _Selection(os.path.abspath(repository.top), _absolute(named, repository), configuration_for)
    chosen = [path for path in candidates if selection.takes(path)]
    ignored = repository.ignored(path for path in (*chosen, *selection.folders))
    return frozenset(path for path in chosen if path not in ignored or not selection.heeds_gitignore(path, ignored))


def _absolute(named: Sequence[str], repository: Repository) -> tuple[str, ...]:
    return tuple(os.path.abspath(os.path.join(repository.folder, path)) for path in named)


class _Selection:
    """What the configurations have to say on the files of a repository."""

    def __init__(self, top: str, named: tuple[str, ...], configuration_for: ConfigurationFor) -> None:
        self._top = top
        self._named = frozenset(named)
        self._configuration_for = configuration_for
        self.folders = tuple(os.path.relpath(path, top) for path in named if path.startswith(os.path.join(top, "")))

    def takes(self, path: str) -> bool:
        """Whether a file is picked up, by its name and by `include` and `exclude`."""
        place = os.path.join(self._top, path)
        configuration = self._configuration_for(Path(place))
        if place in self._named:
            return not (configuration.force_exclude and configuration.is_excluded(place))
        folders = [folder for folder in self._named if place.startswith(os.path.join(folder, ""))]
        below = place[max((len(folder) for folder in folders), default=len(self._top)) :]
        if any(part.startswith(".") for part in below.split(os.sep)) or os.path.basename(place).startswith("~$"):
            return False
        exclude = configuration.selection.exclude
        for folder in folders:
            if self._configuration_for(Path(folder)) is configuration:
                exclude = exclude.without(configuration.pattern_path(os.path.join(folder, "")))
        return configuration.includes(place) and not exclude.matches(configuration.pattern_path(place))

    def heeds_gitignore(self, path: str, ignored: frozenset[str]) -> bool:
        """Whether a .gitignore leaves out the file that it names: not if that, or a folder around it, was asked for."""
        place = os.path.join(self._top, path)
        if place in self._named or not self._configuration_for(Path(place)).selection.respect_gitignore:
            return False
        return not any(path.startswith(f"{folder}/") for folder in self.folders if folder in ignored)


def require_known(
    named: Sequence[str], repository: Repository, *, picked: frozenset[str], seen: frozenset[str]
) -> None:
    """Say of a named path that it is a mistake: a typing error must not look like "no change".

    Args:
        named: The files and folders that the user names.
        repository: Where they are.
        picked: The documents of both versions.
        seen: All files of both versions.

    Raises:
        UserMistake: M467 where neither version has a document, M411 where all are left out.
    """
    for path in named:
        below = _from_root(path, repository)
        if any(_holds(below, name) for name in picked):
            continue
        left_out = [name for name in seen if _holds(below, name) and PurePosixPath(name).suffix.lower() in SUFFIXES]
        if below not in left_out:  # a file that is named and that `force-exclude` leaves out is no mistake
            raise UserMistake("M411" if left_out else "M467", path=path)


def _from_root(path: str, repository: Repository) -> str:
    if os.path.isabs(path) and repository.top is not None:
        return posixpath.normpath(os.path.relpath(path, repository.top).replace(os.sep, "/"))
    return posixpath.normpath(posixpath.join(repository.prefix, path.replace(os.sep, "/")))


def _holds(path: str, name: str) -> bool:
    if path == "." or name == path or name.startswith(f"{path}/"):
        return True
    return has_magic(path) and (fnmatchcase(name, path) or fnmatchcase(name, f"{path}/*"))
