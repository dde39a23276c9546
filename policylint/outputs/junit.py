"""The report as JUnit XML: a suite for each document, a case for each requirement and for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policylint.model.report import DocumentReport, Finding, Report, Requirement
from policylint.model.reviews import closing, is_gap
from policylint.outputs.issues import GapOrFinding, details, message, posix_name
from policylint.outputs.verdicts import below_words, shortfall_words, verdict_words
from policylint.outputs.wording import not_asked_words, said_words
from policylint.outputs.xmltext import attributes, content


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    outcome: Literal["", "failure", "skipped", "error"] = ""
    kind: str = ""
    message: str = ""
    details: str = ""


def render(report: Report) -> str:
    """The suites in the order of the report.

    A gap or finding that makes the run fail is a failure; one that the baseline knew, that is below the fail level,
    that does not apply, or about which somebody has decided, is skipped, and the message says why. An unreadable
    document is an error, one that is short of what was asked for has a failure `coverage` of its own.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    suites = [(posix_name(document.source.name), _cases(document), document) for document in report.documents]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<testsuites{attributes(name='policylint')}{_tally([case for _, cases, _ in suites for case in cases])}>"
    for name, cases, document in suites:
        yield f"  <testsuite{attributes(name=name)}{_tally(cases)}>"
        yield from _properties(document)
        for case in cases:
            yield from _drawn(case, name)
        yield "  </testsuite>"
    yield "</testsuites>"


def _properties(document: DocumentReport) -> Iterator[str]:
    """What is to be known of how the document was read, if anything."""
    found = document.recognition
    said = [("note", note) for note in document.notes]
    if found:
        said += [("ocr-engine", f"{found.engine} {found.version}"), ("ocr-confidence", f"{found.confidence:.2f}")]
    if document.converter:
        said.append(("converter", document.converter))
    if said:
        yield "    <properties>"
        yield from (f"      <property{attributes(name=name, value=value)}/>" for name, value in said)
        yield "    </properties>"


def _tally(cases: Sequence[_Case]) -> str:
    outcomes = Counter(case.outcome for case in cases)
    return attributes(
        tests=len(cases), failures=outcomes["failure"], errors=outcomes["error"], skipped=outcomes["skipped"]
    )


def _cases(document: DocumentReport) -> list[_Case]:
    cases = [_Case("coverage", "failure", "coverage", shortfall_words(document))] if document.shortfall else []
    if document.verdict == "unreadable":
        cases.append(_Case("document", "error", document.reason or "unreadable", verdict_words(document)))
    if document.verdict == "not-applicable":
        cases.append(_Case("document", "skipped", "", verdict_words(document)))
    cases += [_requirement(requirement, document) for requirement in document.requirements]
    seen: Counter[str] = Counter()
    for finding in document.findings:
        seen[finding.id] += 1
        # Readers know a case by its name, so each has its own; a number moves less than a place does.
        cases.append(_finding(finding, seen[finding.id], document))
    return cases


def _requirement(requirement: Requirement, document: DocumentReport) -> _Case:
    name = f"{requirement.id} {requirement.title}"
    if not is_gap(requirement):
        return _Case(name)
    return _issue(name, requirement, requirement.standing, document)


def _finding(finding: Finding, number: int, document: DocumentReport) -> _Case:
    name = f"{finding.id} {finding.title}" + (f" #{number}" if number > 1 else "")
    return _issue(name, finding, "finding", document)


def _issue(name: str, about: GapOrFinding, status: str, document: DocumentReport) -> _Case:
    if closing(about):
        return _Case(name, "skipped", "", " ".join(said_words(about)))
    if not about.applies:
        return _Case(name, "skipped", "", f"Does not apply. {not_asked_words(about)}")
    if about.baseline == "unchanged":
        return _Case(name, "skipped", "", f"In the baseline already. {message(about)}")
    if not document.fails(about):
        return _Case(name, "skipped", "", f"{below_words(document)} {message(about)}")
    return _Case(name, "failure", f"{status}.{about.severity}", message(about), details(about))


def _drawn(case: _Case, document: str) -> Iterator[str]:
    opening = f"    <testcase{attributes(classname=document, name=case.name, file=document)}"
    if not case.outcome:
        yield f"{opening}/>"
        return
    kind = attributes(type=case.kind) if case.kind else ""
    said = f"<{case.outcome}{attributes(message=case.message)}{kind}"
    inner = f"{said}>{content(case.details)}</{case.outcome}>" if case.details else f"{said}/>"
    yield f"{opening}>{inner}</testcase>"
