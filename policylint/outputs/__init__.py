"""Outputs: a report to bytes, one module a format. Outputs know the report and nothing behind it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from policylint.errors import UserMistake, did_you_mean

if TYPE_CHECKING:
    from policylint.model.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the ends of file names that tell it, and the module whose `render` draws it.

    A `binary` one is drawn as bytes, the others as text.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    binary: bool = False


FORMATS: Final[dict[str, Format]] = {
    "terminal": Format("terminal", (), "policylint.outputs.terminal"),
    "lines": Format("lines", (), "policylint.outputs.lines"),
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
    "docx": Format("docx", (".docx",), "policylint.outputs.audit.docx_report", binary=True),
    "pdf": Format("pdf", (".pdf",), "policylint.outputs.audit.pdf_report", binary=True),
    "xlsx": Format("xlsx", (".xlsx",), "policylint.outputs.portfolio.workbook", binary=True),
    "matrix": Format("matrix", (".matrix.csv",), "policylint.outputs.portfolio.matrix_csv"),
    "dashboard": Format("dashboard", (".dashboard.html",), "policylint.outputs.portfolio.dashboard"),
    "oscal": Format("oscal", (".oscal.json",), "policylint.outputs.oscal"),
}


def format_for(name: str | None, path: str | None) -> Format:
    """The format that the end of the output file's name tells, else the one asked for by name.

    The longest end that fits decides: `report.sarif.json` is SARIF, not JSON; so is a file that is called just
    `sarif.json`. Where nobody asks for a format, a file without an end to its name or with `.txt` gets lines, and what
    goes to no file is for the terminal.

    Raises:
        UserMistake: M301 for a name that is not known, and for a file name that tells no format where none is named.
    """
    known = ", ".join(FORMATS)
    if name is not None and name not in FORMATS:
        near = did_you_mean(name, FORMATS, otherwise=f"; there are {known}.")
        raise UserMistake("M301", problem=f"no output format {name!r}{near}")
    if path is None:
        return FORMATS[name or "terminal"]
    told = _told_by(PurePath(path).name.lower())
    if not told and not name and PurePath(path).suffix.lower() not in {"", ".txt"}:
        raise UserMistake("M301", problem=f"{path}: the name does not tell the format; say --format {known}.")
    return told or FORMATS[name or "lines"]


def _told_by(file: str) -> Format | None:
    """The format with the longest suffix at the end of the name; a name with a dot may be all suffix."""
    name = f".{file}" if "." in file.strip(".") else file
    fitting = [
        (len(suffix), format_) for format_ in FORMATS.values() for suffix in format_.suffixes if name.endswith(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def render_report(report: Report, format_: Format) -> str | bytes:
    """Draw a report: bytes for a binary format, else text.

    Only the terminal's format has colour, and only where NO_COLOR is not set and TERM is not dumb.
    """
    drawn: str | bytes = importlib.import_module(format_.module).render(report)
    return drawn


def render_text(report: Report, format_: Format) -> str:
    """Draw a report in a format that is text. Raises `TypeError` for a binary one."""
    drawn = render_report(report, format_)
    if isinstance(drawn, bytes):
        raise TypeError(f"{format_.name} is a binary format")
    return drawn
