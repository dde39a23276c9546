"""The little language of rules: how a lawyer writes down what words to look for, and how that is read.

    post~                 any form of the verb: post, posts, posted, posting
    record                the word or its plural
    =media                this word only
    {employee}            any wording of a shared concept (rules/concepts)
    (remove~|hide~)       either of these; each side is words or one concept
    [public]              may be there or not
    a b                   b follows a directly
    a .. b                up to 4 words between; `..9` up to 9 words; `...` anywhere later in the clause
    a & b                 both in the clause, in any order

A pattern is looked for in one clause: a sentence, or a list item after the words that introduce its list.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policylint.packs.inflect import noun_forms, verb_forms
from policylint.packs.words import split_words

NEAR_GAP: Final = 4
FAR_GAP: Final = 60


class PatternError(ValueError):
    """A pattern that cannot be read; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a sequence: any of `concepts` or `literals`, at most `gap` words after the slot before."""

    concepts: tuple[str, ...]
    literals: tuple[str, ...]
    gap: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Sequences that must all be found in the clause, in any order. `source` is the pattern as it was written."""

    source: str
    sequences: tuple[tuple[Slot, ...], ...]

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that the pattern names."""
        return frozenset(c for sequence in self.sequences for slot in sequence for c in slot.concepts)


_LEX: Final = re.compile(
    r"\s*(?:(?P<concept>\{[a-z0-9-]+\})|(?P<far>\.\.\.)|(?P<gap>\.\.\d*)|(?P<and>&)|(?P<open>\()|(?P<close>\))|"
    r"(?P<bar>\|)|(?P<opt>\[)|(?P<shut>\])|(?P<word>=?[^\W_]+(?:['\u2019-][^\W_]+)*~?))"
)


def _lex(source: str) -> list[tuple[str, str, int]]:
    tokens: list[tuple[str, str, int]] = []
    position = 0
    stripped = source.rstrip()
    while position < len(stripped):
        match = _LEX.match(stripped, position)
        if not match or match.lastgroup is None:
            rest = stripped[position:].lstrip()
            raise PatternError(f"column {len(stripped) - len(rest) + 1}: cannot read {rest[:12]!r}")
        tokens.append((match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup) + 1))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent over the token list of one pattern."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = _lex(source)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def take(self, kind: str | None = None) -> str:
        if self.at >= len(self.tokens):
            raise PatternError(f"{self.source!r}: ends too early")
        found, value, column = self.tokens[self.at]
        if kind and found != kind:
            raise PatternError(f"column {column}: found {value!r}, expected {kind}")
        self.at += 1
        return value

    def pattern(self) -> Pattern:
        sequences = [self.sequence()]
        while self.peek() == "and":
            self.take()
            sequences.append(self.sequence())
        if self.peek() != "end":
            _, value, column = self.tokens[self.at]
            raise PatternError(f"column {column}: {value!r} has no place here")
        return Pattern(self.source, tuple(sequences))

    def sequence(self) -> tuple[Slot, ...]:
        slots: list[Slot] = []
        gap = 0
        while True:
            kind = self.peek()
            if kind == "far":
                self.take()
                gap = FAR_GAP
            elif kind == "gap":
                digits = self.take()[2:]
                gap = int(digits) if digits else NEAR_GAP
            elif kind in {"word", "concept", "open", "opt"}:
                slots.append(self.slot(gap))
                gap = 0
            else:
                break
        if not slots or all(slot.optional for slot in slots):
            raise PatternError(f"{self.source!r}: there are no words to look for")
        if gap:
            raise PatternError(f"{self.source!r}: a gap must stand between two things")
        return _merge_words(slots)

    def slot(self, gap: int) -> Slot:
        kind = self.peek()
        if kind == "opt":
            self.take()
            concepts, literals = self.alternatives("shut")
            self.take("shut")
            return Slot(concepts, literals, gap, optional=True)
        if kind == "open":
            self.take()
            concepts, literals = self.alternatives("close")
            self.take("close")
            return Slot(concepts, literals, gap)
        if kind == "concept":
            return Slot((self.take()[1:-1],), (), gap)
        return Slot((), (self.take(),), gap)

    def alternatives(self, end: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        concepts: list[str] = []
        literals: list[str] = []
        words: list[str] = []
        while True:
            kind = self.peek()
            if kind == "word":
                words.append(self.take())
            elif kind == "concept" and not words:
                concepts.append(self.take()[1:-1])
            elif kind in {"bar", end}:
                if words:
                    literals.append(" ".join(words))
                    words = []
                if kind == end:
                    break
                self.take()
            else:
                raise PatternError(f"{self.source!r}: each alternative is either words or one concept")
        if not concepts and not literals:
            raise PatternError(f"{self.source!r}: empty brackets")
        return tuple(concepts), tuple(literals)


def _merge_words(slots: list[Slot]) -> tuple[Slot, ...]:
    """Join neighbouring single words into one literal, so that "is subject to" is looked up once."""
    merged: list[Slot] = []
    for slot in slots:
        plain = not slot.concepts and len(slot.literals) == 1 and not slot.optional
        before = merged[-1] if merged else None
        if (
            plain
            and before
            and slot.gap == 0
            and not before.concepts
            and len(before.literals) == 1
            and not before.optional
        ):
            merged[-1] = Slot((), (f"{before.literals[0]} {slot.literals[0]}",), before.gap)
        else:
            merged.append(slot)
    return tuple(merged)


@lru_cache(maxsize=1 << 14)
def parse_pattern(source: str) -> Pattern:
    """Read one pattern. Raises `PatternError` with the column of the first thing that cannot be read."""
    return _Parser(source).pattern()


_TERM_PART: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|([^\s()\[\]]+)")


Forms = frozenset[str]
"""The forms that one word of a term may take."""


@lru_cache(maxsize=1 << 14)
def expand_term(term: str) -> tuple[tuple[Forms, ...], ...]:
    """Every sequence of words that a term of a word list stands for, each word as the set of its forms.

    A term is words with the marks `~`, `=`, `(a|b)` and `[a]` of the pattern language, all following each other
    directly.
    Raises `PatternError` where nothing is left to look for.
    """
    choices: list[list[tuple[Forms, ...]]] = []
    for match in _TERM_PART.finditer(term):
        either, maybe, word = match.groups()
        if either is not None:
            choices.append([sequence for side in either.split("|") for sequence in expand_term(side)])
        elif maybe is not None:
            choices.append([(), *(sequence for side in maybe.split("|") for sequence in expand_term(side))])
        else:
            choices.append([_word_forms(word)])
    sequences = [tuple(itertools.chain.from_iterable(combination)) for combination in itertools.product(*choices)]
    kept = tuple(dict.fromkeys(sequence for sequence in sequences if sequence))
    if not kept:
        raise PatternError(f"{term!r}: there are no words to look for")
    return kept


@lru_cache(maxsize=1 << 14)
def _word_forms(word: str) -> tuple[Forms, ...]:
    exact = word.startswith("=")
    verb = word.endswith("~")
    tokens = [token.norm for token in split_words(word.strip("=~"))]
    if not tokens:
        raise PatternError(f"{word!r} is not a word")
    last = tokens[-1]
    forms = (last,) if exact else verb_forms(last) if verb else noun_forms(last)
    return (*(frozenset({token}) for token in tokens[:-1]), frozenset(forms))
