"""Ruled tables: the cells that drawn lines close, on the pages where they can close any around text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from policylint.readers.pdf.drawing import Edge
from policylint.readers.pdf.frames import Box, holds_point, turn_on
from policylint.readers.pdf.meshes import Mesh, find_meshes
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.ruling import TooDense, close_cells
from policylint.readers.pdf.verdicts import page_list
from policylint.readers.pdf.words import Word

MOST_CELLS: Final = 4_000
"""Cells on a page; more is a drawing."""

Table = list[Box]
"""The cells of a table from top to bottom and left to right, on the page as displayed."""


def find_tables(pages: Sequence[Page], words: Sequence[Sequence[Word]]) -> tuple[list[list[Table]], tuple[str, ...]]:
    """Find the ruled tables and the frames of a file.

    Args:
        pages: All pages.
        words: The running text of each page, all of which reads in the same direction.

    Returns:
        The tables of each page in the view in which its words read, with each frame as a table of one cell; and
        remarks for the report.
    """
    tables: list[list[Table]] = []
    missed: list[int] = []
    for page, text in zip(pages, words, strict=True):
        meshes = [mesh for mesh in find_meshes(page.drawing.edges) if _frames_text(mesh, page, text)]
        here = [[mesh.box] for mesh in meshes if not mesh.tabular]
        if any(mesh.tabular for mesh in meshes):
            try:
                here = page_tables(page.drawing.edges) + here
            except TooDense:
                missed.append(page.number)
        turn = text[0].turn if text else 0
        tables.append([[turn_on(cell, turn, page.width, page.height) for cell in table] for table in here])
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


def page_tables(edges: Sequence[Edge]) -> list[Table]:
    """The tables that the lines of a page rule.

    Raises:
        TooDense: The lines are those of a drawing.
    """
    drawn = [edge for edge in edges if all(map(math.isfinite, edge))]
    tables = close_cells(drawn)
    if sum(map(len, tables)) > MOST_CELLS:
        raise TooDense
    return [
        sorted(
            [(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)) for x0, top, x1, bottom in table],
            key=lambda cell: (cell[1], cell[0]),
        )
        for table in tables
    ]
