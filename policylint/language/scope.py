"""Technology scope: whether a clause speaks of social media, of older technology, or of neither, all told.

Five things are asked in turn: does the clause itself name social media, or a term that the document defines so that it
takes social media in; does a heading above it, or the opening of its section; does the document's title; does a clause
that states the document's scope, purpose or definitions take social media in. What is left is older technology, if the
clause, its section or the document names any. Where the title names both ("Internet and Social Media Use"), a clause
that speaks of older technology only stays with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from policylint.model.clause import Clause, Mentions, Technology
from policylint.model.document import Document
from policylint.packs.words import split_words

SOCIAL: Final = "social-media"
OLDER: Final = "older-technology"

_OPENING: Final = 14
"""So many first body clauses may state what the document is about, whatever their heading."""

_FIRST: Final = 4
"""A document whose first clauses name social media and nothing older is about social media."""

_FRAME_HEADING: Final = re.compile(
    r"\b(purpose|scope|introduction|overview|background|applicab|application|definition|"
    r"policy statement|policy|objective|"
    r"aims?|coverage|who (does|is)|about this|summary|general)\b",
    re.IGNORECASE,
)
_STATES_SCOPE: Final = re.compile(
    r"\b(this|these|the following|our|following) (\w+ ){0,4}(polic(y|ies)|guid(eline|ance|elines)|"
    r"standards?|procedures?|rules?|"
    r"directive|order|code|document|handbook|section|regulations?|administrative regulation)\b|"
    r"\bpolicy (applies|covers|governs|extends|sets|establishes|addresses)\b|\bscope of this\b|\bpurpose of this\b",
    re.IGNORECASE,
)
_SCOPE_VERB: Final = re.compile(
    r"\b(appl(y|ies)|cover(s|ed)?|govern(s|ed|ing)?|extend(s|ed)?|includ(e|es|ing)|set(s)? (out|forth)|address(es)?|"
    r"establish(es)?|provid(e|es|ing)|regard(s|ing)?|concern(s|ing)?|relat(e|es|ing)|guid(e|es|ing|"
    r"ance)|guidelines (for|on)|purpose|regulat\w+|explain\w*|describ\w+)\b",
    re.IGNORECASE,
)
_WIDENS: Final = re.compile(
    r"[\"\u201c\u2018']?\b(electronic|online|digital|internet|communications?|information|technolog\w+|media|network|systems?|resources?)\b"
    r"[^.;]{0,80}\b(includ(e|es|ing)|mean(s|ing)?|refers? to|such as|compris\w+|encompass\w*|"
    r"are defined as|is defined as)\b",
    re.IGNORECASE,
)
_DEFINED: Final = re.compile(
    r"^[\W_]*(?:the (?:term|phrase|words?|expression) |an? |the |our |use of )?[\"\u201c\u2018']?"
    r"(?P<term>[a-z][a-z-]+(?: [a-z][a-z-]+){0,3}?)[\"\u201d\u2019']?,?\s+(?:also )?"
    r"(?:shall |will )?(?:includ(?:es|e|ing)|means?|refers? to|comprises?|encompass(?:es)?|covers?|"
    r"(?:is|are) defined as)\b",
    re.IGNORECASE,
)
"""A sentence that defines a term: "Electronic messaging includes ..."."""
_NOT_TERMS: Final = frozenset(
    [
        "it",
        "this",
        "that",
        "these",
        "they",
        "policy",
        "which",
        "who",
        "they",
        "users",
        "employees",
        "staff",
        "examples",
        "section",
        "document",
        "guidelines",
        "prohibited",
        "unacceptable",
        "acceptable",
        "rules",
        "scope",
    ]
)
_HEREIN: Final = re.compile(
    r"\b(?:all|every|this|these|the following) (?:\w+ ){0,3}(?:polic(?:y|ies)|guid(?:ance|elines?)|rules?|sections?) "
    r"(?:herein |below |here )?(?:focus|appl|cover|concern|deal|address|relat|govern)\w*",
    re.IGNORECASE,
)
_WHERE: Final = frozenset({"on", "in", "via", "through", "using", "over", "to"})
"""Words before the name of a technology that make it the place where something is done."""

_SHARE: Final = 0.25
"""From this share of clauses that name social media on, a document without a telling title is about it."""


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """What the whole document is about, and the words that say so: `clause` is the index of the clause, -1 for the
    title
    or a count.
    """

    technology: Technology
    why: str
    clause: int = -1


def named_technology(mentions: Mentions, *, own_from: int = 0) -> Technology:
    """The technology that a clause's words name; `own_from` leaves out the words of the lead before it."""
    if any(start >= own_from for start, _ in mentions.get(SOCIAL, ())):
        return "social"
    if any(start >= own_from for start, _ in mentions.get(OLDER, ())):
        return "older"
    return "any"


