"""What a document has besides numbers that can be referred to: appendices, and the ends of links within the file."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from policylint.model.document import Document
from policylint.structure.parts import BEYOND, readings
from policylint.structure.places import is_partly_unseen

_APPENDIX = re.compile(
    r"\b(?P<word>appendix|annex|attachment|exhibit|schedule)\s+[\"\u201c\u2018']?(?P<mark>\d{1,2}|[A-Z]{1,4})\b",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(r"[\"\u201d\u2019']?\s*(?:$|[^\w\s,]|[A-Z])")
_SAME: Final = {"annex": "appendix"}
_WINDOW: Final = 400
"""Characters of a block in which it names an appendix."""


class Landmarks:
    """The appendices, headings and ids of a document.

    As with numbers, what could be the place that somebody means counts as one.
    """

    def __init__(self, document: Document) -> None:
        """Nothing is looked at before it is asked for."""
        self._document = document

    def has_appendix(self, word: str, mark: str, *, inside: bool = False) -> bool:
        """Whether an appendix of this name is there, or could well be in a file of its own.

        It is not where the document has other appendices that are called and counted in the same way; or where it has
        none, and the reference says that it is part of the document.

        Args:
            word: "appendix", "annex", "attachment", "exhibit" or "schedule".
            mark: Its letter or number.
            inside: Whether the reference says so.
        """
        named = {other for kind, other in self._appendices if kind == _SAME.get(word, word)}
        have = {reading for other in named for reading in readings(other)}
        wanted = readings(mark)
        if is_partly_unseen(self._document) or not wanted or have & wanted:
            return True
        if not named:
            return not inside
        last = {sign: max((value for own, value in have if own == sign), default=-BEYOND) for sign, _ in wanted}
        return any(value > last[sign] + BEYOND for sign, value in wanted)

    def has_anchor(self, fragment: str) -> bool:
        """Whether a link to "#fragment" leads to a heading or an id; True where the file's ids are not known."""
        anchors = self._document.anchors
        return anchors is None or fragment in anchors or bool(_slugs(fragment) & self._targets)

    @cached_property
    def _targets(self) -> frozenset[str]:
        """What site generators make of the headings: the second "Scope" is "scope-1", or "scope-2"."""
        seen: dict[str, int] = defaultdict(int)
        for block in self._document.blocks:
            if block.kind == "heading" or block.role == "title":
                for slug in _slugs(block.text) | _slugs(block.wording):
                    seen[slug] += 1
        again = {f"{slug}{number}" for slug, times in seen.items() if times > 1 for number in range(1, times + 1)}
        given = {slug for anchor in self._document.anchors or () for slug in _slugs(anchor)}
        return frozenset({*seen, *again, *given, *_slugs(self._document.title)})

    @cached_property
    def _appendices(self) -> frozenset[tuple[str, str]]:
        """The appendices, by word and mark, that headings, contents, running lines and lines of their own name."""
        found: set[tuple[str, str]] = set()
        for block in self._document.blocks:
            names = block.kind == "heading" or block.role in ("contents", "title", "running")
            for named in _APPENDIX.finditer(block.text[:_WINDOW]):
                opens = not any(map(str.isalnum, block.text[: named.start()].removeprefix(block.label)))
                if names or (opens and _STANDS_ALONE.match(block.text, named.end())):
                    word = named["word"].lower()
                    found.add((_SAME.get(word, word), named["mark"]))
        return frozenset(found)


def _slugs(text: str) -> frozenset[str]:
    """The letters and digits of a heading or a fragment, with and without the number in front, accents taken away."""
    plain = unicodedata.normalize("NFKD", unquote(text)).casefold()
    whole = "".join(sign for sign in plain if sign.isalnum())
    return frozenset({whole, whole.lstrip("0123456789")} - {""})
