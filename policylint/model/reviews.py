"""What people have said of the verdicts on a document: what that closes, and how many verdicts they looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from policylint.model.report import Decision, Finding, Requirement


class Tally(NamedTuple):
    """How many verdicts somebody has decided about, agreed with and called wrong."""

    decided: int
    confirmed: int
    changed: int


def closing(about: Requirement | Finding) -> Decision | None:
    """What closes a gap or a finding: the decision about it, or the review of a person who says that it is covered."""
    if about.decision is None and isinstance(about, Requirement) and about.status != "covered" == about.standing:
        return about.review
    return about.decision


def is_gap(requirement: Requirement) -> bool:
    """Whether policylint, or the person who corrected it, says that the requirement is not covered."""
    return requirement.status != "covered" or requirement.standing != "covered"


def is_confirmed(about: Requirement | Finding) -> bool:
    """Whether a person agrees with the verdict: says so, or decided to leave the gap that it names as it is."""
    if is_changed(about):
        return False
    return about.decision is not None or about.review is not None


def is_changed(about: Requirement | Finding) -> bool:
    """Whether a person has called the verdict wrong."""
    review, decision = about.review, about.decision
    return (review is not None and review.kind == "correct") or (
        decision is not None and decision.kind == "false-positive"
    )


def tally(abouts: Iterable[Requirement | Finding]) -> Tally:
    """Count what people have said of verdicts, each verdict once."""
    decided = confirmed = changed = 0
    for about in abouts:
        decided += closing(about) is not None
        confirmed += is_confirmed(about)
        changed += is_changed(about)
    return Tally(decided, confirmed, changed)
