"""`policylint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.choices import FAIL_LEVELS, OUTPUT_FORMATS
from policylint.cli.options import (
    cover_of,
    cover_options,
    repository_options,
    require_writable,
    tell,
    tell_exceptions,
    usual_format,
    wishes_of,
)
from policylint.cli.progress import Progress
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.model.report import Cover, Report
    from policylint.outputs import Format
    from policylint.project.wishes import Wishes


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    default=None,
    help=f"{', '.join(OUTPUT_FORMATS[:-1])} or {OUTPUT_FORMATS[-1]}. [default: terminal; lines where the output goes to "
    "a program; github inside GitHub Actions]",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    help="Write the report to FILE, whole or not at all, in the format that its name tells (report.html, report.sarif, "
    "report.junit.xml, ...). May be given several times.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_LEVELS),
    default=None,
    help="What makes the exit code 1: a gap (missing or legacy requirement, or any finding), legacy (only what was never "
    "adapted), high (a gap or finding of high severity), or never anything. [default: gap]",
)
@click.option("--min-coverage", metavar="PERCENT", type=float, default=None, help="Exit 1 below this coverage.")
@click.option("--baseline", metavar="FILE", default=None, help="Mark what is new since this baseline; only that fails.")
@cover_options
@repository_options
@click.option("--name", metavar="NAME", default="stdin", help="What to call standard input in the report.")
@click.option(
    "--as-one", is_flag=True, help="Read the documents as parts of one policy: a policy and its addendum, say."
)
@click.option("--watch", is_flag=True, help="Check again whenever a document or the configuration is saved.")
def command(
    paths: tuple[str, ...],
    format_: str | None,
    outputs: tuple[str, ...],
    fail_on: str | None,
    min_coverage: float | None,
    baseline: str | None,
    name: str,
    as_one: bool,
    watch: bool,
    **given: Any,
) -> None:
    """Check policies and write a gap report.

    PATH is a file, a folder (searched for PDF, DOCX, DOC, ODT, RTF, Markdown, HTML and text), a glob in quotes, or - for standard
    input; the current folder if none is given. What to check and how can be said in policylint.toml; `policylint config
    show` prints what holds.

    Exit codes: 0 checked, nothing at or above the fail level; 1 something is; 2 something could not be checked.
    """
    from dataclasses import replace

    wishes = wishes_of(paths, given, {"fail-on": fail_on, "min-coverage": min_coverage, "baseline": baseline})
    wishes = replace(wishes, stdin_name=name, left_out=outputs, as_one=as_one)
    files = _output_files(outputs, format_)
    cover = cover_of(given)
    if watch:
        from policylint.cli.watch import watch_and_check

        watch_and_check(wishes, lambda: _check(wishes, format_, files, cover))
    else:
        sys.exit(_check(wishes, format_, files, cover))


def _check(wishes: Wishes, format_: str | None, files: Sequence[tuple[str, Format]], cover: Cover | None) -> int:
    """Check once, write what was asked for, and give the exit code."""
    from msgspec import structs

    from policylint.project.run import run_project

    _require_replaceable(wishes)
    progress = Progress()
    outcome = run_project(wishes, listener=progress.listener(), parse_apart=True)
    progress.finish()
    if not outcome.report.documents and outcome.unread:
        return 2
    report = structs.replace(outcome.report, cover=cover) if cover else outcome.report
    _write(report, files)
    printed = not files or bool(format_ and all(written.name != format_ for _, written in files))
    if printed:
        _print(report, format_ or outcome.output_format or usual_format())
    tell_exceptions(report, unreadable=not printed)
    return outcome.exit_code


def _output_files(outputs: Sequence[str], format_: str | None) -> list[tuple[str, Format]]:
    """The files to write, each with its format. Said before a long run, not after it, that one cannot be written."""
    from policylint.outputs import format_for

    files = []
    for output in outputs:
        require_writable(output)
        files.append((output, format_for(format_, output)))
    if format_:
        format_for(format_, None)
    return files


def _require_replaceable(wishes: Wishes) -> None:
    """Raise `UserMistake` M004 where a report would take the place of a document, or of what configures the run."""
    from dataclasses import replace

    from policylint.project.gather import gather
    from policylint.sources import SUFFIXES, is_own_report

    existing = [path for path in wishes.left_out if os.path.isfile(path)]
    if not existing:
        return
    files = gather(replace(wishes, left_out=())).files
    for path in existing:
        is_document = os.path.splitext(path)[1].lower() in SUFFIXES - {".txt"} and not is_own_report(path)
        if os.path.abspath(path) in files or is_document:
            raise UserMistake("M004", path=path, reason="it is no report of policylint, and would be lost")


def _write(report: Report, files: Sequence[tuple[str, Format]]) -> None:
    from policylint.outputs import render_report
    from policylint.outputs.files import write_atomically

    for path, format_ in files:
        drawn = render_report(report, format_)
        # A file takes no colour.
        write_atomically(Path(path), click.unstyle(drawn) if isinstance(drawn, str) else drawn)
        count = len(report.documents)
        tell(f"{path}: report on {'1 document' if count == 1 else f'{count} documents'} written.")


def _print(report: Report, name: str) -> None:
    """Print the report. Raises `UserMistake` M301 where bytes would go to a terminal."""
    from policylint.outputs import format_for, render_report

    chosen = format_for(name, None)
    if chosen.binary and sys.stdout.isatty():
        raise UserMistake("M301", problem=f"{name} is no text for a terminal; write it to a file with -o.")
    drawn = render_report(report, chosen)
    if isinstance(drawn, bytes):
        sys.stdout.buffer.write(drawn)
    else:
        click.echo(drawn, nl=not drawn.endswith("\n"), color=None)
