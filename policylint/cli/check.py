"""`policylint check`."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policylint.errors import UserMistake
from policylint.sources import Input, find_inputs

if TYPE_CHECKING:
    from policylint.model.report import DocumentReport, Report

_FAIL_LEVELS = ("never", "high", "legacy", "gap")


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "format_",
    metavar="FORMAT",
    default=None,
    help="terminal, json, markdown or html. By default told from the name given with -o, else terminal.",
)
@click.option("-o", "--output", metavar="FILE", default=None, help="Write the report to FILE, whole or not at all.")
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_LEVELS),
    default="gap",
    show_default=True,
    help="What makes the exit code 1: a gap (missing or legacy requirement, or any finding), legacy (only what was never adapted), high (a finding of high severity), or never anything.",
)
@click.option(
    "--as-of", metavar="YYYY-MM-DD", default=None, help="The day against which stale dates are judged. [default: today]"
)
@click.option(
    "--any-kind", is_flag=True, help="Check documents that are no policy on social media or Internet use, too."
)
@click.option("--pack", metavar="NAME|FOLDER", default="social-media", show_default=True, help="The rule pack.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    default=60.0,
    show_default=True,
    help="Most time for reading one document.",
)
@click.option("--name", metavar="NAME", default=None, help="What to call standard input in the report.")
def command(
    paths: tuple[str, ...],
    format_: str | None,
    output: str | None,
    fail_on: str,
    as_of: str | None,
    any_kind: bool,
    pack: str,
    timeout: float,
    name: str | None,
) -> None:
    """Check policies and write a gap report.

    PATH is a file, a folder (searched for PDF, DOCX, Markdown, HTML and text), a glob in quotes, or - for standard input.
    """
    from policylint.outputs import format_for, render_report
    from policylint.outputs.files import write_atomically

    day = _day(as_of)
    chosen = format_for(format_, output)
    inputs = _named(find_inputs(paths), name)
    _require_writable(output)

    report, unread = _checked(inputs, pack, day, any_kind, timeout)
    if not report.documents:
        sys.exit(2)
    if output:
        write_atomically(Path(output), render_report(report, chosen, to_terminal=False))
        click.echo(f"{output}: report on {_documents(len(report.documents))} written.", err=True)
    else:
        _print(render_report(report, chosen, to_terminal=sys.stdout.isatty()))
    sys.exit(_exit_code(report, fail_on, unread))


def _checked(inputs: tuple[Input, ...], pack: str, day: date, any_kind: bool, timeout: float) -> tuple[Report, int]:
    from policylint.language.parse import start_helper

    start_helper()

    from policylint.api import check_inputs
    from policylint.door import Limits
    from policylint.engine import CheckOptions

    unread = 0

    def tell(item: Input, mistake: UserMistake) -> None:
        nonlocal unread
        unread += 1
        click.echo(f"policylint: {mistake}", err=True)

    options = CheckOptions(as_of=day, any_kind=any_kind)
    limits = Limits(seconds=timeout, cpu_seconds=max(1, round(timeout)))
    if len(inputs) > 4 and sys.stderr.isatty():
        with click.progressbar(length=len(inputs), label="Checking", file=sys.stderr) as bar:

            def step(_: DocumentReport) -> None:
                bar.update(1)

            report = check_inputs(inputs, pack=pack, options=options, limits=limits, on_document=step, on_unread=tell)
    else:
        report = check_inputs(inputs, pack=pack, options=options, limits=limits, on_unread=tell)
    return report, unread


def _named(inputs: tuple[Input, ...], name: str | None) -> tuple[Input, ...]:
    if name is None:
        return tuple(Input("stdin", item.read) if item.name == "-" else item for item in inputs)
    return tuple(Input(name, item.read) if item.name == "-" else item for item in inputs)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UserMistake("M301", problem=f"--as-of {text!r} is not a date; write it as 2026-11-22.") from None


def _require_writable(output: str | None) -> None:
    """Say before a long run, not after it, that the report could not be written."""
    if output is None:
        return
    folder = Path(output).parent
    if Path(output).is_dir():
        raise UserMistake("M004", path=output, reason="it is a folder")
    if not folder.is_dir():
        raise UserMistake("M004", path=output, reason=f"there is no folder {folder}")


def _print(text: str) -> None:
    click.echo(text, nl=not text.endswith("\n"), color=None)


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count} documents"


def _exit_code(report: Report, fail_on: str, unread: int) -> int:
    if unread or any(document.verdict == "unreadable" for document in report.documents):
        return 2
    return int(any(_fails(document, fail_on) for document in report.documents))


def _fails(document: DocumentReport, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    if fail_on == "high":
        return any(finding.severity == "high" for finding in document.findings)
    if fail_on == "legacy":
        return any(r.status == "legacy" for r in document.requirements) or any(
            finding.id.startswith("legacy.") for finding in document.findings
        )
    return bool(document.findings) or any(r.status != "covered" for r in document.requirements)
