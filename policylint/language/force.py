"""What force a clause has, read from its words alone: duty, ban, permission, statement.

A clause can have several ("may be used, but must not ..."). Where the words leave it open (an imperative, a modal whose
subject decides), the parse of `policylint.language.parse` says more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policylint.model.clause import Force

_MODALS: Final = frozenset({"must", "shall", "should", "may", "can", "will", "might", "could", "need", "ought"})
_NEGATIONS: Final = frozenset({"not", "never", "neither", "nor"})
_BAN_WORDS: Final = frozenset(
    [
        "prohibit",
        "prohibited",
        "prohibits",
        "prohibiting",
        "prohibition",
        "forbid",
        "forbidden",
        "forbids",
        "banned",
        "barred",
        "disallowed",
        "unacceptable",
        "impermissible",
        "refrain",
        "refraining",
        "avoid",
        "avoids",
        "avoided",
        "never",
        "abstain",
        "unauthorized",
        "disallow",
        "bars",
        "bans",
        "precluded",
    ]
)
_DUTY_WORDS: Final = frozenset(
    [
        "must",
        "shall",
        "should",
        "required",
        "requires",
        "require",
        "mandatory",
        "responsible",
        "obliged",
        "obligated",
        "expected",
        "expects",
        "ensure",
        "ensures",
        "obligation",
        "responsibility",
        "responsibilities",
        "ought",
        "duty",
        "needs",
        "asked",
        "urged",
        "encouraged",
        "requested",
        "advised",
    ]
)
_PERMIT_WORDS: Final = frozenset(
    [
        "may",
        "can",
        "permitted",
        "allowed",
        "permits",
        "allows",
        "permit",
        "allow",
        "free",
        "entitled",
        "welcome",
        "acceptable",
        "authorized",
    ]
)
_BE: Final = frozenset({"is", "are", "be", "was", "were", "being", "been"})
_PEOPLE_BARRED: Final = frozenset({"no", "none", "nobody", "neither"})
_EXCEPTIONS: Final = (
    "except",
    "unless",
    "without",
    "other than",
    "save for",
    "save where",
    "save as",
    "apart from",
    "subject to",
    "excluding",
    "with the exception",
    "provided that",
    "only if",
    "only when",
    "only with",
    "outside of",
)


_RULE_HEADING: Final = re.compile(
    r"^\W*(?:no|never|do not|don['\u2019]t|always|only|be|avoid|think|respect|protect|keep|use|remember|make sure|"
    r"ensure|stay|stop|ask|correct|admit|report|disclose|obey|follow)\s+(?!of\b|and\b|by\b|for\b|policy\b|policies\b)\S+\s+\S+|"
    r"\b(?:must|shall|should|may not|cannot|is not|are not|needed to|required to|not allowed|not permitted|"
    r"prohibited from)\b",
    re.IGNORECASE,
)
"""A heading that is a rule itself: "Be honest about who you are", "No posting of internal matters"."""


def heading_states_rule(text: str) -> bool:
    """Whether a heading says what to do, and does not just name a matter. Questions say nothing."""
    return bool(_RULE_HEADING.search(text)) and not text.rstrip().endswith("?")


def cheap_forces(own: Sequence[str], lead: Sequence[str] = ()) -> tuple[Force, ...]:
    """The forces of a clause, given the norm words of the clause and of what introduces it, in a fixed order.

    The clause's own words decide; where they say nothing, those of the lead do.
    """
    found = _forces(own)
    if not found and lead:
        found = _forces(lead)
    elif lead and "ban" in (from_lead := _forces(lead)) and "ban" not in found and _is_open(lead):
        found |= from_lead
    if not found:
        return ("statement",)
    order: tuple[Force, ...] = ("duty", "ban", "permission")
    return tuple(force for force in order if force in found)


def _is_open(lead: Sequence[str]) -> bool:
    """Whether the lead stops in mid-sentence, so that its force carries over to the item."""
    return len(lead) <= 40


def _forces(words: Sequence[str]) -> set[Force]:
    found: set[Force] = set()
    count = len(words)
    if tuple(words[:2]) == ("do", "not") or (words and words[0] in {"never", "no"}):
        found.add("ban")
    for n, word in enumerate(words):
        following = words[n + 1 : n + 4]
        if word in _MODALS:
            negated = any(w in _NEGATIONS for w in following[:2])
            barred = any(w in _PEOPLE_BARRED for w in words[max(0, n - 6) : n])
            if word == "need":
                spared = negated or "not" in words[max(0, n - 2) : n]
                found.add("permission" if spared else "duty")
            elif negated or (barred and word != "should"):
                found.add("ban")
            elif word in {"may", "can", "might", "could"}:
                found.add("permission")
            elif word in {"must", "shall", "should", "ought"} or word == "will":
                found.add("duty")
        elif word in _BAN_WORDS:
            before = words[max(0, n - 2) : n]
            found.add("permission" if "not" in before and word != "never" else "ban")
        elif word in _DUTY_WORDS:
            before = words[max(0, n - 2) : n]
            found.add("permission" if "not" in before else "duty")
        elif word in _PERMIT_WORDS:
            before = words[max(0, n - 3) : n]
            found.add("ban" if "not" in before or "no" in before else "permission")
        elif word == "not" and n and words[n - 1] in {"do", "does"}:
            found.add("ban")
        elif (word in {"have", "has"} and following[:1] == ["to"] and n + 2 < count) or (
            word in _BE and following[:1] == ["to"] and n
        ):
            found.add("duty")
    return found


def exception_words(text: str) -> str:
    """The words that open an exception in `text`, verbatim, or nothing."""
    lowered = text.lower()
    best = min(((at, words) for words in _EXCEPTIONS if (at := _find_word(lowered, words)) >= 0), default=None)
    return text[best[0] : best[0] + len(best[1])] if best else ""


def _find_word(text: str, words: str) -> int:
    at = text.find(words)
    while at >= 0:
        before = text[at - 1] if at else " "
        after = text[at + len(words)] if at + len(words) < len(text) else " "
        if not before.isalnum() and not after.isalnum():
            return at
        at = text.find(words, at + 1)
    return -1
