"""The report as a Code Quality file of GitLab: one entry for each open gap and finding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from policylint.model.report import DocumentReport, Report
from policylint.outputs.issues import line_of, message, open_issues, posix_name
from policylint.outputs.jsontext import json_text
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import visible

_SEVERITY: Final = {"high": "critical", "medium": "major", "low": "minor"}


def render(report: Report) -> str:
    """A list of entries. An unreadable document is one of them; what the baseline knew already has severity info."""
    entries = [entry for document in report.documents for entry in _entries(document)]
    return json_text(entries, indent=2)


def _entries(document: DocumentReport) -> Iterator[dict[str, object]]:
    name = visible(posix_name(document.source.name))
    if document.verdict == "unreadable":
        reason = document.reason or "unreadable"
        yield _entry(name, f"unreadable.{reason}", verdict_words(document), "blocker", 1, f"unreadable.{reason}")
    for issue in open_issues(document):
        about = issue.about
        severity = "info" if about.baseline == "unchanged" else _SEVERITY[about.severity]
        yield _entry(name, about.id, message(about), severity, line_of(about), issue.fingerprint)


def _entry(name: str, rule: str, text: str, severity: str, line: int, known_by: str) -> dict[str, object]:
    return {
        "description": visible(text),
        "check_name": visible(rule),
        "fingerprint": hashlib.sha256("\0".join((name, rule, known_by)).encode("utf-8")).hexdigest(),
        "severity": severity,
        "location": {"path": name, "lines": {"begin": line}},
    }
