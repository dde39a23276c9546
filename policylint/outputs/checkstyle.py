"""The report as a Checkstyle file, which many CI servers and editors read: an error for each open gap and finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.model.report import DocumentReport, Report
from policylint.outputs.issues import Issue, line_of, message, open_issues, own_evidence, posix_name
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.xmltext import attributes

_SEVERITY: Final = {"high": "error", "medium": "warning", "low": "info"}


def render(report: Report) -> str:
    """A `file` for each document, also for one without errors; what the baseline knew already has severity info."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<checkstyle version="10.0">'
    for document in report.documents:
        yield f"  <file{attributes(name=posix_name(document.source.name))}>"
        yield from _errors(document)
        yield "  </file>"
    yield "</checkstyle>"


def _errors(document: DocumentReport) -> Iterator[str]:
    if document.verdict == "unreadable":
        given = attributes(line=1, severity="error", message=verdict_words(document), source="policylint.unreadable")
        yield f"    <error{given}/>"
    for issue in open_issues(document):
        yield f"    <error{_place(issue)}{_what(issue)}/>"


def _place(issue: Issue) -> str:
    evidence = own_evidence(issue.about)
    column = attributes(column=evidence.column) if evidence and evidence.line and evidence.column else ""
    return attributes(line=line_of(issue.about)) + column


def _what(issue: Issue) -> str:
    about = issue.about
    severity = "info" if about.baseline == "unchanged" else _SEVERITY[about.severity]
    return attributes(severity=severity, message=message(about), source=f"policylint.{about.id}")
