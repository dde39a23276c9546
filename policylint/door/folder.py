"""The folder that a child has to itself, made before it is told of it and gone with it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from itertools import count


def private_folder() -> str:
    """Make a folder that only this user may look into, among the system's temporary ones; empty where none can be."""
    try:
        return tempfile.mkdtemp(prefix="policylint-")
    except OSError:  # a system without a place to write to still reads what needs none
        return ""


def remove_folder(folder: str) -> None:
    """Remove a folder with everything in it. Links are removed, never followed; what cannot be removed stays."""
    if not folder:
        return
    with suppress(OSError):
        os.rmdir(folder)  # nearly always it is empty
        return
    with suppress(OSError):
        _empty(folder)
        os.rmdir(folder)


def _empty(folder: str) -> None:
    """Remove what is in a folder, however deeply it is nested and whatever rights were taken away within it.

    Folders within folders are moved up until none is left: no name gets too long, and nothing is called in itself.
    """
    numbers = count()
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in list(os.scandir(entry.path)):
                if inner.is_dir(follow_symlinks=False):
                    os.chmod(inner.path, 0o700)
                    os.rename(inner.path, _free_name(folder, numbers))
                else:
                    os.unlink(inner.path)
            os.rmdir(entry.path)


def _free_name(folder: str, numbers: count[int]) -> str:
    return next(name for number in numbers if not os.path.lexists(name := os.path.join(folder, f"up-{number}")))
