"""Scanned pages: which are read, where their words stand, and what is said where they cannot be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Block, Document
from policylint.readers.ocr.engines import Seen
from policylint.readers.pdf import read_pdf, scans

from .making import PdfFile

SENTENCES = (
    "Employees who post for the county must say so.",
    "The communications office keeps the passwords of all accounts.",
    "Comments are deleted only where they break the rules below.",
    "Every account has two administrators from the same department.",
)
with_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")


def written(*, size: float = 12, pages: int = 1) -> PdfFile:
    """Pages of text: a heading and the sentences, several times over."""
    file = PdfFile()
    for _ in range(pages):
        lines = [file.text(72, 72, "SOCIAL MEDIA POLICY", size=18)]
        lines += [file.text(72, 120 + 24 * row, SENTENCES[row % 4], size=size) for row in range(20)]
        file.page(*lines)
    return file


def pictures(file: PdfFile, *, degrees: float = 0.0, quarters: int = 0, dpi: int = 150) -> list[Image.Image]:
    """The pages drawn in grey, leaning to the right by some degrees, then turned clockwise."""
    import pypdfium2

    drawn = []
    document = pypdfium2.PdfDocument(file.encoded())
    for page in document:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(-degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
        drawn.append(image.rotate(-90 * quarters, expand=True))
    document.close()
    return drawn


def as_pdf(images: list[Image.Image], *, dpi: int = 150) -> bytes:
    out = BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return out.getvalue()


class Reader:
    """An engine that gives each page the same sentence, with a confidence of its own for each call in turn."""

    name, version, workers = "reader", "1.0", 1

    def __init__(self, *confidences: float) -> None:
        self.confidences = list(confidences) or [0.9]
        self.calls = 0

    def see(self, image: Image.Image, *, dpi: int, seconds: float) -> list[Seen]:
        confidence = self.confidences[min(self.calls, len(self.confidences) - 1)]
        self.calls += 1
        words = SENTENCES[self.calls % 4].split()
        return [Seen(word, 100 + 80 * at, 170 + 80 * at, 200, 33, confidence, 0) for at, word in enumerate(words)]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reader]:
    """Puts a dummy in the place of the engine."""

    def put(*confidences: float) -> Reader:
        reader = Reader(*confidences)
        monkeypatch.setattr(scans, "find_engine", lambda ocr: None if ocr.engine == "off" else reader)
        return reader

    return put


def read(data: bytes, **options: object) -> Document:
    return read_pdf(data, name="scan.pdf", **options)  # type: ignore[arg-type]


def refusal(data: bytes, **options: object) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, **options)
    return caught.value


def words_of(blocks: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in blocks)


def test_a_page_with_text_is_never_recognised(engine: Callable[..., Reader]) -> None:
    reader = engine()
    assert read(written().encoded()).recognition is None
    assert reader.calls == 0


def test_scanned_pages_are_told_with_engine_and_confidence(engine: Callable[..., Reader]) -> None:
    engine(0.9, 0.8)
    found = read(as_pdf(pictures(written(pages=2))))
    assert found.recognition is not None
    assert (found.recognition.engine, found.recognition.version, found.recognition.pages) == ("reader", "1.0", (1, 2))
    assert 0.8 < found.recognition.confidence < 0.9
    assert "Pages 1 to 2 are scans: the words were read by OCR (reader 1.0, eng)" in found.notes[0]


def test_only_the_scanned_page_of_a_mixed_document_is_recognised(engine: Callable[..., Reader]) -> None:
    import pikepdf

    reader = engine()
    with pikepdf.open(BytesIO(written().encoded())) as mixed:
        with pikepdf.open(BytesIO(as_pdf(pictures(written())))) as scan:
            mixed.pages.extend(scan.pages)
        out = BytesIO()
        mixed.save(out)
    found = read(out.getvalue())
    assert reader.calls == 1
    assert found.recognition is not None and found.recognition.pages == (2,)
    assert {block.page for block in found.blocks} == {1, 2}


def test_a_scan_of_which_too_little_can_be_made_out_is_illegible(engine: Callable[..., Reader]) -> None:
    engine(0.4)
    error = refusal(as_pdf(pictures(written(pages=2))))
    assert (error.reason, error.detail) == ("illegible", "2 of 2 pages could not be made out by OCR")


def test_how_sure_the_engine_must_be_can_be_said(engine: Callable[..., Reader]) -> None:
    engine(0.4)
    assert read(as_pdf(pictures(written())), ocr=Ocr(confidence=0.3)).recognition is not None


def test_one_illegible_page_among_many_is_named(engine: Callable[..., Reader]) -> None:
    engine(0.9, 0.9, 0.1)
    found = read(as_pdf(pictures(written(pages=3))))
    assert found.recognition is not None and found.recognition.failed == (3,)
    assert "Page 3 is a scan that OCR could not make out." in found.notes


def test_without_an_engine_the_verdict_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_engine", lambda _: None)
    error = refusal(as_pdf(pictures(written())))
    assert error.reason == "no-text"
    assert "install tesseract" in error.detail


def test_ocr_can_be_switched_off(engine: Callable[..., Reader]) -> None:
    reader = engine()
    error = refusal(as_pdf(pictures(written())), ocr=Ocr(engine="off"))
    assert (error.reason, reader.calls) == ("no-text", 0)
    assert "install" not in error.detail


def test_pages_beyond_the_limit_are_named(engine: Callable[..., Reader]) -> None:
    reader = engine()
    found = read(as_pdf(pictures(written(pages=3), dpi=50), dpi=50), limits=Limits(ocr_pages=2))
    assert reader.calls == 2
    assert any("Page 3 is a scan that was not read" in note for note in found.notes)


def test_a_picture_of_too_many_pixels_is_not_decoded(engine: Callable[..., Reader]) -> None:
    reader = engine()
    assert refusal(as_pdf(pictures(written())), limits=Limits(pixels=1_000_000)).reason == "illegible"
    assert reader.calls == 0


def test_progress_is_told_page_by_page(engine: Callable[..., Reader]) -> None:
    engine()
    told: list[tuple[str, int, int]] = []
    read(as_pdf(pictures(written(pages=2))), on_progress=lambda *step: told.append(step))
    assert told == [("ocr", 0, 2), ("ocr", 1, 2), ("ocr", 2, 2)]


def ink_under(data: bytes, block: Block) -> float:
    """The share of the block's boxes, drawn, that is dark."""
    import numpy as np
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    image = np.asarray(document[0].render(scale=2, grayscale=True).to_pil().convert("L"))
    shares = []
    for mark in block.marks:
        assert mark.box is not None
        x0, top, x1, bottom = (round(2 * edge) for edge in mark.box)
        shares.append(float((image[top:bottom, x0:x1] < 128).mean()))
    document.close()
    return min(shares)


@with_tesseract
@pytest.mark.slow
@pytest.mark.parametrize(("degrees", "quarters"), [(0.0, 0), (3.0, 0), (0.0, 1), (0.5, 2), (-2.0, 3)])
def test_words_are_read_and_stand_over_their_ink(degrees: float, quarters: int) -> None:
    data = as_pdf(pictures(written(), degrees=degrees, quarters=quarters))
    found = read(data, ocr=Ocr(engine="tesseract"))
    text = words_of(found.blocks)
    assert sum(sentence.rstrip(".") in text for sentence in SENTENCES) == 4
    long = max(found.blocks, key=lambda block: len(block.text))
    assert ink_under(data, long) > 0.05


@with_tesseract
@pytest.mark.slow
def test_a_scan_reads_the_same_twice() -> None:
    data = as_pdf(pictures(written(pages=3), degrees=0.5))
    assert read(data, ocr=Ocr(engine="tesseract")) == read(data, ocr=Ocr(engine="tesseract"))
