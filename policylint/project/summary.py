"""Counting anew after configuration, policy sets and decisions had their say."""

from __future__ import annotations

from collections import Counter
from typing import Final

from msgspec.structs import replace

from policylint.model.report import DocumentReport
from policylint.model.reviews import tally

_ORDER: Final = {"high": 0, "medium": 1, "low": 2}


def recount(report: DocumentReport) -> DocumentReport:
    """The report with its findings in order of severity and a summary that fits what it now says."""
    if report.summary is None:
        return report
    counts = Counter((requirement.element, requirement.status) for requirement in report.requirements)
    totals = Counter(requirement.status for requirement in report.requirements)
    applying = [requirement.status for requirement in report.requirements if requirement.applies]
    said = tally(report.verdicts)
    elements = tuple(
        replace(
            element,
            covered=counts[element.id, "covered"],
            legacy=counts[element.id, "legacy"],
            missing=counts[element.id, "missing"],
        )
        for element in report.summary.elements
    )
    return replace(
        report,
        findings=tuple(sorted(report.findings, key=lambda finding: _ORDER[finding.severity])),
        summary=replace(
            report.summary,
            covered=totals["covered"],
            legacy=totals["legacy"],
            missing=totals["missing"],
            findings=len(report.findings),
            elements=elements,
            applying=len(applying),
            covered_applying=applying.count("covered"),
            decided=said.decided,
            confirmed=said.confirmed,
            changed=said.changed,
        ),
    )
