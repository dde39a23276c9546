"""The report as Markdown, for a pull request or a wiki. Nothing from the document is live Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policylint.model.report import DocumentReport, Evidence, Finding, Report, Requirement
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    STATUS_TITLE,
    by_group,
    by_status,
    kind_words,
    place,
    searched_words,
    verdict_words,
    visible,
)

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>&@:/$^=\"'])")


def escape(text: str) -> str:
    """Text as Markdown that shows exactly that text on one line: no markup, HTML, link, mention or table cell in it."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match.group())};", " ".join(visible(text).split()))


def render(report: Report, *, to_terminal: bool = False) -> str:
    """Draw the report: a coverage table, then gaps, legacy clauses, findings and what is covered."""
    del to_terminal
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Policy gap report"
    yield ""
    yield f"Dates judged as of {report.options.as_of}. {NOT_ADVICE}"
    for document in report.documents:
        yield ""
        yield from _document(document)


def _document(document: DocumentReport) -> Iterator[str]:
    yield f"## {escape(document.source.name)}"
    yield ""
    if document.title:
        yield f"{escape(document.title)}"
        yield ""
    yield escape(verdict_words(document))
    if document.verdict != "checked" or document.summary is None:
        return
    yield ""
    yield f"Read as {kind_words(document)}: {escape(document.kind_why)}."
    yield ""
    yield "| Element | Covered | Legacy | Missing |"
    yield "| --- | ---: | ---: | ---: |"
    for element in document.summary.elements:
        yield f"| {escape(element.title)} | {element.covered} | {element.legacy} | {element.missing} |"
    yield from _part(f"Missing ({document.summary.missing})", (_gap(r) for r in by_status(document, "missing")))
    legacy = by_status(document, "legacy")
    yield from _part(f"{STATUS_TITLE['legacy']} ({len(legacy)})", (_settled(r) for r in legacy), LEGACY_MEANS)
    for group, title in (("rights", "Rights at risk"), ("legacy", "Never adapted")):
        findings = by_group(document.findings, group)
        yield from _part(f"{title} ({len(findings)})", (_finding(f) for f in findings))
    covered = by_status(document, "covered")
    yield from _part(f"Covered ({len(covered)})", (_settled(r) for r in covered))


def _part(title: str, items: Iterator[Iterator[str]], about: str = "") -> Iterator[str]:
    drawn = [list(item) for item in items]
    if not drawn:
        return
    yield ""
    yield f"### {title}"
    yield ""
    if about:
        yield about
        yield ""
    for lines in drawn:
        yield from lines


def _gap(requirement: Requirement) -> Iterator[str]:
    yield f"- **{escape(requirement.title)}** (`{requirement.id}`). {escape(requirement.remedy)}"
    yield f"  - {escape(searched_words(requirement))}"
    if requirement.nearest:
        yield f"  - Nearest: {_quote(requirement.nearest.evidence)}. {escape(requirement.nearest.lacks)}"
    if requirement.model_clause:
        yield f"  - To start from: {escape(requirement.model_clause)}"


def _settled(requirement: Requirement) -> Iterator[str]:
    yield f"- **{escape(requirement.title)}** (`{requirement.id}`). {escape(requirement.why)}"
    for evidence in requirement.evidence:
        yield f"  - {_quote(evidence)}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- **{escape(finding.title)}** (`{finding.id}`, {finding.severity}). {escape(finding.why)}"
    yield f"  - {_quote(finding.evidence[0])}"
    yield f"  - {escape(finding.remedy)}"
    if finding.applies_to:
        yield f"  - {escape(finding.applies_to)} {escape('; '.join(finding.sources))}."


def _quote(evidence: Evidence) -> str:
    lead = f"{escape(evidence.lead)} " if evidence.lead else ""
    return f"{lead}\u201c{escape(evidence.quote)}\u201d ({escape(place(evidence))})"
