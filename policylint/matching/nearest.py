"""Which clause comes nearest to a rule that was not found: the one that holds most of its rarer words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from policylint.matching.match import CompiledPack, TaggedClause

_FEW = 3
_COMMON = 0.15
"""Words in more clauses than these (a number, a share of all) are too common to tell clauses apart."""


def nearest_clauses(tagged: Sequence[TaggedClause], pack: CompiledPack) -> dict[str, tuple[int, int | None]]:
    """For each rule: how many clauses hold any of its words, and the index of the nearest clause (None where there
    is none).

    Words weigh by their rarity in this document (inverse document frequency); the first clause wins a draw.
    """
    body = [entry for entry in tagged if entry.clause.kind != "heading"]
    frequency = Counter(tag for entry in body for tag in entry.tags)
    total = len(body) or 1
    # A word that stands all over the document says nothing of what a clause is about.
    weight = {tag: log(1 + total / count) for tag, count in frequency.items() if count <= max(_FEW, _COMMON * total)}
    nearest: dict[str, tuple[int, int | None]] = {}
    for rule, tags in pack.rule_tags.items():
        candidates, best, best_score = 0, None, 0.0
        present = tags & weight.keys()
        if present:
            for entry in body:
                shared = present & entry.tags.keys()
                if shared:
                    candidates += 1
                    score = sum(weight[tag] for tag in sorted(shared))
                    if score > best_score + 1e-9:
                        best, best_score = entry.clause.index, score
        nearest[rule] = (candidates, best)
    return nearest
