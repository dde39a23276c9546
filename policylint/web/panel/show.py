"""A part of the panel as it is drawn: the report's evidence laid over the document's pages or its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from policylint.model.report import DocumentReport
from policylint.web.panel.boxes import boxes_by_page, first_page, shown_page
from policylint.web.panel.model import Panel, PanelPart, Place, PlaceBook, ShownBlock, ShownPage, View
from policylint.web.panel.places import place_numbers
from policylint.web.panel.quotes import Piece, QuoteFinder
from policylint.web.panel.text import marks_by_block, shown_block, text_parts

PAGES: Final = 40
"""Pages of a part."""


def panel_part(panel: Panel, report: DocumentReport, view: View, number: int) -> PanelPart:
    """One part of the document with what the report points to in it.

    Args:
        panel: The document.
        report: What was found in it, reviews included: they bear on the tone of a place.
        view: Its pages or its text; where the document has only one of these, that is shown.
        number: Of the part, from 1; the nearest one if there is none of this number.

    Returns:
        The part, with all places of the document and the parts in which they are shown.
    """
    book = place_numbers(report)
    pieces = QuoteFinder(panel.blocks).find(book.evidence)
    cuts = text_parts(panel.blocks)
    places = _places(panel, book, pieces, cuts)
    if not panel.pages or (view == "text" and panel.blocks):
        of = len(cuts) - 1
        number = min(max(1, number), max(1, of))
        blocks = _blocks(panel, pieces, cuts[number - 1], cuts[number]) if of else ()
        return PanelPart(view="text", number=number, of=max(1, of), pages=(), blocks=blocks, places=places)
    of = -(-len(panel.pages) // PAGES)
    number = min(max(1, number), of)
    pages = _pages(panel, book, places, (number - 1) * PAGES)
    return PanelPart(view="pages", number=number, of=of, pages=pages, blocks=(), places=places)


def _places(
    panel: Panel, book: PlaceBook, pieces: Mapping[int, tuple[Piece, ...]], cuts: tuple[int, ...]
) -> dict[int, Place]:
    places = {}
    for number, (evidence, verdicts) in enumerate(zip(book.evidence, book.verdicts, strict=True), 1):
        page = first_page(evidence)
        found = pieces.get(number)
        places[number] = Place(
            number=number,
            verdicts=verdicts,
            part_pages=(page - 1) // PAGES + 1 if page is not None and 1 <= page <= len(panel.pages) else None,
            part_text=bisect_right(cuts, found[0].block) if found else None,
        )
    return places


def _blocks(panel: Panel, pieces: Mapping[int, tuple[Piece, ...]], first: int, last: int) -> tuple[ShownBlock, ...]:
    marks = marks_by_block(pieces)
    anchors: dict[int, list[int]] = {}
    for number, found in pieces.items():
        anchors.setdefault(found[0].block, []).append(number)
    return tuple(
        shown_block(panel.blocks[index], marks.get(index, ()), anchors.get(index, ())) for index in range(first, last)
    )


def _pages(panel: Panel, book: PlaceBook, places: Mapping[int, Place], before: int) -> tuple[ShownPage, ...]:
    boxes = boxes_by_page(book.evidence)
    begins = {number: first_page(evidence) for number, evidence in enumerate(book.evidence, 1)}
    return tuple(
        shown_page(number, page, boxes.get(number, {}), places, begins)
        for number, page in enumerate(panel.pages[before : before + PAGES], before + 1)
    )
