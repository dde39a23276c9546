"""Where new clauses go: one section for the clauses of one element at one place, with a number that is free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from policylint.drafting.addendum import About, Insertion, NewClause, Pieces
from policylint.drafting.numbering import Numbers
from policylint.model.report import DocumentReport, Evidence, Requirement
from policylint.model.text import DocumentText

Drafted = tuple[Requirement, Pieces]
"""A gap with the clause that is to close it."""

_OPENING: Final = re.compile(
    r"\b(?:purpose|scope|appl(?:y|ies|icability|ication)|covered|bound|definitions?|terms|introduction|preamble|overview|"
    r"background|general|policy statement)\b",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"^[A-Z]{2}")
_SOCIAL: Final = re.compile(r"\b(?:social (?:media|network\w*)|blog\w*)\b", re.IGNORECASE)
_ELECTRONIC: Final = re.compile(
    r"\b(?:internet|e-?mail|electronic|computers?|technology|digital|online|information systems?)\b", re.IGNORECASE
)
_ENOUGH: Final = 2
"""So many clauses on an element make a section its home; one may stand anywhere."""


def insertions(
    drafted: Sequence[Drafted], report: DocumentReport, text: DocumentText, titles: dict[str, str]
) -> tuple[Insertion, ...]:
    """New clauses by place and element, in the order of the document; what has no place there comes at its end.

    Args:
        drafted: The gaps, each with its clause, in checklist order.
        report: The report on the document.
        text: Its headings and clauses.
        titles: The titles of the elements of the checklist, by id.
    """
    numbers = Numbers(text.sections)
    order = {section: index for index, section in enumerate(text.sections)}
    groups: dict[tuple[tuple[str, ...], str], list[Drafted]] = {}
    for requirement, pieces in drafted:
        section = _section(requirement, report, text)
        groups.setdefault((section, requirement.element), []).append((requirement, pieces))
    elements = list(titles)
    ordered = sorted(
        groups.items(),
        key=lambda group: (order.get(group[0][0], len(order)), elements.index(group[0][1])),
    )
    made: list[Insertion] = []
    before: tuple[str, ...] | None = None
    for (section, _), found in ordered:
        new = _insertion(section, found, report, text, numbers, titles)
        if made and section == before:
            after = f"{made[-1].number} {made[-1].heading}".strip()
            new = replace(new, where=f"after the new section \u201c{after}\u201d")
        made.append(new)
        before = section
    return tuple(made)


def place_words(evidence: Evidence) -> str:
    """A place as a draft says it: the section by its heading, and the page where there is one."""
    section = f"section \u201c{evidence.section[-1]}\u201d" if evidence.section else ""
    page = f"page {evidence.page}" if evidence.page is not None else ""
    line = f"line {evidence.line}" if evidence.line is not None and not page else ""
    paragraph = f"paragraph {evidence.paragraph}" if evidence.paragraph is not None and not (page or line) else ""
    return ", ".join(part for part in (section, page, line, paragraph) if part)


def _insertion(
    section: tuple[str, ...],
    drafted: Sequence[Drafted],
    report: DocumentReport,
    text: DocumentText,
    numbers: Numbers,
    titles: dict[str, str],
) -> Insertion:
    number = numbers.after(section or numbers.last_at_top())
    return Insertion(
        where=_after(section, text) if section else "at the end of the document",
        number=number,
        heading=heading_of(drafted[0][0], report, titles),
        clauses=tuple(
            NewClause(
                about=about(requirement),
                number=f"{number}.{turn}" if number and len(drafted) > 1 else "",
                pieces=pieces,
            )
            for turn, (requirement, pieces) in enumerate(drafted, 1)
        ),
    )


def heading_of(requirement: Requirement, report: DocumentReport, titles: dict[str, str]) -> str:
    """The heading over a new clause: that of its element, for its own title might settle what no clause does."""
    title = titles[requirement.element]
    return title if report.kind == "social-media-policy" else f"Social media: {_small(title)}"


def about(requirement: Requirement) -> About:
    """The requirement as the addendum names it."""
    return About(requirement.id, requirement.title, "legacy" if requirement.standing == "legacy" else "missing")


def _section(requirement: Requirement, report: DocumentReport, text: DocumentText) -> tuple[str, ...]:
    """The section after which the clause goes; empty for the end of the document.

    The clauses of an element stay together, where most of what the document says on that element stands. In a policy
    on social media a requirement that has a clause there, though an old one, has its place at that clause. A handbook
    has one place for all of them: where it speaks of electronic media at all.
    """
    if report.kind == "handbook-with-section":
        return _home(text.clauses, text)
    if report.kind == "social-media-policy":
        own = [evidence.section for evidence in requirement.evidence if not evidence.document]
        if own and own[0] in text.sections and not _is_heading_of_all(own[0], report, text):
            return own[0]
    return _of_element(requirement.element, report, text)


def _of_element(element: str, report: DocumentReport, text: DocumentText) -> tuple[str, ...]:
    """The section in which most is said on an element; empty where it has none to speak of.

    The opening sections are for what they say they are for, but in a policy on social media.
    """
    opening = [section for section in text.sections if _OPENING.search(section[-1])]
    if element == "foundation":
        return opening[-1] if opening else ()
    closed = [] if report.kind == "social-media-policy" else opening
    counts = Counter(
        evidence.section
        for requirement in report.requirements
        if requirement.element == element
        for evidence in requirement.evidence
        if not evidence.document and evidence.section in text.sections and evidence.section not in closed
    )
    fit = {
        section: count
        for section, count in counts.items()
        if count >= _ENOUGH and not _is_heading_of_all(section, report, text)
    }
    return max(fit, key=lambda section: (fit[section], -text.sections.index(section)), default=())


def _home(clauses: Iterable[Evidence], text: DocumentText) -> tuple[str, ...]:
    """The section that is about social media by its name, else about electronic media, else by its words."""
    for name in (_SOCIAL, _ELECTRONIC):
        named = [section for section in text.sections if name.search(section[-1])]
        if named:
            return max(named, key=lambda section: (_said_in(section, text), -text.sections.index(section)))
    counts = Counter(each.section for each in clauses if each.speaks_of != "any" and each.section in text.sections)
    return max(counts, key=lambda section: (counts[section], -text.sections.index(section)), default=())


def _said_in(section: tuple[str, ...], text: DocumentText) -> int:
    return sum(each.section[: len(section)] == section for each in text.clauses)


def _is_heading_of_all(section: tuple[str, ...], report: DocumentReport, text: DocumentText) -> bool:
    """Whether it is the title of the document rather than the heading of a part of it."""
    first = text.sections.index(section) == 0
    return len(section) == 1 and (_bare(section[0]) == _bare(report.title) or (first and _unnumbered(text)))


def _unnumbered(text: DocumentText) -> bool:
    """Whether the first heading has no number though others have: then it is a title."""
    return not text.sections[0][0][:1].isdigit() and any(names[0][:1].isdigit() for names in text.sections)


def _after(section: tuple[str, ...], text: DocumentText) -> str:
    heading = next((each for each in text.headings if each.section == section), None)
    page = f" (page {heading.page})" if heading and heading.page is not None else ""
    below = any(len(names) > len(section) and names[: len(section)] == section for names in text.sections)
    return f"after section \u201c{section[-1]}\u201d{page}{' and the sections under it' if below else ''}"


def _small(title: str) -> str:
    return title if _ACRONYM.match(title) else title[:1].lower() + title[1:]


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()
