"""Where a fault happened, without what it was about."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Final

_FRAMES: Final = 8


def trace_of(error: BaseException) -> str:
    """Kind and place of a fault. Its message may hold words of a document, and is left out."""
    places = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = "; ".join(f"{Path(place.filename).name}:{place.lineno} in {place.name}" for place in places)
    return f"{type(error).__name__} at {where}"
