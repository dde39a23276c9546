"""The formats of a diff, and which one is meant."""

from __future__ import annotations

import importlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.diff.model import Diff

FORMATS: Final = {
    "terminal": "policylint.diff.terminal",
    "json": "policylint.diff.json_diff",
    "markdown": "policylint.diff.markdown",
}
"""Name of a format and the module whose `render` draws it."""

_SUFFIXES: Final = {"": "terminal", ".txt": "terminal", ".json": "json", ".md": "markdown", ".markdown": "markdown"}


def diff_format(name: str | None, path: str | None) -> str:
    """The format asked for, else told from the suffix of the output file, else the terminal's.

    Raises:
        UserMistake: M472 for a suffix that tells no format.
    """
    if name is not None or path is None:
        return name or "terminal"
    suffix = PurePath(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise UserMistake("M472", path=path, known=", ".join(FORMATS))
    return _SUFFIXES[suffix]


def render_diff(diff: Diff, format_: str, *, to_terminal: bool) -> str:
    """Draw a diff. `to_terminal` says whether a person looks at it: only the terminal format cares."""
    text: str = importlib.import_module(FORMATS[format_]).render(diff, to_terminal=to_terminal)
    return text
