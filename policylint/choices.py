"""Choices that the command line, the configuration and decisions share; cheap to import, for `--help` must be quick."""

from __future__ import annotations

from dataclasses import dataclass
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
    "docx",
    "pdf",
    "xlsx",
    "matrix",
    "dashboard",
    "oscal",
]
"""The formats of a report."""

OUTPUT_FORMATS: Final[tuple[OutputFormat, ...]] = get_args(OutputFormat)

CLOSING_KINDS: Final = ("accept", "not-applicable", "false-positive", "settled-elsewhere")
"""The kinds of decision that close a gap or a finding."""

REVIEW_KINDS: Final = ("confirm", "correct")
"""The kinds of decision that say what a person thinks of a verdict; they close nothing."""

DECISION_KINDS: Final = (*CLOSING_KINDS, *REVIEW_KINDS)
"""All of them, as the report knows them (`DecisionKind`)."""

STATUS_WORDS: Final = ("covered", "legacy", "missing")
"""The statuses of a requirement, as the report knows them (`StatusWord`)."""

Selection = Literal["unreviewed", "gaps", "legacy", "findings", "covered"]
"""The verdicts that a review goes through."""

SELECTIONS: Final[tuple[Selection, ...]] = get_args(Selection)

OcrEngine = Literal["auto", "off", "tesseract", "rapidocr"]
"""What reads scans; `auto` is tesseract where it is installed, else rapidocr where it is, else nothing."""

OCR_ENGINES: Final[tuple[OcrEngine, ...]] = get_args(OcrEngine)


@dataclass(frozen=True, slots=True)
class Ocr:
    """How scanned pages are read.

    `languages` are codes of tesseract ("eng", "spa"), the likeliest first; `confidence` (0 to 1) is the mean confidence
    of a document's recognised words below which the document counts as unreadable.
    """

    engine: OcrEngine = "auto"
    languages: tuple[str, ...] = ("eng",)
    confidence: float = 0.6
