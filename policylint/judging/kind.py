"""What kind of document it is, told from counts that the earlier steps made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policylint.model.clause import Clause, Technology
from policylint.model.document import Document
from policylint.model.report import Kind

_GUIDE_TITLE: Final = re.compile(
    r"\b(guide to|how to|toolkit|tips|playbook|primer|checklist|best practices|getting started|introduction to|a guide|case stud|lessons)\b",
    re.IGNORECASE,
)
_HANDBOOK_TITLE: Final = re.compile(r"\b(handbook|personnel (manual|policies)|employee manual|staff manual|operations manual)\b", re.IGNORECASE)
_PLAN_TITLE: Final = re.compile(
    r"\b(strategic plan|strategy|annual report|plan|budget|newsletter|minutes|report|news release|press release|roadmap)\b", re.IGNORECASE
)
_POLICY_TITLE: Final = re.compile(
    r"\b(polic(y|ies)|guidelines?|rules?|code|order|directive|standards?|procedures?|regulations?|agreement|acceptable use|terms of use)\b",
    re.IGNORECASE,
)
_USE_TITLE: Final = re.compile(
    r"\b(internet|e-?mail|computer|network|acceptable use|electronic (communication|mail|media|information|resource)|web ?site|web publishing|"
    r"information (technology|systems?|resources)|\bict\b|\bit\b (resources|systems|facilities|equipment|use|acceptable)|instant messag|online (tools|services)|"
    r"technology|telephone|messaging|world wide web|responsible use|digital citizenship)\b",
    re.IGNORECASE,
)
_OTHER_TITLE: Final = re.compile(
    r"\b(conduct|ethics|privacy|harass|travel|expense|seizure|body.?worn|camera|foia|freedom of information|forensic|whistle|"
    r"retention|continuity|disaster|purchas|procure|grievance|leave|safe trade|incident response|media relations|news media|security|"
    r"access control|account access|out of hours|discrimination|data protection|accessib)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KindJudgement:
    """The kind and, for people, why."""

    kind: Kind
    why: str


def judge_kind(document: Document, clauses: Sequence[Clause], *, title: str, title_technology: Technology) -> KindJudgement:
    """Decide the kind from the title, the share of clauses that bind, and the technology that they name."""
    body = [clause for clause in clauses if clause.kind != "heading"]
    words = sum(len(clause.tokens) for clause in body)
    if words < 25:
        return KindJudgement("not-a-policy", "there is hardly any text")
    binding = sum("duty" in c.forces or "ban" in c.forces for c in body) / len(body)
    normative = sum(c.forces != ("statement",) for c in body) / len(body)
    social = sum(c.technology == "social" for c in body) / len(body)
    older = sum(c.technology == "older" for c in body) / len(body)
    return _decide(document, title, title_technology, words, binding, normative, social, older)


def _decide(
    document: Document, title: str, named: Technology, words: int, binding: float, normative: float, social: float, older: float
) -> KindJudgement:
    policy_title = bool(_POLICY_TITLE.search(title))
    if _PLAN_TITLE.search(title) and not policy_title:
        return KindJudgement("not-a-policy", "its title names a plan or a report")
    if _GUIDE_TITLE.search(title) and not policy_title:
        return KindJudgement("guide", "its title names a guide, and it advises rather than binds")
    if named == "social":
        if binding < 0.12 and not policy_title:
            return KindJudgement("guide", "it speaks of social media and binds nobody")
        return KindJudgement("social-media-policy", "its title names social media")
    if _HANDBOOK_TITLE.search(title) or (words > 3500 and older + social < 0.3 and _has_section(document)):
        if _has_section(document):
            return KindJudgement("handbook-with-section", "it is a handbook with a section on electronic media")
        return KindJudgement("other-policy", "it is a handbook without a section on electronic media")
    if _USE_TITLE.search(title) and not _OTHER_TITLE.search(title) and binding >= 0.08:
        return KindJudgement("internet-use-policy", "its title names the use of older technology")
    if binding < 0.12 and normative < 0.25:
        return KindJudgement("guide" if social > 0.2 else "not-a-policy", "hardly any clause binds anybody")
    if social >= 0.25 and social > older:
        return KindJudgement("social-media-policy", "most clauses that name a technology name social media")
    if older + social >= 0.35 and not _OTHER_TITLE.search(title):
        return KindJudgement("internet-use-policy", "most clauses name the Internet, e-mail or computers")
    return KindJudgement("other-policy", "it binds people, but on another matter")


def _has_section(document: Document) -> bool:
    return any(
        _USE_TITLE.search(section.title) or re.search(r"social (media|network)", section.title, re.IGNORECASE)
        for section in document.sections[1:]
    )
