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
    "lines": "policylint.diff.lines",
    "json": "policylint.diff.json_diff",
    "markdown": "policylint.diff.markdown",
    "github": "policylint.diff.github",
}
"""Name of a format and the module whose `render` draws it."""

_SUFFIXES: Final = {".json": "json", ".md": "markdown", ".markdown": "markdown"}


def diff_format(name: str | None, path: str | None) -> str:
    """The format that the end of the output file's name tells, else the one asked for by name.

    Where nobody asks for a format, a file without an end to its name or with `.txt` gets lines, and what goes to no
    file is for the terminal: all as `policylint.outputs.format_for` has it for reports.

    Raises:
        UserMistake: M301 for a name that is not known, and for a file name that tells no format where none is named.
    """
    known = ", ".join(FORMATS)
    if name is not None and name not in FORMATS:
        raise UserMistake("M301", problem=f"no output format {name!r}; there are {known}.")
    if path is None:
        return name or "terminal"
    suffix = PurePath(path).suffix.lower()
    told = _SUFFIXES.get(suffix)
    if not told and not name and suffix not in {"", ".txt"}:
        raise UserMistake("M301", problem=f"{path}: the name does not tell the format; say --format {known}.")
    return told or name or "lines"


def render_diff(diff: Diff, format_: str, *, colour: bool = False) -> str:
    """Draw a diff. `colour` says whether it can be shown: only the terminal's format has any."""
    module = importlib.import_module(FORMATS[format_])
    text: str = module.render(diff, colour=colour) if format_ == "terminal" else module.render(diff)
    return text
