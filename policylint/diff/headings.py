"""Headings of two versions: which is the same but for its number, and which has another name now."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from policylint.diff.words import folded_words

_NUMBER: Final = re.compile(
    r"\s*(?:(?:section|sec\.|article|part|chapter|appendix)\s+(?=[\dIVXLC]))?"
    r"(?:\d++(?:\.\d++)*+(?:[.):]|(?=\s))|[A-Z][.)]|[IVXLC]+[.):])\s*(?:[-\u2013\u2014:]\s*)?(?=\S)",
    re.IGNORECASE,
)

Path = tuple[str, ...]


def bare(heading: str) -> str:
    """The words of a heading without its number, in lower case: "4.2 Records" and "5. RECORDS" are both "records"."""
    return " ".join(folded_words(_NUMBER.sub("", heading, count=1))) or " ".join(folded_words(heading))


def key_of(section: Sequence[str]) -> Path:
    """What stays the same of the headings above a clause when sections are numbered anew."""
    return tuple(bare(heading) for heading in section)


def all_keys(sections: Iterable[Sequence[str]]) -> frozenset[Path]:
    """`key_of` each section and of each that stands around it."""
    keys = (key_of(section) for section in sections)
    return frozenset(key[: depth + 1] for key in keys for depth in range(len(key)))


def renamed_heading(
    was: Sequence[str], now: Sequence[str], *, old_keys: Collection[Path], new_keys: Collection[Path]
) -> tuple[str, str] | None:
    """The one heading above a clause that has another name now, as old and new name; None where the clause was moved.

    Args:
        was: The headings above the clause in the old version.
        now: Those in the new one.
        old_keys: `all_keys` of the old version.
        new_keys: Those of the new one.
    """
    before, after = key_of(was), key_of(now)
    if len(before) != len(after):
        return None
    differing = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if len(differing) != 1:
        return None
    end = differing[0] + 1
    if before[:end] in new_keys or after[:end] in old_keys:
        return None
    return was[end - 1], now[end - 1]
