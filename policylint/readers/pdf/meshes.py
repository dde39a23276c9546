"""Which pages may hold a ruled table: drawn lines that touch each other, told cheaply from what pdfium has read.

Most pages of a policy have an underline, a rule above the footer or a frame. Only lines that can close two cells
around text are worth a search for tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from policylint.readers.pdf.drawing import Edge
from policylint.readers.pdf.frames import Box
from policylint.readers.pdf.ruling import NEAR

MOST_EDGES: Final = 3_000
"""Lines of a page; more is a drawing."""

MOST_MESHES: Final = 150
"""Separate groups of lines on a page; more are the boxes of a form or a drawing."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Lines that touch; `tabular` when they can close more than one cell, otherwise they frame `box` on four sides."""

    box: Box
    tabular: bool


def find_meshes(edges: Sequence[Edge]) -> list[Mesh]:
    """Group the lines of a page and keep the groups that can close a cell.

    Args:
        edges: Lines drawn on the page.

    Returns:
        Groups from top to bottom, their boxes on the page as displayed; none for a page that is a drawing.
    """
    if len(edges) > MOST_EDGES or len({edge.across for edge in edges}) < 2:
        return []
    meshes = [mesh for group in _groups(edges) if (mesh := _mesh(group))]
    return sorted(meshes, key=lambda mesh: (mesh.box[1], mesh.box)) if len(meshes) <= MOST_MESHES else []


def _groups(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Lines that touch, together."""
    ordered = sorted(edges, key=lambda edge: (_box(edge)[1], edge))
    boxes = [_box(edge) for edge in ordered]
    parents = list(range(len(boxes)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for index, (x0, _, x1, bottom) in enumerate(boxes):
        for other in range(index + 1, len(boxes)):
            left, top, right, _ = boxes[other]
            if top > bottom + NEAR:
                break
            if left <= x1 + NEAR and right >= x0 - NEAR:
                parents[root(other)] = root(index)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for index, edge in enumerate(ordered):
        groups[root(index)].append(edge)
    return list(groups.values())


def _box(edge: Edge) -> Box:
    across, at, start, end, _ = edge
    return (start, at, end, at) if across else (at, start, at, end)


def _mesh(edges: Sequence[Edge]) -> Mesh | None:
    across, down = _places(edges, across=True), _places(edges, across=False)
    if len(across) < 2 or len(down) < 2:
        return None
    boxes = [_box(edge) for edge in edges]
    x0, top, x1, bottom = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    tabular = len(across) + len(down) > 4
    if not tabular and not (_span(across, x0, x1) and _span(down, top, bottom)):
        return None
    return Mesh((x0, top, x1, bottom), tabular)


def _places(edges: Iterable[Edge], *, across: bool) -> list[list[Edge]]:
    """Lines of one direction, those together that stand at almost the same place."""
    places: list[list[Edge]] = []
    for edge in sorted(edge for edge in edges if edge.across == across):
        if places and edge.at - places[-1][0].at <= NEAR:
            places[-1].append(edge)
        else:
            places.append([edge])
    return places


def _span(places: Iterable[Sequence[Edge]], start: float, end: float) -> bool:
    """Whether the lines at each place reach from one corner to the other."""
    return all(
        min(edge.start for edge in place) <= start + NEAR and max(edge.end for edge in place) >= end - NEAR
        for place in places
    )
