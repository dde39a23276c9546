"""Notes on a scan: highlights lie on the picture of the words that OCR made out."""

import io
import shutil
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from policylint import annotated_copy

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "corpus" / "files" / "penrose-hollow-social-2016.pdf"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed"),
]


def rasterised(data: bytes, dpi: int = 200) -> bytes:
    """The same pages as pictures, without a text layer."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            width, height = page.get_size()
            picture = page.render(scale=dpi / 72).to_pil().convert("L")
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(picture), 0, 0, width, height)
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def highlights(data: bytes) -> list[tuple[int, float, float, float, float]]:
    """Page (from 0), left, bottom, right and top of each highlight."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for index, page in enumerate(document):
            for number in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
                note = pdfium.FPDFPage_GetAnnot(page.raw, number)
                if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_HIGHLIGHT:
                    box = pdfium.FS_RECTF()
                    pdfium.FPDFAnnot_GetRect(note, box)
                    found.append((index, box.left, box.bottom, box.right, box.top))
                pdfium.FPDFPage_CloseAnnot(note)
    return found


def words_under(data: bytes, place: tuple[int, float, float, float, float]) -> str:
    """What the original with its text layer has there."""
    page, left, bottom, right, top = place
    with pypdfium2.PdfDocument(data) as document:
        return str(document[page].get_textpage().get_text_bounded(left - 2, bottom - 2, right + 2, top + 2))


def test_highlights_lie_on_the_words_that_the_original_has_there(tmp_path: Path) -> None:
    original = POLICY.read_bytes()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(rasterised(original))
    copy = annotated_copy(scan, any_kind=True, isolated=True)
    assert copy.data.startswith(scan.read_bytes())
    places = highlights(copy.data)
    assert len(places) > 3
    marked = [note.place.quote for note in copy.notes if note.place.boxes]
    for place in places:
        under = set(words_under(original, place).lower().split())
        assert any(len(under & set(quote.lower().split())) >= min(3, len(quote.split())) for quote in marked), place
