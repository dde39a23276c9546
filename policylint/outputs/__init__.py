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
    """An output format: its name, the ends of file names that tell it, and the module whose `render` draws it.

    `machine` says whether it is for files and programs: all are but the terminal's, which looks at who reads it.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    machine: bool = True


FORMATS: Final[dict[str, Format]] = {
    "terminal": Format("terminal", (), "policylint.outputs.terminal", machine=False),
    "json": Format("json", (".json",), "policylint.outputs.json_report"),
    "markdown": Format("markdown", (".md", ".markdown"), "policylint.outputs.markdown"),
    "html": Format("html", (".html", ".htm"), "policylint.outputs.html"),
    "sarif": Format("sarif", (".sarif", ".sarif.json"), "policylint.outputs.sarif"),
    "junit": Format("junit", (".junit.xml",), "policylint.outputs.junit"),
    "github": Format("github", (), "policylint.outputs.github"),
    "gitlab": Format("gitlab", (".codequality.json", "gl-code-quality-report.json"), "policylint.outputs.gitlab"),
    "checkstyle": Format("checkstyle", (".checkstyle.xml",), "policylint.outputs.checkstyle"),
    "csv": Format("csv", (".csv",), "policylint.outputs.csv_table"),
    "summary": Format("summary", (".summary.md",), "policylint.outputs.job_summary"),
}


def format_for(name: str | None, path: str | None) -> Format:
    """The format that the end of the output file's name tells, else the one asked for by name, else the terminal's.

    The longest end that fits decides: `report.sarif.json` is SARIF, not JSON; so is a file that is called just
    `sarif.json`.

    Raises:
        UserMistake: M301 for a name that is not known, and for a file name that tells no format where none is named.
    """
    known = ", ".join(FORMATS)
    if name is not None and name not in FORMATS:
        raise UserMistake("M301", problem=f"no output format {name!r}; there are {known}.")
    found = _told_by(PurePath(path).name.lower()) if path else None
    if found:
        return found
    if name is None and path and PurePath(path).suffix.lower() not in {"", ".txt"}:
        raise UserMistake("M301", problem=f"{path}: the name does not tell the format; say --format {known}.")
    return FORMATS[name or "terminal"]


def _told_by(file: str) -> Format | None:
    """The format with the longest suffix at the end of the name; a name with a dot may be all suffix."""
    name = f".{file}" if "." in file.strip(".") else file
    fitting = [
        (len(suffix), format_) for format_ in FORMATS.values() for suffix in format_.suffixes if name.endswith(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def render_report(report: Report, format_: Format, *, to_terminal: bool) -> str:
    """Draw a report. `to_terminal` says whether a person looks at it: only the terminal format cares."""
    text: str = importlib.import_module(format_.module).render(report, to_terminal=to_terminal)
    return text
