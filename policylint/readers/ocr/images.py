"""What is done to the picture of a page before it is read: how far it leans, and putting it straight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_SKEW: Final = 10.0
"""Degrees; a page that leans more was not scanned but photographed."""

LEAST_SKEW: Final = 0.2
"""Degrees; turning a picture blurs it, and engines read what leans less as well as what is straight."""

_HEIGHT: Final = 1_000
"""Pixels of the small picture on which the angle is looked for: enough to part lines of 8 points on a letter page."""

_DARK: Final = 0.6
"""Of the lightest common grey; what is darker is ink."""

_FEWEST: Final = 400
"""Dark pixels of the small picture below which it has no lines to go by."""


def skew_of(image: Image) -> float:
    """By how many degrees the lines of a page run down to the right; 0 where that cannot be told.

    The angle at which the dark pixels, summed along lines, are gathered best (projection profile: Postl 1986; Baird
    1987), to a twentieth of a degree.
    """
    import numpy as np

    small = image.copy()
    small.thumbnail((4 * _HEIGHT, _HEIGHT))
    grey = np.asarray(small, dtype=np.float32)
    ys, xs = np.nonzero(grey < _DARK * float(np.percentile(grey, 90)))
    if len(ys) < _FEWEST:
        return 0.0

    def gathered(degrees: float) -> float:
        rows = ys - xs * math.tan(math.radians(degrees))
        counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
        return float(np.square(counts).sum())

    def best(angles: Any) -> float:
        return float(max(angles, key=lambda angle: (gathered(angle), -abs(angle))))

    coarse = best(np.arange(-MOST_SKEW, MOST_SKEW + 0.25, 0.5))
    fine = best(np.arange(coarse - 0.5, coarse + 0.525, 0.05))
    return round(fine, 2) if abs(fine) <= MOST_SKEW else 0.0


def straightened(image: Image, degrees: float) -> Image:
    """The picture turned back about its middle by what `skew_of` found; of the same size, white at the corners."""
    from PIL import Image as Pictures

    return image.rotate(degrees, resample=Pictures.Resampling.BICUBIC, fillcolor=255)


def turned(image: Image, quarters: int) -> Image:
    """The picture turned clockwise by quarters."""
    from PIL import Image as Pictures

    turns = (None, Pictures.Transpose.ROTATE_270, Pictures.Transpose.ROTATE_180, Pictures.Transpose.ROTATE_90)
    turn = turns[quarters % 4]
    return image if turn is None else image.transpose(turn)


def ink_of(image: Image) -> float:
    """The share of the picture that is dark."""
    import numpy as np

    grey = np.asarray(image)
    return float((grey < 128).mean()) if grey.size else 0.0
