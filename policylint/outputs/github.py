"""The report as workflow commands of GitHub Actions: an annotation for each open gap and finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.model.report import Report
from policylint.outputs.issues import Issue, line_of, message, open_issues, own_evidence, posix_name, split_place
from policylint.outputs.wording import closing_words, decisions_to_look_at, shortfall_words, verdict_words, visible

_COMMAND: Final = {"high": "error", "medium": "warning", "low": "notice"}


def render(report: Report) -> str:
    """A command a line, and plain lines between them that no runner takes for a command.

    What the baseline knew already is a notice, whatever its severity.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        name = posix_name(document.source.name)
        if document.verdict == "unreadable":
            yield command("error", verdict_words(document), file=name, line=1, title="Unreadable document")
        if document.shortfall:
            yield command("error", shortfall_words(document), file=name, line=1, title="Coverage")
        for issue in open_issues(document):
            yield _annotation(issue, name)
        yield plain(f"{name}: {verdict_words(document)}")
    for use in decisions_to_look_at(report):
        file, line = split_place(use.decision.place)
        yield command("warning", use.why, file=file, line=line, title=f"Decision on {use.rule} {use.state}")
    yield plain(closing_words(report))


def _annotation(issue: Issue, name: str) -> str:
    about, evidence = issue.about, own_evidence(issue.about)
    place: dict[str, str | int] = {"file": name, "line": line_of(about)}
    if evidence and evidence.line and evidence.column:
        place["col"] = evidence.column
    known = " (in the baseline)" if about.baseline == "unchanged" else ""
    place["title"] = f"{about.id} {issue.status}: {about.title}{known}"
    return command("notice" if known else _COMMAND[about.severity], message(about), **place)


def command(name: str, text: str, **properties: str | int) -> str:
    """A workflow command: its name, its properties and its message, each escaped as GitHub reads it."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(text)}"


def _data(text: str) -> str:
    # "##[" opens a command of the older kind, wherever it stands in a line.
    shown = visible(text).replace("##[", "# #[")
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def plain(text: str) -> str:
    """A line for the log that GitHub takes for no command, whatever is in it."""
    line = " ".join(visible(text).split()).replace("##[", "# #[")
    return f"policylint: {line}"
