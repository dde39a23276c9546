"""Finding, among thousands of clauses, those like a given one, without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from policylint.diff.words import is_within, similarity

LEAST: Final = 0.6
"""From this similarity on, one clause is taken for a rewording of the other."""

FEW: Final = 200
"""Among so many every clause is looked at; among more, those that share the rarest words."""

MOST_COMPARED: Final = 20
"""So many of them, those with the most words in common, are compared word by word."""

TELLING_WORDS: Final = 4
"""Fewer words may stand in another clause or document by chance."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A clause that is like the one asked about: its index, and how like it is."""

    index: int
    ratio: float


class Pool:
    """Clauses, as words, that can be asked which of them are like some other clause."""

    def __init__(self, clauses: Sequence[tuple[str, ...]]) -> None:
        self._clauses = clauses
        self._sets = [frozenset(words) for words in clauses]
        self._holders: dict[str, list[int]] = {}
        for index, words in enumerate(clauses):
            for word in dict.fromkeys(words):
                self._holders.setdefault(word, []).append(index)

    def like(self, words: tuple[str, ...]) -> list[Alike]:
        """The clauses that are at least `LEAST` like `words` or hold them all, the most like first."""
        own = frozenset(words)
        if not own:
            return []
        ranked = sorted(
            (not own <= self._sets[index], -len(own & self._sets[index]) / (len(own) + len(self._sets[index])), index)
            for index in self._candidates(words)
        )
        found = []
        for lacking, _, index in ranked[:MOST_COMPARED]:
            clause = self._clauses[index]
            ratio = similarity(words, clause)
            if ratio >= LEAST or (not lacking and len(words) >= TELLING_WORDS and is_within(words, clause)):
                found.append(Alike(index, ratio))
        return sorted(found, key=lambda alike: (-alike.ratio, alike.index))

    def _candidates(self, words: tuple[str, ...]) -> Iterable[int]:
        if len(self._clauses) <= FEW:
            return range(len(self._clauses))
        known = [word for word in dict.fromkeys(words) if word in self._holders]
        found: dict[int, None] = {}
        for word in sorted(known, key=lambda word: len(self._holders[word])):
            holders = self._holders[word]
            if found and len(found) + len(holders) > FEW:
                break
            found.update(dict.fromkeys(holders[:FEW]))
        return found
