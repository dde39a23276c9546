"""Whether a file's text layer can be used at all, and on which pages it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from policylint.errors import UnreadableDocument
from policylint.readers.pdf.garbled import garbled_pages
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.words import LONGEST_PAGE, Word

FEWEST_LETTERS: Final = 20
"""Letters of a page that has text."""

STAMP: Final = 150
"""Letters up to which the words on a scanned page are taken for a stamp, a header or a number put on later."""

COVER: Final = 60
"""Letters from which a page of pictures is not mentioned: a cover, say."""

OUTLINES: Final = 200
"""Shapes on a page without a letter, from which they may be letters that were turned into outlines."""

MOST_SCANNED: Final = 0.8
"""Share of scanned pages from which the rest is no document."""


def require_text(pages: Sequence[Page]) -> tuple[str, ...]:
    """Take the words off pages whose text cannot be used, and tell what was left out.

    Args:
        pages: The pages; the words of unusable ones are removed.

    Returns:
        Sentences for people on the pages that were left out.

    Raises:
        UnreadableDocument: `damaged` when no page could be loaded, `empty` when there is neither text nor picture,
            `no-text` when the pages are pictures or their text layer does not decode to words.
    """
    if all(page.broken for page in pages):
        raise UnreadableDocument("damaged", "no page could be loaded")
    if not any(page.words or page.drawing.marks or page.broken for page in pages):
        raise UnreadableDocument("empty", "no text and no pictures")
    pictures: list[int] = []
    garbled = sorted(garbled_pages(pages))
    for page in pages:
        if page.number in garbled:
            page.words = []
        elif is_picture(page):
            pictures.append(page.number)
    used = [page for page in pages if page.words]
    if garbled and len(garbled) >= len(used):
        raise UnreadableDocument("no-text", "the text layer does not decode to words")
    written = sum(1 for page in pages if page.words or page.drawing.marks)
    if pictures and len(pictures) >= MOST_SCANNED * written:
        raise UnreadableDocument("no-text", f"{len(pictures)} of {len(pages)} pages are pictures")
    letters = sum(letters_of(page.words) for page in pages)
    if not letters or (pictures and letters < FEWEST_LETTERS * written):
        raise UnreadableDocument("no-text")
    return tuple(_notes(pages, pictures, garbled))


def _notes(pages: Sequence[Page], pictures: Sequence[int], garbled: Sequence[int]) -> Iterable[str]:
    broken = [page.number for page in pages if page.broken]
    cut = [page.number for page in pages if page.cut]
    scans = [number for number in pictures if letters_of(pages[number - 1].words) < COVER]
    for numbers, what in (
        (scans, "a picture without text and could not be read"),
        (garbled, "text that does not decode to words and was left out"),
    ):
        if numbers:
            yield f"{page_list(numbers)} {'holds' if len(numbers) == 1 else 'hold'} {what}."
    if broken:
        yield f"{page_list(broken)} could not be loaded."
    if cut:
        verb = "holds" if len(cut) == 1 else "hold"
        yield f"{page_list(cut)} {verb} more than {LONGEST_PAGE:,} characters; what comes after them was not read."


def is_picture(page: Page) -> bool:
    """Whether a page has no text to speak of: what it says is in its pictures, or in shapes that were letters."""
    if page.recognised:
        return False
    letters = letters_of(page.words)
    if page.drawing.pictures:
        return letters < (STAMP if page.scanned else 1)
    return not letters and page.drawing.marks >= OUTLINES


def letters_of(words: Iterable[Word]) -> int:
    """Letters in the words of a page."""
    return sum(map(str.isalpha, "".join([word.text for word in words])))


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers in words, such as "Pages 3 to 5 and 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    text = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    return ("Page " if len(numbers) == 1 else "Pages ") + text
