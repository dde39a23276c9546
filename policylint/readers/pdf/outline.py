"""Bookmarks, the page lines that they name, and the title in the file's properties."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from policylint.readers.pdf.lines import Item, Line

MOST_BOOKMARKS: Final = 2_000
LONGEST_TITLE: Final = 200
DEEPEST_LEVEL: Final = 9
_MOST_LINES: Final = 4
"""Lines that one heading may take."""

_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])[.)]?\s+")
_NOT_WORD = re.compile(r"[\W_]+")
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|rtf|odt|wpd|pub|pptx?|xlsx?|indd|qxd|txt|html?)\b|^(?:untitled|document\s?\d*$)", re.IGNORECASE
)
_ISSUER = re.compile(
    r"\b(?:department|office|agency|authority|council|university|college|association|company|inc|llc|ltd)\.?$",
    re.IGNORECASE,
)
"""Names of organisations that stand where the title should."""

_PROGRAM = re.compile(r"^microsoft \w+ - ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `level` from 1, `page` from 1."""

    title: str
    level: int
    page: int


def read_bookmarks(document: Any) -> list[Bookmark]:
    """The outline in its order. A tree that runs in circles ends where it comes back.

    Args:
        document: pdfium's document.
    """
    found: list[Bookmark] = []
    seen: set[int] = set()
    stack = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    while stack and len(seen) < MOST_BOOKMARKS:
        handle, level = stack.pop()
        if not handle or (address := ctypes.addressof(handle.contents)) in seen:
            continue
        seen.add(address)
        stack.append((pdfium.FPDFBookmark_GetNextSibling(document, handle), level))
        if level < DEEPEST_LEVEL:
            stack.append((pdfium.FPDFBookmark_GetFirstChild(document, handle), level + 1))
        title = _title(handle)
        target = pdfium.FPDFBookmark_GetDest(document, handle)
        page = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
        if title and page >= 0:
            found.append(Bookmark(title, level, page + 1))
    return found


def _title(handle: Any) -> str:
    length = pdfium.FPDFBookmark_GetTitle(handle, None, 0)
    if not 2 < length <= 2 * LONGEST_TITLE:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFBookmark_GetTitle(handle, buffer, length)
    return " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").split())


def mark_headings(bookmarks: Sequence[Bookmark], flows: Sequence[Sequence[Item]]) -> None:
    """Set the level of each line that a bookmark names, on its page or the next.

    Args:
        bookmarks: In the outline's order.
        flows: The lines of each page, in reading order.
    """
    for bookmark in bookmarks:
        wanted = _key(bookmark.title)
        if len(wanted) < 3 or _is_sentence(bookmark.title):
            continue
        for page in (bookmark.page - 1, bookmark.page):
            if page < len(flows) and _mark(flows[page], wanted, bookmark.level):
                break


def _is_sentence(title: str) -> bool:
    """Whether a bookmark repeats a paragraph that was wrongly styled as a heading."""
    words = len(title.split())
    return words > 25 or (words > 10 and title.endswith("."))


def _mark(items: Sequence[Item], wanted: str, level: int) -> bool:
    for place, item in enumerate(items):
        if not isinstance(item, Line) or item.level or item.continued or item.listing:
            continue
        run = [item]
        while True:
            text = " ".join(line.text for line in run)
            key = _key(text)
            if key == wanted or wanted in (_key(text[len(item.label) :]), _key(_NUMBER.sub("", text))):
                item.level = level
                for line in run[1:]:
                    line.continued = True
                return True
            following = items[place + len(run)] if place + len(run) < len(items) else None
            if len(run) == _MOST_LINES or not wanted.startswith(key) or not isinstance(following, Line):
                break
            run.append(following)
    return False


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def declared_title(document: Any, first_page: str) -> str:
    """The title in the file's properties, if it reads like one and stands on the first page; else nothing.

    Args:
        document: pdfium's document.
        first_page: The text of the first page.
    """
    length = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length <= 2 * LONGEST_TITLE:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, length)
    title = " ".join(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").split())
    title = _PROGRAM.sub("", title)
    if _FILE_NAME.search(title) or _ISSUER.search(title) or sum(map(str.isalpha, title)) < 5 or " " not in title:
        return ""
    return title if _key(title) in _key(first_page) else ""
