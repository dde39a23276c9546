"""Outputs: a report to bytes, one module a format. Outputs know the report and nothing behind it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.model.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the file suffixes that tell it, and the module whose `render` draws it."""

    name: str
    suffixes: tuple[str, ...]
    module: str


FORMATS: Final[dict[str, Format]] = {
    "terminal": Format("terminal", (), "policylint.outputs.terminal"),
    "json": Format("json", (".json",), "policylint.outputs.json_report"),
    "markdown": Format("markdown", (".md", ".markdown"), "policylint.outputs.markdown"),
    "html": Format("html", (".html", ".htm"), "policylint.outputs.html"),
}


def format_for(name: str | None, path: str | None) -> Format:
    """The format asked for by name, else told from the suffix of the output file, else the terminal's.

    Raises:
        UserMistake: M301 for a name that is not known, and for a suffix that tells no format.
    """
    known = ", ".join(FORMATS)
    if name is not None:
        if name not in FORMATS:
            raise UserMistake("M301", problem=f"no output format {name!r}; there are {known}.")
        return FORMATS[name]
    if path is None:
        return FORMATS["terminal"]
    suffix = PurePath(path).suffix.lower()
    found = next((format_ for format_ in FORMATS.values() if suffix in format_.suffixes), None)
    if found is None and suffix not in {"", ".txt"}:
        raise UserMistake("M301", problem=f"{path}: the name does not tell the format; say --format {known}.")
    return found or FORMATS["terminal"]


def render_report(report: Report, format_: Format, *, to_terminal: bool) -> str:
    """Draw a report. `to_terminal` says whether a person looks at it: only the terminal format cares."""
    text: str = importlib.import_module(format_.module).render(report, to_terminal=to_terminal)
    return text
