"""Files that cannot be read, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers.pdf import pages, read_pdf, words

from .making import PdfFile

Read = Callable[[PdfFile], Document]
TEXT = ["This policy has been adopted by the board and is binding on", "all who work for the agency, paid or unpaid."]


def reason(data: bytes, *, limits: Limits | None = None) -> str:
    """Why a file is unreadable where no OCR helps."""
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(data, name="policy.pdf", limits=limits, ocr=Ocr(engine="off"))
    return caught.value.reason


def test_nothing_at_all() -> None:
    assert reason(b"") == "empty"
    assert reason(b"\n\n") == "empty"


def test_empty_pages(pdf: PdfFile) -> None:
    assert reason(pdf.page(b"").page(b"").encoded()) == "empty"


def test_no_pages(pdf: PdfFile) -> None:
    assert reason(pdf.encoded()) == "damaged"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing follows", b"no file of this kind"])
def test_what_does_not_open(data: bytes) -> None:
    assert reason(data) == "damaged"


def test_password(pdf: PdfFile) -> None:
    assert reason(pdf.page(pdf.lines(72, 100, TEXT)).encoded(password="open sesame")) == "encrypted"


def test_pictures_only(pdf: PdfFile) -> None:
    assert reason(pdf.page(pdf.picture()).page(pdf.picture(50, 50, 560, 740)).encoded()) == "no-text"


def test_scan_with_a_stamp(pdf: PdfFile) -> None:
    for number in (1, 2):
        pdf.page(pdf.picture(), pdf.text(72, 40, f"Received by the town clerk, sheet {number}"))
    assert reason(pdf.encoded()) == "no-text"


@pytest.mark.parametrize(
    "words",
    [
        ["%&$ #!!= ?(/%$ &%=)( %&/ $%&/( =)(/ &%$% &/(/", "$%&/ (/&% $#!= ?&%/ (=)/ %$&/ (()= /&%$ =?!#"] * 2,
        ["7KLV SROLF KDV EHHQ DGRSWHG E WKH ERDUG DQG LV", "ELQGLQJ RQ DOO ZKR ZRUN IRU WKH DJHQF SDLG RU QRW"] * 6,
    ],
)
def test_text_layer_that_does_not_decode(pdf: PdfFile, words: list[str]) -> None:
    assert reason(pdf.page(pdf.lines(72, 100, words)).encoded()) == "no-text"


def test_too_many_pages(pdf: PdfFile) -> None:
    for _ in range(3):
        pdf.page(pdf.lines(72, 100, TEXT))
    assert reason(pdf.encoded(), limits=Limits(pages=2)) == "too-large"


def test_few_words_without_pictures_are_a_document(pdf: PdfFile, document: Read) -> None:
    assert [block.text for block in document(pdf.page(pdf.text(72, 100, "Hello."))).blocks] == ["Hello."]


def test_scanned_pages_between_others_are_named(pdf: PdfFile, document: Read) -> None:
    for place in range(6):
        pdf.page(pdf.picture()) if place in (2, 3, 5) else pdf.page(pdf.lines(72, 100, TEXT))
    assert document(pdf).notes == ("Pages 3 to 4 and 6 hold a picture without text and could not be read.",)


def test_page_with_more_text_than_is_read_is_named(
    pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "LONGEST_PAGE", 60)
    monkeypatch.setattr(pages, "LONGEST_PAGE", 60)
    pdf.page(pdf.text(72, 100, "Staff sign posts.")).page(pdf.lines(72, 100, TEXT))
    assert [note.partition(" characters")[2] for note in document(pdf).notes] == [
        "; what comes after them was not read."
    ]


def test_source_tells_the_file(pdf: PdfFile, document: Read) -> None:
    data = pdf.page(pdf.lines(72, 100, TEXT)).encoded()
    source = document(pdf).source
    assert (source.name, source.media_type, source.size, source.pages) == (
        "policy.pdf",
        "application/pdf",
        len(data),
        1,
    )


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=30), st.integers(0, 2_000))
@settings(max_examples=60, deadline=None)
def test_damage_ends_in_a_document_or_a_verdict(changes: list[tuple[int, int]], missing: int) -> None:
    file = PdfFile()
    file.page(file.lines(72, 100, TEXT), file.grid([72, 200, 300], [200, 220, 240])).page(file.lines(72, 100, TEXT))
    damaged = bytearray(file.encoded())
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    with suppress(UnreadableDocument):
        assert read_pdf(bytes(damaged[: len(damaged) - missing]), name="policy.pdf").blocks
