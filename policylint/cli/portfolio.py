"""`policylint portfolio`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from policylint.choices import FAIL_LEVELS
from policylint.cli.options import (
    cover_of,
    cover_options,
    repository_options,
    say,
    tell,
    tell_exceptions,
    wishes_of,
)
from policylint.cli.progress import Progress
from policylint.errors import UserMistake, did_you_mean

if TYPE_CHECKING:
    from policylint.model.report import Report
    from policylint.outputs.portfolio.folder import PortfolioFolder
    from policylint.project.wishes import Wishes

REPORT_FORMATS: Final = ("docx", "pdf", "html", "json", "markdown")
"""The formats in which each document can have a report of its own."""

_SUFFIXES: Final = {"markdown": "md"}
_WHOLE: Final = ("portfolio.xlsx", "portfolio.csv", "portfolio.html", "portfolio.json")


@click.command("portfolio")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Write to FOLDER; it is made if need be.")
@click.option(
    "--against", metavar="FILE", default=None, help="An earlier report (JSON): say what each document gained and lost."
)
@click.option(
    "--reports",
    metavar="FORMATS",
    default="docx",
    help=f"A report on each document in these formats: some of {', '.join(REPORT_FORMATS)} with commas between them, or "
    "none. [default: docx]",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_LEVELS),
    default=None,
    help="What makes the exit code 1, as for check. [default: gap]",
)
@cover_options
@repository_options
def command(
    paths: tuple[str, ...], output: str, against: str | None, reports: str, fail_on: str | None, **given: Any
) -> None:
    """Check many policies and write a matrix, a dashboard and a report on each.

    FOLDER gets portfolio.xlsx (documents by requirements, gaps, findings, change), portfolio.csv, portfolio.html and
    portfolio.json, reports/ with a report on each document, and SHA256SUMS with the digests of all. What is in FOLDER
    already is replaced only if policylint wrote it and nobody changed it since.

    Exit codes: 0 checked, nothing at or above the fail level; 1 something is; 2 something could not be checked.
    """
    from policylint.outputs.portfolio.folder import PortfolioFolder

    formats = _formats(reports)
    folder = PortfolioFolder(output)
    earlier = _earlier(against) if against else None
    sys.exit(_run(wishes_of(paths, given, {"fail-on": fail_on}), folder, formats, earlier, given))


def _run(
    wishes: Wishes, folder: PortfolioFolder, formats: tuple[str, ...], earlier: Report | None, given: Mapping[str, Any]
) -> int:
    from dataclasses import replace

    from msgspec import structs

    from policylint.project.gather import gather
    from policylint.project.run import run_project

    cover = cover_of(given)
    wishes = replace(wishes, left_out=folder.files())
    documents = [subject.input.name for subject in gather(wishes).subjects]
    folder.require_free((*_WHOLE, *_names(documents, formats)))
    progress = _Bar(len(formats))
    outcome = run_project(wishes, listener=progress.listener(), parse_apart=True)
    if not outcome.report.documents and outcome.unread:
        progress.finish()
        return 2
    report = structs.replace(outcome.report, cover=cover) if cover else outcome.report
    # A policy set may have brought documents with it that nobody named.
    folder.require_free(_names([document.source.name for document in report.documents], formats))
    with folder:
        for name, data in _files(report, formats, earlier):
            folder.write(name, data)
            progress.advance()
        old = folder.remove_old()
    progress.finish()
    _say(folder, report, formats, old)
    return outcome.exit_code


def _names(documents: list[str], formats: tuple[str, ...]) -> Iterator[str]:
    from policylint.outputs.portfolio.folder import REPORTS, report_names

    for name in report_names(documents):
        for format_ in formats:
            yield f"{REPORTS}/{name}.{_SUFFIXES.get(format_, format_)}"


def _files(report: Report, formats: tuple[str, ...], earlier: Report | None) -> Iterator[tuple[str, str | bytes]]:
    """Every file of the portfolio with its content, one after the other; the reports on single documents first."""
    from msgspec import structs

    from policylint.outputs import FORMATS, json_report, render_report
    from policylint.outputs.portfolio import dashboard, matrix_csv, workbook

    names = _names([document.source.name for document in report.documents], formats)
    links: dict[str, str] = {}
    for document in report.documents:
        own = tuple(use for use in report.decisions if use.document == document.source.name)
        single = structs.replace(report, documents=(document,), decisions=own)
        for format_ in formats:
            name = next(names)
            links.setdefault(document.source.name, name)
            yield name, render_report(single, FORMATS[format_])
    yield "portfolio.xlsx", workbook.render(report, earlier=earlier, links=links)
    yield "portfolio.csv", matrix_csv.render(report, earlier=earlier)
    yield "portfolio.html", dashboard.render(report, earlier=earlier, links=links)
    yield "portfolio.json", json_report.render(report)


def _formats(said: str) -> tuple[str, ...]:
    """The formats that `--reports` names, each once. Raises `UserMistake` M301 for an unknown one."""
    names = [name.strip().lower() for name in said.split(",") if name.strip()]
    if names == ["none"]:
        return ()
    for name in names:
        if name not in REPORT_FORMATS:
            near = did_you_mean(name, REPORT_FORMATS, otherwise=f"; there are {', '.join(REPORT_FORMATS)}.")
            raise UserMistake("M301", problem=f"--reports: no format {name!r}{near}")
    if not names:
        raise UserMistake("M301", problem="--reports names no format; say none for no reports on single documents.")
    return tuple(dict.fromkeys(names))


def _earlier(path: str) -> Report:
    """The earlier report. Raises `UserMistake` M001 or M003, or M301 for what is no report, another's, or edited."""
    import msgspec

    from policylint.model.report import SCHEMA_ID, Report
    from policylint.sources import read_file

    data = read_file(path)
    try:
        report = Report.from_json(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        said = _schema_in(data)
        if said and said != SCHEMA_ID:
            problem = f"a report of the format {said!r}, and this policylint reads {SCHEMA_ID!r}"
        elif said:
            problem = f"a report that was edited or cut short ({error})"
        else:
            problem = "no JSON report of policylint"
        raise UserMistake("M301", problem=f"--against {path}: {problem}. Give one as policylint wrote it.") from None
    if edited := next((name for name in _miscounted(report)), ""):
        problem = f"it was edited: the counts for {edited} are not those of its requirements"
        raise UserMistake("M301", problem=f"--against {path}: {problem}. Give one as policylint wrote it.")
    return report


def _schema_in(data: bytes) -> str:
    """The format that a JSON file names; empty where it names none or is no JSON."""
    import msgspec

    try:
        found = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    said = found.get("schema") if isinstance(found, dict) else ""
    return said if isinstance(said, str) and said.startswith("policylint-report/") else ""


def _miscounted(report: Report) -> Iterator[str]:
    """Documents whose summary does not fit their requirements: policylint writes none such."""
    for document in report.documents:
        summary = document.summary
        if summary:
            status = [requirement.status for requirement in document.requirements]
            counted = (len(status), *(status.count(word) for word in ("covered", "legacy", "missing")))
            if counted != (summary.requirements, summary.covered, summary.legacy, summary.missing):
                yield document.source.name


def _say(folder: PortfolioFolder, report: Report, formats: tuple[str, ...], old: tuple[str, ...]) -> None:
    from policylint.outputs.verdicts import closing_words, gate_words
    from policylint.outputs.wording import count

    number = len(report.documents) * len(formats)
    single = f" and {count(number, 'report')} in reports/" if number else ""
    tell(f"{folder.path.as_posix()}: {', '.join(_WHOLE)}{single} written; SHA256SUMS has their digests.")
    if old:
        tell(f"{folder.path.as_posix()}: {count(len(old), 'file')} of an earlier run removed ({', '.join(old)}).")
    say(closing_words(report))
    if gate := gate_words(*report.documents):
        say(gate)
    tell_exceptions(report, unreadable=True)


class _Bar(Progress):
    """A bar over checking and writing together, so that it does not stand still at its end."""

    def __init__(self, formats: int) -> None:
        """`formats` is the number of reports on each document."""
        super().__init__()
        self._formats = formats

    def _start(self, count: int) -> None:
        super()._start(count)
        if self._bar:
            self._bar.length = count * (1 + self._formats) + len(_WHOLE)
            self._bar.label = "Checking and writing"

    def advance(self) -> None:
        """A file is written."""
        self._step(None)
