"""What a pack is made of: the contract for whoever writes rules. Unknown fields are errors."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from policylint.model.clause import Actor, Force, Technology
from policylint.model.document import BlockKind
from policylint.packs.patterns import PatternError, expand_term, parse_pattern

IDENTIFIER: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RULE_ID: Final = r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE: Final = r"^[a-z]{2}$"

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]
RuleId = Annotated[str, StringConstraints(pattern=RULE_ID)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _known_pattern(source: str) -> str:
    try:
        parse_pattern(source)
    except PatternError as error:
        raise ValueError(str(error)) from None
    return source


def _known_term(source: str) -> str:
    try:
        expand_term(source)
    except PatternError as error:
        raise ValueError(str(error)) from None
    return source


def _known_regex(source: str) -> str:
    try:
        re.compile(source)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return source


PatternText = Annotated[str, AfterValidator(_known_pattern)]
TermText = Annotated[str, AfterValidator(_known_term)]
RegexText = Annotated[str, AfterValidator(_known_regex)]


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, alias_generator=lambda n: n.replace("_", "-")
    )


class Concept(_Data):
    """A shared word list. A concept is found where any of its terms, patterns, regexes or included concepts is
    found.
    """

    id: Identifier
    what: Prose = Field(description="What the concept means, for the next person who adds a word.")
    terms: tuple[TermText, ...] = ()
    include: tuple[Identifier, ...] = Field(default=(), description="Other concepts that count as this one.")
    patterns: tuple[PatternText, ...] = Field(default=(), description="Patterns over words and other concepts.")
    regex: tuple[RegexText, ...] = Field(
        default=(), description="For dates, addresses and other shapes; searched in the clause."
    )
    unless: tuple[PatternText, ...] = Field(default=(), description="A hit that overlaps one of these does not count.")

    @model_validator(mode="after")
    def _something_to_find(self) -> Concept:
        if not (self.terms or self.include or self.patterns or self.regex):
            raise ValueError("the concept has no terms, patterns, regex or include")
        return self


class Signal(_Data):
    """One way in which issuers say it. All conditions given must hold; lists of patterns hold if any pattern does."""

    name: Prose = Field(description="What the words say, to finish the sentence 'The clause ...'.")
    say: tuple[PatternText, ...] = Field(min_length=1, description="The clause holds one of these.")
    also: tuple[PatternText, ...] = Field(default=(), description="And one of these, anywhere in the clause.")
    unless: tuple[PatternText, ...] = Field(default=(), description="And none of these.")
    under: tuple[PatternText, ...] = Field(default=(), description="A heading above, or the title, holds one of these.")
    not_under: tuple[PatternText, ...] = Field(default=(), description="No heading above holds one of these.")
    section: tuple[PatternText, ...] = Field(
        default=(), description="Some clause of the same section holds one of these."
    )
    force: tuple[Force, ...] = Field(default=(), description="Duty, ban, permission or statement.")
    actor: tuple[Actor, ...] = Field(default=(), description="Whom the clause binds or speaks of.")
    names: tuple[Technology, ...] = Field(default=(), description="The technology that the clause's own words name.")
    scope: tuple[Technology, ...] = Field(
        default=(), description="The technology that applies, headings and document included."
    )
    block: tuple[BlockKind, ...] = Field(default=(), description="Kinds of block; any but headings if nothing is said.")
    whole: bool = Field(default=False, description="The words may stand wholly in the words that introduce the list.")
    together: tuple[RuleId, ...] = Field(
        default=(), description="The clause is also found by one of these rules, which settle by themselves."
    )
    bare: bool = Field(default=False, description="It may stand in a mere title, field or citation.")
    settles: bool = Field(default=True, description="False: a near miss, shown only as what came nearest.")


class Rewording(_Data):
    """Words of an old clause, and those that a draft puts in their place."""

    find: RegexText = Field(description="A regular expression for the old words; letters match in either case.")
    put: Prose = Field(description="The words that take their place; blanks in square brackets.")
    within: RegexText = Field(default="", description="The clause must hold this, too; a regular expression.")
    why: Prose = Field(description="Why, for whoever reads the draft, with a date where it is about law.")


class Rule(_Data):
    """A requirement of the checklist, or a kind of finding, with the page that explains it."""

    id: RuleId
    title: Prose
    what: Prose = Field(description="What the rule looks for.")
    why: Prose = Field(description="Why it matters, in plain words for a clerk.")
    source: tuple[Prose, ...] = Field(min_length=1, description="Where the element comes from.")
    known_problems: Prose = Field(description="What the rule gets wrong.")
    remedy: Prose = Field(description="What to do about the gap or the clause, in plain words.")
    model_clause: str = Field(default="", description="Words that would settle it; blanks in square brackets.")
    lacks: str = Field(default="", description="What the nearest clause lacks, to finish 'It does not ...'.")
    deprecated: bool = Field(default=False, description="No longer recommended; kept for those who use its id.")
    since: str = "0.1.0"
    severity: Literal["high", "medium", "low"] = "medium"
    applies_to: str = Field(default="", description="Whom the law behind a rights finding covers.")
    whole_document: bool = Field(
        default=False,
        description="What settles it holds for the document as a whole: social media too, if part of it is about that.",
    )
    by_itself: bool = Field(
        default=False,
        description="Each policy must settle it for itself; another document of its policy set cannot.",
    )
    distinct: int = Field(default=1, ge=1, description="How many different settling signals must be found.")
    check: Literal["", "stale-date", "dangling-reference", "hidden-text"] = Field(
        default="", description="A built-in check of the whole document."
    )
    rewording: tuple[Rewording, ...] = Field(
        default=(), description="For a kind of finding: what a draft puts in the place of old words."
    )
    exception: str = Field(default="", description="Words that a draft adds to the end of a clause that is found.")
    replacement: str = Field(
        default="", description="A clause to put in the place of one that cannot be reworded; blanks in brackets."
    )
    terms: tuple[str, ...] = Field(default=(), description="Some of the words looked for, shown with a gap.")
    signals: tuple[Signal, ...] = ()

    @property
    def element(self) -> str:
        """The group of the checklist (or of the findings) to which the rule belongs."""
        return self.id.split(".", 1)[0]

    @property
    def is_requirement(self) -> bool:
        """Whether it is a requirement of the checklist rather than a kind of finding."""
        return bool(self.model_clause)

    @model_validator(mode="after")
    def _has_something_to_do(self) -> Rule:
        if not self.signals and not self.check:
            raise ValueError("the rule has neither signals nor a check")
        if bool(self.model_clause) != bool(self.lacks):
            raise ValueError(
                "model-clause and lacks go together: both for a requirement, neither for a kind of finding"
            )
        return self


class Element(_Data):
    """A group of the checklist, in the order of the report."""

    id: Identifier
    title: Prose
    about: Prose
    heading: str = Field(default="", description="The heading over clauses of the group in a policy; else the title.")


class PackHead(_Data):
    """`pack.yml`: what the pack is, which language it speaks and the groups of its checklist."""

    id: Identifier
    title: Prose
    version: str
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)]
    about: Prose
    elements: tuple[Element, ...] = ()
    findings: tuple[Element, ...] = ()

    @model_validator(mode="after")
    def _something_to_check(self) -> PackHead:
        if not (self.elements or self.findings):
            raise ValueError("the pack has neither elements nor groups of findings")
        return self


class Pack(_Data):
    """A whole pack, validated: concepts by id, rules in checklist order. `digest` is the SHA-256 over its files."""

    head: PackHead
    digest: str
    concepts: tuple[Concept, ...]
    rules: tuple[Rule, ...]
    parts: tuple[Identifier, ...] = Field(description="Ids of the packs that it is made of, in order.")

    @property
    def requirements(self) -> tuple[Rule, ...]:
        """The rules that are requirements of the checklist."""
        elements = {element.id for element in self.head.elements}
        return tuple(rule for rule in self.rules if rule.element in elements)

    @property
    def finding_rules(self) -> tuple[Rule, ...]:
        """The rules that are kinds of finding."""
        groups = {group.id for group in self.head.findings}
        return tuple(rule for rule in self.rules if rule.element in groups)

    def rule(self, identifier: str) -> Rule | None:
        """The rule with this id, if the pack has it."""
        return next((rule for rule in self.rules if rule.id == identifier), None)


def concept_names(value: Any) -> frozenset[str]:
    """Every concept named in the patterns of a concept or a signal."""
    names: set[str] = set(getattr(value, "include", ()))
    for field in ("patterns", "say", "also", "unless", "under", "not_under", "section"):
        for pattern in getattr(value, field, ()):
            names |= parse_pattern(pattern).concepts
    return frozenset(names)
