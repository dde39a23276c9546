"""From what the user names (files, folders, globs, standard input) to the files to check."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policylint.errors import UserMistake

SUFFIXES: Final = frozenset({".pdf", ".docx", ".md", ".markdown", ".html", ".htm", ".txt", ".text"})
"""What is picked up from a folder. A file named outright is read whatever its name: readers go by content."""

STDIN: Final = "-"
_SKIPPED: Final = frozenset({"__pycache__", "node_modules", "venv"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file to check: its name as the user gave it (never made absolute), and how to get its bytes."""

    name: str
    read: Callable[[], bytes]


def find_inputs(paths: Iterable[str]) -> tuple[Input, ...]:
    """Every file meant by `paths`, each once, folders and globs in sorted order.

    Raises `UserMistake` M001 for a path that is not there and M002 for a folder or glob without policy documents.
    """
    inputs: dict[str, Input] = {}
    for path in paths:
        for name in _names(path):
            inputs.setdefault(name, Input(name, _stdin if name == STDIN else _reader(name)))
    return tuple(inputs.values())


def _names(path: str) -> Iterator[str]:
    if path == STDIN:
        yield STDIN
    elif os.path.isdir(path):
        found = list(_walk(path))
        if not found:
            raise UserMistake("M002", path=path)
        yield from found
    elif os.path.lexists(path):
        yield path
    elif glob.has_magic(path):
        matches = [name for name in sorted(glob.glob(path, recursive=True)) if os.path.isfile(name)]
        if not matches:
            raise UserMistake("M002", path=path)
        yield from matches
    else:
        raise UserMistake("M001", path=path)


def _walk(folder: str) -> Iterator[str]:
    for base, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                yield os.path.normpath(os.path.join(base, name))


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _reader(name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise UserMistake("M003", path=name, reason=error.strerror or "error") from None

    return read
