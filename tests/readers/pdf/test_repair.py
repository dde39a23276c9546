"""Damaged files are mended once and say so; sound ones are left alone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers.pdf import opening, read_pdf
from policylint.readers.pdf.repair import NOTE, is_cut_short, mend

from .attacks import FONT, SHOWN, TEXT, file, page, stream
from .making import PdfFile

Read = Callable[[PdfFile], Document]


def read(data: bytes) -> Document:
    return read_pdf(data, name="policy.pdf")


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    return caught.value.reason


def packed(data: bytes, *, owner: str = "") -> bytes:
    """The same file with its objects in compressed streams, and encrypted if it has an owner."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=pikepdf.Encryption(owner=owner, user="") if owner else False,
        )
    return out.getvalue()


def test_sound_file_is_not_touched(pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "mend", lambda data: pytest.fail("it was mended"))
    found = document(pdf.page(pdf.text(72, 100, TEXT)))
    assert (found.repaired, found.notes) == (False, ())


def test_list_of_pages_that_is_lost_is_made_anew() -> None:
    found = read(file({2: b"null"}))
    assert (found.repaired, found.notes, [block.text for block in found.blocks]) == (True, (NOTE,), [TEXT])


def test_catalog_that_is_lost_is_made_anew() -> None:
    data = file()
    found = read(data[: data.index(b"xref\n0")].replace(b"/Type /Catalog", b"/Type /Nothing"))
    assert (found.repaired, [block.text for block in found.blocks]) == (True, [TEXT])


def test_pages_come_in_the_order_of_their_numbers() -> None:
    changes = {2: b"null", 6: page().replace(b"4 0 R", b"7 0 R"), 7: stream(SHOWN.replace(b"Staff", b"Clerks"))}
    text = " ".join(block.text for block in read(file(changes)).blocks)
    assert text.index("Staff") < text.index("Clerks")


def test_page_that_is_missing_is_left_out() -> None:
    found = read(file({2: b"<< /Type /Pages /Kids [3 0 R 9 0 R] /Count 2 >>"}))
    assert (found.repaired, found.source.pages) == (True, 1)


def test_file_cut_short_that_opens_by_itself_says_so() -> None:
    found = read(file()[:-20])
    assert (found.repaired, found.notes) == (True, (NOTE,))


@pytest.mark.parametrize("behind", [b"", b"\r\n\r\n", bytes(5_000), b"<!-- sent by the portal -->"])
def test_end_mark_is_found_behind_what_programs_append(behind: bytes) -> None:
    assert not is_cut_short(file() + behind)


def test_source_is_that_of_the_file_as_it_was() -> None:
    data = file({2: b"null"})
    assert read(data).source.size == len(data)


def test_file_with_nothing_left_is_damaged_and_not_empty() -> None:
    assert reason(file({2: b"null", 4: b"null"})) == "damaged"
    assert reason(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n") == "damaged"


def test_damaged_file_with_a_password_stays_encrypted(pdf: PdfFile) -> None:
    data = pdf.page(pdf.text(72, 100, TEXT)).encoded(password="open sesame")
    assert reason(data.replace(b"/Type /Pages", b"/Type /Peges").replace(b"/Kids", b"/Kuds")) == "encrypted"


def test_damaged_file_behind_one_with_a_password_is_not_called_encrypted(pdf: PdfFile) -> None:
    assert reason(pdf.page(pdf.text(72, 100, TEXT)).encoded(password="open sesame")) == "encrypted"
    assert reason(file({2: b"null", 3: b"null"})) == "damaged"


def test_encrypted_file_without_a_user_password_opens() -> None:
    found = read(packed(file(), owner="clerk"))
    assert (found.repaired, [block.text for block in found.blocks]) == (False, [TEXT])


def test_objects_in_streams_are_found_again() -> None:
    data = packed(file())
    assert read(data[: data.rindex(b"startxref")]).repaired


def test_streams_are_not_unpacked_in_mending() -> None:
    before = file({2: b"null", 4: stream(b"\x78\x9c" + bytes(50), "/Filter /FlateDecode")})
    after = mend(before)
    assert after is not None
    assert b"\x78\x9c" + bytes(50) in after


def test_what_comes_of_mending_is_held_to_the_limits() -> None:
    changes = {2: b"null", 5: FONT} | {number: page() for number in range(6, 10)}
    with pytest.raises(UnreadableDocument) as caught:
        read_pdf(file(changes), name="policy.pdf", limits=Limits(pages=4))
    assert caught.value.reason == "too-large"
