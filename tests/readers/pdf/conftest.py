"""Reading hand-written PDF files, with the place of every word checked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.choices import Ocr
from policylint.model.document import Document
from policylint.readers.pdf import read_pdf

from .making import PdfFile, check_places


@pytest.fixture
def pdf() -> PdfFile:
    """An empty file to add pages to."""
    return PdfFile()


@pytest.fixture
def document() -> Callable[[PdfFile], Document]:
    """Reads a file and checks the place of every word."""

    def read(file: PdfFile) -> Document:
        data = file.encoded()
        found = read_pdf(data, name="policy.pdf", ocr=Ocr(engine="off"))
        check_places(found, data)
        return found

    return read


@pytest.fixture
def texts(document: Callable[[PdfFile], Document]) -> Callable[..., list[str]]:
    """The texts of the blocks with this role."""

    def read(file: PdfFile, role: str = "body") -> list[str]:
        return [block.text for block in document(file).blocks if block.role == role]

    return read
