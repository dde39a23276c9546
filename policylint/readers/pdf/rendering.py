"""Pages of a PDF as pictures, and their sizes: the child's side of the door, for the file is untrusted.

A page is drawn as a viewer shows it, with its annotations and form fields, from the same file that was read: mended
where it had to be. A size is that of the page as displayed, in which the places of words are given.
"""

from __future__ import annotations

import ctypes
import math
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import msgspec
import PIL.Image
import PIL.WebPImagePlugin  # noqa: F401 - for the process that children are forked from: loaded once
import pypdfium2
import pypdfium2.raw as pdfium

from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.pdf.opening import open_pdf
from policylint.readers.pdf.pictures import Pictures, PictureTask

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_LETTER: Final = (612.0, 792.0)
"""The size that the reader takes for that of a page which pdfium cannot load."""

_LONGEST: Final = 8_000
"""Pixels of one side of a picture; a WebP file cannot have more than 16,383."""

_MOST_PIXELS: Final = 16_000_000
"""Of one picture: an ordinary page at 1,000 pixels across has 1.3 million."""

_STEPS: Final = 16
"""Shades of red, green and blue that are kept where a page is ink on paper: print needs no more to look smooth."""

_FEW_COLOURS: Final = 4_096
"""Up to so many a page is ink on paper, on which lossless WebP is smaller, sharper and faster than the lossy kind."""

_LARGE: Final = 100_000
"""Bytes from which on a lossless picture is compared with a lossy one: a scan has as few colours, but much noise."""

_SHADES: Final = [round(value * (_STEPS - 1) / 255) * 255 // (_STEPS - 1) for value in range(256)]


def rendered(data: bytes, *, limits: Limits, **_: object) -> bytes:
    """Draw pages.

    Args:
        data: A packed `PictureTask`.
        limits: How many pages the file may have, how much is unpacked, and how large a picture on a page may be.

    Returns:
        Packed `Pictures`.

    Raises:
        UnreadableDocument: `encrypted`, `damaged` or `too-large`: the file, or a page that was asked for.
    """
    task = msgspec.msgpack.decode(data, type=PictureTask)
    document = open_pdf(task.data, limits).document
    try:
        count = len(document)
        if task.numbers:
            # pdfium draws form fields only where it could fill them in, too.
            with suppress(pypdfium2.PdfiumError):
                document.init_forms()
        made = Pictures(
            count=count,
            sizes=tuple(_size(document, index) for index in range(count)) if task.sizes else (),
            files=tuple(
                _file(document, number, task.width, limits) if 1 <= number <= count else None for number in task.numbers
            ),
        )
    finally:
        document.close()
    return msgspec.msgpack.encode(made)


def _size(document: PdfDocument, index: int) -> tuple[float, float]:
    size = pdfium.FS_SIZEF()
    if not pdfium.FPDF_GetPageSizeByIndexF(document.raw, index, ctypes.byref(size)):
        return _LETTER
    return round(size.width, 2), round(size.height, 2)


def _file(document: PdfDocument, number: int, width: int, limits: Limits) -> bytes:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        raise UnreadableDocument("damaged", f"page {number} is lost") from None
    try:
        _check_pictures(page, number, limits)
        scale = _scale(page.get_width(), page.get_height(), width, limits)
        bitmap: Any = page.render(scale=scale)
        # The bitmap lends its memory to the picture.
        file = _encoded(bitmap.to_pil().convert("RGB"))
        bitmap.close()
        return file
    except pypdfium2.PdfiumError:
        raise UnreadableDocument("damaged", f"page {number} cannot be drawn") from None
    finally:
        page.close()


def _check_pictures(page: PdfPage, number: int, limits: Limits) -> None:
    """Refuse a page with a picture on it that would be too large when it is unpacked."""
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        wide, high = picture.get_px_size()
        if wide * high > limits.pixels:
            raise UnreadableDocument(
                "too-large", f"a picture of {wide * high:,} pixels on page {number}, and the limit is {limits.pixels:,}"
            )


def _scale(wide: float, high: float, width: int, limits: Limits) -> float:
    """Pixels a point: as many as make the picture so wide, or fewer where it would become too large."""
    if wide <= 0 or high <= 0:
        raise UnreadableDocument("damaged", "a page of no size")
    most = min(_MOST_PIXELS, limits.pixels)
    return min(max(1, width) / wide, _LONGEST / max(wide, high), math.sqrt(most / (wide * high)))


def _encoded(picture: Image) -> bytes:
    """A WebP file."""
    if picture.getcolors(_FEW_COLOURS) is None:
        return _webp(picture, quality=70, method=2)
    print_ = _webp(picture.point(_SHADES * 3), lossless=True, quality=20, method=1)
    if len(print_) < _LARGE:
        return print_
    return min(print_, _webp(picture, quality=70, method=2), key=len)


def _webp(picture: Image, **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", **how)
    return out.getvalue()
