"""Clauses and a compiled pack give hits. Nothing here knows what a hit means for a requirement.

Matching goes in two passes. `propose` looks at words and headings only and is cheap; the clauses of its proposals whose
signals also ask for a force or an actor are then read deeply, and `confirm` keeps the hits whose conditions hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policylint.matching.lexicon import CompiledPattern, Lexicon, Span, Tags, build_lexicon, find
from policylint.model.clause import Clause, Hit, Mentions
from policylint.packs.model import Pack, Signal
from policylint.packs.words import split_words


@dataclass(frozen=True, slots=True)
class CompiledSignal:
    """A signal with its patterns turned into tags; `order` is its place among all signals of the pack."""

    rule: str
    signal: Signal
    say: tuple[CompiledPattern, ...]
    also: tuple[CompiledPattern, ...]
    unless: tuple[CompiledPattern, ...]
    under: tuple[CompiledPattern, ...]
    not_under: tuple[CompiledPattern, ...]
    section: tuple[CompiledPattern, ...]
    order: int

    @property
    def asks_language(self) -> bool:
        """Whether a parse can change the answer."""
        return bool(self.signal.force or self.signal.actor)


@dataclass(frozen=True, slots=True)
class CompiledPack:
    """A pack ready to match. `by_tag` leads from a tag to the signals that it could begin."""

    lexicon: Lexicon
    signals: tuple[CompiledSignal, ...]
    by_tag: dict[int, tuple[CompiledSignal, ...]]
    rule_tags: dict[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class TaggedClause:
    """A clause with the places of all tags in its context: `lead` words first, then its own."""

    clause: Clause
    tags: Tags

    def mentions(self, lexicon: Lexicon, names: Sequence[str]) -> Mentions:
        """The places of some concepts, by name; a concept that the pack lacks has none."""
        return {name: self.tags.get(lexicon.concept_tags[name], []) for name in names if name in lexicon.concept_tags}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A signal whose words stand in a clause; its other conditions are still open."""

    signal: CompiledSignal
    clause: int
    spans: tuple[Span, ...]
    weight: int


_NAMES_AT_MOST: Final = 14
_FIELD: Final = re.compile(r"_{3,}|\.{6,}|\u2610|\u25a1|\b[Yy] ?/ ?[Nn]\b|\b[Yy]es ?/ ?[Nn]o\b")
_NAME_WORD: Final = re.compile(r"[^\W\d_]{4,}")
"""Words of four letters and more: a title writes them with a capital each."""


def compile_pack(pack: Pack) -> CompiledPack:
    """Turn a pack into tables. Costs some tens of milliseconds; do it once a process."""
    lexicon = build_lexicon(pack.concepts)
    signals: list[CompiledSignal] = []
    for rule in pack.rules:
        for signal in rule.signals:
            compiled = {
                name: tuple(lexicon.compile(source) for source in getattr(signal, name))
                for name in ("say", "also", "unless", "under", "not_under", "section")
            }
            signals.append(CompiledSignal(rule.id, signal, **compiled, order=len(signals)))
    by_tag: dict[int, list[CompiledSignal]] = defaultdict(list)
    rule_tags: dict[str, set[int]] = defaultdict(set)
    for compiled_signal in signals:
        firsts = {tag for pattern in compiled_signal.say for tag in min(pattern.needs, key=len)}
        for tag in sorted(firsts):
            by_tag[tag].append(compiled_signal)
        rule_tags[compiled_signal.rule] |= {
            tag for pattern in compiled_signal.say for need in pattern.needs for tag in need
        }
    return CompiledPack(
        lexicon,
        tuple(signals),
        {tag: tuple(found) for tag, found in by_tag.items()},
        {rule: frozenset(tags) for rule, tags in rule_tags.items()},
    )


