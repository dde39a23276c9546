"""Words that a reader of the file does not see, on their way to `Document.hidden`: which are told of, and as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from policylint.model.document import Hidden, Mark

MOST: Final = 200
"""Places told of in a document."""

LONGEST: Final = 300
"""Characters told of at one place."""

_FEWEST: Final = 3
"""Words below which what is not seen is no statement: a blank, a number, a label for programs."""

_MARKS: Final = 60
_WORD = re.compile(r"[^\W\d_]{2,}")
_USUAL = re.compile(
    r"(?:(?:skip|jump|go)\b.{0,40}\b(?:content|navigation|main|menu|search|top)\b.{0,20}|(?:top|bottom) of form)[.\s]*",
    re.IGNORECASE | re.DOTALL,
)
"""What programs for people who cannot see are told, and what Word leaves behind of a web form."""

_CHARACTERS: Final = ("characters", "lookalike")


def told(entries: Iterable[Hidden]) -> tuple[Hidden, ...]:
    """Neighbours of one kind as one, in the order given, without what is no statement."""
    places: list[Hidden] = []
    for entry in entries:
        if places and _are_neighbours(places[-1], entry):
            places[-1] = _together(places[-1], entry)
        else:
            places.append(entry)
    return tuple([shortened(entry) for entry in places if _says_something(entry)][:MOST])


def shortened(entry: Hidden) -> Hidden:
    """The entry with no more text and marks than are told of."""
    text = " ".join(entry.text.split())
    return replace(entry, text=text if len(text) <= LONGEST else text[: LONGEST - 1] + "…", marks=entry.marks[:_MARKS])


def _says_something(entry: Hidden) -> bool:
    if entry.kind in _CHARACTERS:
        return True
    return len(_WORD.findall(entry.text)) >= _FEWEST and not _USUAL.fullmatch(entry.text.strip())


def _are_neighbours(one: Hidden, other: Hidden) -> bool:
    if one.kind != other.kind or (one.paragraph is None) != (other.paragraph is None):
        return False
    if one.paragraph is not None and other.paragraph is not None:
        return 0 <= other.paragraph - one.paragraph <= 1
    last, first = _last(one.marks), _last(other.marks[:1])
    if last is None or first is None or last.line is None or first.line is None:
        return False
    return 0 <= first.line - last.line <= (0 if one.kind in _CHARACTERS else 1)


def _together(one: Hidden, other: Hidden) -> Hidden:
    if len(one.text) > 2 * LONGEST:
        return one
    behind = len(one.text) + 1
    marks = (replace(mark, start=mark.start + behind, end=mark.end + behind) for mark in other.marks)
    return replace(one, text=f"{one.text} {other.text}", marks=(*one.marks, *marks))


def _last(marks: Sequence[Mark]) -> Mark | None:
    return marks[-1] if marks else None
