"""What is behind the words of a page, as far as the areas that are drawn on it tell."""

from __future__ import annotations

import math
from array import array
from typing import Final

from policylint.readers.pdf.drawing import Colour, Drawing
from policylint.readers.pdf.frames import Box, Frame

WHITE: Final = (255, 255, 255)
_MOST_AREAS: Final = 500
_MOST_CELLS: Final = 400
_PICTURE: Final = 0xFFFF


class Ground:
    """What is behind any point of a page: a raster, so that neither many words nor many areas take long."""

    def __init__(self, drawing: Drawing, frame: Frame) -> None:
        """Paint what is drawn on a page that is displayed in `frame`."""
        self._wide, self._high = (edge if 0 < edge < math.inf else 1.0 for edge in (frame.width, frame.height))
        self._columns, self._lines = (max(1, min(_MOST_CELLS, round(edge))) for edge in (self._wide, self._high))
        self._cells = [array("H", bytes(2 * self._columns)) for _ in range(self._lines)]
        shades, pictures = drawing.shades[:_MOST_AREAS], drawing.pictures
        self._colours = [WHITE, *(colour for _, colour in shades)]
        for place, (box, _) in enumerate(shades, 1):
            self._paint(box, place)
        for box in pictures[:_MOST_AREAS]:
            self._paint(box, _PICTURE)
        if rest := pictures[_MOST_AREAS:]:  # the tiles of a scan: one area, as words over pictures may be seen
            lefts, tops, rights, bottoms = zip(*rest, strict=True)
            self._paint((min(lefts), min(tops), max(rights), max(bottoms)), _PICTURE)

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        # In this order max and min make a number of what is none.
        column = int(min(self._wide, max(0.0, x)) / self._wide * self._columns)
        line = int(min(self._high, max(0.0, y)) / self._high * self._lines)
        return min(column, self._columns - 1), min(line, self._lines - 1)

    def _paint(self, box: Box, value: int) -> None:
        x0, top, x1, bottom = box
        if not (x0 <= self._wide and x1 >= 0 and top <= self._high and bottom >= 0):
            return
        (left, first), (right, last) = self._cell(x0, top), self._cell(x1, bottom)
        strip = array("H", [value]) * (right - left + 1)
        for line in self._cells[first : last + 1]:
            line[left : right + 1] = strip

    def behind(self, box: Box) -> Colour | None:
        """The colour that was last drawn where the middle of a box is; None where it is a picture's."""
        column, line = self._cell((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        value = self._cells[line][column]
        return None if value == _PICTURE else self._colours[value]