def tag_clauses(clauses: Sequence[Clause], pack: CompiledPack) -> tuple[TaggedClause, ...]:
    """Find every word of the pack in every clause, in its own words and those that introduce it."""
    lead_tags: dict[tuple[str, int], Tags] = {}
    tagged = []
    for clause in clauses:
        if not clause.lead:
            tagged.append(TaggedClause(clause, pack.lexicon.tag(clause.tokens, clause.text, offset=clause.start)))
            continue
        length = len(clause.lead)
        key = (clause.lead_text, length)
        if key not in lead_tags:
            # A lead's own offsets belong to other blocks, so shapes (dates and the like) are not looked for there.
            lead_tags[key] = pack.lexicon.tag(clause.lead, "")
        tags: Tags = {tag: list(spans) for tag, spans in lead_tags[key].items()}
        for tag, spans in pack.lexicon.tag(clause.tokens, clause.text, offset=clause.start).items():
            tags.setdefault(tag, []).extend((start + length, end + length) for start, end in spans)
        tagged.append(TaggedClause(clause, tags))
    return tuple(tagged)


def tag_text(text: str, pack: CompiledPack) -> Tags:
    """The tags of a heading or a title."""
    return pack.lexicon.tag(split_words(text), text)


def propose(tagged: Sequence[TaggedClause], pack: CompiledPack, *, title: str) -> tuple[Proposal, ...]:
    """Every signal whose words stand in a clause under fitting headings; force, actor and scope are not looked at."""
    headings = _HeadingTags(pack, title)
    sections = _SectionTags(tagged)
    proposals: list[Proposal] = []
    for entry in tagged:
        candidates = {signal.order: signal for tag in entry.tags for signal in pack.by_tag.get(tag, ())}
        for order in sorted(candidates):
            signal = candidates[order]
            spans = _says(signal, entry)
            if spans is None or _any(signal.unless, entry.tags):
                continue
            if not _stands_right(signal, entry, headings, sections):
                continue
            weight = sum(_spans(pattern, signal, entry) is not None for pattern in signal.say)
            proposals.append(Proposal(signal, entry.clause.index, spans, weight))
    return tuple(proposals)


def confirm(proposals: Sequence[Proposal], clauses: Sequence[Clause]) -> tuple[Hit, ...]:
    """The proposals whose conditions on force, actor, named technology and scope hold for the (now fully read)
    clause.
    """
    hits = []
    companions: set[tuple[int, str]] = set()
    for proposal in sorted(proposals, key=lambda proposal: bool(proposal.signal.signal.together)):
        clause, signal = clauses[proposal.clause], proposal.signal.signal
        if not _holds(signal, clause):
            continue
        if signal.together and not any((clause.index, rule) in companions for rule in signal.together):
            continue
        companions.add((clause.index, proposal.signal.rule))
        hits.append(
            Hit(
                proposal.signal.rule,
                signal.name,
                clause.index,
                _offsets(proposal, clause),
                signal.settles,
                proposal.weight,
            )
        )
    return tuple(hits)


def bearing_patterns(
    tagged: Sequence[TaggedClause], pack: CompiledPack, *, title: str
) -> frozenset[tuple[str, int, str, str]]:
    """Which patterns bear on fully read clauses: each `say` pattern by which a signal is found, and each `unless`
    pattern that alone or with others keeps a signal from being found.

    Returns (rule, place of the signal in the rule, "say" or "unless", pattern as written). For measuring rules only.
    """
    headings, sections = _HeadingTags(pack, title), _SectionTags(tagged)
    places: dict[str, list[int]] = defaultdict(list)
    for signal in pack.signals:
        places[signal.rule].append(signal.order)
    bearing: set[tuple[str, int, str, str]] = set()
    for entry in tagged:
        for order, signal in sorted(
            {signal.order: signal for tag in entry.tags for signal in pack.by_tag.get(tag, ())}.items()
        ):
            if not _stands_right(signal, entry, headings, sections) or not _holds(signal.signal, entry.clause):
                continue
            place = places[signal.rule].index(order)
            said = [pattern for pattern in signal.say if _spans(pattern, signal, entry) is not None]
            barring = [pattern for pattern in signal.unless if said and _any((pattern,), entry.tags)]
            found = [(pattern, "unless") for pattern in barring] or [(pattern, "say") for pattern in said]
            bearing |= {(signal.rule, place, part, pattern.source) for pattern, part in found}
    return frozenset(bearing)


