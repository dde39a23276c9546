"""The report as one self-contained page: no other file, no network, readable without scripts, on paper and aloud."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policylint.model.report import DocumentReport, Report
from policylint.outputs.embedded import DATA_ID, html_data
from policylint.outputs.verdicts import gate_words, shortfall_words, verdict_words
from policylint.outputs.webpage import breakable, content_policy, environment, stylesheet
from policylint.outputs.wording import (
    LEGACY_MEANS,
    NOT_ADVICE,
    STATUS_TITLE,
    baseline_mark,
    baseline_words,
    by_group,
    count,
    decided,
    decision_words,
    decisions_to_look_at,
    inner_quotes,
    kind_words,
    not_applying,
    not_asked_words,
    open_count,
    open_findings,
    open_gaps,
    place,
    profile_title,
    profile_words,
    recognition_words,
    review_words,
    reviewed_words,
    said_words,
    searched_words,
    short_place,
    shortened,
    still_covered,
    weight,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = Path(__file__).parent / "templates"
FINDING_ABOUT: Final = {
    "rights": ("Clauses that may put rights at risk", "Prompts for counsel: a lawyer should read these clauses."),
    "legacy": ("Clauses that were never adapted", "Written for a technology that is gone, or for the wrong one."),
    "reference": ("Loose ends", "Clauses that point to a place that is not there."),
    "text": ("Hidden text", "Words that are in the file and that its reader does not see. They settle nothing."),
}
"""The title of each group of findings on the page, and a line about it; other groups have a title of their own."""


def render(report: Report) -> str:
    """Draw the page.

    Everything from the document is escaped; style and script are ours, and named by hash in the page's policy.
    """
    style = stylesheet(_TEMPLATES / "report.css")
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    page: str = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            data=html_data(report),
            data_id=DATA_ID,
            style=style,
            script=script,
            policy=content_policy(style, script),
        )
    )
    return page


@cache
def _environment() -> Environment:
    return environment(
        _TEMPLATES,
        baseline_mark=baseline_mark,
        baseline_words=baseline_words,
        by_group=by_group,
        count=count,
        decided=decided,
        decision_words=decision_words,
        decisions_to_look_at=decisions_to_look_at,
        finding_about=FINDING_ABOUT,
        gate_words=gate_words,
        groups_of=groups_of,
        inner_quotes=inner_quotes,
        kind_words=kind_words,
        not_applying=not_applying,
        not_asked_words=not_asked_words,
        open_count=open_count,
        open_findings=open_findings,
        open_gaps=open_gaps,
        place=place,
        profile_title=profile_title,
        profile_words=profile_words,
        recognition_words=recognition_words,
        review_words=review_words,
        reviewed_words=reviewed_words,
        said_words=said_words,
        searched_words=searched_words,
        short_place=short_place,
        shortened=shortened,
        shortfall_words=shortfall_words,
        still_covered=still_covered,
        verdict_words=verdict_words,
        weight=weight,
        anchor=anchor,
        breakable=breakable,
        legacy_means=LEGACY_MEANS,
        not_advice=NOT_ADVICE,
        status_title=STATUS_TITLE,
    )


def groups_of(document: DocumentReport) -> tuple[tuple[str, str], ...]:
    """The groups of cards that the page has for a document, each with a word or two for the choice among them."""
    findings = {group: title for group, title, _ in by_group(open_findings(document))}
    groups = (
        ("missing", "Missing", open_gaps(document, "missing")),
        ("legacy", "Legacy", open_gaps(document, "legacy") or "legacy" in findings),
        *((group, title, True) for group, title in findings.items() if group != "legacy"),
        ("decided", "Decided", decided(document)),
        ("spared", "Does not apply", not_applying(document)),
        ("gone", "Gone", document.absent),
        ("covered", "Covered", still_covered(document)),
    )
    return tuple((group, words) for group, words, is_there in groups if is_there)


def anchor(report: Report, document: DocumentReport, identifier: str) -> str:
    """The id of a verdict on the page: the requirement's, with the document's number before it where there are many."""
    if len(report.documents) == 1:
        return identifier
    return f"d{report.documents.index(document) + 1}-{identifier}"
