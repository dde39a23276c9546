"""Ruled tables, found by pdfplumber on the pages that may hold one.

pdfplumber reads a page some ten times slower than pdfium, so it is loaded and a page given to it only when `meshes`
says so; each page is closed before the next. Where it fails, the text of the page is read without cells.
"""

from __future__ import annotations

import gc
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from policylint.readers.pdf.frames import Box, Frame, holds_point, turn_on
from policylint.readers.pdf.meshes import Mesh, find_meshes
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.verdicts import page_list
from policylint.readers.pdf.words import Word

MOST_TABLE_PAGES: Final = 250
"""Pages of one file that are searched for tables; some 15 seconds of work."""

MOST_CELLS: Final = 4_000
"""Cells on a page; more is a drawing."""

_PAGES_BETWEEN_SWEEPS: Final = 25
"""pdfplumber's pages hold cycles, which pile up while Python's cycle collector rests."""

_OFF: Final = 1.0
"""Points by which the two libraries may differ on the size of a page."""

_DRAWN: Final = ("line", "rect", "curve")

Table = list[Box]
"""The cells of a table from top to bottom and left to right, on the page as displayed."""


def find_tables(
    data: bytes, pages: Sequence[Page], words: Sequence[Sequence[Word]]
) -> tuple[list[list[Table]], tuple[str, ...]]:
    """Find the ruled tables and the frames of a file.

    Args:
        data: The file.
        pages: All pages.
        words: The running text of each page, all of which reads in the same direction.

    Returns:
        The tables of each page in the view in which its words read, with each frame as a table of one cell; and
        remarks for the report.
    """
    meshes = [
        [mesh for mesh in find_meshes(page.drawing.edges) if _frames_text(mesh, page, text)]
        for page, text in zip(pages, words, strict=True)
    ]
    frames = {
        page.number: page.frame for page, own in zip(pages, meshes, strict=True) if any(mesh.tabular for mesh in own)
    }
    found = read_tables(data, frames)
    tables = []
    for page, own, text in zip(pages, meshes, words, strict=True):
        here = found.get(page.number, []) + [[mesh.box] for mesh in own if not mesh.tabular]
        turn = text[0].turn if text else 0
        tables.append([[turn_on(cell, turn, page.width, page.height) for cell in table] for table in here])
    missed = [number for number in sorted(frames) if number not in found]
    if not missed:
        return tables, ()
    return tables, (f"{page_list(missed)}: tables were read as plain text, without rows and cells.",)


def _frames_text(mesh: Mesh, page: Page, words: Sequence[Word]) -> bool:
    """Whether two words of the text stand inside."""
    inside = 0
    box = turn_on(mesh.box, words[0].turn, page.width, page.height) if words else mesh.box
    for word in words:
        inside += holds_point(box, (word.x0 + word.x1) / 2, word.base - 0.3 * word.size)
        if inside == 2:
            return True
    return False


def read_tables(data: bytes, frames: Mapping[int, Frame]) -> dict[int, list[Table]]:
    """Find the ruled tables of some pages.

    Args:
        data: The file.
        frames: The numbers (from 1) of the pages to search, and the pages as displayed.

    Returns:
        The tables of each page that could be searched; pages behind the first `MOST_TABLE_PAGES`, and those that
        pdfplumber fails on, are left out.
    """
    numbers = sorted(frames)[:MOST_TABLE_PAGES]
    if not numbers:
        return {}
    import pdfplumber

    found: dict[int, list[Table]] = {}
    # The file is untrusted and pdfminer's errors are of every kind: whatever it raises, the text is read all the same.
    try:
        with _silenced(), pdfplumber.open(BytesIO(data), pages=numbers) as file:
            for count, page in enumerate(file.pages, 1):
                try:
                    found[page.page_number] = _page_tables(page, frames[page.page_number])
                except Exception:
                    continue
                finally:
                    page.close()
                    if count % _PAGES_BETWEEN_SWEEPS == 0:
                        gc.collect()
    except Exception:
        return found
    return found


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep pdfminer's remarks on damaged files out of the log."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _page_tables(page: Any, frame: Frame) -> list[Table]:
    """The tables of a pdfplumber page.

    Raises:
        ValueError: The page is not the one that pdfium shows, or what was found cannot be tables.
    """
    left, top = _shift(page, frame)
    tables = [
        [
            (round(x0 - left, 2), round(y0 - top, 2), round(x1 - left, 2), round(y1 - top, 2))
            for x0, y0, x1, y1 in table.cells
        ]
        for table in page.filter(_shows).find_tables()
    ]
    sides = (side for table in tables for cell in table for side in cell)
    if sum(map(len, tables)) > MOST_CELLS or not all(map(math.isfinite, sides)):
        raise ValueError("no tables but a drawing")
    return [sorted(table, key=lambda cell: (cell[1], cell[0])) for table in tables]


def _shift(page: Any, frame: Frame) -> tuple[float, float]:
    """Where the visible area begins in pdfplumber's coordinates, which count from the whole sheet (its MediaBox)."""
    xa, ya, xb, yb = page.page_obj.mediabox
    sheet = Frame(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), page.rotation // 90)
    if sheet.turns != frame.turns or max(abs(sheet.width - page.width), abs(sheet.height - page.height)) > _OFF:
        raise ValueError("another page")
    x0, top, x1, bottom = sheet.place_box(frame.left, frame.bottom, frame.right, frame.top)
    if min(x0, top) < -_OFF or x1 > sheet.width + _OFF or bottom > sheet.height + _OFF:
        raise ValueError("another page")
    return page.bbox[0] + x0, page.bbox[1] + top


def _shows(drawn: Mapping[str, Any]) -> bool:
    """Whether an object of a page is a line or area in another colour than white paper."""
    if drawn["object_type"] not in _DRAWN:
        return False
    return (drawn.get("stroke") and not _is_white(drawn.get("stroking_color"))) or (
        bool(drawn.get("fill")) and not _is_white(drawn.get("non_stroking_color"))
    )


def _is_white(colour: object) -> bool:
    """Whether the parts of a colour (grey, red-green-blue, or inks) are those of white."""
    parts: Sequence[object] = colour if isinstance(colour, (tuple, list)) else (colour,)
    numbers = [part for part in parts if isinstance(part, (int, float))]
    if len(numbers) < len(parts):
        return False
    return all(part == 0 for part in numbers) if len(numbers) == 4 else all(part > 0.98 for part in numbers)
