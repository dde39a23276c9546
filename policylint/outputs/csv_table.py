"""The report as a table: one row for each requirement and each finding of each document, covered or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from policylint.model.report import DocumentReport, Finding, Report, Requirement
from policylint.outputs.issues import element_of
from policylint.outputs.logs import unopened
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import visible

COLUMNS: Final = (
    "document",
    "document_verdict",
    "id",
    "title",
    "element",
    "status",
    "severity",
    "applies",
    "profile_why",
    "open",
    "decision_kind",
    "decision_reason",
    "decision_owner",
    "decision_expires",
    "baseline",
    "evidence_document",
    "section",
    "page",
    "paragraph",
    "line",
    "quote",
    "why",
    "fingerprint",
    "review_kind",
    "review_status",
    "review_reason",
    "review_owner",
    "ocr_confidence",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LINE_END: Final = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]\s*")
_COMMAND: Final = ("::", "##[")
"""A line that begins so is a command where a CI system reads the output."""


def render(report: Report) -> str:
    """UTF-8, commas, a heading row, a line a row: line ends in a cell become spaces.

    No cell begins as a formula or a command of a CI system does: one that would gets an apostrophe before it.

    A document without requirements (unreadable, or of another kind) has one row, which says why.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for document in report.documents:
        table.writerows([safe_cell(value) for value in row] for row in _rows(document))
    return text.getvalue()


def _rows(document: DocumentReport) -> Iterator[tuple[str | int | None, ...]]:
    head = (document.source.name, document.verdict)
    if not document.verdicts:
        said = {"why": verdict_words(document), "ocr_confidence": _confidence(document)}
        columns = dict.fromkeys(COLUMNS) | said
        yield (*head, *list(columns.values())[len(head) :])
    for about in document.verdicts:
        status = about.status if isinstance(about, Requirement) else "finding"
        yield (
            *head,
            about.id,
            about.title,
            element_of(about),
            status,
            *_standing(about),
            *_words(about),
            *_review(about),
            _confidence(document),
        )


def _standing(about: Requirement | Finding) -> tuple[str | None, ...]:
    decision = about.decision
    return (
        about.severity,
        _yes(about.applies),
        about.profile_why,
        _yes(about.is_open),
        *((decision.kind, decision.reason, decision.owner, decision.expires) if decision else (None,) * 4),
        about.baseline,
    )


def _words(about: Requirement | Finding) -> tuple[str | int | None, ...]:
    evidence = about.evidence[0] if about.evidence else None
    place: tuple[str | int | None, ...] = (None,) * 6
    if evidence:
        section = " > ".join(evidence.section)
        place = (evidence.document, section, evidence.page, evidence.paragraph, evidence.line, evidence.quote)
    return (*place, about.why, about.fingerprint)


def _review(about: Requirement | Finding) -> tuple[str | None, ...]:
    review = about.review
    return (review.kind, review.status, review.reason, review.owner) if review else (None,) * 4


def _confidence(document: DocumentReport) -> str | None:
    """How sure OCR was of the document's words, from 0 to 1; nothing where none was needed."""
    return f"{document.recognition.confidence:.2f}" if document.recognition else None


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def safe_cell(value: str | int | None) -> str | int:
    """A value as a cell of a table: one line, nothing invisible, and an apostrophe before what could act."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = visible(_LINE_END.sub(" ", value))
    acts = value.startswith(_FORMULA) or text.lstrip().startswith((*_FORMULA, *_COMMAND))
    return unopened(f"'{text}" if acts else text)
