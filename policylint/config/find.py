"""Finding the configuration that governs a file: the nearest one on the way up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from policylint.config.configuration import Configuration
from policylint.config.read import PROJECT_FILE, Written, read_configuration
from policylint.errors import UserMistake

OWN_FILE: Final = "policylint.toml"


class ConfigurationLookup:
    """Tells which configuration governs a file; each folder is looked into once and each file read once.

    Make a new one for each run: what changes on disk afterwards is not seen.

    Args:
        explicit: A configuration file that governs everything, in place of any that could be found.
        isolated: Take no configuration at all.
    """

    def __init__(self, *, explicit: Path | None = None, isolated: bool = False) -> None:
        self._folders: dict[str, Configuration] = {}
        self._none: Configuration | None = None
        self._for_all: Configuration | None = None
        if isolated:
            self._for_all = self._without_file()
        elif explicit is not None:
            self._for_all = Configuration(_explicit(explicit), root=explicit.parent)

    def __call__(self, start: str | Path) -> Configuration:
        """The configuration that governs the file or folder `start`. Raises `UserMistake` for what is wrong in one."""
        if self._for_all is not None:
            return self._for_all
        path = os.path.abspath(start)
        return self._folders.get(path) or self._governing(path if os.path.isdir(path) else os.path.dirname(path))

    def _governing(self, folder: str) -> Configuration:
        passed = []
        while folder not in self._folders:
            passed.append(folder)
            written = _configuration_in(folder)
            if written is not None:
                self._folders[folder] = Configuration(written, root=written.path.parent)
                break
            above = os.path.dirname(folder)
            if above == folder:
                self._folders[folder] = self._without_file()
                break
            folder = above
        configuration = self._folders[folder]
        self._folders.update(dict.fromkeys(passed, configuration))
        return configuration

    def _without_file(self) -> Configuration:
        if self._none is None:
            self._none = Configuration()
        return self._none


def find_configuration(start: str | Path, *, explicit: Path | None = None, isolated: bool = False) -> Configuration:
    """The configuration that governs the file or folder `start`; for many files, make one `ConfigurationLookup`.

    Args:
        start: A file or folder; it and the folders above it are looked into.
        explicit: A configuration file to take in place of any that could be found.
        isolated: Take none.

    Raises:
        UserMistake: M401 for an explicit file that is not there, and M003 or M402 to M408 for what is wrong in a file.
    """
    return ConfigurationLookup(explicit=explicit, isolated=isolated)(start)


def _explicit(path: Path) -> Written:
    if not path.exists():
        raise UserMistake("M401", path=path.as_posix())
    written = read_configuration(path)
    if written is None:
        raise UserMistake("M410", path=path.as_posix())
    return written


def _configuration_in(folder: str) -> Written | None:
    for name in (OWN_FILE, PROJECT_FILE):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            written = read_configuration(Path(_from_here(folder), name))
            if written is not None:
                return written
    return None


def _from_here(folder: str) -> str:
    """The way to `folder` from the current one, where either lies in the other; else `folder` itself."""
    here = os.getcwd()
    try:
        shared = os.path.commonpath((here, folder))
    except ValueError:
        return folder
    return os.path.relpath(folder, here) if shared in (here, folder) else folder
