"""Bullets that an engine reads as letters."""

from __future__ import annotations

import pytest

from policylint.readers.ocr.bullets import with_bullets
from policylint.readers.ocr.engines import Seen


def line(*words: str, first_gap: float = 40, gap: float = 10) -> list[Seen]:
    """Words of 20 points, each 30 wide."""
    seen, x = [], 0.0
    for place, word in enumerate(words):
        seen.append(Seen(word, x, x + 30, 100, 20, 0.9, 0))
        x += 30 + (first_gap if place == 0 else gap)
    return seen


@pytest.mark.parametrize("sign", ["e", "o", "¢", "*"])
def test_a_sign_that_stands_well_before_the_line_is_a_bullet(sign: str) -> None:
    assert [word.text for word in with_bullets(line(sign, "Keep", "records"))] == ["\u2022", "Keep", "records"]


@pytest.mark.parametrize(
    "words",
    [
        line("e", "dei", "dati", first_gap=10),
        line("e", "dei", "dati", first_gap=18, gap=16),
        line("a)", "Keep", "records"),
        line("I", "agree"),
        line("e"),
        [],
    ],
)
def test_other_lines_stay_as_they_are(words: list[Seen]) -> None:
    assert with_bullets(words) == words
