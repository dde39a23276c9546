"""What an OCR engine gives, and which one is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.machine import TESSERACT_HINT

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Seen:
    """A word on a picture: pixels, origin top left, y growing downwards.

    `base` is its baseline, `size` the size of its type (the em), `line` the number of its line, from 0 in reading
    order; `confidence` is from 0 to 1.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    confidence: float
    line: int


class Engine(Protocol):
    """A program or library that reads pictures of text."""

    name: str
    version: str
    workers: int
    """Pictures that it may read at the same time."""

    def see(self, image: Image, *, dpi: int, seconds: float) -> list[Seen]:
        """The words on a grey picture of upright text, in reading order.

        Args:
            image: The picture.
            dpi: Its pixels an inch.
            seconds: Wall time that it may take.

        Raises:
            TimeoutError: It took longer.
            OSError: The program could not be run, or failed.
        """


def find_engine(ocr: Ocr) -> Engine | None:
    """The engine that is asked for; with "auto" tesseract where it is installed, else rapidocr, else None.

    Raises:
        UnreadableDocument: "no-text" where one is named that is not installed.
    """
    if ocr.engine == "off":
        return None
    if ocr.engine in ("auto", "tesseract"):
        from policylint.readers.ocr.tesseract import find_tesseract

        if (tesseract := find_tesseract(ocr.languages)) is not None:
            return tesseract
        if ocr.engine == "tesseract":
            raise UnreadableDocument("no-text", f"tesseract is asked for and not installed ({TESSERACT_HINT})")
    from policylint.readers.ocr.rapid import find_rapidocr

    if (rapidocr := find_rapidocr()) is not None:
        return rapidocr
    if ocr.engine == "rapidocr":
        raise UnreadableDocument("no-text", "rapidocr is asked for and not installed (pip install 'policylint[ocr]')")
    return None
