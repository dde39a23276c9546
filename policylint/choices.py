"""Choices that the command line, the configuration and decisions share; cheap to import, for `--help` must be quick."""

from __future__ import annotations

from typing import Final, Literal, get_args

FailLevel = Literal["never", "high", "legacy", "gap"]
"""What makes a run fail, from little to much."""

FAIL_LEVELS: Final[tuple[FailLevel, ...]] = get_args(FailLevel)

OutputFormat = Literal[
    "terminal",
    "lines",
    "json",
    "markdown",
    "html",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "checkstyle",
    "csv",
    "summary",
]
"""The formats of a report."""

OUTPUT_FORMATS: Final[tuple[OutputFormat, ...]] = get_args(OutputFormat)

DECISION_KINDS: Final = ("accept", "not-applicable", "false-positive", "settled-elsewhere")
"""The kinds of decision, as the report knows them (`DecisionKind`)."""
