"""The view of the pages: the boxes of places on each, as they are drawn over its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from policylint.model.report import BoxOnPage, Evidence
from policylint.web.panel.model import PanelPage, Place, ShownBox, ShownPage

_MARGIN_ACROSS: Final = 1.5
_MARGIN_DOWN: Final = 0.5
"""Points that a box is larger than its words, on each side."""

_GAP: Final = 2.0
"""Words of one line that stand farther apart than this many times their height have a box each: those of columns."""

_LEAST: Final = 3.0
"""Points across and down that a box has at least: that of words beyond the edge of the page lies along the edge."""


class _Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.bottom - self.top)

    @property
    def is_tall(self) -> bool:
        return self.bottom - self.top > self.x1 - self.x0

    @property
    def turned(self) -> _Box:
        """The box with across and down exchanged."""
        return _Box(self.top, self.x0, self.bottom, self.x1)

    def is_beside(self, other: _Box) -> bool:
        """Whether two boxes stand near each other on one line of print that runs across."""
        height = min(self.bottom - self.top, other.bottom - other.top)
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        gap = max(other.x0 - self.x1, self.x0 - other.x1)
        return shared > height / 2 and gap < _GAP * height

    def around(self, other: _Box) -> _Box:
        """The smallest box around two."""
        return _Box(
            min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom)
        )

    def overlaps(self, other: _Box) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.top < other.bottom and other.top < self.bottom


def first_page(evidence: Evidence) -> int | None:
    """The page on which the words begin, from 1."""
    return evidence.boxes[0].page if evidence.boxes else evidence.page


def boxes_by_page(book: Sequence[Evidence]) -> dict[int, dict[int, list[BoxOnPage]]]:
    """By page, the boxes of each place on it, by its number."""
    found: dict[int, dict[int, list[BoxOnPage]]] = {}
    for number, evidence in enumerate(book, 1):
        for box in evidence.boxes:
            found.setdefault(box.page, {}).setdefault(number, []).append(box)
    return found


def shown_page(
    number: int,
    page: PanelPage,
    boxes: Mapping[int, Sequence[BoxOnPage]],
    places: Mapping[int, Place],
    begins: Mapping[int, int | None],
) -> ShownPage:
    """A page with its boxes.

    Args:
        number: Of the page, from 1.
        page: Its size.
        boxes: By the number of a place, its boxes on this page in reading order, one a line of print.
        places: All places, by their numbers.
        begins: The page on which each of them begins.
    """
    drawn = {place: [_fitted(box, page) for box in _in_lines(found)] for place, found in boxes.items()}
    shown = [
        ShownBox(
            place=place,
            x=round(box.x0, 1),
            y=round(box.top, 1),
            width=round(box.x1 - box.x0, 1),
            height=round(box.bottom - box.top, 1),
            tone=places[place].tone,
            first=index == 0 and begins[place] == number,
        )
        for place in _stacked(drawn)
        for index, box in enumerate(drawn[place])
    ]
    return ShownPage(number=number, width=page.width, height=page.height, boxes=tuple(shown))


def _in_lines(boxes: Sequence[BoxOnPage]) -> list[_Box]:
    """Boxes of one line of print as one, whether the print runs across the page or, on its side, along it."""
    upright = [
        _Box(min(box.x0, box.x1), min(box.top, box.bottom), max(box.x0, box.x1), max(box.top, box.bottom))
        for box in boxes
    ]
    tall = sum(box.area for box in upright if box.is_tall)
    if 2 * tall > sum(box.area for box in upright):
        return [box.turned for box in _merged([box.turned for box in upright])]
    return _merged(upright)


def _merged(boxes: Sequence[_Box]) -> list[_Box]:
    lines: list[_Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and last.is_beside(box):
            lines[-1] = last.around(box)
        else:
            lines.append(box)
    return lines


def _fitted(box: _Box, page: PanelPage) -> _Box:
    """The box with its margin, on the page."""
    x0, x1 = _within(box.x0 - _MARGIN_ACROSS, box.x1 + _MARGIN_ACROSS, page.width)
    top, bottom = _within(box.top - _MARGIN_DOWN, box.bottom + _MARGIN_DOWN, page.height)
    return _Box(x0, top, x1, bottom)


def _within(start: float, end: float, length: float) -> tuple[float, float]:
    start = min(max(0.0, start), max(0.0, length - _LEAST))
    return start, max(min(end, length), min(start + _LEAST, length))


def _stacked(drawn: Mapping[int, Sequence[_Box]]) -> list[int]:
    """The places in reading order, save that one which overlaps larger ones comes after all of these."""
    areas = {place: sum(box.area for box in boxes) for place, boxes in drawn.items()}
    waiting = sorted(drawn, key=lambda place: (drawn[place][0].top, drawn[place][0].x0, place))
    under = {
        place: {
            other
            for other in waiting
            if (areas[other], -other) > (areas[place], -place)
            and any(one.overlaps(two) for one in drawn[place] for two in drawn[other])
        }
        for place in waiting
    }
    order: list[int] = []
    while waiting:
        # The largest of those that wait has nothing to wait for.
        place = next(place for place in waiting if under[place].issubset(order))
        waiting.remove(place)
        order.append(place)
    return order