def resolve_scopes(
    document: Document,
    clauses: Sequence[Clause],
    mentions: Sequence[Mentions],
    *,
    heading_mentions: Mapping[int, Mentions],
    title_mentions: Mentions,
) -> tuple[tuple[Clause, ...], DocumentScope]:
    """Fill `technology`, `scope` and `speaks_of` of every clause.

    `mentions[n]` belongs to `clauses[n]`; `heading_mentions` to the sections' own titles; `title_mentions` to the
    document's title.
    """
    named = [_clause_technology(clause, found) for clause, found in zip(clauses, mentions, strict=True)]
    whole = _document_scope(clauses, mentions, named, title_mentions)
    widened = _widened_terms(clauses, named)
    named = [
        "social" if technology != "social" and _holds(clause, widened) else technology
        for clause, technology in zip(clauses, named, strict=True)
    ]
    sections = _section_scopes(document, clauses, named, heading_mentions)
    headed, titled = _headed(document, heading_mentions), named_technology(title_mentions)
    both = bool(title_mentions.get(SOCIAL)) and bool(title_mentions.get(OLDER))
    resolved = []
    for clause, technology in zip(clauses, named, strict=True):
        above = sections.get(clause.section, "any")
        if both and technology == "older" and above != "social":
            scope: Technology = "older"
        elif "social" in (technology, above, whole.technology):
            scope = "social"
        elif "older" in (technology, above, whole.technology):
            scope = "older"
        else:
            scope = "any"
        around = headed.get(clause.section, "any") if technology == "any" else technology
        speaks_of = titled if around == "any" else around
        resolved.append(replace(clause, technology=technology, scope=scope, speaks_of=speaks_of))
    return tuple(resolved), whole


def _clause_technology(clause: Clause, found: Mentions) -> Technology:
    own = named_technology(found, own_from=len(clause.lead))
    if own == "social":
        return own
    led = named_technology(found)
    return led if led == "social" or own == "any" else own


def _document_scope(
    clauses: Sequence[Clause], mentions: Sequence[Mentions], named: Sequence[Technology], title: Mentions
) -> DocumentScope:
    if title.get(SOCIAL):
        return DocumentScope("social", "the title names social media")
    body = [clause for clause in clauses if clause.kind != "heading"]
    for clause in clauses:
        if clause.kind == "heading" and named[clause.index] == "social" and _HEREIN.search(clause.text):
            return DocumentScope("social", "a heading says that all of it is about social media", clause.index)
    opening = {clause.index for clause in body[:_OPENING]}
    for clause in body:
        if named[clause.index] != "social" or not (clause.index in opening or _is_frame(clause)):
            continue
        if _declares_scope(clause, mentions[clause.index]):
            return DocumentScope(
                "social", "a clause that states the document's scope takes social media in", clause.index
            )
    first = [named[clause.index] for clause in body[:_FIRST]]
    if "social" in first and "older" not in first and not title.get(OLDER):
        return DocumentScope("social", "it opens by speaking of social media and of no older technology")
    social = sum(technology == "social" for technology in named)
    older = sum(technology == "older" for technology in named)
    if social >= 3 and social > older and social >= _SHARE * len(body):
        return DocumentScope("social", "most of its clauses that name a technology name social media")
    return DocumentScope(
        "older" if older or title.get(OLDER) else "any", "nothing extends the document to social media"
    )


def _widened_terms(clauses: Sequence[Clause], named: Sequence[Technology]) -> tuple[re.Pattern[str], ...]:
    """Terms that the document defines with social media in them, as patterns that find the term again."""
    terms = set()
    for clause, technology in zip(clauses, named, strict=True):
        found = _DEFINED.match(clause.text) if technology == "social" and clause.kind != "heading" else None
        if found:
            term = found["term"].lower()
            words = term.split()
            if len(words) > 1 and not _NOT_TERMS & set(words):
                terms.add(term)
    return tuple(re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE) for term in sorted(terms))


def _holds(clause: Clause, terms: Sequence[re.Pattern[str]]) -> bool:
    return any(term.search(clause.text) for term in terms)


def _is_frame(clause: Clause) -> bool:
    return bool(clause.headings and _FRAME_HEADING.search(clause.headings[-1]) and clause.index < 60)


def _declares_scope(clause: Clause, found: Mentions) -> bool:
    text = f"{clause.lead_text} {clause.text}"
    if _STATES_SCOPE.search(text) and _SCOPE_VERB.search(text):
        return True
    widened = _WIDENS.search(text)
    if not widened:
        return False
    place = min(start for start, _ in found[SOCIAL])
    words = split_words(text)
    if "ban" in clause.forces and place and words[place - 1].norm in _WHERE:
        return False  # "must not share information, including pay, on social media" says where, not what is meant
    return place > len(split_words(text[: widened.start()]))


def _headed(document: Document, heading_mentions: Mapping[int, Mentions]) -> dict[int, Technology]:
    """The technology that the nearest heading which names any names, for each section."""
    named: dict[int, Technology] = {}
    for section in document.sections[1:]:
        own = named_technology(heading_mentions.get(section.index, {}))
        named[section.index] = named.get(section.parent or 0, "any") if own == "any" else own
    return named


def _section_scopes(
    document: Document, clauses: Sequence[Clause], named: Sequence[Technology], heading_mentions: Mapping[int, Mentions]
) -> dict[int, Technology]:
    by_section: dict[int, list[int]] = defaultdict(list)
    for clause in clauses:
        if clause.kind != "heading":
            by_section[clause.section].append(clause.index)
    scopes: dict[int, Technology] = {}
    for section in document.sections[1:]:
        above = scopes.get(section.parent or 0, "any")
        own = named_technology(heading_mentions.get(section.index, {}))
        inside = by_section.get(section.index, [])
        social = sum(named[n] == "social" for n in inside)
        older = sum(named[n] == "older" for n in inside)
        if own == "social" or above == "social" or (len(inside) >= 3 and social >= 2 and social >= 0.5 * len(inside)):
            scopes[section.index] = "social"
        elif own == "older" or above == "older" or older:
            scopes[section.index] = "older"
        else:
            scopes[section.index] = "any"
    return scopes
