"""The verdicts as cards in groups: gaps first, then clauses to rework, what is decided, not asked for, covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.model.report import DocumentReport, Evidence, Finding, Requirement
from policylint.outputs.html import FINDING_ABOUT as FINDING_ABOUT
from policylint.outputs.wording import (
    LEGACY_MEANS,
    STATUS_TITLE,
    by_group,
    decided,
    group_title,
    not_applying,
    open_findings,
    open_gaps,
    profile_title,
    still_covered,
    weight,
)
from policylint.web.pages.card_filter import ALL, OPEN, holds
from policylint.web.pages.report_parts import Filters
from policylint.web.pages.review_form import Said, said_of, sort_of

if TYPE_CHECKING:
    from policylint.web.pages.document_links import DocumentLinks
    from policylint.web.store.model import StoredDecision

Verdict = Requirement | Finding

_MIXED: Final = frozenset({"decided", "spared"})
_MARKS: Final = {"rights": "rights", "legacy": "stale"}
"""The mark of a finding by its group; the others are loose ends."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document on a card, and the address of their place beside it (empty where they are not shown)."""

    evidence: Evidence
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A verdict as the page shows it.

    `anchor` is its id on the page, `finding` the number of a finding as the review form names it (else empty), `mark`
    the name of its shape and colour, `label` what they mean, `sort` which reviews fit it, `severity` what to say of
    that. `why` leaves out what is said of all findings of the rule. `shown` says whether the filters let it through.
    """

    anchor: str
    about: Verdict
    finding: str
    mark: str
    label: str
    sort: str
    severity: str
    why: str
    quotes: tuple[Quote, ...]
    nearest: Quote | None
    said: tuple[Said, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """The cards of a group that share what is said of them: one verdict, or all open findings of one rule."""

    cards: tuple[Card, ...]

    @property
    def about(self) -> Verdict:
        """The verdict that says what all of them share."""
        return self.cards[0].about

    @property
    def shown(self) -> bool:
        """Whether any of the cards is."""
        return any(card.shown for card in self.cards)


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading.

    `id` is one of missing, legacy, decided, spared, covered or that of a group of findings, and the value of
    `Filters.show` that picks it; `label` is a word or two for that choice, `about` a line on what the cards have in
    common.
    """

    id: str
    title: str
    label: str
    about: str
    is_open: bool
    kinds: tuple[Kind, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them, in order."""
        return tuple(card for kind in self.kinds for card in kind.cards)

    @property
    def shown(self) -> bool:
        """Whether any of the cards is."""
        return any(kind.shown for kind in self.kinds)

    @property
    def mark(self) -> str:
        """The mark that all cards of an open or covered group have; empty for one of all sorts."""
        return "" if self.id in _MIXED else self.cards[0].mark


@dataclass(frozen=True, slots=True)
class Cards:
    """Makes the cards of a document's report. `stored` are the decisions that can be taken back."""

    document: DocumentReport
    links: DocumentLinks
    stored: Sequence[StoredDecision]
    chosen: Filters

    def groups(self) -> tuple[Group, ...]:
        """All groups that hold a card, in the order of the page."""
        document = self.document
        found = [
            self._group(
                "missing",
                "Missing",
                "Missing",
                "Nothing in the document settles these.",
                open_gaps(document, "missing"),
                is_open=True,
            ),
            self._group(
                "legacy",
                "Settled only by a legacy clause",
                "Legacy only",
                LEGACY_MEANS,
                open_gaps(document, "legacy"),
                is_open=True,
            ),
            *self._finding_groups(),
            self._group(
                "decided",
                "Decided",
                "Decided",
                "Gaps and clauses about which somebody has decided.",
                [about for about, _ in decided(document)],
            ),
            self._group("spared", profile_title(document), "Does not apply", "", not_applying(document)),
            self._group("covered", "Covered", "Covered", "", still_covered(document)),
        ]
        return tuple(group for group in found if group.kinds)

    def _finding_groups(self) -> Iterable[Group]:
        for group, name, findings in by_group(open_findings(self.document)):
            title, about = FINDING_ABOUT.get(group, (name, ""))
            yield self._group(group, title, name, about, findings, is_open=True, by_rule=True)

    def _group(
        self,
        identifier: str,
        title: str,
        label: str,
        about: str,
        verdicts: Iterable[Verdict],
        *,
        is_open: bool = False,
        by_rule: bool = False,
    ) -> Group:
        picks = {ALL, identifier, OPEN} if is_open else {ALL, identifier}
        cards = [self._card(verdict, is_picked=self.chosen.show in picks) for verdict in verdicts]
        alike: dict[object, list[Card]] = {}
        for card in cards:
            alike.setdefault(_shared(card.about) if by_rule else card.anchor, []).append(card)
        return Group(identifier, title, label, about, is_open, tuple(Kind(tuple(kind)) for kind in alike.values()))

    def _card(self, about: Verdict, *, is_picked: bool) -> Card:
        said = said_of(about, self.stored)
        quotes = tuple(self._quote(evidence) for evidence in about.evidence)
        return Card(
            anchor=anchor_of(self.document, about),
            about=about,
            finding=finding_number(self.document, about),
            mark=mark_of(about),
            label=STATUS_TITLE[about.standing] if isinstance(about, Requirement) else group_title(about.id),
            sort=sort_of(about),
            severity=weight(about) if isinstance(about, Requirement) else about.severity,
            why=_own_why(about),
            quotes=quotes,
            nearest=self._quote(about.nearest.evidence) if isinstance(about, Requirement) and about.nearest else None,
            said=said,
            shown=is_picked and holds(self.chosen.q, about, said),
        )

    def _quote(self, evidence: Evidence) -> Quote:
        return Quote(evidence, self.links.place(evidence))


def anchor_of(document: DocumentReport, about: Verdict) -> str:
    """The id of a verdict's card on the page: that of a requirement, or `f-N` for the N-th finding of the report."""
    return f"f-{finding_number(document, about)}" if isinstance(about, Finding) else about.id


def finding_number(document: DocumentReport, about: Verdict) -> str:
    """The number of a finding in the report, from 1; empty for a requirement."""
    if isinstance(about, Requirement):
        return ""
    return str(next(number for number, finding in enumerate(document.findings, 1) if finding is about))


def mark_of(about: Verdict) -> str:
    """The name of the shape and colour that stand for a verdict."""
    if isinstance(about, Requirement):
        return about.standing
    return _MARKS.get(about.id.partition(".")[0], "loose")


def source_numbers(document: DocumentReport) -> dict[str, int]:
    """The sources that verdicts name, numbered from 1 in the order of the report: many name the same."""
    return {source: number for number, source in enumerate(dict.fromkeys(_sources(document)), 1)}


def _sources(document: DocumentReport) -> Iterator[str]:
    for about in document.verdicts:
        yield from about.sources


def _shared(about: Verdict) -> object:
    """What the findings of one rule have in common."""
    applies_to = about.applies_to if isinstance(about, Finding) else ""
    return (about.id, about.severity, about.matters, about.remedy, about.profile_why, applies_to, about.sources)


def _own_why(about: Verdict) -> str:
    """Why the verdict is as it is, without why such a clause matters, which is said beside it."""
    return about.why.removesuffix(about.matters).rstrip() if isinstance(about, Finding) else about.why
