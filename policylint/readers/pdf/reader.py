"""PDF bytes to a document."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from policylint.choices import Ocr
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document, Source


def read_pdf(
    data: bytes,
    *,
    name: str,
    limits: Limits | None = None,
    ocr: Ocr | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Document:
    """Read a PDF file.

    Args:
        data: The file.
        name: For people, kept as given.
        limits: How many pages to read, and how much to unpack.
        ocr: How to read scanned pages.
        on_progress: Told how far OCR has come.

    Returns: The document with its blocks in reading order, without sections. Marks have `page` (from 1) and `box`:
        PDF points, origin top left of the page as displayed, one box a word. Running headers, footers and page
        numbers have the role "running" and stand behind the paragraph that they interrupt; but what opens the
        document or tells its date is body text where it first occurs.

    Raises:
        UnreadableDocument: `empty`, `encrypted`, `damaged`, `too-large`, `no-text` or `illegible`.
    """
    if not data.strip(b"\0\t\n\r\f "):
        raise UnreadableDocument("empty")
    # Loading pdfium takes longer than most other formats take to read.
    from policylint.readers.pdf.assembly import assemble
    from policylint.readers.pdf.opening import open_pdf
    from policylint.readers.pdf.repair import NOTE
    from policylint.readers.pdf.scans import ADVICE, can_recognise

    limits, ocr = limits or Limits(), ocr or Ocr()
    opened = open_pdf(data, limits)
    document = opened.document
    try:
        count = len(document)
        with _without_collector():
            found = assemble(document, ocr=ocr, limits=limits, on_progress=on_progress)
    except UnreadableDocument as error:
        if opened.repaired and error.reason == "empty":
            raise UnreadableDocument("damaged", "nothing is left of it that could be read") from None
        if error.reason == "no-text" and not can_recognise(ocr):
            detail = f"{error.detail}; {ADVICE}" if error.detail else ADVICE
            raise UnreadableDocument("no-text", detail) from None
        raise
    finally:
        document.close()
    source = Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        size=len(data),
        pages=count,
    )
    return Document(
        source=source,
        blocks=found.blocks,
        title=found.title,
        notes=(NOTE, *found.notes) if opened.repaired else found.notes,
        recognition=found.recognition,
        repaired=opened.repaired,
        hidden=found.hidden,
    )


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
