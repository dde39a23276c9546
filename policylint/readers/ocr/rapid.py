"""rapidocr, an optional library whose models come with it: slower and larger than tesseract, but needs no program."""

from __future__ import annotations

import logging
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from policylint.readers.ocr.engines import Seen

if TYPE_CHECKING:
    from PIL.Image import Image

_HEIGHT: Final = 1.18
"""Height of its boxes around a line, in parts of the type's size."""

_DEPTH: Final = 0.22
"""Of the box below the baseline, in parts of the type's size."""


class RapidOcr:
    """The library, its models loaded with the first page."""

    def __init__(self) -> None:
        """Set up; nothing is loaded yet."""
        self.name = "rapidocr"
        self.version = version("rapidocr")
        self.workers = 1
        self._engine: Any = None

    def see(self, image: Image, *, dpi: int, seconds: float) -> list[Seen]:
        """See `Engine.see`. One page cannot be stopped: the limits of the process hold."""
        import numpy as np

        if self._engine is None:
            from rapidocr import RapidOCR

            logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
            self._engine = RapidOCR(
                params={"EngineConfig.onnxruntime.intra_op_num_threads": 2, "Global.log_level": "critical"}
            )
        result = self._engine(np.stack([np.asarray(image)] * 3, axis=-1), return_word_box=True)
        seen: list[Seen] = []
        for number, line in enumerate(result.word_results or ()):
            for text, score, corners in line:
                words = "".join(str(text).split())
                if not words:
                    continue
                xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
                size = max((max(ys) - min(ys)) / _HEIGHT, 1.0)
                seen.append(Seen(words, min(xs), max(xs), max(ys) - _DEPTH * size, size, float(score), number))
        return seen


def find_rapidocr() -> RapidOcr | None:
    """The library where it, and what it computes with, are installed."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    return RapidOcr()
