"""From the bytes of a PDF to an open document with pages: looked at first, opened, and mended where it must be."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.pdf.precheck import precheck
from policylint.readers.pdf.repair import is_cut_short, mend

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PASSWORD_ERROR: Final = 4
_SECURITY_ERROR: Final = 5
"""Codes of FPDF_GetLastError."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open document with at least one page, and whether its file was damaged. Whoever gets it closes it."""

    document: PdfDocument
    repaired: bool


def open_pdf(data: bytes, limits: Limits) -> Opened:
    """Open a PDF; one that pdfium refuses, or of which it does not find all pages, is mended once.

    Args:
        data: The file.
        limits: How many pages, and how much to unpack.

    Raises:
        UnreadableDocument: `encrypted`, `damaged` or `too-large`.
    """
    precheck(data, limits)
    document, lost = _opened(data, limits)
    if document is not None and not lost:
        return Opened(document, is_cut_short(data))
    try:
        mended = mend(data)
        if mended is None:
            again, lost_again = None, lost
        else:
            precheck(mended, limits)
            again, lost_again = _opened(mended, limits)
    except BaseException:
        if document is not None:
            document.close()
        raise
    better = again is not None and (document is None or lost_again < lost)
    if better:
        document, again = again, document
    if again is not None:
        again.close()
    if document is None:
        raise UnreadableDocument("damaged")
    return Opened(document, better or is_cut_short(data))


def _opened(data: bytes, limits: Limits) -> tuple[PdfDocument | None, int]:
    """The open file, None where pdfium finds it damaged or without pages; and how many of its pages cannot be found.

    Raises:
        UnreadableDocument: `encrypted` or `too-large`.
    """
    # pdfium says nothing of a file without a list of pages, and would then be taken at its word on the file before.
    pdfium.FPDF_LoadMemDocument(b"-", 1, None)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = pdfium.FPDF_GetLastError()
        if code in (_PASSWORD_ERROR, _SECURITY_ERROR) or "password" in str(error).lower():
            raise UnreadableDocument("encrypted") from None
        return None, 0
    count = len(document)
    if 0 < count <= limits.pages:
        size = pdfium.FS_SIZEF()
        found = (pdfium.FPDF_GetPageSizeByIndexF(document.raw, index, ctypes.byref(size)) for index in range(count))
        return document, count - sum(map(bool, found))
    document.close()
    if count > limits.pages:
        raise UnreadableDocument("too-large", f"{count:,} pages, and the limit is {limits.pages:,}")
    return None, 0
