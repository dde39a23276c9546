"""Readers: bytes to a document of positioned blocks, one reader a format, chosen by content and not by name.

Files are untrusted: whatever the bytes, `read` returns a document or raises `UnreadableDocument`. It must still run
inside `policylint.door`, for only a process of its own survives what native parsers do to time and memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from policylint.choices import Ocr
from policylint.limits import Limits
from policylint.model.document import Document, Source

_MARKUP: Final = 10
"""Characters of a file with markup for each character of text that it may have."""

Progress = Callable[[str, int, int], None]
"""Told of slow work on one file: what is done ("ocr"), how many parts of it, of how many."""


def read(
    data: bytes, *, name: str, limits: Limits, ocr: Ocr | None = None, on_progress: Progress | None = None
) -> Document:
    """Read a policy document of any format.

    Args:
        data: The file.
        name: Its name, for the report, and to choose between text formats that look alike.
        limits: How much to read and to unpack.
        ocr: How to read scanned pages; as `Ocr()` does if nothing is said.
        on_progress: Told how far slow work has come.

    Returns:
        The document with its blocks; sections are left to the structure house.

    Raises:
        UnreadableDocument: The text cannot be had; its reason and detail say why and what to do.
    """
    from policylint.readers.hygiene import clean

    document = clean(_read(data, name=name, limits=limits, ocr=ocr, on_progress=on_progress))
    if not document.blocks:
        from policylint.errors import UnreadableDocument

        raise UnreadableDocument("empty", "it holds no visible text")
    return document


def _read(data: bytes, *, name: str, limits: Limits, ocr: Ocr | None, on_progress: Progress | None) -> Document:
    # Readers are imported as they are needed: the child process of the door should not load five for one file.
    from policylint.readers.sniff import recognise, recognise_text

    match kind := recognise(data, limits=limits):
        case "pdf":
            from policylint.readers.pdf import read_pdf

            return read_pdf(data, name=name, limits=limits, ocr=ocr, on_progress=on_progress)
        case "docx":
            from policylint.readers.docx import read_docx

            return read_docx(data, name=name, limits=limits)
        case "doc" | "odt" | "rtf":
            from policylint.readers.office import read_office

            return read_office(data, kind=kind, name=name, limits=limits)

    from policylint.errors import UnreadableDocument
    from policylint.readers.encoding import MENDED, decode, mend

    text, mended = mend(decode(data))
    markup = recognise_text(text, name=name)
    # Markup is no text: a page may hold its pictures. What is left of it is measured when it has been read.
    at_most = limits.characters if markup == "text" else _MARKUP * limits.characters
    if len(text) > at_most:
        raise UnreadableDocument("too-large", f"{len(text):,} characters, of {at_most:,}")
    match markup:
        case "html":
            from policylint.readers.html import read_html

            document = read_html(text, source=_source(data, name, "text/html"))
        case "markdown":
            from policylint.readers.markdown import read_markdown

            document = read_markdown(text, source=_source(data, name, "text/markdown"))
        case "text":
            from policylint.readers.text import read_text

            document = read_text(text, source=_source(data, name, "text/plain"))
    return replace(document, notes=(*document.notes, MENDED)) if mended else document


def _source(data: bytes, name: str, media_type: str) -> Source:
    import hashlib

    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, size=len(data))
