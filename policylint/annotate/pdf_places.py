"""From boxes on the page as displayed, which the reader gives, back to the coordinates of the file."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from policylint.readers.pdf.frames import Box, Frame

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to write on: the view of it that a reader has, from `policylint.readers.pdf`, which made the boxes."""

    frame: Frame

    @property
    def width(self) -> float:
        """Width as displayed, in units of the file."""
        return self.frame.width

    @property
    def height(self) -> float:
        """Height as displayed, in units of the file."""
        return self.frame.height

    def point(self, x: float, y: float) -> Point:
        """A point of the page as displayed (origin top left), in the file's coordinates. Undoes `Frame.place`."""
        frame = self.frame
        if frame.turns == 0:
            return x + frame.left, frame.top - y
        if frame.turns == 1:
            return y + frame.left, x + frame.bottom
        if frame.turns == 2:
            return frame.right - x, y + frame.bottom
        return frame.right - y, frame.top - x

    def corners(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """Top left, top right, bottom left, bottom right of a box as displayed: the order of QuadPoints in practice.

        ISO 32000-1 (12.5.6.10) asks for another order, which no viewer follows.
        """
        x0, top, x1, bottom = box
        return self.point(x0, top), self.point(x1, top), self.point(x0, bottom), self.point(x1, bottom)

    def rectangle(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a box as displayed, in the file's coordinates."""
        xs, ys = zip(*self.corners(box), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def sheet_of(page: Any) -> Sheet:
    """The page as displayed, as the reader of PDF files sees it.

    Args:
        page: pdfium's page, of pypdfium2.
    """
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    turns = pdfium.FPDFPage_GetRotation(page.raw) % 4
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box)):
        return Sheet(Frame(0.0, 0.0, 612.0, 792.0, turns))
    return Sheet(Frame(box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top), turns))
