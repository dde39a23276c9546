"""The report as workflow commands of GitHub Actions: an annotation for each open gap and finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.model.report import Report
from policylint.outputs.issues import Issue, line_of, message, open_issues, own_evidence, posix_name, split_place
from policylint.outputs.logs import inert, unopened
from policylint.outputs.verdicts import closing_words, gate_words, shortfall_words, verdict_words
from policylint.outputs.wording import decisions_to_look_at, visible

_BELOW: Final = {"high": "warning", "medium": "warning", "low": "notice"}
"""The level of what does not make the run fail."""
_SEVERITIES: Final = ("high", "medium", "low")


def render(report: Report) -> str:
    """A command a line, then plain lines that no runner takes for a command.

    What makes the run fail is an error, else a warning or a notice by its severity; what the baseline knew already is a
    notice. GitHub shows some ten of a level for a step, so the most severe come first, whatever their document.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        name = posix_name(document.source.name)
        if document.verdict == "unreadable":
            yield command("error", verdict_words(document), file=name, line=1, title="Unreadable document")
        if document.shortfall:
            yield command("error", shortfall_words(document), file=name, line=1, title="Coverage")
    found = [issue for document in report.documents for issue in open_issues(document)]
    for issue in sorted(found, key=_order):
        yield _annotation(issue)
    for use in decisions_to_look_at(report):
        file, line = split_place(use.decision.place)
        yield command("warning", use.why, file=file, line=line, title=f"Decision on {use.rule} {use.state}")
    for document in report.documents:
        yield plain(f"{posix_name(document.source.name)}: {verdict_words(document)}")
    yield plain(closing_words(report))
    gate = gate_words(*report.documents)
    if gate:
        yield plain(gate)


def _order(issue: Issue) -> tuple[bool, bool, int]:
    about = issue.about
    return not issue.document.fails(about), about.baseline == "unchanged", _SEVERITIES.index(about.severity)


def _annotation(issue: Issue) -> str:
    about, evidence = issue.about, own_evidence(issue.about)
    place: dict[str, str | int] = {"file": posix_name(issue.document.source.name), "line": line_of(about)}
    if evidence and evidence.line and evidence.column:
        place["col"] = evidence.column
    known = " (in the baseline)" if about.baseline == "unchanged" else ""
    place["title"] = f"{about.id} {issue.status}: {about.title}{known}"
    if issue.document.fails(about):
        return command("error", message(about), **place)
    return command("notice" if known else _BELOW[about.severity], message(about), **place)


def command(name: str, text: str, **properties: str | int) -> str:
    """A workflow command: its name, its properties and its message, each escaped as GitHub reads it."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(text)}"


def _data(text: str) -> str:
    return unopened(visible(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def plain(text: str) -> str:
    """A line for the log that GitHub takes for no command, whatever is in it."""
    return inert(f"policylint: {' '.join(visible(text).split())}")
