"""What kind of document it is: told from its title, the share of clauses that bind and that name a technology, and
the words
by which policies, guides and plans speak of themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policylint.model.clause import Clause, Technology
from policylint.model.document import Document
from policylint.model.report import OWN_TITLES, Kind


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_GUIDE_TITLE: Final = _words(
    r"guide to|how to|toolkit|tips|playbook|primer|checklist|best practices|getting started|introduction to|a guide|"
    r"case stud(?:y|ies)|lessons|improving|understanding|advice|frequently asked|faqs?|explainer"
)
_HANDBOOK_TITLE: Final = _words(
    r"(?:employee|staff|personnel|student|company|team|faculty|volunteer|member)s?(?:'s|"
    r"\u2019s)? (?:handbook|manual|guide)|handbook|"
    r"personnel (?:manual|policies)|operations manual|policy manual|terms of employment"
)
_PLAN_TITLE: Final = _words(
    r"strategic plan|strategy|annual report|(?:it|technology|business|work|action|master|"
    r"implementation|project) plan|budget|newsletter|"
    r"minutes|press release|news release|roadmap|white paper|proposal|presentation|article|"
    r"glossary|bibliography|statutes|legislation|laws"
)
_POLICY_TITLE: Final = _words(
    r"polic(?:y|ies)|guidelines?|rules?|code|order|directive|standards?|procedures?|regulations?|"
    r"agreement|acceptable use|terms of use|"
    r"guidance|protocol|requirements"
)
_SOCIAL_TITLE: Final = _words(
    r"social|blogg?(?:s|ing)?|twitter|facebook|tweet(?:s|ing)?|online (?:conduct|communities|presence|engagement)"
)
_USE_TITLE: Final = _words(
    r"internet|e-?mail|computers?|networks?|acceptable use|electronic (?:communications?|mail|media|"
    r"information|resources?|messag\w+|systems?)|"
    r"web ?site|web (?:use|browsing|publishing|policy)|information (?:technology|systems?|resources)|"
    r"ict|it (?:resources|systems|facilities|"
    r"equipment|use|acceptable|usage|policy)|instant messag\w+|messaging|online (?:tools|services)|"
    r"open internet|technology (?:use|resources)|"
    r"telephone|world wide web|responsible use|digital (?:citizenship|communications?|technology)|"
    r"e-?communications?|im (?:use|policy)"
)
_OTHER_TITLE: Final = _words(
    r"code of conduct|conduct|ethics|privacy|harass\w*|travel|expenses?|seizures?|body.?worn|cameras?|"
    r"foia|freedom of information|"
    r"forensics?|whistle\w*|retention|continuity|disaster|purchas\w+|procure\w+|bidding|grievances?|"
    r"leave|safe trade|incident response|"
    r"media relations|news media|media|access control|account access|out of hours|"
    r"discrimination|data protection|"
    r"accessibility|bullying|attendance|dress|drugs?|use of force|records|complaints|recruit\w+|health|safety"
)
_POLICY_VOICE: Final = _words(
    r"this policy|these (?:guidelines|rules|policies)|shall|must(?: not)?|may not|violat\w+|"
    r"disciplin\w+|prohibit\w*|compl(?:y|iance)|"
    r"not permitted|not allowed|required to|unacceptable|responsible for"
)
_GUIDE_VOICE: Final = _words(
    r"toolkit|tips?|how to|best practices?|learn more|check out|for example|examples?|resources?|"
    r"step \d|case stud(?:y|ies)|consider|"
    r"you can|try|make sure|here (?:is|are)|webinar|recommend\w*|ideas?"
)
_PLAN_VOICE: Final = _words(
    r"strateg(?:y|ies|ic)|goals?|initiatives?|fiscal|budget\w*|objectives?|milestones?|roadmap|"
    r"fy ?\d\d(?:\d\d)?|priorit(?:y|ies)|vision|"
    r"stakeholders?|projects?|funding|implementation|deliver\w*|said|told|announced|spokes\w+"
)
_NEWS_VOICE: Final = _words(
    r"said|says|told|asked|argued|announced|staff writer|reporter|newspaper|correspondent|"
    r"(?:on|last|next) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|night)"
)
_MANY_WORDS: Final = 3500
_TECHNOLOGY_SECTION: Final = _words(
    r"internet|e-?mail|computers?|social (?:media|network\w*)|electronic (?:communications?|media|"
    r"mail|resources)|information technology|"
    r"digital|acceptable use|voice mail|telephone|it polic\w+|technology|communications? systems?|online"
)


@dataclass(frozen=True, slots=True)
class KindJudgement:
    """The kind and, for people, why."""

    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class _Counts:
    """Shares of body clauses, and words of each voice per hundred words."""

    words: int
    binding: float
    social: float
    older: float
    policy_voice: float
    guide_voice: float
    plan_voice: float
    news_voice: float


def judge_kind(document: Document, clauses: Sequence[Clause], *, title: str, scope: Technology) -> KindJudgement:
    """Decide the kind. `scope` is the technology of the document as a whole."""
    body = [clause for clause in clauses if clause.kind != "heading"]
    counts = _count(body)
    if title in OWN_TITLES:
        return KindJudgement("not-a-policy", "policylint wrote it itself")
    if counts.words < 25:
        return KindJudgement("not-a-policy", "there is hardly any text")
    if counts.news_voice > 4 or (counts.news_voice > 1.5 and counts.binding < 0.2 and not _names_a_policy(title)):
        return KindJudgement("not-a-policy", "it tells what people said and did")
    return _by_title(document, title, scope, counts) or _by_body(document, title, scope, counts)


def _names_a_policy(title: str) -> bool:
    """Whether the title is that of a policy on electronic media; headlines seldom are, even of articles on one."""
    return bool(_POLICY_TITLE.search(title) and (_SOCIAL_TITLE.search(title) or _USE_TITLE.search(title)))


def _count(body: Sequence[Clause]) -> _Counts:
    words = sum(len(clause.tokens) for clause in body)
    total = len(body) or 1
    text = "\n".join(clause.text for clause in body)

    def voice(pattern: re.Pattern[str]) -> float:
        return 100 * len(pattern.findall(text)) / max(1, words)

    return _Counts(
        words=words,
        binding=sum("duty" in c.forces or "ban" in c.forces for c in body) / total,
        social=sum(c.technology == "social" for c in body) / total,
        older=sum(c.technology == "older" for c in body) / total,
        policy_voice=voice(_POLICY_VOICE),
        guide_voice=voice(_GUIDE_VOICE),
        plan_voice=voice(_PLAN_VOICE),
        news_voice=voice(_NEWS_VOICE),
    )


def _by_title(document: Document, title: str, scope: Technology, counts: _Counts) -> KindJudgement | None:
    """What the title settles, or None."""
    policy = bool(_POLICY_TITLE.search(title))
    social, use, other = (bool(pattern.search(title)) for pattern in (_SOCIAL_TITLE, _USE_TITLE, _OTHER_TITLE))
    if _PLAN_TITLE.search(title) and not policy:
        return KindJudgement("not-a-policy", "its title names a plan or a report")
    if _GUIDE_TITLE.search(title) and not policy and counts.policy_voice < 1.6:
        return KindJudgement("guide", "its title names a guide, and it advises rather than binds")
    if social and use and counts.older > counts.social:
        return KindJudgement(
            "internet-use-policy", "its title names older technology, too, and most clauses speak of that"
        )
    if social:
        if not policy and counts.guide_voice > counts.policy_voice and counts.binding < 0.3:
            return KindJudgement("guide", "it advises on social media and hardly binds anybody")
        return KindJudgement("social-media-policy", "its title names social media")
    if _HANDBOOK_TITLE.search(title):
        return _handbook(document)
    if use and not other and (counts.older + counts.social >= 0.12 or policy) and counts.binding >= 0.06:
        if counts.older + counts.social < 0.12 and not re.search(
            r"internet|e-?mail|computer|online|electronic|messag|communicat|digital", title, re.IGNORECASE
        ):
            return KindJudgement("other-policy", "hardly any clause names the Internet, e-mail or computers")
        return KindJudgement("internet-use-policy", "its title names the use of older technology")
    return None


def _by_body(document: Document, title: str, scope: Technology, counts: _Counts) -> KindJudgement:
    """What is left when the title says nothing."""
    other = bool(_OTHER_TITLE.search(title))
    technology = counts.social + counts.older
    if counts.plan_voice > 1.2 and counts.plan_voice > 1.2 * counts.policy_voice:
        return KindJudgement("not-a-policy", "it speaks of goals, projects and events rather than of rules")
    if counts.binding < 0.1 and counts.policy_voice < 0.6 and technology < 0.5:
        return KindJudgement("guide" if counts.social > 0.15 else "not-a-policy", "hardly any clause binds anybody")
    if not other and counts.guide_voice > counts.policy_voice and technology >= 0.25:
        return KindJudgement("guide", "it advises rather than binds")
    if counts.words > _MANY_WORDS and technology < 0.3 and not other and _has_section(document):
        return KindJudgement("handbook-with-section", "it is long, and one section is about electronic media")
    if not other and counts.social > counts.older and (counts.social >= 0.15 or scope == "social"):
        return KindJudgement("social-media-policy", "most clauses that name a technology name social media")
    if not other and technology >= 0.3:
        return KindJudgement("internet-use-policy", "most clauses name the Internet, e-mail or computers")
    return KindJudgement("other-policy", "it binds people, but on another matter")


def _handbook(document: Document) -> KindJudgement:
    if _has_section(document):
        return KindJudgement("handbook-with-section", "it is a handbook with a section on electronic media")
    return KindJudgement("other-policy", "it is a handbook without a section on electronic media")


def _has_section(document: Document) -> bool:
    return any(_TECHNOLOGY_SECTION.search(section.title) for section in document.sections[1:])
