"""Where a point of the file's own coordinates stands on the page as it is displayed."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom: PDF points, origin top left, y growing downwards."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A view of a page: its visible area in the file's coordinates (origin bottom left) and quarter turns clockwise.

    With the page's own rotation as `turns` this is the page as displayed. With more turns it is the page as it must
    be held to read text that was set sideways.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Width of the view in points."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the view in points."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def turned(self, turns: int) -> Frame:
        """The same page turned clockwise by so many more quarters."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turns + turns) % 4)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file's coordinates, in this view."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def place_box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the file's coordinates, in this view."""
        xa, ya = self.place(left, bottom)
        xb, yb = self.place(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def turn_back(box: Box, turns: int, width: float, height: float) -> Box:
    """A box seen with the page turned by `turns` more quarters, on the page as displayed.

    Args:
        box: The box on the turned page.
        turns: Quarters clockwise by which the page was turned.
        width: Of the page as displayed, in points.
        height: Of the page as displayed, in points.
    """
    x0, top, x1, bottom = box
    if turns == 1:
        return top, height - x1, bottom, height - x0
    if turns == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turns == 3:
        return width - bottom, x0, width - top, x1
    return box


def turn_on(box: Box, turns: int, width: float, height: float) -> Box:
    """A box on the page as displayed, seen with the page turned by `turns` more quarters: undoes `turn_back`."""
    if turns % 2:
        width, height = height, width
    return turn_back(box, -turns % 4, width, height)


def holds_point(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box or on its rim."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
