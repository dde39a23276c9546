"""What pdfium refuses or shows without pages is mended once: by qpdf, and where the list of pages is lost, by hand.

qpdf (through pikepdf) rebuilds the table of objects from the objects themselves and writes them anew; streams stay as
they are, so that nothing is unpacked here.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from policylint.errors import UnreadableDocument

if TYPE_CHECKING:
    from pikepdf import Pdf

NOTE: Final = "The file was damaged and has been repaired; what was lost could not be read."

_TAIL: Final = 1_024
"""Bytes at the end of a file in which readers look for its end mark (PDF 1.7, appendix H, note 18)."""

_MOST_SCANNED: Final = 200_000
"""Objects that are looked through for pages."""

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,7}) \d{1,5} obj\b")
_PAGE = re.compile(
    rb"(?<![0-9])(\d{1,7}) (\d{1,5}) obj\b(?:(?!endobj|stream).){0,2000}?/Type\s*/Page\b(?!s)", re.DOTALL
)


def is_cut_short(data: bytes) -> bool:
    """Whether the mark that ends a PDF is missing, which programs write last."""
    return b"%%EOF" not in data.rstrip(b"\0\t\n\f\r ")[-_TAIL:]


def mend(data: bytes) -> bytes | None:
    """Write a damaged PDF anew with what can be found of it.

    Args:
        data: The file.

    Returns:
        The mended file, unencrypted; None if there is nothing to mend it from.

    Raises:
        UnreadableDocument: `encrypted`, where a password is needed.
    """
    # Loading qpdf takes a tenth of a second, and few files are damaged.
    import pikepdf

    for attempt in (data, _with_catalog(data)):
        if attempt is None:
            continue
        # The file is untrusted: besides its own errors pikepdf lets through those of the types that it makes.
        try:
            with pikepdf.open(BytesIO(attempt), suppress_warnings=True) as file:
                if not _has_pages(file) and not _collect_pages(file):
                    continue
                mended = BytesIO()
                file.save(
                    mended,
                    compress_streams=False,
                    stream_decode_level=pikepdf.StreamDecodeLevel.none,
                    object_stream_mode=pikepdf.ObjectStreamMode.disable,
                )
                return mended.getvalue()
        except pikepdf.PasswordError:
            raise UnreadableDocument("encrypted") from None
        except MemoryError:
            raise
        except Exception:
            continue
    return None


def _has_pages(file: Pdf) -> bool:
    try:
        return len(file.pages) > 0
    except Exception:
        return False


def _collect_pages(file: Pdf) -> bool:
    """Put the pages that are in the file, in the order of their numbers, under a new root."""
    import pikepdf

    kids = []
    for count, item in enumerate(file.objects):
        if count == _MOST_SCANNED:
            break
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Page":
            kids.append(item)
    if not kids:
        return False
    root = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(kids), Count=len(kids)))
    for kid in kids:
        kid.Parent = root
        if "/MediaBox" not in kid:
            kid.MediaBox = pikepdf.Array([0, 0, 612, 792])
    file.Root.Pages = root
    return True


def _with_catalog(data: bytes) -> bytes | None:
    """The file with a new list of its pages behind it, where the old one was at the end that is lost."""
    pages = list(dict.fromkeys((int(number), int(again)) for number, again in _PAGE.findall(data)))
    if not pages:
        return None
    # qpdf takes no number for real that is out of proportion to the file.
    free = 1 + max(int(number) for number in _OBJECT.findall(data))
    kids = " ".join(f"{number} {again} R" for number, again in pages)
    end = (
        f"\n{free} 0 obj\n<< /Type /Catalog /Pages {free + 1} 0 R >>\nendobj\n"
        f"{free + 1} 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>\nendobj\n"
        f"trailer\n<< /Root {free} 0 R /Size {free + 2} >>\nstartxref\n0\n%%EOF\n"
    )
    return data + end.encode()
