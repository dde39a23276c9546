"""Reading a copy back: does it still say what the original says?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from policylint.errors import UserMistake


def require_same(before: bytes, after: bytes, added: Mapping[int, int], *, shown: str) -> None:
    """Compare a copy with its original, page by page, as a reader of its own sees both.

    Args:
        before: The original.
        after: The copy.
        added: How many notes each page has got, by its index.
        shown: The original's name, for messages.

    Raises:
        UserMistake: M498 where the copy cannot be opened, has other pages or another text, or where a note is not there
            or an older one is gone.
    """
    if not after.startswith(before):
        raise _differs(shown, "the original is not within it")
    try:
        one, other = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
        try:
            if len(one) != len(other):
                raise _differs(shown, f"{len(other)} pages in place of {len(one)}")
            for index in range(len(one)):
                _compare(one[index], other[index], index, added.get(index, 0), shown)
        finally:
            one.close()
            other.close()
    except pypdfium2.PdfiumError:
        raise _differs(shown, "it could not be read back") from None


def _compare(one: Any, other: Any, index: int, added: int, shown: str) -> None:
    try:
        if _text(one) != _text(other):
            raise _differs(shown, f"the text of page {index + 1} is another")
        counts = pdfium.FPDFPage_GetAnnotCount(one.raw), pdfium.FPDFPage_GetAnnotCount(other.raw)
        if counts[1] != counts[0] + added:
            raise _differs(shown, f"page {index + 1} has {counts[1]} notes in place of {counts[0] + added}")
    finally:
        one.close()
        other.close()


def _text(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()


def _differs(shown: str, problem: str) -> UserMistake:
    return UserMistake("M498", path=shown, problem=problem)
