"""The report page: what a policy covers, what was never adapted and what is missing, beside the document itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from policylint.model.report import Report
from policylint.outputs.verdicts import shortfall_words, verdict_words
from policylint.outputs.wording import (
    NOT_ADVICE,
    baseline_mark,
    kind_words,
    not_asked_words,
    profile_words,
    review_words,
    searched_words,
)
from policylint.web.pages.card_filter import ALL, filter_choices
from policylint.web.pages.document_links import DocumentLinks, View
from policylint.web.pages.environment import draw
from policylint.web.pages.glance import glance_at
from policylint.web.pages.panel_view import PDF, PanelView, tone_words
from policylint.web.pages.report_parts import Download, Draft, Filters, Problem
from policylint.web.pages.review_form import REVIEW_FIELDS, REVIEW_KINDS, idle
from policylint.web.pages.verdict_cards import Cards, Group, source_numbers

if TYPE_CHECKING:
    from policylint.web.pages.surroundings import Surroundings
    from policylint.web.panel.model import PanelPart, PlaceBook
    from policylint.web.store.model import StoredDecision, StoredDocument

_WORDS: Final = {
    "baseline_mark": baseline_mark,
    "kind_words": kind_words,
    "not_advice": NOT_ADVICE,
    "not_asked_words": not_asked_words,
    "profile_words": profile_words,
    "review_words": review_words,
    "searched_words": searched_words,
    "shortfall_words": shortfall_words,
    "verdict_words": verdict_words,
}


def report_page(
    surroundings: Surroundings,
    document: StoredDocument,
    report: Report,
    panel: PanelPart | None,
    places: PlaceBook,
    decisions: tuple[StoredDecision, ...],
    chosen: Filters,
    downloads: tuple[Download, ...],
    reviewer: str,
    problems: tuple[Problem, ...] = (),
    draft: Draft | None = None,
) -> str:
    """Draw the page of a document that was examined.

    Args:
        surroundings: Who looks at it, and where the service lies.
        document: The upload.
        report: The report on it, with the decisions in it.
        panel: The part of the document that is shown beside the verdicts; None where none is.
        places: The numbers of the places in it.
        decisions: What was said of verdicts on this page or uploaded, and so can be taken back.
        chosen: Which verdicts are to be seen, and which one is to be reviewed.
        downloads: What can be taken away.
        reviewer: The name that a review form begins with.
        problems: What was wrong with the review, or with the decisions file where there is no `draft`.
        draft: The review that was wrong, as it was typed.
    """
    about = report.documents[0]
    page = surroundings.at(f"/documents/{document.id}")
    first_view: View = "pages" if document.media_type == PDF else "text"

    def made(chosen: Filters) -> tuple[DocumentLinks, tuple[Group, ...]]:
        links = DocumentLinks(page, panel, places, _kept(chosen), first_view, page if problems else "")
        return links, Cards(about, links, decisions, chosen).groups()

    links, groups = made(chosen)
    choices = filter_choices(groups)
    if chosen.show not in {value for value, _, _ in choices}:  # the last card of its group may have been decided about
        chosen = replace(chosen, show=ALL)
        links, groups = made(chosen)
    cards = [card for group in groups for card in group.cards]
    return draw(
        "report_page.html",
        surroundings,
        address=page,
        document=document,
        report=report,
        about=about,
        panel=PanelView(panel, links, document.media_type) if panel else None,
        links=links,
        chosen=chosen,
        groups=groups,
        shown=sum(card.shown for card in cards),
        choices=choices,
        glance=glance_at(about, {card.anchor for card in cards if not card.shown}),
        sources=source_numbers(about),
        idle=idle(report, decisions),
        decisions=decisions,
        downloads=downloads,
        reviewer=reviewer,
        problems=problems,
        faults=[(_fault_link(problem, draft, {card.anchor for card in cards}), problem.words) for problem in problems],
        draft=draft,
        reviewing=draft.card if draft else chosen.review,
        review_kinds=REVIEW_KINDS,
        tone_words=tone_words,
        **_WORDS,
    )


def panel_fragment(surroundings: Surroundings, document: StoredDocument, panel: PanelPart) -> str:
    """Draw only the part of the document that is shown beside the verdicts, to be put into a page that is there."""
    page = surroundings.at(f"/documents/{document.id}")
    view = PanelView(panel, DocumentLinks(page, panel), document.media_type)
    return draw("report/panel.html", surroundings, address=page, document=document, panel=view, tone_words=tone_words)


def _kept(chosen: Filters) -> tuple[tuple[str, str], ...]:
    """The fields of a query that choose the same cards."""
    fields = (("show", "" if chosen.show == ALL else chosen.show), ("q", chosen.q))
    return tuple((name, value) for name, value in fields if value)


def _fault_link(problem: Problem, draft: Draft | None, cards: Collection[str]) -> str:
    """The anchor of the field that a problem is about; of the verdicts where the form is not on the page."""
    if draft is None:
        return "#decisions-file"
    if draft.card not in cards:
        return "#verdicts"
    return f"#{draft.card}-review-{problem.field if problem.field in REVIEW_FIELDS else 'kind'}"
