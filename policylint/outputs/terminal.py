"""The report for a person at a terminal: a picture of coverage, gaps first."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator
from typing import Final

import click

from policylint.model.report import DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.logs import inert
from policylint.outputs.verdicts import closing_words, gate_words, shortfall_words, verdict_words
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    baseline_mark,
    baseline_words,
    by_group,
    decided,
    decision_words,
    decisions_to_look_at,
    kind_words,
    long_place,
    not_applying,
    not_asked_words,
    one_line,
    open_findings,
    open_gaps,
    place,
    profile_title,
    profile_words,
    quoted,
    review_words,
    reviewed_words,
    said_words,
    searched_words,
    short_place,
    shortened,
    still_covered,
    visible,
    weight,
)

_COLOURS: Final = {"covered": "green", "legacy": "yellow", "missing": "red"}
_CELLS: Final = {"covered": "\u25a0", "legacy": "\u25a8", "missing": "\u25a1"}
_SEVERITY: Final = {"high": "red", "medium": "yellow", "low": "blue"}
_NARROW, _WIDE = 60, 100
_MANY: Final = 5
"""More documents than this are shown as a table."""


def render(report: Report) -> str:
    """Draw the report at length, or as a table where it is about many documents; in colour where that is wanted."""
    width = max(_NARROW, min(_WIDE, shutil.get_terminal_size((80, 24)).columns))
    text = inert("".join(f"{line}\n" for line in _full(report, width)))
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return click.unstyle(text) if plain else text


def _full(report: Report, width: int) -> Iterator[str]:
    if len(report.documents) > _MANY:
        from policylint.outputs.overview import overview

        yield from overview(report, width)
    else:
        for document in report.documents:
            yield from _document(document, width)
    yield from _decisions(report, width)
    yield closing_words(report)
    yield from _wrapped(gate_words(*report.documents), width, bold=True)
    yield from _wrapped(NOT_ADVICE, width, dim=True)


def _document(document: DocumentReport, width: int) -> Iterator[str]:
    yield click.style(one_line(document.source.name), bold=True)
    if document.title:
        yield from _wrapped(document.title, width)
    yield from _wrapped(verdict_words(document), width)
    yield from _wrapped(shortfall_words(document), width, fg="red")
    if document.verdict != "checked" or document.summary is None:
        for note in document.notes:
            yield from _wrapped(note, width)
        yield ""
        return
    yield from _wrapped(f"Read as {kind_words(document)}: {document.kind_why}.", width)
    yield from _wrapped(profile_words(document), width)
    for note in (*document.notes, baseline_words(document), review_words(document)):
        yield from _wrapped(note, width)
    yield ""
    yield from _picture(document)
    missing, legacy = open_gaps(document, "missing"), open_gaps(document, "legacy")
    if missing:
        yield from _heading(f"Missing ({len(missing)})", "missing")
        for requirement in missing:
            yield from _gap(requirement, width)
    if legacy:
        yield from _heading(f"Legacy only ({len(legacy)})", "legacy")
        yield from _wrapped(LEGACY_MEANS, width)
        yield ""
        for requirement in legacy:
            yield from _legacy(requirement, width)
    for _, title, findings in by_group(open_findings(document)):
        yield click.style(f"{visible(title)} ({len(findings)})", bold=True)
        yield ""
        for finding in findings:
            yield from _finding(finding, width)
    yield from _apart(document, width)
    yield from _covered(document, width)


def _apart(document: DocumentReport, width: int) -> Iterator[str]:
    """What is a gap or finding and calls for nobody: decided, not asked for, gone."""
    settled = decided(document)
    if settled:
        yield click.style(f"Decided ({len(settled)})", bold=True)
        yield ""
        for about, _ in settled:
            yield from _title(about, width)
            if about.evidence:
                yield from _wrapped(_quoted(about.evidence[0]), width, "    ", dim=True)
            for words in said_words(about):
                yield from _wrapped(words, width, "    ")
            yield ""
    spared = not_applying(document)
    if spared:
        yield click.style(f"{visible(profile_title(document))} ({len(spared)})", bold=True)
        yield ""
        for identifier, why in {about.id: not_asked_words(about) for about in spared}.items():
            yield from _wrapped(shortened(f"{identifier}: {why}", 2 * (width - 4)), width, "  ", hanging="    ")
        yield ""
    if document.absent:
        yield click.style(f"Gone since the baseline ({len(document.absent)})", bold=True)
        yield ""
        for absent in document.absent:
            quote = f": {quoted(shortened(absent.quote, 200))}" if absent.quote else ""
            yield from _wrapped(f"{absent.title} ({absent.id}){quote}", width, "  ")
        yield ""


def _decisions(report: Report, width: int) -> Iterator[str]:
    uses = decisions_to_look_at(report)
    if not uses:
        return
    yield click.style(f"Decisions to look at ({len(uses)})", bold=True)
    yield ""
    for use in uses:
        state = click.style(use.state, fg="yellow")
        rule, document = click.style(one_line(use.rule), bold=True), one_line(use.document)
        if len(click.unstyle(f"  {rule}  {document}  {state}")) <= width:
            yield f"  {rule}  {document}  {state}"
        else:
            yield f"  {rule}  {state}"
            yield from _wrapped(document, width, "    ")
        yield from _wrapped(f"{use.why} {decision_words(use.decision)}", width, "    ")
        yield ""


def _picture(document: DocumentReport) -> Iterator[str]:
    if document.summary is None:
        return
    longest = max(len(one_line(element.title)) for element in document.summary.elements)
    for element in document.summary.elements:
        cells = [r.status for r in document.requirements if r.element == element.id]
        drawn = " ".join(click.style(_CELLS[status], fg=_COLOURS[status]) for status in cells)
        tally = f"{element.covered} of {len(cells)} covered"
        yield f"  {one_line(element.title):{longest}}  {drawn}{'  ' * (7 - len(cells))}  {tally}"
    legend = "   ".join(f"{click.style(_CELLS[s], fg=_COLOURS[s])} {s}" for s in ("covered", "legacy", "missing"))
    yield f"  {'':{longest}}  {legend}"
    yield ""


def _heading(title: str, status: str) -> Iterator[str]:
    yield click.style(title, bold=True, fg=_COLOURS[status])
    yield ""


def _title(about: Requirement | Finding, width: int) -> Iterator[str]:
    """Title, id, severity, and whether it is new; on two lines where one is too narrow."""
    severity = about.severity if isinstance(about, Finding) else weight(about)
    mark = baseline_mark(about)
    title, *rest = (
        click.style(one_line(about.title), bold=True),
        click.style(one_line(about.id), dim=True),
        click.style(severity, fg=_SEVERITY[about.severity]),
        click.style(mark, fg="cyan", bold=True) if mark else "",
    )
    marks = "  ".join(part for part in rest if click.unstyle(part))
    if len(click.unstyle(f"  {title}  {marks}")) <= width:
        yield f"  {title}  {marks}"
    else:
        yield f"  {title}"
        yield f"    {marks}"


def _gap(requirement: Requirement, width: int) -> Iterator[str]:
    yield from _title(requirement, width)
    yield from _wrapped(requirement.remedy, width, "    ")
    for evidence in requirement.evidence[:1]:
        yield from _wrapped(f"Found: {_quoted(evidence)}", width, "    ", dim=True)
    yield from _wrapped(searched_words(requirement), width, "    ", dim=True)
    if requirement.nearest:
        near = requirement.nearest
        yield from _wrapped(f"Nearest: {_quoted(near.evidence)} {near.lacks}", width, "    ", dim=True)
    yield from _reviewed(requirement, width)
    yield ""


def _legacy(requirement: Requirement, width: int) -> Iterator[str]:
    yield from _title(requirement, width)
    for evidence in requirement.evidence[:1]:
        yield from _wrapped(_quoted(evidence), width, "    ")
    yield from _reviewed(requirement, width)
    yield ""


def _finding(finding: Finding, width: int) -> Iterator[str]:
    yield from _title(finding, width)
    yield from _wrapped(_quoted(finding.evidence[0]), width, "    ")
    yield from _wrapped(finding.remedy, width, "    ")
    yield from _reviewed(finding, width)
    yield ""


def _reviewed(about: Requirement | Finding, width: int) -> Iterator[str]:
    yield from _wrapped(reviewed_words(about), width, "    ", fg="cyan")


def _covered(document: DocumentReport, width: int) -> Iterator[str]:
    covered = still_covered(document)
    if not covered:
        return
    yield from _heading(f"Covered ({len(covered)})", "covered")
    longest = max(len(requirement.id) for requirement in covered)
    for requirement in covered:
        mark = "  confirmed" if requirement.review else ""
        where = _fitting_place(requirement.evidence[0], width - longest - 4 - len(mark)) if requirement.evidence else ""
        yield f"  {requirement.id:{longest}}  {where}{click.style(mark, fg='cyan') if mark else ''}"
    yield ""


def _fitting_place(evidence: Evidence, length: int) -> str:
    """Where a clause stands, on one line; if that is too long, the section is cut, and not the page."""
    short = short_place(evidence)
    long = shortened(one_line(long_place(evidence)), length - len(short) - 2)
    return ", ".join(part for part in (long, short) if part)


def _quoted(evidence: Evidence) -> str:
    lead = f"[{visible(evidence.lead)}] " if evidence.lead else ""
    quote = quoted(shortened(visible(evidence.quote), 400))
    return f"{lead}{quote} ({visible(place(evidence))})."


def _wrapped(
    text: str,
    width: int,
    indent: str = "",
    *,
    hanging: str | None = None,
    dim: bool = False,
    bold: bool = False,
    fg: str | None = None,
) -> Iterator[str]:
    # Hyphens stand in names of files and rules, which should stay whole.
    for line in textwrap.wrap(
        visible(text),
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    ):
        yield click.style(line, dim=dim or None, bold=bold or None, fg=fg) if dim or bold or fg else line
