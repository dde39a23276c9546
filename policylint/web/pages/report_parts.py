"""What the report page is given besides the report: what the visitor chose, what may be downloaded, what was typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """Which verdicts a visitor wants to see.

    `show` is "all", "open" or the id of a group of cards; `q` are words that a verdict must hold, all of them. `review`
    is the anchor of the card whose review form is to be open (browsers without scripts ask for it so).
    """

    show: str = "all"
    q: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that one may take away: what it is called, its format for people, its address, and what it is for."""

    label: str
    format: str
    href: str
    about: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with something typed: the field of the form (empty: all of it), and a sentence on what to do."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A review as it was typed, so that nothing is lost where it could not be stored. All are the form's own fields.

    `finding` is the number of the finding in the report, from 1, and empty for a requirement.
    """

    rule: str
    finding: str = ""
    kind: str = ""
    status: str = ""
    reason: str = ""
    owner: str = ""
    expires: str = ""
    settled_by: str = ""
    section: str = ""

    @property
    def card(self) -> str:
        """The anchor of the card that it is about."""
        return f"f-{self.finding}" if self.finding else self.rule
