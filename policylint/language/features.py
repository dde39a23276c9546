"""Filling in what a clause's words, and where needed its parse, tell: force, actor, exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from policylint.language.force import cheap_forces, exception_words
from policylint.language.parse import Reading, read_clauses
from policylint.model.clause import Actor, Clause, Force, Mentions

_ACTORS: Final[tuple[tuple[Actor, str], ...]] = (
    ("staff", "staff"),
    ("public", "public"),
    ("organisation", "organisation"),
)
_YOU: Final = frozenset({"you", "your", "yours", "yourself"})
_WE: Final = frozenset({"we", "our", "us"})


def add_cheap_features(clauses: Sequence[Clause], mentions: Sequence[Mentions]) -> tuple[Clause, ...]:
    """Force, actors and exception from words alone. `mentions[n]` belongs to `clauses[n]`."""
    return tuple(
        replace(
            clause,
            forces=cheap_forces([t.norm for t in clause.tokens], [t.norm for t in clause.lead]),
            actors=_mentioned_actors(clause, found),
            exception=exception_words(clause.text),
        )
        for clause, found in zip(clauses, mentions, strict=True)
    )


def deepen(clauses: Sequence[Clause], mentions: Sequence[Mentions], wanted: Sequence[int]) -> tuple[Clause, ...]:
    """Parse the clauses with the indexes `wanted` and correct their force and actors by what the parse says."""
    if not wanted:
        return tuple(clauses)
    deepened = list(clauses)
    texts = [clauses[index].text for index in wanted]
    for index, reading in zip(wanted, read_clauses(texts), strict=True):
        deepened[index] = _corrected(clauses[index], mentions[index], reading)
    return tuple(deepened)


def _corrected(clause: Clause, found: Mentions, reading: Reading) -> Clause:
    forces: tuple[Force, ...] = clause.forces
    actors = clause.actors
    if reading.imperative:
        if forces == ("statement",):
            forces = ("duty",)
        if not actors or actors == ("organisation",):
            actors = ("staff",)
    ranges = reading.agents if reading.passive and reading.agents else () if reading.passive else reading.subjects
    acting = _actors_within(clause, found, ranges)
    if acting:
        actors = acting
    return replace(clause, forces=forces, actors=actors)


def _actors_within(clause: Clause, found: Mentions, ranges: Sequence[tuple[int, int]]) -> tuple[Actor, ...]:
    """The actors named inside character ranges of the clause's text."""
    if not ranges:
        return ()
    offset = clause.start
    inside = {
        n + len(clause.lead)
        for n, token in enumerate(clause.tokens)
        for start, end in ranges
        if start <= token.start - offset < end
    }
    words = {clause.tokens[n - len(clause.lead)].norm for n in inside}
    return tuple(
        actor
        for actor, concept in _ACTORS
        if any(start in inside for start, _ in found.get(concept, ()))
        or (actor == "staff" and words & _YOU)
        or (actor == "organisation" and words & _WE)
    )


def _mentioned_actors(clause: Clause, found: Mentions) -> tuple[Actor, ...]:
    words = {token.norm for token in clause.tokens} | {token.norm for token in clause.lead}
    return tuple(
        actor
        for actor, concept in _ACTORS
        if found.get(concept) or (actor == "staff" and words & _YOU) or (actor == "organisation" and words & _WE)
    )
