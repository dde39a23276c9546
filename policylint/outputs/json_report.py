"""The report as JSON: the contract for programs. Its schema is in `schema/report-1.json`."""

from __future__ import annotations

from policylint.model.report import Report
from policylint.outputs.jsontext import printable


def render(report: Report) -> str:
    """Fields in the order of the model, two spaces of indentation, UTF-8, a line end; it may be printed."""
    return printable(report.to_json())
