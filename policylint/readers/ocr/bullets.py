"""Bullets, which engines read as letters: tesseract sees an "e" in a round one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from policylint.readers.ocr.engines import Seen

_ALIKE: Final = frozenset("eo0*°¢©®@«»·∙●■▪")
_WIDE: Final = 0.7
"""Gap behind a bullet from which it is one, in parts of the type's size; between words it is a quarter to a half."""

_WIDER: Final = 1.5
"""And in parts of the line's other gaps, which are wide in justified text."""


def with_bullets(line: Sequence[Seen]) -> list[Seen]:
    """The words of a line; what looks like a bullet and stands well before the others is one."""
    words = list(line)
    if len(words) < 2 or words[0].text not in _ALIKE:
        return words
    gaps = [after.x0 - word.x1 for word, after in pairwise(words)]
    if gaps[0] >= _WIDE * words[0].size and (len(gaps) == 1 or gaps[0] >= _WIDER * median(gaps[1:])):
        words[0] = replace(words[0], text="\u2022")
    return words
