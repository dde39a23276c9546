"""Which files and folders bear on the reports of a run, for one who waits for them to change."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from policylint.config.find import OWN_FILE
from policylint.errors import UserMistake
from policylint.packs.files import pack_files, pack_folder
from policylint.project.gather import Gathered, gather
from policylint.project.wishes import Wishes
from policylint.sources import STDIN, SUFFIXES

_BEARING: Final = frozenset({*SUFFIXES, ".yml", ".yaml"})


class Watched:
    """What bears on the reports that these wishes come to. A new document in a watched folder does, too."""

    def __init__(self, wishes: Wishes) -> None:
        """Look what there is.

        Raises:
            UserMistake: M301 where a glob or standard input was asked for: neither can be watched.
        """
        given = wishes.paths or (".",)
        if any(path == STDIN or not os.path.exists(path) for path in given):
            raise UserMistake("M301", problem="--watch takes files and folders that are there, no glob and no pipe.")
        self._wishes = wishes
        self._given = sorted({path if os.path.isdir(path) else os.path.dirname(path) or "." for path in given})
        self._left_out = {os.path.abspath(path) for path in wishes.left_out}
        self._files: set[str] = set()
        self.folders: list[str] = []
        self.look_again()

    @property
    def shown(self) -> list[str]:
        """The folders that were asked for, for people."""
        return self._given

    def look_again(self) -> None:
        """Look anew what there is; while the configuration is wrong, what was there before is watched on."""
        self._files |= {os.path.abspath(os.path.join(folder, OWN_FILE)) for folder in self._given}
        with suppress(UserMistake):
            self._files |= _files_of(gather(self._wishes))
        outside = {os.path.dirname(path) for path in self._files}
        self.folders = sorted(
            {*map(os.path.abspath, self._given), *(folder for folder in outside if os.path.isdir(folder))}
        )

    def bears(self, path: str) -> bool:
        """Whether a change of the file at `path` (absolute) calls for a new check."""
        if path in self._left_out:
            return False
        if path in self._files:
            return True
        inside = [folder for folder in map(os.path.abspath, self._given) if path.startswith(os.path.join(folder, ""))]
        hidden = any(part.startswith(".") for folder in inside for part in Path(os.path.relpath(path, folder)).parts)
        return bool(inside) and not hidden and Path(path).suffix.lower() in _BEARING


def _files_of(run: Gathered) -> set[str]:
    """Every file that bears on the reports of a run, those of profiles and packs among them."""
    more: set[str] = set()
    for subject in run.subjects:
        if subject.settings.profile:
            more.add(os.path.join(subject.configuration.root, subject.settings.profile))
        for pack in subject.settings.packs:
            more |= {os.fspath(path) for path in pack_files(pack_folder(pack))}
    return run.files | {os.path.abspath(path) for path in more}
