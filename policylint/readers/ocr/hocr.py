"""hOCR, the HTML in which tesseract tells what it has seen (hOCR 1.2): its lines and words with their boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from lxml import etree

from policylint.readers.ocr.engines import Seen

_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_ANGLE = re.compile(r"\btextangle (-?[\d.]+)")
_CONFIDENCE = re.compile(r"\bx_wconf (\d+)")
_LINES: Final = frozenset({"ocr_line", "ocr_caption", "ocr_header", "ocr_textfloat"})
_MARKUP: Final = "{http://www.w3.org/1999/xhtml}"

_TALL = re.compile(r"[A-Z0-9bdfhklt]")
_TALLNESS: Final = 0.70
_LOWNESS: Final = 0.47
"""Height above the baseline of capitals and ascenders, and of small letters, in parts of the type's size: means of
Times and Helvetica. The size that tesseract itself gives jumps where a page has lines of several sizes."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float


def read_hocr(data: bytes) -> list[Seen]:
    """The words of a page, in the order of the file; lines that stand sideways are left out.

    Raises:
        ValueError: The bytes are no hOCR.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no hOCR") from error
    if root is None or not root.tag.endswith("html"):
        raise ValueError("no hOCR")
    seen: list[Seen] = []
    lines = (span for span in root.iter(f"{_MARKUP}span") if span.get("class") in _LINES)
    for number, line in enumerate(lines):
        seen += _line(line, number)
    return seen


def _line(line: Any, number: int) -> Iterator[Seen]:
    title = line.get("title") or ""
    angle, box = _ANGLE.search(title), _BOX.search(title)
    if box is None or (angle and abs(float(angle[1])) > 1):
        return
    words = list(_words(line))
    if _is_sideways(words):
        return
    baseline = _BASELINE.search(title)
    slope, offset = (float(baseline[1]), float(baseline[2])) if baseline else (0.0, 0.0)
    left, bottom = int(box[1]), int(box[4])
    bases = [bottom + offset + slope * ((word.x0 + word.x1) / 2 - left) for word in words]
    size = _size(words, bases)
    for word, base in zip(words, bases, strict=True):
        yield Seen(word.text, word.x0, word.x1, base, size, word.confidence, number)


def _words(line: Any) -> Iterator[_Word]:
    for span in line.iter(f"{_MARKUP}span"):
        title = span.get("title") or ""
        box, confidence = _BOX.search(title), _CONFIDENCE.search(title)
        text = "".join(span.itertext()).split()
        if span.get("class") == "ocrx_word" and box and text:
            x0, top, x1, bottom = map(int, box.groups())
            yield _Word("".join(text), x0, top, x1, bottom, int(confidence[1]) / 100 if confidence else 0.0)


def _is_sideways(words: Sequence[_Word]) -> bool:
    """Whether the letters of a line stand above one another: tesseract reads them too and may not say so."""
    across = sum(word.x1 - word.x0 for word in words if len(word.text) > 1)
    down = sum(word.bottom - word.top for word in words if len(word.text) > 1)
    return down > 1.5 * across


def _size(words: Sequence[_Word], bases: Sequence[float]) -> float:
    """The size of a line's type, in pixels, by how high its letters stand above the baseline."""
    tall = [base - word.top for word, base in zip(words, bases, strict=True) if _TALL.search(word.text)]
    if tall:
        return max(median(tall) / _TALLNESS, 1.0)
    low = [base - word.top for word, base in zip(words, bases, strict=True)]
    return max(median(low) / _LOWNESS, 1.0) if low else 1.0
