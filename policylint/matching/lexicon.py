"""All words that a pack looks for, in one table, so that a document is gone over once.

Every concept and every literal of every pattern gets a number, its tag. Tagging a run of words gives, for each tag, the
places where it stands; patterns are then matched on places alone and never look at words again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policylint.model.clause import Token
from policylint.packs.model import Concept
from policylint.packs.patterns import FAR_GAP, Forms, Pattern, expand_term, parse_pattern

Span = tuple[int, int]
"""First word and the word after the last, counted in the context of a clause."""

_SINGLES: tuple[Span, ...] = tuple((position, position + 1) for position in range(512))
"""The spans of one word in all but the longest clauses."""

Tags = dict[int, list[Span]]
"""For each tag, its places in order of their start."""


@dataclass(frozen=True, slots=True)
class CompiledSlot:
    """A slot whose concepts and literals have become tags."""

    tags: tuple[int, ...]
    gap: int
    optional: bool


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern over tags. `needs` lists, for each slot that must be filled, the tags that would fill it."""

    source: str
    sequences: tuple[tuple[CompiledSlot, ...], ...]
    needs: tuple[frozenset[int], ...]


@dataclass(slots=True)
class _DerivedConcept:
    tag: int
    includes: tuple[int, ...]
    patterns: tuple[CompiledPattern, ...]
    unless: tuple[CompiledPattern, ...]


@dataclass(slots=True)
class Lexicon:
    """The table of a pack. Build with `build_lexicon`; then `compile` patterns and `tag` words."""

    concept_tags: dict[str, int] = field(default_factory=dict)
    literal_tags: dict[str, int] = field(default_factory=dict)
    singles: dict[str, list[int]] = field(default_factory=dict)
    pairs: dict[str, dict[str, list[tuple[tuple[Forms, ...], int, int]]]] = field(default_factory=dict)
    shapes: list[tuple[re.Pattern[str], int]] = field(default_factory=list)
    derived: list[_DerivedConcept] = field(default_factory=list)
    count: int = 0

    def _new_tag(self) -> int:
        self.count += 1
        return self.count

    def add_term(self, term: str, tag: int) -> None:
        """Let `tag` be found wherever `term` stands."""
        for forms in expand_term(term):
            if len(forms) == 1:
                for form in forms[0]:
                    tags = self.singles.setdefault(form, [])
                    if tag not in tags:
                        tags.append(tag)
            else:
                entry = (forms[2:], tag, len(forms))
                for first in forms[0]:
                    seconds = self.pairs.setdefault(first, {})
                    for second in forms[1]:
                        entries = seconds.setdefault(second, [])
                        if entry not in entries:
                            entries.append(entry)

    def literal(self, words: str) -> int:
        """The tag of a literal of a pattern, made on first use."""
        if words not in self.literal_tags:
            self.literal_tags[words] = self._new_tag()
            self.add_term(words, self.literal_tags[words])
        return self.literal_tags[words]

    def compile(self, source: str) -> CompiledPattern:
        """Turn a pattern into one over tags. Raises `KeyError` for an unknown concept."""
        pattern: Pattern = parse_pattern(source)
        sequences: list[tuple[CompiledSlot, ...]] = []
        needs: list[frozenset[int]] = []
        for sequence in pattern.sequences:
            slots: list[CompiledSlot] = []
            for slot in sequence:
                tags = (
                    *(self.concept_tags[name] for name in slot.concepts),
                    *(self.literal(words) for words in slot.literals),
                )
                slots.append(CompiledSlot(tags, slot.gap, slot.optional))
                if not slot.optional:
                    needs.append(frozenset(tags))
            sequences.append(tuple(slots))
        return CompiledPattern(source, tuple(sequences), tuple(needs))

    def add_concept(self, concept: Concept) -> None:
        """Add a concept; those that it is built on must be there already."""
        tag = self.concept_tags.setdefault(concept.id, self._new_tag())
        for term in concept.terms:
            self.add_term(term, tag)
        for expression in concept.regex:
            self.shapes.append((re.compile(expression), tag))
        includes = tuple(self.concept_tags[name] for name in concept.include)
        patterns = tuple(self.compile(source) for source in concept.patterns)
        unless = tuple(self.compile(source) for source in concept.unless)
        if includes or patterns or unless:
            self.derived.append(_DerivedConcept(tag, includes, patterns, unless))

    def tag(self, tokens: Sequence[Token], text: str, *, offset: int = 0) -> Tags:
        """Find everything in `tokens`, the words of `text`; `offset` is where `text` begins in their counting."""
        tags: Tags = {}
        norms = [token.norm for token in tokens]
        singles, pairs, last = self.singles, self.pairs, len(norms) - 1
        for position, word in enumerate(norms):
            for tag in singles.get(word, ()):
                tags.setdefault(tag, []).append(_single(position))
            if position < last and (seconds := pairs.get(word)):
                for rest, tag, length in seconds.get(norms[position + 1], ()):
                    end = position + length
                    if end <= last + 1 and all(norms[position + 2 + n] in forms for n, forms in enumerate(rest)):
                        tags.setdefault(tag, []).append((position, end))
        for expression, tag in self.shapes:
            for match in expression.finditer(text):
                span = _token_span(tokens, match.start() + offset, match.end() + offset)
                if span:
                    tags.setdefault(tag, []).append(span)
        for derived in self.derived:
            self._derive(derived, tags)
        return tags

    def _derive(self, derived: _DerivedConcept, tags: Tags) -> None:
        found = set(tags.get(derived.tag, ()))
        for tag in derived.includes:
            found.update(tags.get(tag, ()))
        for pattern in derived.patterns:
            found.update((min(s for s, _ in spans), max(e for _, e in spans)) for spans in find_all(pattern, tags))
        if derived.unless and found:
            barred = [span for pattern in derived.unless for spans in find_all(pattern, tags) for span in spans]
            found = {span for span in found if not any(s < span[1] and span[0] < e for s, e in barred)}
        if found:
            tags[derived.tag] = sorted(found)
        else:
            tags.pop(derived.tag, None)


