"""The part of the document that is shown beside the verdicts, as the template draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from policylint.outputs.wording import STATUS_TITLE, count
from policylint.web.panel.model import TONES

if TYPE_CHECKING:
    from policylint.web.pages.document_links import DocumentLinks
    from policylint.web.panel.model import PanelPart, ShownBlock, ShownBox, ShownPage, Span, Tone, VerdictRef

PDF: Final = "application/pdf"
_HEADING: Final = 2
"""The level of the panel's own heading: those of the document stand below it."""
_DEEPEST: Final = 6
_TONES: Final = {**STATUS_TITLE, "rights": "Rights at risk", "loose": "To look at", "decided": "Decided"}


@dataclass(frozen=True, slots=True)
class Target:
    """What words of the document lead to: one verdict, or a list of them below the words.

    `href` is the anchor of either, `list_id` the id of the list (empty where there is none), `name` what it is called
    aloud.
    """

    verdicts: tuple[VerdictRef, ...]
    href: str
    list_id: str
    tone: Tone
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text. `target` is None for plain text; `anchors` are the numbers of the places that begin with it."""

    text: str
    target: Target | None
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The rectangles of a place on a page. `anchor` is its id where the place begins here."""

    anchor: str
    target: Target
    boxes: tuple[ShownBox, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the lists to which places on it lead."""

    page: ShownPage
    places: tuple[Boxes, ...]
    lists: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of text, or one row of a table: its cells (one, unless it is a row)."""

    block: ShownBlock
    cells: tuple[tuple[Words, ...], ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that are drawn as one thing, a list or a table, or one block; and the lists to which places lead."""

    kind: str
    entries: tuple[Entry, ...]
    lists: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A view or a part that one may choose."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    """A part of the document with its links. `media_type` is that of the upload."""

    part: PanelPart
    links: DocumentLinks
    media_type: str

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The views; only a PDF has pictures of pages."""
        views: tuple[tuple[Literal["pages", "text"], str], ...] = (("pages", "Pages"), ("text", "Text"))
        if self.media_type != PDF:
            return ()
        return tuple(Tab(words, self.links.part(view, 1), view == self.part.view) for view, words in views)

    @property
    def neighbours(self) -> tuple[Tab, ...]:
        """The part before and the part after, as far as there are any."""
        found = (("Previous part", self.part.number - 1), ("Next part", self.part.number + 1))
        return tuple(
            Tab(words, self.links.part(self.part.view, number), current=False)
            for words, number in found
            if 1 <= number <= self.part.of
        )

    @property
    def extent(self) -> str:
        """Which part of the document it is; empty where it is all of it."""
        if self.part.of == 1:
            return ""
        pages = [page.number for page in self.part.pages] or [block.page for block in self.part.blocks if block.page]
        between = f": pages {min(pages)} to {max(pages)}" if pages and min(pages) != max(pages) else ""
        return f"Part {self.part.number} of {self.part.of}{between}"

    @property
    def map(self) -> str:
        """In which parts each place is shown, for the script: "number:pages:text", an empty one where it is not."""
        places = sorted(self.part.places.values(), key=lambda place: place.number)
        return " ".join(f"{place.number}:{place.part_pages or ''}:{place.part_text or ''}" for place in places)

    @property
    def pages(self) -> Iterator[Page]:
        """The pages of the part; none in the view of the text."""
        for page in self.part.pages:
            found: dict[int, list[ShownBox]] = {}
            for box in page.boxes:
                found.setdefault(box.place, []).append(box)
            places = tuple(
                Boxes(
                    f"c-{number}" if any(box.first for box in boxes) else "",
                    self._target((number,), f"p{page.number}-"),
                    tuple(boxes),
                )
                for number, boxes in found.items()
            )
            yield Page(page, places, _lists(place.target for place in places))

    @property
    def stretches(self) -> Iterator[Stretch]:
        """The blocks of the part, those of a list or a table together; none in the view of pages."""
        depth = _HEADING
        numbered = enumerate(self.part.blocks, 1)
        for kind, blocks in groupby(numbered, key=lambda known: _drawn_as(known[1], known[0])):
            entries = []
            for number, block in blocks:
                if block.kind in ("title", "heading"):
                    depth = min(_HEADING + max(block.level, 1), depth + 1, _DEEPEST)
                entries.append(self._entry(block, f"b{number}-", depth))
            targets = (words.target for entry in entries for cell in entry.cells for words in cell)
            yield Stretch(kind.partition(" ")[0], tuple(entries), _lists(target for target in targets if target))

    def _entry(self, block: ShownBlock, prefix: str, depth: int) -> Entry:
        waiting = set(block.anchors)
        cells = tuple(
            tuple(self._words(span, waiting, prefix) for span in cell) for cell in block.cells or (block.spans,)
        )
        return Entry(block, cells, depth)

    def _words(self, span: Span, waiting: set[int], prefix: str) -> Words:
        begun = tuple(number for number in span.places if number in waiting)
        waiting.difference_update(begun)
        known = tuple(number for number in span.places if number in self.part.places)
        return Words(span.text, self._target(known, prefix) if known else None, begun)

    def _target(self, numbers: Sequence[int], prefix: str) -> Target:
        """What the words of these places lead to; `prefix` tells apart the lists of several blocks or pages."""
        found = {verdict.card: verdict for number in numbers for verdict in self.part.places[number].verdicts}
        verdicts = tuple(sorted(found.values(), key=lambda verdict: TONES.index(verdict.tone)))
        if len(verdicts) == 1:
            only = verdicts[0]
            return Target(verdicts, f"#{only.card}", "", only.tone, f"{_TONES[only.tone]}: {only.title}")
        list_id = f"v-{prefix}{'-'.join(map(str, numbers))}"
        name = f"{count(len(verdicts), 'verdict')}: {'; '.join(verdict.title for verdict in verdicts)}"
        return Target(verdicts, f"#{list_id}", list_id, verdicts[0].tone, name)


def tone_words(tone: Tone) -> str:
    """What a colour of the panel means."""
    return _TONES[tone]


def _drawn_as(block: ShownBlock, number: int) -> str:
    """What a block is drawn as; blocks in a row of the same word are one list or one table."""
    if block.furniture:
        return f"furniture {number}"
    return block.kind if block.kind in ("item", "row") else f"{block.kind} {number}"


def _lists(targets: Iterator[Target]) -> tuple[Target, ...]:
    """Those that are lists, each once."""
    return tuple({target.list_id: target for target in targets if target.list_id}.values())
