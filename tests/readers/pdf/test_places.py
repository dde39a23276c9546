"""Round trips: no word is lost or doubled, and every span of text is found where its boxes say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.readers.pdf import read_pdf

from .making import PdfFile, check_places

pytestmark = pytest.mark.slow

# Real words: letters at random are a broken encoding, and their pages are read as scans.
PLAIN = st.sampled_from(["a", "of", "the", "may", "not", "post", "name", "staff", "public", "account", "record"])
SIGNS = st.text(",.;:()\"'-", max_size=3)
WORDS = st.builds("".join, st.tuples(SIGNS, PLAIN, SIGNS))
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=12)


def letters(text: str) -> list[str]:
    return sorted(filter(str.isalpha, text))


@given(st.lists(st.tuples(LINES, LINES, st.sampled_from([0, 90, 180, 270]), st.integers(0, 9)), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_all_words_come_back_once_and_in_their_places(
    pages: list[tuple[list[list[str]], list[list[str]], int, int]],
) -> None:
    file = PdfFile()
    for left, right, rotate, shift in pages:
        sides = [[" ".join(words)[:38] for words in side] for side in (left, right)]
        file.page(
            file.lines(60, 90, sides[0]),
            file.lines(330, 90 + shift, sides[1]),
            file.grid([40, 200, 320], [560, 580, 600]),
            file.text(50, 574, "cell"),
            extra=f"/Rotate {rotate}",
        )
    data = file.encoded()
    document = read_pdf(data, name="policy.pdf")
    check_places(document, data)
    written = [" ".join(words)[:38] for left, right, _, _ in pages for side in (left, right) for words in side]
    assert letters("".join(block.text for block in document.blocks)) == letters("".join(written) + "cell" * len(pages))


@given(LINES)
@settings(max_examples=20, deadline=None)
def test_the_same_bytes_give_the_same_document(lines: list[list[str]]) -> None:
    file = PdfFile()
    file.page(file.lines(60, 90, [" ".join(words) for words in lines]))
    data = file.encoded()
    assert read_pdf(data, name="policy.pdf") == read_pdf(data, name="policy.pdf")
