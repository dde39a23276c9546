"""What the corpus calls unreadable cannot be read by the libraries underneath."""

from __future__ import annotations

import zipfile

import pypdfium2
import pytest

from corpus.build import CORPUS

FILES = CORPUS / "files"


def test_scan_has_a_picture_and_no_text() -> None:
    document = pypdfium2.PdfDocument(FILES / "linden-township-scan.pdf")
    page = document[0]
    shown = page.render(scale=0.5).to_pil().convert("L").getextrema()
    assert (page.get_textpage().get_text_range(), shown[0] < 128, shown[1] > 200) == ("", True, True)


def test_locked_pdf_asks_for_a_password() -> None:
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(FILES / "orchard-bluff-transit-locked.pdf")


def test_damaged_pdf_does_not_open() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(FILES / "orchard-bluff-transit-damaged.pdf")


def test_damaged_docx_is_no_archive_any_more() -> None:
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(FILES / "orchard-bluff-transit-damaged-docx.docx")
