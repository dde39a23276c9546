"""The report as lines for pipes, editors and logs: one for each open gap and finding, one for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policylint.model.report import DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.wording import closing_words, decisions_to_look_at, one_line, verdict_words


def render(report: Report) -> str:
    """`FILE:PLACE: ID LEVEL: TITLE` for each, without colour. What is decided or does not apply has no line."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        yield from _document(document)
    for use in decisions_to_look_at(report):
        yield f"{one_line(use.decision.place)}: {use.rule} {use.state}: {one_line(use.why)}"
    yield closing_words(report)


def _document(document: DocumentReport) -> Iterator[str]:
    name = one_line(document.source.name)
    if document.shortfall:
        yield f"{name}: coverage short: {one_line(document.shortfall)}"
    if document.verdict != "checked":
        yield f"{name}: {document.verdict}: {one_line(document.explanation)}"
        return
    for requirement in document.requirements:
        if requirement.is_open:
            at, title = _at(requirement.evidence), one_line(requirement.title)
            yield f"{name}{at}: {requirement.id} {requirement.status}: {title}{_known(requirement)}"
    for finding in document.findings:
        if finding.is_open:
            at, title = _at(finding.evidence), one_line(finding.title)
            yield f"{name}{at}: {finding.id} {finding.severity}: {title}{_known(finding)}"
    yield f"{name}: {one_line(verdict_words(document))}"


def _at(evidence: Sequence[Evidence]) -> str:
    """The line, paragraph or page of the first clause; nothing where that stands in another document."""
    if not evidence or evidence[0].document:
        return ""
    first = evidence[0]
    number = first.page or first.paragraph or first.line
    return f":{number}" if number else ""


def _known(about: Requirement | Finding) -> str:
    return " (in the baseline)" if about.baseline == "unchanged" else ""
