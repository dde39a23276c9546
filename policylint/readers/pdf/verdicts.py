"""Whether a file's text layer can be used at all, and on which pages it cannot."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from policylint.errors import UnreadableDocument
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.words import Word

FEWEST_LETTERS: Final = 20
"""Letters of a page that has text."""

STAMP: Final = 150
"""Letters up to which the words on a scanned page are taken for a stamp, a header or a number put on later."""

COVER: Final = 60
"""Letters from which a page of pictures is not mentioned: a cover, say."""

MOST_SCANNED: Final = 0.8
"""Share of scanned pages from which the rest is no document."""

_FILLER = re.compile(r"[\s\d._\u2026\-]+")
_VOWEL = re.compile(r"[aeiouy\u00e0-\u00e6\u00e8-\u00ef\u00f2-\u00f6\u00f8-\u00fd]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)


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
    garbled: list[int] = []
    for page in pages:
        letters = _letters(page.words)
        if _is_garbled(page.words):
            garbled.append(page.number)
            page.words = []
        elif page.drawing.pictures and letters < (STAMP if page.scanned else 1):
            pictures.append(page.number)
    used = [page for page in pages if page.words]
    if garbled and len(garbled) >= len(used):
        raise UnreadableDocument("no-text", "the text layer does not decode to words")
    written = sum(1 for page in pages if page.words or page.drawing.marks)
    if pictures and len(pictures) >= MOST_SCANNED * written:
        raise UnreadableDocument("no-text", f"{len(pictures)} of {len(pages)} pages are pictures")
    letters = sum(_letters(page.words) for page in pages)
    if not letters or (pictures and letters < FEWEST_LETTERS * written):
        raise UnreadableDocument("no-text")
    if _is_enciphered(word.text for page in pages for word in page.words):
        raise UnreadableDocument("no-text", "the text layer does not decode to words")
    return tuple(_notes(pages, pictures, garbled))


def _notes(pages: Sequence[Page], pictures: Sequence[int], garbled: Sequence[int]) -> Iterable[str]:
    broken = [page.number for page in pages if page.broken]
    scans = [number for number in pictures if _letters(pages[number - 1].words) < COVER]
    for numbers, what in (
        (scans, "a picture without text and could not be read"),
        (garbled, "text that does not decode to words and was left out"),
    ):
        if numbers:
            yield f"{page_list(numbers)} {'holds' if len(numbers) == 1 else 'hold'} {what}."
    if broken:
        yield f"{page_list(broken)} could not be loaded."


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


def _letters(words: Iterable[Word]) -> int:
    return sum(map(str.isalpha, "".join([word.text for word in words])))


def _is_garbled(words: Sequence[Word]) -> bool:
    """Whether a page's characters are mostly no letters: signs, private codes, replacement characters."""
    text = _FILLER.sub("", "".join(word.text for word in words if len(word.text) > 1))
    if len(text) < 40:
        return False
    letters = sum(unicodedata.category(character)[0] in "LM" for character in text)
    return letters < 0.5 * len(text)


def _is_enciphered(texts: Iterable[str]) -> bool:
    """Whether Latin letters stand there that make no words: a font whose codes were shifted has next to no vowels."""
    latin = vowels = 0
    for text in texts:
        latin += len(_LATIN.findall(text))
        vowels += len(_VOWEL.findall(text))
        if latin > 20_000:
            break
    return latin > 300 and vowels < 0.18 * latin
