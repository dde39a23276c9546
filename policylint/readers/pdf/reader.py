"""PDF bytes to a document."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from policylint.errors import UnreadableDocument
from policylint.model.document import Document, Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES: Final = 2_000

_PASSWORD_ERROR: Final = 4
_SECURITY_ERROR: Final = 5
"""Codes of FPDF_GetLastError."""


def read_pdf(data: bytes, *, name: str, max_pages: int = MOST_PAGES) -> Document:
    """Read a PDF file.

    Args:
        data: The file.
        name: For people, kept as given.
        max_pages: A file with more pages is refused.

    Returns: The document with its blocks in reading order, without sections. Marks have `page` (from 1) and `box`:
        PDF points, origin top left of the page as displayed, one box a word. Running headers, footers and page
        numbers have the role "running" and stand behind the paragraph that they interrupt; but what opens the
        document or tells its date is body text where it first occurs.

    Raises:
        UnreadableDocument: `empty`, `encrypted`, `damaged`, `too-large` or `no-text`.
    """
    if not data.strip(b"\0\t\n\r\f "):
        raise UnreadableDocument("empty")
    # Loading pdfium takes longer than most other formats take to read.
    from policylint.readers.pdf.assembly import assemble

    document = _opened(data)
    try:
        count = len(document)
        if count <= 0:
            raise UnreadableDocument("damaged", "the file has no pages")
        if count > max_pages:
            raise UnreadableDocument("too-large", f"{count} pages, and the limit is {max_pages}")
        with _without_collector():
            blocks, title, notes = assemble(document, data)
    finally:
        document.close()
    source = Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        size=len(data),
        pages=count,
    )
    return Document(source=source, blocks=blocks, title=title, notes=notes)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python's cycle collector still: a reader makes a million small objects and no cycles.

    Walking them again and again took a fifth of the time that a 600-page file needs (measured with CPython 3.11).
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _opened(data: bytes) -> PdfDocument:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code in (_PASSWORD_ERROR, _SECURITY_ERROR) or "password" in str(error).lower():
            raise UnreadableDocument("encrypted") from None
        raise UnreadableDocument("damaged") from None
