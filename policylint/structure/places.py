"""The numbers that a document gives to its parts, and whether a number that somebody refers to is among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from policylint.model.document import Block, Document
from policylint.structure.parts import BEYOND, ENOUGH, Parts, are_alike, goes_on, parts_of, readings, same_parts

_KIND: Final = r"(?P<kind>section|sec|article|art|chapter|part|paragraph|clause|\u00a7{1,2})\.?\s*"
_KINDS: Final = {"sec": "section", "art": "article", "\u00a7": "section", "\u00a7\u00a7": "section"}
_LABEL = re.compile(rf"(?:{_KIND})?\W*(?P<number>[a-z0-9]\S*)", re.IGNORECASE)
_OPENING = re.compile(
    rf"\W*(?:{_KIND})?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})+\b|\d{{1,2}}(?=[.):]|\s+(?-i:[A-Z]))"
    r"|(?:[IVXL]{1,6}|[A-Z])(?=[.):]))",
    re.IGNORECASE,
)
_IN_HEADING = re.compile(rf"\b{_KIND}(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*|[IVXL]+\b|[A-Z]\b)", re.IGNORECASE)
_GROUPED: Final = frozenset({"chapter", "part", "article"})
"""What is only meant where the document calls its parts so."""

_SECTIONS: Final = _GROUPED | {"section"}
"""What no item of a list is meant by, where the document has numbered headings."""

_DECLARING: Final = ("text/markdown", "text/html")
"""Formats in which nobody takes a heading for an item."""

_UNSEEN = re.compile(r"\bnot (?:be )?(?:read|loaded)\b|\bleft out\b")
"""How a remark says that something of the file could not be seen."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A numbered block, and the block behind the last one that belongs to it.

    `kind` is the word it bears, if any; `listed` says that it is an item of a list that counts from one, in a file that
    declares its lists and headings.
    """

    parts: Parts
    block: int
    end: int
    kind: str
    heading: bool
    listed: bool


class Places:
    """The numbered sections, paragraphs and items of a document that has its sections.

    What could be the place that somebody means counts as one: to say that a reference points nowhere when it does not
    is worse than to say nothing. Where the reader could not see all of the file, every number counts as there.
    """

    def __init__(self, document: Document) -> None:
        """Nothing is looked at before it is asked for."""
        self._document = document
        self._unseen = is_partly_unseen(document)
        self._answers: dict[tuple[str, str], bool] = {}

    def has_number(self, number: str, *, kind: str = "section") -> bool:
        """Whether a section, paragraph or item of this number ("4.2", "II.B", "3(b)") is there, or could well be.

        It is not where the document counts three parts or more in the same way, hardly leaving one out, and the number
        is neither among them nor so far behind the last one that it looks like another document's.

        Args:
            number: As it was written.
            kind: The word before it, in the singular.
        """
        if (number, kind) not in self._answers:
            self._answers[number, kind] = self._has(number, parts_of(number), kind)
        return self._answers[number, kind]

    def _has(self, number: str, parts: Parts, kind: str) -> bool:
        if self._unseen or not parts:
            return True
        if any(not place.listed or len(parts) > 1 or kind not in _SECTIONS for place in self._resolve(parts)):
            return True
        if self._opens_text(number):
            return True
        for length in range(len(parts) - 1, 0, -1):
            if hosts := self._resolve(parts[:length]):
                return length < len(parts) - 1 or not self._lacks(hosts, parts, kind)
        alike = [
            place
            for place in self._all()
            if (place.kind == kind if kind in _GROUPED else place.kind not in _GROUPED)
            and (place.heading if len(parts) == 1 else len(place.parts) > 1)
        ]
        return not goes_on((place.parts[0] for place in alike), parts[0])

    @cached_property
    def _places(self) -> dict[tuple[int, str, int], list[_Place]]:
        """The numbered blocks by the count of parts, and by each reading of the first."""
        found: dict[tuple[int, str, int], list[_Place]] = defaultdict(list)
        for place in _places(self._document):
            for sign, value in readings(place.parts[0]):
                found[len(place.parts), sign, value].append(place)
        return found

    def _all(self) -> Iterator[_Place]:
        return (place for places in self._places.values() for place in places)

    def _named(self, parts: Parts) -> Iterator[_Place]:
        """The blocks that bear this very number."""
        seen: set[int] = set()
        for sign, value in readings(parts[0]):
            for place in self._places.get((len(parts), sign, value), ()):
                if place.block not in seen and same_parts(place.parts, parts):
                    seen.add(place.block)
                    yield place

    def _resolve(self, parts: Parts) -> list[_Place]:
        """The blocks of this number, which may be put together: item "b" within "3"; or what a longer one implies."""
        found = list(self._named(parts))
        for length in range(1, len(parts)):
            if inner := list(self._named(parts[length:])):
                found += _within(inner, self._resolve(parts[:length]))
        if not found:
            longer = (place for place in self._all() if len(place.parts) > len(parts))
            found = [place for place in longer if same_parts(place.parts[: len(parts)], parts)][:2]
        return found

    def _lacks(self, hosts: Sequence[_Place], parts: Parts, kind: str) -> bool:
        """Whether the place that the first parts mean counts parts of its own, and the last one goes on with them.

        Several places of the same number, as in lists that begin anew, tell nothing.
        """
        beside = [place.parts for place in self._all() if are_alike(place.parts, parts)]
        children = {int(other[-1]) for other in beside if other[:-1] == parts[:-1]}
        if children and len(set(beside)) >= ENOUGH:
            return parts[-1] == "0" or int(parts[-1]) <= max(children) + BEYOND
        hosts = [host for host in hosts if self._document.blocks[host.block].role != "contents"]
        sections = [host for host in hosts if host.heading]
        if kind == "section" and sections:
            hosts = sections
        if len({host.block for host in hosts}) != 1:
            return False
        within = range(hosts[0].block + 1, hosts[0].end)
        return goes_on(
            (place.parts[0] for place in self._all() if len(place.parts) == 1 and place.block in within), parts[-1]
        )

    def _opens_text(self, number: str) -> bool:
        """Whether the number stands in the text as if it opened a part there that no reader has seen."""
        opening = re.compile(
            rf"(?<![\w.\u00a7-])(?<![\w\u00a7][ ])(?<!\w,[ ]){re.escape(number)}"
            r"[.):]*(?:\s*[\u2013\u2014-])?\s+[\"\u201c(]?[A-Z]"
        )
        return any(opening.search(block.text) for block in self._document.blocks)


def is_partly_unseen(document: Document) -> bool:
    """Whether something of the file could not be read: a page that is a picture, say."""
    return any(_UNSEEN.search(note) for note in document.notes)


def _within(inner: Iterable[_Place], outer: Iterable[_Place]) -> list[_Place]:
    """The places that stand within one of the outer ones."""
    hosts = sorted(outer, key=lambda host: host.block)
    starts = [host.block for host in hosts]
    reach = list(accumulate((host.end for host in hosts), max))
    return [one for one in inner if (before := bisect_left(starts, one.block)) and reach[before - 1] > one.block]


def _places(document: Document) -> Iterator[_Place]:
    """Every number that a block bears, opens with, or names in a heading."""
    ends = _ends(document)
    listed = _listed(document) if document.source.media_type in _DECLARING else frozenset()
    for index, block in enumerate(document.blocks):
        if block.role == "running" or block.kind == "code":
            continue
        heading = block.kind == "heading" and block.role == "body"
        found = [_LABEL.match(block.label), _OPENING.match(block.text[:60]) if block.kind != "row" else None]
        if block.kind == "heading" or block.role == "title":
            found += _IN_HEADING.finditer(block.text)
        seen: set[Parts] = set()
        for number in found:
            parts = parts_of(number["number"]) if number else ()
            if number and parts and parts not in seen and all(map(readings, parts)):
                seen.add(parts)
                kind = (number["kind"] or "").lower()
                yield _Place(parts, index, ends[index], _KINDS.get(kind, kind), heading, index in listed)


def _listed(document: Document) -> frozenset[int]:
    """The items of lists that count from one, by the index of their blocks."""
    found: set[int] = set()
    last: dict[tuple[int, int | None], int] = {}
    for index, block in enumerate(document.blocks):
        figure = block.label.rstrip(".)")
        if block.kind == "item" and figure.isdecimal():
            value, lists = int(figure), (block.section, block.level)
            if value == 1 or value == last.get(lists, 0) + 1:
                found.add(index)
                last[lists] = value
    return frozenset(found)


def _ends(document: Document) -> list[int]:
    """For each block the index behind the last block that belongs to it."""
    count = len(document.blocks)
    ends = list(range(1, count + 1))
    open_: list[tuple[int, int]] = []
    """Rank and index of the blocks that are not closed yet: sections by level, list items below them all."""
    for index, block in enumerate(document.blocks):
        rank = _rank(document, block)
        if rank is None:
            continue
        while open_ and open_[-1][0] >= rank:
            ends[open_.pop()[1]] = index
        open_.append((rank, index))
    for _, index in open_:
        ends[index] = count
    return ends


def _rank(document: Document, block: Block) -> int | None:
    """How high a block that others may belong to stands, from 1; None for the others."""
    if block.role != "body":
        return None
    if block.kind == "heading":
        return document.sections[block.section].level if block.section < len(document.sections) else 1
    return 100 + (block.level or 1) if block.kind == "item" and block.label else None
