"""The checklist at a glance: a mark for each requirement of an element, and for each clause to rework."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from policylint.model.report import DocumentReport, ElementSummary, Requirement
from policylint.model.reviews import closing
from policylint.outputs.wording import DECIDED, STATUS_TITLE, by_group
from policylint.web.pages.verdict_cards import Verdict, anchor_of, mark_of


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict in the picture: the name of its shape and colour, the anchor of its card, and what it is in words."""

    name: str
    anchor: str
    title: str
    state: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """An element of the checklist with the marks of its requirements."""

    summary: ElementSummary
    marks: tuple[Mark, ...]

    @property
    def total(self) -> int:
        """How many requirements it has."""
        return len(self.marks)


@dataclass(frozen=True, slots=True)
class Strip:
    """A group of findings with their marks."""

    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """A mark of the picture: its name, what it is called and means, and how many requirements have it."""

    name: str
    title: str
    meaning: str
    number: int


@dataclass(frozen=True, slots=True)
class Glance:
    """The whole picture. The three statuses are always in the legend, other marks where there are any."""

    tiles: tuple[Tile, ...]
    strips: tuple[Strip, ...]
    legend: tuple[Legend, ...]


_LEGEND: Final = (
    ("covered", "Covered", "settled for social media"),
    ("legacy", "Legacy only", "settled for older technology"),
    ("missing", "Missing", "not settled"),
    ("decided", "Decided", "somebody has dealt with it"),
    ("spared", "Does not apply", "nobody asks for it here"),
)


def glance_at(document: DocumentReport, hidden: Collection[str]) -> Glance:
    """The picture of a document's report.

    Args:
        document: The report on one that was checked.
        hidden: The anchors of the cards that the filters hide.
    """
    elements = document.summary.elements if document.summary else ()
    tiles = tuple(
        Tile(
            element,
            tuple(_mark(document, about, hidden) for about in document.requirements if about.element == element.id),
        )
        for element in elements
    )
    strips = tuple(
        Strip(title, tuple(_mark(document, finding, hidden) for finding in findings))
        for _, title, findings in by_group(document.findings)
    )
    names = [mark.name for tile in tiles for mark in tile.marks]
    legend = tuple(
        Legend(name, title, meaning, names.count(name))
        for name, title, meaning in _LEGEND
        if name in names or name in STATUS_TITLE
    )
    return Glance(tiles, strips, legend)


def _mark(document: DocumentReport, about: Verdict, hidden: Collection[str]) -> Mark:
    name, state = mark_of(about), _state(about)
    decision = closing(about)
    is_settled = isinstance(about, Requirement) and about.standing == "covered" and decision is None
    if not about.applies and not is_settled:
        name, state = "spared", f"{state}, does not apply"
    elif decision is not None:
        name, state = "decided", f"{state}, {DECIDED[decision.kind].lower()} by a person"
    anchor = anchor_of(document, about)
    return Mark(name, anchor, about.title, state, anchor in hidden)


def _state(about: Verdict) -> str:
    if not isinstance(about, Requirement):
        return f"{about.severity} severity"
    state = STATUS_TITLE[about.status].lower()
    return f"{state}, corrected to {about.standing}" if about.standing != about.status else state
