"""What the language house makes of a document, and what matching finds in it.

A clause is a sentence of a body block, or one list item, seen together with the words that introduce its list and the
headings above it. Its features are the cheap reading of the sentence: what force it has, about whom, of which
technology.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from policylint.model.document import BlockKind

Force = Literal["duty", "ban", "permission", "statement"]
"""duty: must, shall, should, "is required to", an imperative; ban: any of these negated, "may not", "is prohibited";
permission: may, can, "is allowed to"; statement: none of these, a description or a definition."""

Actor = Literal["staff", "public", "organisation", "other"]
"""Who the clause binds or speaks of: the people bound by the policy; members of the public; the organisation itself and
its official presences; anyone else or nobody that can be told."""

Technology = Literal["social", "older", "any"]
"""social: the clause names social media; older: only Internet, e-mail, computers, telephone and the like; any:
neither."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a clause. `norm` is lower case, American spelling, without possessive ending; offsets into the
    block.
    """

    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """`Document.blocks[block].text[start:end]` and what is known of it.

    `lead` holds the tokens of the words that introduce the list item (outermost first), empty for a plain sentence.
    `headings` are the titles of the sections above, outermost first. `technology` is what the words themselves say;
    `scope` is what applies after document, section and definitions have been taken in; `speaks_of` is what the words,
    the headings above them or the title name, whatever the rest of the document is about.
    """

    index: int
    block: int
    start: int
    end: int
    text: str
    section: int
    tokens: tuple[Token, ...]
    kind: BlockKind = "paragraph"
    lead: tuple[Token, ...] = ()
    lead_text: str = ""
    headings: tuple[str, ...] = ()
    forces: tuple[Force, ...] = ("statement",)
    actors: tuple[Actor, ...] = ()
    technology: Technology = "any"
    scope: Technology = "any"
    speaks_of: Technology = "any"
    rule_heading: bool = False
    """A heading that says what to do, so that it counts like a sentence."""
    exception: str = ""
    """The words that open an exception ("except as", "unless"), verbatim, or nothing."""


Mentions = Mapping[str, Sequence[tuple[int, int]]]
"""Where the concepts that the language house asks about stand in a clause: places counted in words, the words of `lead`
first, then those of the clause itself."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A signal of a rule that was found in a clause. `spans` are the matched words, offsets into the clause's block.

    `settles` is False for a hint: a near miss that serves only to show what came nearest.
    """

    rule: str
    signal: str
    clause: int
    spans: tuple[tuple[int, int], ...]
    settles: bool = True
    weight: int = 1
    """In how many of its ways the signal is said in the clause."""


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A date that the document gives of itself: the clause, the characters of its block, and the last day it can
    mean.
    """

    clause: int
    start: int
    end: int
    day: date
