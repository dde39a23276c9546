"""Words of the portfolio that workbook, table and page share: what a cell says, and what can be read beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from policylint.model import reviews
from policylint.model.report import DocumentReport, Evidence, Finding, PeerFigure, Report, Requirement
from policylint.outputs.portfolio.matrix import ElementRow, Matrix, is_corrected, standing_of
from policylint.outputs.wording import (
    STATUS_TITLE,
    count,
    decision_words,
    not_asked_words,
    place,
    quoted,
    shortened,
)

VERDICTS: Final = {"checked": "checked", "unreadable": "unreadable", "not-applicable": "not checked"}
_QUOTE: Final = 240


def title_of(report: Report) -> str:
    """The title of the whole: what the auditor calls it, else how many documents it is about."""
    named = report.cover.title if report.cover else ""
    return named or f"Policy portfolio of {count(len(report.documents), 'document')}"


def share(part: int, whole: int) -> str:
    """A share in whole percent; a dash where there is nothing to share."""
    return f"{round(100 * part / whole)} %" if whole else "\u2013"


def closing_words_of(about: Requirement | Finding) -> str:
    """What a gap or finding needs no work for: a decision, or that it is not asked for; empty where it is open."""
    if not about.applies:
        return f"Not asked for. {not_asked_words(about)}"
    return decision_words(about.decision) if about.decision else ""


def words_of(evidence: Evidence) -> str:
    """A quote, shortened, with its place."""
    where = place(evidence)
    return quoted(shortened(evidence.quote, _QUOTE)) + (f" ({where})" if where else "")


def note(document: DocumentReport, requirement: Requirement) -> str:
    """What stands behind a cell: the verdict, the words and their place, what to do, and what people said of it."""
    return "\n".join(_note(document, requirement))


def _note(document: DocumentReport, requirement: Requirement) -> Iterator[str]:
    corrected = f" (policylint: {STATUS_TITLE[requirement.status].lower()})" if is_corrected(requirement) else ""
    yield f"{STATUS_TITLE[requirement.standing]}{corrected}: {requirement.title}"
    yield document.source.name
    for evidence in requirement.evidence[:1]:
        yield words_of(evidence)
    if len(requirement.evidence) > 1:
        yield f"and {count(len(requirement.evidence) - 1, 'other clause')}"
    if requirement.nearest:
        yield f"Nearest: {words_of(requirement.nearest.evidence)}. {requirement.nearest.lacks}"
    if requirement.remedy and standing_of(requirement) == "open":
        yield f"What to do: {requirement.remedy}"
    if requirement.standing != "covered" and (closed := closing_words_of(requirement)):
        yield closed
    if requirement.review:
        yield decision_words(requirement.review)


def here_words(element: ElementRow) -> str:
    """How many of the portfolio's own documents settle something of an element."""
    if not element.documents:
        return "No document was checked for it."
    return (
        f"{element.some} of {count(element.documents, 'document')} here {'settles' if element.some == 1 else 'settle'} "
        f"some of it, {element.whole} all of it."
    )


def peer_words(peer: PeerFigure) -> str:
    """A figure about other people's policies, with its source."""
    return f"{peer.addressed} of {peer.n} policies addressed {peer.words}: {peer.source}."


def share_reviewed(matrix: Matrix) -> str:
    """How many verdicts a person has looked at, and how many of those were changed; a denominator with it."""
    documents = [row.document for row in matrix.checked]
    counts = [reviewed(document) for document in documents]
    whole = sum(len(document.verdicts) for document in documents)
    confirmed, changed = (sum(numbers) for numbers in zip((0, 0), *counts, strict=True))
    return (
        f"A person has looked at {confirmed + changed} of {count(whole, 'verdict')} "
        f"({share(confirmed + changed, whole)}): {confirmed} confirmed, {changed} changed."
    )


def reviewed(document: DocumentReport) -> tuple[int, int]:
    """How many verdicts of a document a person confirmed, and how many a person changed."""
    said = reviews.tally(document.verdicts)
    return said.confirmed, said.changed


def how_to_verify(carries: bool) -> str:
    """How somebody else can see whether the report says what the documents do."""
    if carries:
        return (
            "Run 'policylint verify' with this file and the documents: it checks them again and says whether all is "
            "the same, or exactly what differs and why."
        )
    return (
        "Run 'policylint verify portfolio.json' with the documents: it checks them again and says whether all is the "
        "same, or exactly what differs and why. SHA256SUMS, where it lies beside, has the digest of each file of this "
        "portfolio as it was written."
    )


def fits(report: Report, limit: int) -> bool:
    """Whether the report's JSON is small enough to be carried within a file that people open."""
    return len(msgspec.json.encode(report)) <= limit
