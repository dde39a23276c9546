"""What a text file says to others than its readers: comments to policylint, and the ids that links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.inline import Placement
from policylint.readers.markup import Open

_OPENING: Final = "<!--"
_CLOSING: Final = "-->"
_ADDRESS = re.compile(r"<!--\s*policylint:")
_GIVEN_ID = re.compile(r"\{:?[ \t]*(?:[^{}\n#]{0,200}[ \t])?#([\w:.-]{1,200})(?=[\s}])")
_TAG = re.compile(r"\{\{[<%>]-?\s*/?\s*([\w./-]+)|\{%-?\s*([\w-]+)")
_INCLUDED = re.compile(r"^[ \t]*(?:--8<--|!?include::|!\[\[|\{!)|<[A-Z]\w*[^<>\n]{0,500}/>", re.MULTILINE)
_BRINGS_NO_IDS: Final = frozenset(
    {"figure", "img", "image", "youtube", "vimeo", "tweet", "ref", "relref", "link", "url", "button", "icon", "comment"}
    | {"endcomment", "raw", "endraw", "if", "elsif", "else", "elif", "endif", "unless", "endunless", "assign", "set"}
    | {"capture", "endcapture", "highlight", "endhighlight", "hint", "endhint", "note", "callout", "alert", "aside"}
)
"""Tags of site generators that put no headings of another file on the page."""


def comments_to_policylint(placement: Placement, start: int, end: int, *, source: str) -> Iterator[tuple[str, int]]:
    """The comments in a piece of HTML that are addressed to policylint.

    Args:
        placement: How the piece lies in the file.
        start: Where the piece begins in the content of `placement`.
        end: Where it ends.
        source: The file as it is, before anything was hidden in it.

    Yields:
        The words behind "policylint:", without white space around them, and the line of the content, from 0, on which
        the comment begins.
    """
    for first, last in _comments(placement.content, start, end):
        if address := _ADDRESS.match(placement.content, first, last):
            words = (
                piece.text if piece.at is None else source[piece.at : piece.at + len(piece.text)]
                for piece in placement.pieces(address.end(), last - len(_CLOSING))
            )
            yield "".join(words).strip(), placement.line(first)


@dataclass(slots=True)
class Anchors:
    """The ids of a file, gathered while it is read."""

    ids: dict[str, None] = field(default_factory=dict)
    complete: bool = True

    def add(self, tag: Open) -> None:
        """Take in the id of an element, and the name of an old-style anchor."""
        for name in ("id", "name") if tag.tag in ("a", "map") else ("id",):
            if given := tag.attributes.get(name, "").strip():
                self.ids[given] = None

    def scan(self, text: str) -> None:
        """Take in the ids that Markdown gives to headings ("{#scope}"). What is included brings ids unseen."""
        here, shown = 0, []
        for first, last in _comments(text, 0, len(text)):
            shown.append(text[here:first])
            here = last
        text = "".join([*shown, text[here:]])
        self.ids |= dict.fromkeys(found[1] for found in _GIVEN_ID.finditer(text))
        tags = {(found[1] or found[2]).lower() for found in _TAG.finditer(text)}
        self.complete = self.complete and tags <= _BRINGS_NO_IDS and not _INCLUDED.search(text)

    def known(self) -> tuple[str, ...] | None:
        """The ids in the order of the file; None where there may be others."""
        return tuple(self.ids) if self.complete else None


def _comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where comments begin, and the offsets behind them; one that is never closed is none."""
    while (first := text.find(_OPENING, start, end)) >= 0:
        closing = text.find(_CLOSING, first + len(_OPENING), end)
        if closing < 0:
            return
        start = closing + len(_CLOSING)
        yield first, start
