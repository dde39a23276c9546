"""What the panel beside the verdicts is made of: what is kept of a document, and what a template draws of a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from policylint.model.report import BoxOnPage, Evidence

PanelKind = Literal["title", "heading", "paragraph", "item", "row", "note", "code"]
View = Literal["pages", "text"]
Tone = Literal["covered", "legacy", "missing", "rights", "loose", "decided"]

TONES: Final[tuple[Tone, ...]] = ("rights", "legacy", "loose", "covered", "decided", "missing")
"""From what calls most for somebody to what least does. What came nearest to settling a missing requirement is last:
most words do that for one or the other, and whatever else is said of them says more."""


class PanelPage(Struct, frozen=True, gc=False):
    """Width and height of a page as displayed, in points: the coordinates of `BoxOnPage`."""

    width: float
    height: float


class PanelBlock(Struct, frozen=True, gc=False):
    """A block of the document.

    `level` is that of a heading or the depth of a list item, from 1, else 0. `label` is a number or bullet that is not
    part of `text`. `page`, `paragraph` and `line` are where the block begins, `top` how far down the page, in points;
    what the format does not have is None. `furniture` is what settles nothing: running headers and footers, page
    numbers, tables of contents.
    """

    kind: PanelKind
    text: str
    level: int = 0
    label: str = ""
    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    top: float | None = None
    furniture: bool = False


class Panel(Struct, frozen=True, gc=False):
    """A document to be shown: its pages, if it is a PDF, and its text."""

    pages: tuple[PanelPage, ...] = ()
    blocks: tuple[PanelBlock, ...] = ()


class VerdictRef(Struct, frozen=True, gc=False):
    """A verdict: the anchor of its card (rule id, or "f-N" for the Nth finding), its title, and its tone."""

    card: str
    title: str
    tone: Tone


class Place(Struct, frozen=True, gc=False):
    """Words that verdicts point to; `c-N` is their anchor.

    `verdicts` are sorted by tone. `part_pages` and `part_text` are the parts of the two views in which the words are
    shown; None where they are not.
    """

    number: int
    verdicts: tuple[VerdictRef, ...]
    part_pages: int | None = None
    part_text: int | None = None

    @property
    def tone(self) -> Tone:
        """The tone of the verdict that calls most for somebody."""
        return self.verdicts[0].tone


WordsInPlace = tuple[str, int | None, int | None, int | None, int | None, tuple[BoxOnPage, ...]]
"""What tells the words of one evidence from those of another: the words, and where they stand."""


class PlaceBook(Struct, frozen=True):
    """The places of a report, numbered from 1: of each the words, and the verdicts that point to them."""

    evidence: tuple[Evidence, ...]
    verdicts: tuple[tuple[VerdictRef, ...], ...]
    numbers: Mapping[WordsInPlace, int]

    def number_of(self, evidence: Evidence) -> int | None:
        """The number of the place of an evidence; None where it stands in another document."""
        return None if evidence.document else self.numbers.get(words_in_place(evidence))


def words_in_place(evidence: Evidence) -> WordsInPlace:
    """An evidence without what a rule found in it."""
    return evidence.quote, evidence.page, evidence.paragraph, evidence.line, evidence.column, evidence.boxes


class Span(Struct, frozen=True, gc=False):
    """A run of text, and the numbers of the places that it belongs to."""

    text: str
    places: tuple[int, ...] = ()


class ShownBlock(Struct, frozen=True, gc=False):
    """A block as it is drawn.

    `spans` make up its text. The cells of a row are in `cells`, too; other kinds have none. `anchors` are the places
    that begin here.
    """

    kind: PanelKind
    level: int
    label: str
    spans: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...] = ()
    page: int | None = None
    furniture: bool = False
    anchors: tuple[int, ...] = ()


class ShownBox(Struct, frozen=True, gc=False):
    """A rectangle on a page, in points from its top left. `first` marks the first one of its place: the anchor."""

    place: int
    x: float
    y: float
    width: float
    height: float
    tone: Tone
    first: bool


class ShownPage(Struct, frozen=True, gc=False):
    """A page and its boxes, those of a place together. The places are in reading order, save that of places which
    overlap the smaller one comes last, to lie above the other.
    """

    number: int
    width: float
    height: float
    boxes: tuple[ShownBox, ...]


class PanelPart(Struct, frozen=True):
    """A part of the panel: number `number` (from 1) of `of`, and all places of the document by their numbers."""

    view: View
    number: int
    of: int
    pages: tuple[ShownPage, ...]
    blocks: tuple[ShownBlock, ...]
    places: Mapping[int, Place]
