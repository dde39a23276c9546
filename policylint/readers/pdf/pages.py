"""One page, read: its words, drawing and links. The pdfium page is closed before the next is opened."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2 as pdfium_document
import pypdfium2.raw as pdfium

from policylint.readers.pdf.drawing import Drawing, Edge, read_drawing
from policylint.readers.pdf.frames import Box, Frame
from policylint.readers.pdf.sight import Sight, View, seen_words
from policylint.readers.pdf.words import LONGEST_PAGE, Word, read_words

MOST_LINKS: Final = 5_000
"""Link annotations looked at on one page."""

_LETTER: Final = Frame(0.0, 0.0, 612.0, 792.0)
_LONGEST_ADDRESS: Final = 8_192


@dataclass(slots=True)
class Page:
    """A page as displayed.

    `number` counts from 1; lengths are points. `words` stand in the file's order, upright and sideways ones; `scanned`
    when pictures cover most of the page, `cut` when there is more text on it than is read.
    `recognised` when its words come from OCR, which has put it straight by `skew` degrees first: its words stand where
    they would if the page had been scanned straight.
    """

    number: int
    frame: Frame = _LETTER
    words: list[Word] = field(default_factory=list)
    drawing: Drawing = field(default_factory=Drawing)
    scanned: bool = False
    broken: bool = False
    cut: bool = False
    recognised: bool = False
    skew: float = 0.0

    @property
    def width(self) -> float:
        """Width of the page as displayed."""
        return self.frame.width

    @property
    def height(self) -> float:
        """Height of the page as displayed."""
        return self.frame.height


def read_page(document: pdfium_document.PdfDocument, index: int, sight: Sight) -> Page:
    """Read page `index` (from 0). A page that pdfium cannot load comes back empty and `broken`.

    What nobody sees on the page is left out, and `sight` told of it.
    """
    try:
        page = document[index]
    except pdfium_document.PdfiumError:
        return Page(index + 1, broken=True)
    try:
        frame = _frame(page)
        drawing = read_drawing(page.raw, frame)
        try:
            text = page.get_textpage()
        except pdfium_document.PdfiumError:
            return Page(index + 1, frame, drawing=drawing, broken=True)
        try:
            words = read_words(text.raw, frame)
            cut = pdfium.FPDFText_CountChars(text.raw) > LONGEST_PAGE
        finally:
            text.close()
        links = _links(document.raw, page.raw, frame)
        pictured = _covered(drawing.pictures, frame)
        words = seen_words(words, View(page, index + 1, frame, drawing, pictured), sight)
    finally:
        page.close()
    scanned = pictured > 0.5
    _set_underlines(words, drawing.edges)
    _set_targets(words, links)
    return Page(index + 1, frame, words, drawing, scanned, cut=cut)


def _frame(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    turns = pdfium.FPDFPage_GetRotation(page.raw) % 4
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box)):
        return Frame(_LETTER.left, _LETTER.bottom, _LETTER.right, _LETTER.top, turns)
    return Frame(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top), turns)


def _covered(pictures: list[Box], frame: Frame) -> float:
    """The share of the page under pictures; scanners cut a page into strips, so areas are summed."""
    area = frame.width * frame.height
    total = 0.0
    for x0, top, x1, bottom in pictures:
        wide = min(x1, frame.width) - max(x0, 0.0)
        high = min(bottom, frame.height) - max(top, 0.0)
        if wide > 0 and high > 0:
            total += wide * high
    return total / area if area > 0 else 0.0


def _set_underlines(words: list[Word], edges: list[Edge]) -> None:
    """Mark the upright words that have a line drawn close under their baseline."""
    rules = [edge for edge in edges if edge.across and edge.drawn and edge.end - edge.start > 5]
    if not rules:
        return
    upright = sorted((word for word in words if word.turn == 0), key=lambda word: word.base)
    bases = [word.base for word in upright]
    for edge in rules:
        over = [
            word
            for word in upright[bisect_left(bases, edge.at - 5.0) : bisect_right(bases, edge.at + 0.5)]
            if edge.at - word.base <= 0.3 * word.size
            and min(word.x1, edge.end) - max(word.x0, edge.start) > 0.7 * (word.x1 - word.x0)
        ]
        # A line that reaches beyond the words is the rim of a box or a rule across the page.
        if over and min(word.x0 for word in over) < edge.start + 4 and max(word.x1 for word in over) > edge.end - 8:
            for word in over:
                word.underline = True


def _links(document: Any, page: Any, frame: Frame) -> list[tuple[Box, str]]:
    """The areas of the page that lead to an address."""
    found: list[tuple[Box, str]] = []
    position, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while len(found) < MOST_LINKS and pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        target = _target(document, link)
        if target and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            found.append((frame.place_box(box.left, box.bottom, box.right, box.top), target))
    return found


def _target(document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < length <= _LONGEST_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.value.decode("utf-8", "replace").strip()


def _set_targets(words: list[Word], links: list[tuple[Box, str]]) -> None:
    upright = sorted((word for word in words if word.turn == 0), key=lambda word: word.base) if links else []
    bases = [word.base for word in upright]
    for (x0, top, x1, bottom), target in links:
        for word in upright[bisect_left(bases, top) : bisect_right(bases, bottom + 50)]:
            if top <= word.base - 0.3 * word.size <= bottom and x0 <= (word.x0 + word.x1) / 2 <= x1:
                word.target = target
