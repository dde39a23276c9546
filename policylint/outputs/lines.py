"""The report as lines for pipes, editors and logs: one for each open gap and finding, one for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policylint.model.report import DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.logs import inert
from policylint.outputs.verdicts import closing_words, verdict_words
from policylint.outputs.wording import decisions_to_look_at, one_line, quoted, recognition_words

_WORDS, _MOST = 7, 80
"""How many words of a clause a line has, and how many characters of them at most."""


def render(report: Report) -> str:
    """`FILE:PLACE: ID LEVEL: TITLE` for each, without colour. What is decided or does not apply has no line.

    LEVEL is the status of a gap, as a person corrected it where one did, whose severity follows the title, and the
    severity of a finding, whose first words do.
    """
    return inert("".join(f"{line}\n" for line in _lines(report)))


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        yield from _document(document)
    for use in decisions_to_look_at(report):
        place, about = _name(use.decision.place), one_line(use.document)
        yield f"{place}: {about}: {one_line(use.rule)} {use.state}: {one_line(use.why)}"
    yield closing_words(report)


def _document(document: DocumentReport) -> Iterator[str]:
    name = _name(document.source.name)
    if document.shortfall:
        yield f"{name}: coverage short: {one_line(document.shortfall)}"
    if document.verdict != "checked":
        yield f"{name}: {document.verdict}: {one_line(document.explanation)}"
        return
    for requirement in document.requirements:
        if requirement.is_open:
            at, title = _at(requirement.evidence), one_line(requirement.title)
            yield f"{name}{at}: {requirement.id} {requirement.standing}: {title} ({_weight(requirement)})"
    for finding in document.findings:
        if finding.is_open:
            at, title = _at(finding.evidence), one_line(finding.title)
            yield f"{name}{at}: {finding.id} {finding.severity}: {title}{_known(finding)}{_first_words(finding)}"
    read = f" ({recognition_words(document)})" if document.recognition else ""
    yield f"{name}: {one_line(verdict_words(document))}{read}"


def _at(evidence: Sequence[Evidence]) -> str:
    """The line, paragraph or page of the first clause; nothing where that stands in another document."""
    if not evidence or evidence[0].document:
        return ""
    first = evidence[0]
    number = first.page or first.paragraph or first.line
    return f":{number}" if number else ""


def _name(name: str) -> str:
    """A name with which a line may begin: a CI system would take two colons for a command."""
    shown = one_line(name)
    return f"./{shown}" if shown.lstrip().startswith((":", "##[")) else shown


def _known(about: Requirement | Finding) -> str:
    return " (in the baseline)" if about.baseline == "unchanged" else ""


def _weight(requirement: Requirement) -> str:
    known = ", in the baseline" if requirement.baseline == "unchanged" else ""
    corrected = f", corrected from {requirement.status}" if requirement.standing != requirement.status else ""
    return f"{requirement.severity}{corrected}{known}"


def _first_words(finding: Finding) -> str:
    """The words by which findings of one kind can be told apart, where a document has several."""
    if not finding.evidence:
        return ""
    words = finding.evidence[0].quote.split(None, _WORDS)
    cut = " \u2026" if len(words) > _WORDS else ""
    return f" \u2013 {quoted(one_line(' '.join(words[:_WORDS])[:_MOST]) + cut)}"
