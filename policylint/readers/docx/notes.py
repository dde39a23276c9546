"""Footnotes and endnotes: each is read where it is first named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policylint.readers.docx.numerals import written
from policylint.readers.docx.ooxml import W

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element
    from policylint.readers.docx.story import Story

KINDS: Final = {"footnotes": ("footnote", "decimal"), "endnotes": ("endnote", "lowerRoman")}
"""For each kind of part the name of its elements, and how Word numbers them unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its element, the story of the part in which it stands, and the sign that refers to it."""

    element: Element
    story: Story
    label: str


class Notes:
    """The notes of a document that have not been read yet."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], tuple[Element, Story]] = {}
        self._counts = dict.fromkeys(KINDS, 0)

    def add(self, kind: str, root: Element, story: Story) -> None:
        """Add the notes of a part; `kind` is "footnotes" or "endnotes"."""
        for element in root.iterchildren(f"{W}{KINDS[kind][0]}"):
            if element.get(f"{W}type", "normal") == "normal":
                self._waiting.setdefault((kind, element.get(f"{W}id", "")), (element, story))

    def take(self, kind: str, identifier: str) -> Note | None:
        """The note that a reference names, once; None the second time and for a note that is nowhere."""
        found = self._waiting.pop((kind, identifier), None)
        if found is None:
            return None
        self._counts[kind] += 1
        return Note(*found, label=written(self._counts[kind], KINDS[kind][1]))
