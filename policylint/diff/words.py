"""Words of clauses: how alike two are, and what was struck and added between them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from policylint.diff.model import Piece, PieceWord

MOST_WORDS: Final = 150
"""Longer runs of words are compared as heaps: hardly a clause that people wrote is so long, and the time grows with the
square."""

REPEATS: Final = 4
"""Where a run has so many times more words than different words, nobody wrote it as a clause."""

_WORD: Final = re.compile(r"[^\W_]+")


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case and one Unicode form (NFKC), without punctuation."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two runs of words are, from 0 to 1; the same whichever comes first."""
    if _is_heap(one) or _is_heap(other):
        length = len(one) + len(other)
        return 2 * (Counter(one) & Counter(other)).total() / length
    first, second = sorted((tuple(one), tuple(other)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _is_heap(words: Sequence[str]) -> bool:
    """Whether the order is left out of account: for long runs, and for the same few words again and again."""
    return len(words) > MOST_WORDS or len(words) > REPEATS * max(len(set(words)), REPEATS)


def is_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all words of `part` stand in `whole` in the same order, perhaps with others between them."""
    rest = iter(whole)
    return all(word in rest for word in part)


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as runs of words that both have, that only the old one has, and that only the new one has.

    The runs that are not `added` give the old text, those that are not `removed` give the new one, white space folded.
    A lone word that both have between two changes is taken into them, for one change reads better than two.
    """
    before, after = old.split(), new.split()
    if _is_heap(before) or _is_heap(after):
        steps = [(before, after, False)] if before != after else [(before, after, True)]
    else:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        steps = [(before[i:j], after[k:m], tag == "equal") for tag, i, j, k, m in matcher.get_opcodes()]
    return tuple(_pieces(_without_islands(steps)))


def _without_islands(steps: Sequence[tuple[list[str], list[str], bool]]) -> list[tuple[list[str], list[str], bool]]:
    joined: list[tuple[list[str], list[str], bool]] = []
    for place, (old, new, same) in enumerate(steps):
        island = same and len(old) == 1 and 0 < place < len(steps) - 1
        if joined and not joined[-1][2] and (island or not same):
            last_old, last_new, _ = joined.pop()
            joined.append((last_old + old, last_new + new, False))
        else:
            joined.append((old, new, same))
    return joined


def _pieces(steps: Sequence[tuple[list[str], list[str], bool]]) -> Iterator[Piece]:
    for old, new, same in steps:
        runs: tuple[tuple[PieceWord, list[str]], ...] = (("same", old),) if same else (("removed", old), ("added", new))
        for kind, run in runs:
            if run:
                yield Piece(kind=kind, text=" ".join(run))
