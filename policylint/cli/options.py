"""Options that several commands share, and the wishes that they come to."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.model.report import Cover, Report
    from policylint.project.wishes import Wishes

_Command = TypeVar("_Command", bound=Callable[..., Any])

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_BREAK: Final = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-*\u2022]|\d{1,3}[.)])[ \t])")
"""Where a paragraph of notes ends: at a blank line, and before an item of a list."""


def repository_options(command: _Command) -> _Command:
    """What bears on verdicts: configuration, packs, profile, decisions, cache, day, limits and OCR."""
    options = (
        click.option("--config", metavar="FILE", default=None, help="Use this configuration file, for every document."),
        click.option("--isolated", is_flag=True, help="Use no configuration file."),
        click.option("--pack", metavar="NAME|FOLDER", multiple=True, help="The rule pack; may be given several times."),
        click.option("--profile", metavar="NAME|FILE", default=None, help="The profile: what applies, how severe."),
        click.option("--any-kind", is_flag=True, help="Check documents that are no policy of the fitting kind, too."),
        click.option("--references", is_flag=True, help="Report cross-references that point nowhere."),
        click.option("--decisions", metavar="FILE", default=None, help="The file of decisions."),
        click.option("--no-cache", is_flag=True, help="Neither use nor write the cache."),
        click.option("--cache-dir", metavar="FOLDER", default=None, help="Keep the cache in this folder."),
        click.option("--as-of", metavar="YYYY-MM-DD", default=None, help="The day for dates. [default: today]"),
        click.option("--timeout", metavar="SECONDS", default=None, type=float, help="Most time to read one document."),
        click.option(
            "--limit",
            metavar="NAME=VALUE",
            multiple=True,
            help="What else one document may cost, by the names of [limits]: pages=500, file-bytes=500MB, ...",
        ),
        click.option(
            "--ocr", metavar="ENGINE", default=None, help="What reads scans: auto, off, tesseract or rapidocr."
        ),
        click.option(
            "--ocr-language",
            metavar="LANG",
            multiple=True,
            help="A language of scans, as tesseract names it (eng, spa, ...); several, the likeliest first.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def cover_options(command: _Command) -> _Command:
    """What an auditor puts on a report; nothing of it bears on a verdict."""
    options = (
        click.option("--report-title", metavar="TEXT", default="", help="The title of the report."),
        click.option("--prepared-for", metavar="TEXT", default="", help="For whom the report is made."),
        click.option("--prepared-by", metavar="TEXT", default="", help="Who made it, and signs it."),
        click.option(
            "--dated", metavar="YYYY-MM-DD", default=None, help="The day of the report. [default: none is named]"
        ),
        click.option(
            "--notes",
            metavar="FILE",
            default=None,
            help="The reviewer's notes: text in which a blank line, or the mark of a list, begins a paragraph.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def cover_of(given: Mapping[str, Any]) -> Cover | None:
    """The cover that the options of `cover_options` (as click gives them) come to; None where none was given.

    Raises:
        UserMistake: M301 for a wrong date, M001 or M003 for notes that cannot be read.
    """
    from policylint.model.report import Cover

    dated = day(given["dated"], "--dated")
    cover = Cover(
        title=given["report_title"].strip(),
        prepared_for=given["prepared_for"].strip(),
        prepared_by=given["prepared_by"].strip(),
        date=dated.isoformat() if dated else "",
        notes=_paragraphs(given["notes"]) if given["notes"] else (),
    )
    return cover if cover != Cover() else None


def _paragraphs(path: str) -> tuple[str, ...]:
    from policylint.sources import read_file

    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserMistake("M003", path=path, reason="it is not UTF-8 text") from None
    return tuple(" ".join(part.split()) for part in _BREAK.split(text) if part.strip())


def wishes_of(paths: tuple[str, ...], given: Mapping[str, Any], more: Mapping[str, object] = _NOTHING) -> Wishes:
    """The wishes that the shared options (as click gives them) and `more` settings come to."""
    from policylint.project.wishes import Wishes

    options: dict[str, object] = {
        "packs": given["pack"] or None,
        "profile": given["profile"],
        "any-kind": given["any_kind"] or None,
        "references": given["references"] or None,
        "decisions": given["decisions"],
        "cache": False if given["no_cache"] else None,
        "cache-dir": given["cache_dir"],
        "as-of": day(given["as_of"]),
        "timeout": given["timeout"],
        "limits": limits_said(given["limit"]) or None,
        "ocr": given["ocr"],
        "ocr-languages": tuple(part for said in given["ocr_language"] for part in said.split("+")) or None,
        **more,
    }
    return Wishes(
        paths=paths,
        options={key: value for key, value in options.items() if value is not None},
        configuration=Path(given["config"]) if given["config"] else None,
        isolated=given["isolated"],
    )


def limits_said(said: Iterable[str]) -> dict[str, object]:
    """Limits as `--limit` gives them, by name. Raises `UserMistake` M301 for what is no NAME=VALUE."""
    from policylint.config.amounts import said_number

    limits: dict[str, object] = {}
    for pair in said:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            problem = f"--limit {pair!r} is no limit; write it as pages=500 or file-bytes=500MB."
            raise UserMistake("M301", problem=problem)
        limits[name.strip()] = said_number(value.strip())
    return limits


def day(text: str | None, option: str = "--as-of") -> date | None:
    """A day as it is written on the command line, as the value of `option`. Raises `UserMistake` M301 for others."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        wrong = "is no day of the calendar" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "is not a date"
        raise UserMistake("M301", problem=f"{option} {text!r} {wrong}; write it as 2026-11-22.") from None


def require_writable(output: str | None) -> None:
    """Say before a long run, not after it, that a report could not be written. Raises `UserMistake` M004."""
    if output is None:
        return
    folder = Path(output).parent
    if Path(output).is_dir():
        raise UserMistake("M004", path=output, reason="it is a folder")
    if not folder.is_dir():
        raise UserMistake("M004", path=output, reason=f"there is no folder {folder}")


def require_apart(output: Path, file: Path) -> None:
    """See that a file can be written here and is not the document that it is made from. Raises `UserMistake` M004."""
    require_writable(output.as_posix())
    same = output.exists() and os.path.samefile(output, file)
    if same or os.path.abspath(output) == os.path.abspath(file):
        raise UserMistake("M004", path=output.as_posix(), reason="it is the document itself, which stays as it is")


def tell(text: str) -> None:
    """Say something on standard error: no character in it acts on a terminal, and no line in the log of a CI job."""
    say(text, err=True)


def say(text: str, *, err: bool = False) -> None:
    """The same on standard output. What is to have a colour is not said, but echoed, after each part was made safe."""
    from policylint.outputs.logs import inert
    from policylint.outputs.wording import visible

    click.echo(inert(visible(text)), err=err)


def tell_exceptions(report: Report, *, unreadable: bool) -> None:
    """Say on standard error which documents are short of what was asked for, and which could not be read.

    The latter where nobody has said so yet, because the report went to files.
    """
    from policylint.outputs.wording import one_line

    for document in report.documents:
        name = one_line(document.source.name)
        if unreadable and document.verdict == "unreadable":
            tell(f"policylint: {name}: unreadable. {one_line(document.explanation)}")
        if document.shortfall:
            tell(f"policylint: {name}: {document.shortfall}")


def usual_format() -> str:
    """The format of standard output where nobody asks for one: it depends on who reads."""
    if sys.stdout.isatty():
        return "terminal"
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "lines"
