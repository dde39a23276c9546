"""Cutting a block's text into sentences, at the speed of a regular expression.

The full stop of an abbreviation, a number or an initial ends nothing; an in-line enumeration ("(a) ...; (b) ...") is
cut
at its labels, its opening words kept as what introduces the parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ABBREVIATIONS: Final = frozenset(
    [
        "e.g",
        "i.e",
        "etc",
        "vs",
        "cf",
        "al",
        "viz",
        "no",
        "nos",
        "art",
        "sec",
        "secs",
        "ch",
        "para",
        "paras",
        "dept",
        "div",
        "inc",
        "ltd",
        "co",
        "corp",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sr",
        "jr",
        "st",
        "sgt",
        "lt",
        "capt",
        "hon",
        "gov",
        "rev",
        "gen",
        "col",
        "cmdr",
        "u.s",
        "u.k",
        "n.z",
        "p.a",
        "b.c",
        "d.c",
        "u.s.c",
        "c.f.r",
        "fed",
        "reg",
        "pub",
        "stat",
        "op",
        "pp",
        "p",
        "approx",
        "est",
        "ext",
        "tel",
        "fig",
        "vol",
        "ed",
        "eds",
        "supp",
        "ref",
        "ann",
        "min",
        "max",
        "a.m",
        "p.m",
        "sept",
        "oct",
        "nov",
        "dec",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
    ]
)

_END: Final = re.compile(
    r""
    r"[.!?]+[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[*]*[A-Z0-9\u2022])|(?<=[a-z)])[:;]\s+(?=[A-Z][a-z]+ "
    r"[a-z]+ .{20})"
)

_LAST_WORD: Final = re.compile(r"[A-Za-z][A-Za-z.]*$")

_INLINE_LABEL: Final = re.compile(
    r"(?:(?<=[:;,])|(?<=[:;,] and)|(?<=[:;,] or))\s+(?=\(?(?:[a-hj-z]|[ivx]{1,4}|\d{1,2})\)\s+\S)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` of a block; `lead` is the part of the block, as offsets, that introduces an in-line list
    item.
    """

    start: int
    end: int
    lead: tuple[int, int] | None = None


def split_sentences(text: str, *, start: int = 0) -> tuple[Sentence, ...]:
    """The sentences of `text` from offset `start` on, without the white space around them."""
    sentences: list[Sentence] = []
    begin = start
    for match in _END.finditer(text, start):
        if _ends_sentence(text, match.start(), begin):
            sentences.extend(_enumerated(text, begin, match.end()))
            begin = match.end()
    sentences.extend(_enumerated(text, begin, len(text)))
    return tuple(sentences)


def _ends_sentence(text: str, stop: int, begin: int) -> bool:
    if text[stop] in "!?":
        return True
    word = _LAST_WORD.search(text, max(begin, stop - 20), stop)
    if text[stop] in ":;":
        return stop - begin > 40
    if word is None:
        return not (stop > begin and text[stop - 1].isdigit() and stop - begin <= 4)
    last = word.group()
    if last.lower() in _ABBREVIATIONS:
        return last.lower() == "etc" or last.lower().endswith((".m",))
    return not (len(last) == 1 and last.isupper() and stop - begin > 1)


def _enumerated(text: str, begin: int, end: int) -> list[Sentence]:
    begin, end = _trim(text, begin, end)
    if begin >= end:
        return []
    cuts = [match.end() for match in _INLINE_LABEL.finditer(text, begin, end)]
    if len(cuts) < 2:
        return [Sentence(begin, end)]
    lead = _trim(text, begin, cuts[0])
    parts = []
    for first, last in zip(cuts, [*cuts[1:], end], strict=True):
        start, stop = _trim(text, first, last)
        parts.append(Sentence(start, stop, lead))
    return parts


def _trim(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end
