"""Reviewing a verdict on the page: which kinds of review fit it, and what has been said of it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.decisions.apply import fingerprints_of
from policylint.model.report import Decision, DecisionUse, Finding, Report, Requirement
from policylint.model.reviews import is_gap
from policylint.outputs.wording import decision_words, decisions_to_look_at, reviewed_words

if TYPE_CHECKING:
    from policylint.web.store.model import StoredDecision


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A kind of review as the form offers it: its value, plain words, a hint, and the sorts of verdict it fits."""

    value: str
    words: str
    hint: str
    fits: frozenset[str]


_ALL: Final = frozenset({"gap", "covered", "finding"})
_OPEN: Final = frozenset({"gap", "finding"})

REVIEW_KINDS: Final = (
    ReviewKind("confirm", "I agree with this verdict", "It stays as it is, and is marked as looked at.", _ALL),
    ReviewKind("correct", "The status should be another one", "", frozenset({"gap", "covered"})),
    ReviewKind("accept", "We know, and leave it as it is", "It no longer counts as open.", _OPEN),
    ReviewKind("not-applicable", "It does not apply to us", "It no longer counts as open.", _OPEN),
    ReviewKind("false-positive", "policylint is wrong about this clause", "", frozenset({"finding"})),
    ReviewKind("settled-elsewhere", "Another document settles it", "", _OPEN),
)
"""The kinds in the order of the form. A wrong status is corrected; only a finding can be called wrong as a whole."""

REVIEW_FIELDS: Final = ("status", "reason", "owner", "expires", "settled_by", "section")
"""The fields of the form beside the kind of review."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a verdict, and the database id by which it can be taken back (None: it cannot)."""

    words: str
    taken_back_by: int | None


def sort_of(about: Requirement | Finding) -> str:
    """The sort of verdict, for `ReviewKind.fits`: gap, covered or finding."""
    if isinstance(about, Finding):
        return "finding"
    return "gap" if is_gap(about) else "covered"


def said_of(about: Requirement | Finding, stored: Sequence[StoredDecision]) -> tuple[Said, ...]:
    """All that people have said of a verdict: the review, then the decision."""
    marks = fingerprints_of(about)
    mine = [decision for decision in stored if decision.rule == about.id and decision.fingerprint in marks]
    found = []
    if about.review:
        found.append(Said(reviewed_words(about), _stored_id(about.review, mine)))
    if about.decision:
        found.append(Said(decision_words(about.decision), _stored_id(about.decision, mine)))
    return tuple(found)


def idle(report: Report, stored: Sequence[StoredDecision]) -> tuple[tuple[DecisionUse, Said], ...]:
    """The decisions that are not in force, each with what it says."""
    found = []
    for use in decisions_to_look_at(report):
        mine = [decision for decision in stored if decision.rule == use.rule]
        found.append((use, Said(decision_words(use.decision), _stored_id(use.decision, mine))))
    return tuple(found)


def _stored_id(decision: Decision, stored: Sequence[StoredDecision]) -> int | None:
    """The database id of a decision as the report shows it; None where it comes from elsewhere."""
    wanted = (
        decision.kind,
        decision.status or "",
        decision.reason,
        decision.owner,
        decision.date,
        decision.expires or "",
    )
    for one in stored:
        status = one.status if one.kind == "correct" else ""  # that of a confirmation is not shown
        same = (one.kind, status, one.reason, one.owner, one.date, one.expires) == wanted
        if same:
            return one.id
    return None
