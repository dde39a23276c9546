"""The report as JSON: the contract for programs. Its schema is in `schema/report-1.json`."""

from __future__ import annotations

from policylint.model.report import Report


def render(report: Report) -> str:
    """Fields in the order of the model, two spaces of indentation, UTF-8, a line end at the end."""
    return report.to_json()
