"""What a document calls things: its organisation, its people, its force of words, whoever is responsible for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText

_ORGANISATIONS: Final = (
    "City|County|Town|Township|Village|Borough|District|State|Department|Agency|Company|Library|School|University|"
    "College|Council|Ministry|Authority|Commission|Corporation|Trust|Foundation|Organi[sz]ation|Bureau|Service|Firm|"
    "Institute|Association"
)
_CAPITAL: Final = re.compile(rf"\b[Tt]he ({_ORGANISATIONS})\b(?!['\u2019]?s? [A-Z0-9]|['\u2019]s? [A-Z]| of | for )")
_SMALL: Final = re.compile(rf"\bthe ({_ORGANISATIONS.lower()})\b(?! of )(?!['\u2019]?s? [A-Z])")
_OFTEN: Final = 2
"""From so many times on a word is a habit of the document."""
_FIRMS: Final = frozenset({"company", "firm", "corporation"})
"""Words that are as often said of somebody else's, so that it takes one time more."""

_STAFF: Final = ("employees", "staff", "personnel", "team members", "associates", "members")
_SINGULAR: Final = {"employees": "employee", "team members": "team member", "associates": "associate"}
_MEMBERS: Final = re.compile(
    r"\b(?:department|agency|office|police|service|force) members?\b"
    r"|\bmembers? of (?:the|this) (?:department|agency|force)\b"
    r"|\b(?<!team )(?<!staff )(?<!family )members (?:shall|must|will|may|should)\b",
)
"""Members of a force, as the police say; of a committee or a family they are others."""
_HABITS: Final = (("web site", "website"), ("e-mail", "email"))
"""How the model clauses write a word, and how else it is written."""
_BOUND: Final = r"(?:employees?|staff|personnel|users?|members?|officers?|students?|associates?|patrons?)"
_MODALS: Final = {
    "must": re.compile(r"\bmust\b", re.IGNORECASE),
    "shall": re.compile(r"\bshall\b", re.IGNORECASE),
    "will": re.compile(rf"\b{_BOUND} will\b", re.IGNORECASE),
}
_OFFICES: Final = (
    "Director|Manager|Officer|Administrator|Clerk|Chief|Superintendent|Coordinator|Commissioner|Librarian|Secretary|"
    "Department|Division|Office|Committee|Team|Unit|Bureau"
)
_NAME: Final = r"[A-Z][\w'\u2019&-]*"
_ROLE: Final = re.compile(
    rf"\b[Tt]he ((?:{_NAME} ){{0,4}}(?:{_OFFICES})(?: (?:of|for) {_NAME}(?: (?:and|&) {_NAME}| {_NAME}){{0,2}})?)\b"
    rf"(?! [A-Z])"
)
_AMERICAN: Final = re.compile(r"\b\w+iz(?:e[ds]?|ing|ation)\b|\b(?:license|behavior|honor|center|program|color)\w*")
_BRITISH: Final = re.compile(r"\b\w+is(?:ed|ing|ation)\b|\b(?:licence|behaviour|honour|centre|programme|colour)\w*")
_WORDS: Final = re.compile(r"\bsocial media\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Terms:
    """A document's own words; empty where it has none that could be told.

    `organisation` and `role` stand with their article as in running text ("the City", "the Town Clerk"); `staff` is
    a plural; `modal` is must, shall or will; `social_media` is how the document writes that word.
    """

    organisation: str = ""
    staff: str = "staff"
    modal: str = "must"
    role: str = ""
    social_media: str = "social media"
    american: bool = False
    """Whether the document spells as in the United States."""
    is_part: bool = False
    """Whether the policy is a part of a handbook, so that "this policy" would be taken for all of it."""
    habits: tuple[tuple[str, str], ...] = ()
    """Words that it writes otherwise than a model clause, and how."""

    @property
    def taken_over(self) -> tuple[tuple[str, str], ...]:
        """What each stands for, and the word."""
        said = (
            ("the organisation", self.organisation),
            ("those who work there", self.staff),
            ("duties", self.modal),
            ("whoever is responsible (to be confirmed)", self.role),
        )
        return tuple((what, word) for what, word in said if word)


def terms_of(report: DocumentReport, text: DocumentText) -> Terms:
    """The terms of a document, from its clauses and from the evidence of who owns it."""
    words = [f"{clause.lead} {clause.quote}" if clause.lead else clause.quote for clause in text.clauses]
    organisation = _organisation(words)
    return Terms(
        organisation=organisation,
        staff=_staff(words),
        modal=_modal(words),
        role=_role(report, organisation),
        social_media=_social_media(words),
        american=_american(words),
        is_part=report.kind == "handbook-with-section",
        habits=_habits(words),
    )


def _organisation(words: Iterable[str]) -> str:
    """The commonest of the words that stand for the organisation; with a capital where the document gives it one."""
    words = tuple(words)
    for pattern in (_CAPITAL, _SMALL):
        counts = Counter(match.group(1) for clause in words for match in pattern.finditer(clause))
        word, times = max(counts.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        if times >= _OFTEN + (word in _FIRMS):
            return f"the {word}"
    return ""


def _staff(words: Iterable[str]) -> str:
    """The commonest word for those who work there.

    Never "users": on social media a user is anybody, and of machines pupils and patrons are users, too.
    """
    text = "\n".join(words).lower()
    counts = {word: len(re.findall(rf"\b{_SINGULAR.get(word, word)}s?\b", text)) for word in _STAFF}
    counts["members"] = len(_MEMBERS.findall(text))
    counts["associates"] -= len(re.findall(r"\bassociated? with\b", text))
    best = max(counts, key=lambda word: (counts[word], -_STAFF.index(word)))
    return best if counts[best] else "staff"


def _modal(words: Iterable[str]) -> str:
    text = "\n".join(words)
    counts = {modal: len(pattern.findall(text)) for modal, pattern in _MODALS.items()}
    best = max(counts, key=lambda modal: counts[modal])
    return best if counts[best] else "must"


def _role(report: DocumentReport, organisation: str) -> str:
    """The office that the document names as responsible for it; whoever it names for another matter is no guess."""
    owner = next((each for each in report.requirements if each.id == "foundation.owner"), None)
    for evidence in owner.evidence if owner else ():
        if evidence.document:
            continue
        for match in _ROLE.finditer(f"{evidence.lead} {evidence.quote}"):
            role = f"the {match.group(1)}"
            if role.lower() != organisation.lower() and match.group(1) not in ("Department", "Office", "Division"):
                return role
    return ""


def _american(words: Iterable[str]) -> bool:
    text = "\n".join(words)
    return len(_AMERICAN.findall(text)) > len(_BRITISH.findall(text))


def _habits(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    text = "\n".join(words).lower()
    return tuple((ours, theirs) for ours, theirs in _HABITS if text.count(theirs) > text.count(ours))


def _social_media(words: Iterable[str]) -> str:
    text = "\n".join(words)
    found = Counter(match.group() for match in _WORDS.finditer(text) if match.group() != "SOCIAL MEDIA")
    capital, small = found["Social Media"], found["social media"]
    return "Social Media" if capital > 2 and capital > 3 * small else "social media"