def _stands_right(signal: CompiledSignal, entry: TaggedClause, headings: _HeadingTags, sections: _SectionTags) -> bool:
    """Whether the kind of block, the other words asked for, the headings and the section are as the signal wants."""
    clause = entry.clause
    return (
        _kind_fits(signal.signal, clause)
        and (not signal.also or _any(signal.also, entry.tags))
        and (not signal.under or headings.any(signal.under, clause.headings))
        and not (signal.not_under and headings.any(signal.not_under, clause.headings))
        and (not signal.section or sections.any(signal.section, clause.section))
    )


def _holds(signal: Signal, clause: Clause) -> bool:
    """Whether force, actor, named technology and scope of a fully read clause are as the signal wants."""
    return (
        (not signal.force or bool(set(signal.force) & set(clause.forces)))
        and (not signal.actor or bool(set(signal.actor) & (set(clause.actors) or {"other"})))
        and (not signal.names or clause.technology in signal.names)
        and (not signal.scope or clause.scope in signal.scope)
    )


def _says(signal: CompiledSignal, entry: TaggedClause) -> tuple[Span, ...] | None:
    """The places of the first pattern of `say` that matches."""
    for pattern in signal.say:
        spans = _spans(pattern, signal, entry)
        if spans is not None:
            return spans
    return None


def _spans(pattern: CompiledPattern, signal: CompiledSignal, entry: TaggedClause) -> tuple[Span, ...] | None:
    """Where a pattern matches with at least one place in the clause's own words, or None."""
    own_from = len(entry.clause.lead)
    spans = find(pattern, entry.tags)
    if spans is None or own_from == 0 or signal.signal.whole or any(end > own_from for _, end in spans):
        return spans
    own = {tag: kept for tag, places in entry.tags.items() if (kept := [p for p in places if p[0] >= own_from])}
    return find(pattern, own)


def _kind_fits(signal: Signal, clause: Clause) -> bool:
    if signal.block:
        return clause.kind in signal.block
    if clause.kind == "heading":
        return clause.rule_heading
    return signal.bare or bool(signal.under) or not _only_names(clause)


def _only_names(clause: Clause) -> bool:
    """Whether a clause names a matter and says nothing of it: a field to fill in, a title, the citation of a law."""
    if len(clause.tokens) > _NAMES_AT_MOST or clause.lead:
        return False
    if _FIELD.search(clause.text):
        return True
    words = _NAME_WORD.findall(clause.text)
    return (
        len(words) > 1
        and not clause.text.rstrip().endswith((".", "!", ";", ":"))
        and not clause.text.isupper()
        and all(word[0].isupper() for word in words)
    )


def _any(patterns: Sequence[CompiledPattern], tags: Tags) -> bool:
    return any(find(pattern, tags) is not None for pattern in patterns)


def _offsets(proposal: Proposal, clause: Clause) -> tuple[tuple[int, int], ...]:
    """The matched places of the clause's own words as offsets into its block, in order."""
    length = len(clause.lead)
    own = sorted({(start - length, end - length) for start, end in proposal.spans if start >= length})
    return tuple((clause.tokens[start].start, clause.tokens[end - 1].end) for start, end in own)


class _HeadingTags:
    """Tags of headings, found once for each title."""

    def __init__(self, pack: CompiledPack, title: str) -> None:
        self._pack = pack
        self._title = title
        self._known: dict[str, Tags] = {}

    def _tags(self, text: str) -> Tags:
        if text not in self._known:
            self._known[text] = tag_text(text, self._pack)
        return self._known[text]

    def any(self, patterns: Sequence[CompiledPattern], headings: Sequence[str]) -> bool:
        return any(_any(patterns, self._tags(text)) for text in (self._title, *headings) if text)


class _SectionTags:
    """The tags of each section's clauses."""

    def __init__(self, tagged: Sequence[TaggedClause]) -> None:
        self._sections: dict[int, list[Tags]] = defaultdict(list)
        for entry in tagged:
            self._sections[entry.clause.section].append(entry.tags)

    def any(self, patterns: Sequence[CompiledPattern], section: int) -> bool:
        return any(_any(patterns, tags) for tags in self._sections.get(section, ()))
