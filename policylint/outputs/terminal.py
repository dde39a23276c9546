"""The report for a terminal: a picture of coverage, gaps first; one line a gap where nobody looks (a pipe)."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import click

from policylint.model.report import DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    by_group,
    by_status,
    count,
    kind_words,
    place,
    searched_words,
    verdict_words,
    visible,
)

_COLOURS: Final = {"covered": "green", "legacy": "yellow", "missing": "red"}
_CELLS: Final = {"covered": "\u25a0", "legacy": "\u25a8", "missing": "\u25a1"}
_SEVERITY: Final = {"high": "red", "medium": "yellow", "low": "blue"}
_NARROW, _WIDE = 60, 100


def render(report: Report, *, to_terminal: bool) -> str:
    """Draw the report: at length for a person, in colour unless NO_COLOR is set; a line a gap for a pipe."""
    if not to_terminal:
        return "".join(f"{line}\n" for line in _piped(report))
    width = max(_NARROW, min(_WIDE, shutil.get_terminal_size((80, 24)).columns))
    text = "".join(f"{line}\n" for line in _full(report, width))
    return click.unstyle(text) if os.environ.get("NO_COLOR") else text


def _piped(report: Report) -> Iterator[str]:
    for document in report.documents:
        name = visible(document.source.name)
        if document.verdict != "checked":
            yield f"{name}: {document.verdict}: {visible(document.explanation)}"
            continue
        for requirement in document.requirements:
            if requirement.status == "missing":
                yield f"{name}: {requirement.id} missing: {requirement.title}"
            elif requirement.status == "legacy":
                yield f"{name}{_at(requirement.evidence)}: {requirement.id} legacy: {requirement.title}"
        for finding in document.findings:
            yield f"{name}{_at(finding.evidence)}: {finding.id} {finding.severity}: {finding.title}"
        yield f"{name}: {verdict_words(document)}"
    yield _closing(report)


def _at(evidence: Sequence[Evidence]) -> str:
    first = evidence[0]
    number = first.page or first.paragraph or first.line
    return f":{number}" if number else ""


def _full(report: Report, width: int) -> Iterator[str]:
    for document in report.documents:
        yield from _document(document, width)
    yield _closing(report)
    yield from _wrapped(NOT_ADVICE, width, dim=True)


def _document(document: DocumentReport, width: int) -> Iterator[str]:
    yield click.style(visible(document.source.name), bold=True)
    if document.title:
        yield from _wrapped(visible(document.title), width)
    yield from _wrapped(verdict_words(document), width)
    if document.verdict != "checked" or document.summary is None:
        yield ""
        return
    yield from _wrapped(f"Read as {kind_words(document)}: {document.kind_why}.", width)
    for note in document.notes:
        yield from _wrapped(visible(note), width)
    yield ""
    yield from _picture(document)
    missing, legacy = by_status(document, "missing"), by_status(document, "legacy")
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
    for group, title in (("rights", "Rights at risk"), ("legacy", "Never adapted")):
        findings = by_group(document.findings, group)
        if findings:
            yield click.style(f"{title} ({len(findings)})", bold=True)
            yield ""
            for finding in findings:
                yield from _finding(finding, width)
    yield from _covered(document, width)


def _picture(document: DocumentReport) -> Iterator[str]:
    if document.summary is None:
        return
    longest = max(len(element.title) for element in document.summary.elements)
    for element in document.summary.elements:
        cells = [r.status for r in document.requirements if r.element == element.id]
        drawn = " ".join(click.style(_CELLS[status], fg=_COLOURS[status]) for status in cells)
        tally = f"{element.covered} of {len(cells)} covered"
        yield f"  {element.title:{longest}}  {drawn}{'  ' * (7 - len(cells))}  {tally}"
    legend = "   ".join(f"{click.style(_CELLS[s], fg=_COLOURS[s])} {s}" for s in ("covered", "legacy", "missing"))
    yield f"  {'':{longest}}  {legend}"
    yield ""


def _heading(title: str, status: str) -> Iterator[str]:
    yield click.style(title, bold=True, fg=_COLOURS[status])
    yield ""


def _gap(requirement: Requirement, width: int) -> Iterator[str]:
    yield f"  {click.style(requirement.title, bold=True)}  {click.style(requirement.id, dim=True)}"
    yield from _wrapped(requirement.remedy, width, "    ")
    yield from _wrapped(searched_words(requirement), width, "    ", dim=True)
    if requirement.nearest:
        near = requirement.nearest
        yield from _wrapped(f"Nearest: {_quoted(near.evidence)} {near.lacks}", width, "    ", dim=True)
    yield ""


def _legacy(requirement: Requirement, width: int) -> Iterator[str]:
    yield f"  {click.style(requirement.title, bold=True)}  {click.style(requirement.id, dim=True)}"
    yield from _wrapped(_quoted(requirement.evidence[0]), width, "    ")
    yield ""


def _finding(finding: Finding, width: int) -> Iterator[str]:
    severity = click.style(finding.severity, fg=_SEVERITY[finding.severity])
    yield f"  {click.style(finding.title, bold=True)}  {click.style(finding.id, dim=True)}  {severity}"
    yield from _wrapped(_quoted(finding.evidence[0]), width, "    ")
    yield from _wrapped(finding.remedy, width, "    ")
    yield ""


def _covered(document: DocumentReport, width: int) -> Iterator[str]:
    covered = by_status(document, "covered")
    if not covered:
        return
    yield from _heading(f"Covered ({len(covered)})", "covered")
    longest = max(len(requirement.id) for requirement in covered)
    for requirement in covered:
        where = place(requirement.evidence[0])
        shown = textwrap.shorten(visible(where), width - longest - 4, placeholder=" \u2026")
        yield f"  {requirement.id:{longest}}  {shown}"
    yield ""


def _quoted(evidence: Evidence) -> str:
    lead = f"[{visible(evidence.lead)}] " if evidence.lead else ""
    quote = textwrap.shorten(visible(evidence.quote), 400, placeholder=" \u2026")
    return f"{lead}\u201c{quote}\u201d ({visible(place(evidence))})."


def _wrapped(text: str, width: int, indent: str = "", *, dim: bool = False) -> Iterator[str]:
    for line in textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent):
        yield click.style(line, dim=True) if dim else line


def _closing(report: Report) -> str:
    verdicts = [document.verdict for document in report.documents]
    parts = [f"{count(verdicts.count('checked'), 'document')} checked"]
    if verdicts.count("not-applicable"):
        parts.append(f"{verdicts.count('not-applicable')} of another kind")
    if verdicts.count("unreadable"):
        parts.append(f"{verdicts.count('unreadable')} unreadable")
    return ", ".join(parts) + "."
