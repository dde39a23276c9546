"""What is drawn on a page beside its text: straight lines, the edges of boxes, and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from policylint.readers.pdf.frames import Box, Frame

MOST_OBJECTS: Final = 20_000
"""Page objects looked at; text pages have a few hundred, maps and plans hundreds of thousands."""

MOST_SEGMENTS: Final = 2_000
"""Segments of one path; a ruled table drawn as one path has some hundreds, a drawing many more."""

DEEPEST_FORM: Final = 4
"""Nesting of form objects that is followed."""

THIN: Final = 3.0
"""Points; a filled shape that is no thicker is a line."""

_SHORT: Final = 5.0
"""Points; what is smaller both ways is a dot, which may still close the corner of a table."""

_STRAIGHT: Final = 0.8
"""Points by which the ends of a straight line may be off."""


MOST_SHADES: Final = 500
"""Filled areas of a page that are kept, the first ones."""

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""


class Edge(NamedTuple):
    """A straight line across (`y` fixed, from `start` to `end` in x) or down the page (`x` fixed): see `across`."""

    across: bool
    at: float
    start: float
    end: float
    drawn: bool
    """Stroked or a thin shape; False for the rim of a shaded area."""


@dataclass(slots=True)
class Drawing:
    """Edges and pictures in points on the page as displayed; `marks` counts everything that leaves ink, text apart.

    `shades` are the filled areas with their colours, in the order in which they are drawn.
    """

    edges: list[Edge] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    shades: list[tuple[Box, Colour]] = field(default_factory=list)
    marks: int = 0


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: _Matrix) -> _Matrix:
        """The matrix that applies `inner` first."""
        e, f = self.point(inner.e, inner.f)
        return _Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )


_IDENTITY: Final = _Matrix()


def read_drawing(page: Any, frame: Frame) -> Drawing:
    """Collect the lines, box rims and pictures of a page.

    Args:
        page: pdfium's page.
        frame: The page as displayed.
    """
    drawing = Drawing()
    for kind, handle, matrix in islice(_objects(page), MOST_OBJECTS):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(drawing, handle, matrix, frame)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            drawing.marks += 1
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(handle, matrix, frame)):
                drawing.pictures.append(box)
    return drawing


def _objects(page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """Every object that is no text and no form, with the matrix of the forms around it."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        handle = pdfium.FPDFPage_GetObject(page, index)
        if handle:
            yield from _unfold(handle, _IDENTITY, DEEPEST_FORM)


def _unfold(handle: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[int, Any, _Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        if kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield kind, handle, matrix
        return
    if not depth:
        return
    inner = matrix.after(_matrix(handle))
    for index in range(min(pdfium.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)):
        child = pdfium.FPDFFormObj_GetObject(handle, index)
        if child:
            yield from _unfold(child, inner, depth - 1)


def _matrix(handle: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return _IDENTITY
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(handle: Any, matrix: _Matrix, frame: Frame) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(
        handle, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top)
    ):
        return None
    if matrix is _IDENTITY:
        return frame.place_box(left.value, bottom.value, right.value, top.value)
    corners = [matrix.point(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs, ys = zip(*corners, strict=True)
    return frame.place_box(min(xs), min(ys), max(xs), max(ys))


def _add_path(drawing: Drawing, handle: Any, matrix: _Matrix, frame: Frame) -> None:
    """Add the edges of a path that leaves ink, unless the ink is white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    if not (fill.value or stroke.value):
        return
    ink = ink_of(handle, filled=not stroke.value)
    colour = ink if not stroke.value or not fill.value else ink_of(handle)
    # White ink leaves nothing but covers: it matters to whoever asks what is behind a word.
    is_seen = ink is None or (ink[3] > 0 and min(ink[:3]) < 250)
    box = _bounds(handle, matrix, frame) if is_seen or fill.value else None
    if box is not None and fill.value and colour and colour[3] == 255 and len(drawing.shades) < MOST_SHADES:
        drawing.shades.append((box, colour[:3]))
    if not is_seen:
        return
    drawing.marks += 1
    if box is None:
        return
    x0, top, x1, bottom = box
    wide, high = x1 - x0, bottom - top
    if max(wide, high) <= _SHORT:
        drawing.edges.append(Edge(True, (top + bottom) / 2, x0, x1, True))
        drawing.edges.append(Edge(False, (x0 + x1) / 2, top, bottom, True))
    elif high <= THIN:
        drawing.edges.append(Edge(True, (top + bottom) / 2, x0, x1, True))
    elif wide <= THIN:
        drawing.edges.append(Edge(False, (x0 + x1) / 2, top, bottom, True))
    else:
        drawing.edges.extend(_segments(handle, matrix, frame, bool(stroke.value)))


def ink_of(handle: Any, *, filled: bool = True) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity (0 to 255) in which an object is filled, or stroked; None where it is not told."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    get = pdfium.FPDFPageObj_GetFillColor if filled else pdfium.FPDFPageObj_GetStrokeColor
    if not get(handle, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)):
        return None
    return red.value, green.value, blue.value, alpha.value


def _segments(handle: Any, matrix: _Matrix, frame: Frame, drawn: bool) -> Iterator[Edge]:
    """The straight parts of a path that run along the axes."""
    count = pdfium.FPDFPath_CountSegments(handle)
    if not 0 < count <= MOST_SEGMENTS:
        return
    place = matrix.after(_matrix(handle))
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = frame.place(*place.point(x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and (edge := _edge(here, point, drawn)):
            yield edge
        if pdfium.FPDFPathSegment_GetClose(segment) and (edge := _edge(point, start, drawn)):
            yield edge
        here = point


def _edge(one: tuple[float, float], other: tuple[float, float], drawn: bool) -> Edge | None:
    (xa, ya), (xb, yb) = one, other
    if abs(ya - yb) <= _STRAIGHT and abs(xa - xb) > _SHORT:
        return Edge(True, (ya + yb) / 2, min(xa, xb), max(xa, xb), drawn)
    if abs(xa - xb) <= _STRAIGHT and abs(ya - yb) > _SHORT:
        return Edge(False, (xa + xb) / 2, min(ya, yb), max(ya, yb), drawn)
    return None
