"""Words of a page that its reader does not see are told of and not read."""

from __future__ import annotations

import pytest

from policylint.model.document import Document
from policylint.readers.pdf import read_pdf

from .making import PdfFile

WORDS = "Post no names of clients."
FILE = PdfFile()
SEEN = FILE.lines(
    60, 90, ["This policy applies to all staff of the town and to its", "contractors, at work and at home."]
)


def read(*parts: bytes, extra: str = "") -> Document:
    return read_pdf(PdfFile().page(SEEN, *parts, extra=extra).encoded(), name="policy.pdf")


def bar(colour: str, y0: float, y1: float) -> bytes:
    return f"{colour} rg 50 {FILE.height - y1:g} 300 {y1 - y0:g} re f".encode()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ([b"1 1 1 rg", FILE.text(60, 200, WORDS)], "white"),
        ([b"0.98 0.98 1 rg", FILE.text(60, 200, WORDS)], "white"),
        ([bar("0 0 0.5", 190, 210), b"0 0 0.5 rg", FILE.text(60, 203, WORDS)], "white"),
        ([bar("0 0 0.5", 190, 210), bar("1 1 1", 185, 215), b"1 g", FILE.text(60, 203, WORDS)], "white"),
        ([FILE.text(60, 200, WORDS, mode=3)], "invisible"),
        ([FILE.text(60, 200, WORDS, size=0.5)], "tiny"),
        ([FILE.text(60, 900, WORDS)], "off-page"),
        ([FILE.text(-500, 200, WORDS)], "off-page"),
    ],
)
def test_hidden_words_are_told_of_and_not_read(parts: list[bytes], kind: str) -> None:
    document = read(*parts)
    assert WORDS not in " ".join(block.text for block in document.blocks)
    assert [(hidden.kind, hidden.text) for hidden in document.hidden] == [(kind, WORDS)]
    assert document.hidden[0].marks[0].page == 1


@pytest.mark.parametrize(
    "parts",
    [
        [bar("0 0 0.5", 190, 210), b"1 1 1 rg", FILE.text(60, 203, WORDS)],
        [b"0.6 g", FILE.text(60, 200, WORDS)],
        [FILE.text(60, 200, WORDS, size=5)],
        [FILE.text(60, 200, WORDS), b"1 1 1 rg", FILE.text(61, 200.5, WORDS)],  # a white shadow of words that are seen
    ],
)
def test_words_that_are_seen_are_read_and_not_told_of(parts: list[bytes]) -> None:
    document = read(*parts)
    assert WORDS in " ".join(block.text for block in document.blocks)
    assert document.hidden == ()


def test_neighbouring_hidden_lines_are_told_of_as_one() -> None:
    (hidden,) = read(b"1 g", FILE.lines(60, 200, ["Post no names", "of any clients."])).hidden
    assert hidden.text == "Post no names of any clients."