def _single(position: int) -> Span:
    """The span of one word. A manual has millions of them, most of them equal."""
    return _SINGLES[position] if position < len(_SINGLES) else (position, position + 1)


def _token_span(tokens: Sequence[Token], start: int, end: int) -> Span | None:
    covered = [n for n, token in enumerate(tokens) if token.start < end and token.end > start]
    return (covered[0], covered[-1] + 1) if covered else None


def build_lexicon(concepts: Iterable[Concept]) -> Lexicon:
    """A lexicon with all `concepts`, which must be in an order in which each stands after those it is built on."""
    lexicon = Lexicon()
    for concept in concepts:
        lexicon.add_concept(concept)
    return lexicon


def find(pattern: CompiledPattern, tags: Mapping[int, list[Span]]) -> tuple[Span, ...] | None:
    """The places of the first match of `pattern`, one span for each filled slot, or None."""
    if _lacks(pattern, tags):
        return None
    spans: list[Span] = []
    for sequence in pattern.sequences:
        match = next(_walk(sequence, 0, None, tags), None)
        if match is None:
            return None
        spans.extend(match)
    return tuple(spans)


def _lacks(pattern: CompiledPattern, tags: Mapping[int, list[Span]]) -> bool:
    """Whether something that the pattern cannot do without is not there: true of nearly all that is looked for."""
    there = tags.keys()
    for need in pattern.needs:  # noqa: SIM110 - called a thousand times a clause, and any() takes twice as long
        if there.isdisjoint(need):
            return True
    return False


def find_all(pattern: CompiledPattern, tags: Mapping[int, list[Span]]) -> list[tuple[Span, ...]]:
    """Every place where `pattern` begins, with its first match there; for conjunctions, the one match."""
    if _lacks(pattern, tags):
        return []
    if len(pattern.sequences) > 1:
        match = find(pattern, tags)
        return [match] if match else []
    found: dict[int, tuple[Span, ...]] = {}
    for match in _walk(pattern.sequences[0], 0, None, tags):
        found.setdefault(match[0][0], match)
    return list(found.values())


def _walk(
    slots: tuple[CompiledSlot, ...], at: int, end: int | None, tags: Mapping[int, list[Span]], slack: int = 0
) -> Iterator[tuple[Span, ...]]:
    """All ways to fill `slots[at:]` after word `end`; `slack` is the gap left over by optional slots not filled."""
    if at == len(slots):
        yield ()
        return
    slot = slots[at]
    gap = max(slot.gap, slack)
    for span in _places(slot, tags):
        if end is None or end <= span[0] <= end + gap:
            for rest in _walk(slots, at + 1, span[1], tags):
                yield (span, *rest)
    if slot.optional:
        yield from _walk(slots, at + 1, end, tags, gap)


def _places(slot: CompiledSlot, tags: Mapping[int, list[Span]]) -> Iterable[Span]:
    if len(slot.tags) == 1:
        return tags.get(slot.tags[0], ())
    return sorted({span for tag in slot.tags for span in tags.get(tag, ())})


__all__ = ["FAR_GAP", "CompiledPattern", "Lexicon", "Span", "Tags", "build_lexicon", "find", "find_all"]
