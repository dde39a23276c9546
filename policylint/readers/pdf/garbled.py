"""Text layers that do not decode to words: fonts whose codes lead to the wrong letters, or to none.

Told page by page, for a file may use a sound font on one page and a broken one on the next. Nothing is looked up in a
dictionary: that letters are as common as they are in languages with Latin letters tells more, and of any of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from policylint.readers.characters import LOOKS_LATIN
from policylint.readers.pdf.pages import Page
from policylint.readers.pdf.words import Word

_WORDS: Final = """
the of and to in is for that be or with on as are by not der die und den das von zu mit sich des ist im nicht
ein eine de la le les et en un une du que est dans pour qui el los las del por con una para se su al no il che
di per non sono da do em um uma os com dos não ao van het een dat op te zijn voor och att det som på är av til
med og ikke ett för ja ei että oli się na nie że jest oraz przez je ve pro jsou az és hogy nem egy și cu nu pe
care bir bu için ile olarak veya yang dan dengan untuk dari ini pada za od koji ir kad ar uz kas els amb als
"""
"""The commonest words of two letters and more of two dozen languages with Latin letters."""

_COMMON: Final = frozenset(_WORDS.split())
_PLENTY: Final = 0.12
"""Share of common words from which a page is text: letters that were exchanged at random make up to 0.12 of them."""

_FREQUENCIES: Final = (
    *(111, 21, 27, 40, 106, 10, 16, 10, 74, 16, 25, 48, 24),
    *(74, 71, 29, 1, 78, 64, 61, 43, 21, 5, 0, 13, 11),
)
"""How often each letter from a to z occurs in a thousand: mean over the example sentences that spaCy 3.8 has for 22
languages with Latin letters, accents taken off."""

_FEWEST_COMMON: Final = 0.05
_LIKENESS: Final = ((80, _FEWEST_COMMON, 0.25), (200, 0.03, 0.40), (500, _PLENTY, 0.35))
"""From how many letters on, with how few common words, how little correlation with `_FREQUENCIES` tells that the
letters are the wrong ones.

Measured, on the files by which these figures were chosen: of 1,258 pages of sound text none is taken for garbled, nor
are the example sentences of 68 languages (the lowest correlation of a page with 500 letters is 0.44, that of a language
with Latin letters 0.59). Of 144 pages of five files whose tables of codes were taken away 140 are found, the others
have no more than 60 letters; of 1,800 pages with a shifted and 360 with a shuffled alphabet 99 and 96 in 100."""

_FEWEST_VOWELS: Final = 0.18
"""English has 38 vowels (with y) in a hundred letters, the poorest languages with Latin letters 28."""

_FEWEST_LATIN: Final = 200
_ENOUGH: Final = 20_000
_FEWEST_SIGNS: Final = 40
_MOST_BROKEN: Final = 0.3
_FEWEST_WORDS: Final = 10

_FILLER = re.compile(r"[\s\d._\u2026\-]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouy\u00e0-\u00e6\u00e8-\u00ef\u00f2-\u00f6\u00f8-\u00fd]", re.IGNORECASE)
_FOREIGN: Final = "".join(LOOKS_LATIN)
_ALIKE = str.maketrans(LOOKS_LATIN)
"""Who puts letters that look like Latin ones into Latin words wants a page to be read by people and not by programs:
that is no broken font."""

_ALPHABETS = (
    re.compile(r"[A-Za-z\u00c0-\u024f]"),
    *(re.compile(f"(?![{_FOREIGN}])[{letters}]") for letters in ("\u0391-\u03a9\u03b1-\u03c9", "\u0400-\u052f")),
    *(re.compile(f"[{letters}]") for letters in ("\u0531-\u0587", "\u05d0-\u05ea", "\u0620-\u064a", "\u10a0-\u10ff")),
)
"""Of Europe and around it: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian."""


def garbled_pages(pages: Sequence[Page]) -> frozenset[int]:
    """The numbers of the pages whose text layer does not decode to words; pages read by OCR are left out.

    A page of few letters, such as a cover, is like most of the others.
    """
    judged = [page for page in pages if page.words and not page.recognised]
    garbled = {page.number for page in judged if is_garbled(page.words)}
    if not garbled:
        return frozenset()
    doubtful = {page.number for page in judged if page.number not in garbled and _is_doubtful(page.words)}
    return frozenset(garbled | doubtful if 2 * len(garbled) > len(judged) - len(doubtful) else garbled)


def is_garbled(words: Sequence[Word]) -> bool:
    """Whether the words of one page are none: signs, private codes, letters of the wrong alphabet or of several.

    A page of few letters is taken for text. A page in a language that is not written with Latin letters is judged by
    signs, codes and mixed alphabets alone.
    """
    texts = [word.text for word in words if not word.symbol]
    if _is_signs([word.text for word in words]) or _has_gaps(texts):
        return True
    text = " ".join(texts)[:_ENOUGH]
    if _common(text) >= _PLENTY:  # nearly every page ends here
        return False
    return _is_mixed(text) or _is_enciphered(text)


def _is_doubtful(words: Sequence[Word]) -> bool:
    """Whether the words of a page are too few to tell."""
    text = " ".join(word.text for word in words)
    return sum(map(str.isalpha, text)) < _LIKENESS[0][0] and _common(text) < _PLENTY


def _is_signs(texts: Sequence[str]) -> bool:
    """Whether most characters are no letters."""
    text = _FILLER.sub("", "".join(text for text in texts if len(text) > 1))
    if len(text) < _FEWEST_SIGNS:
        return False
    if sum(map(str.isalpha, text)) >= 0.5 * len(text):  # all but every page ends here; marks are the slow part
        return False
    letters = sum(unicodedata.category(character)[0] in "LM" for character in text)
    return letters < 0.5 * len(text)


def _common(text: str) -> float:
    """The share of the words that are among the commonest of some language."""
    found = _LETTERS.findall(text.lower())
    return sum(word in _COMMON for word in found) / len(found) if found else 0.0


def _has_gaps(texts: Sequence[str]) -> bool:
    """Whether many words have meaningless codes among their letters; alone these are bullets or leaders."""
    broken = sum(1 for text in texts if _UNMAPPED.search(text) and any(map(str.isalpha, text)))
    return broken >= _FEWEST_WORDS and broken >= _MOST_BROKEN * len(texts)


def _is_mixed(text: str) -> bool:
    """Whether many words have letters of more than one alphabet, those that look alike left out."""
    found = _LETTERS.findall(text)
    mixed = sum(sum(bool(alphabet.search(word)) for alphabet in _ALPHABETS) > 1 for word in found)
    return len(found) >= _FEWEST_WORDS and mixed >= _MOST_BROKEN * len(found)


def _is_enciphered(text: str) -> bool:
    """Whether Latin letters stand there that make no words: a font whose codes were shifted or shuffled."""
    if len(_LATIN.findall(text)) < 0.5 * sum(map(str.isalpha, text)):
        return False
    text = text.translate(_ALIKE)
    common, latin = _common(text), len(_LATIN.findall(text))
    if latin > _FEWEST_LATIN and common < _FEWEST_COMMON and len(_VOWEL.findall(text)) < _FEWEST_VOWELS * latin:
        return True
    likeness, letters = _likeness(text)
    return any(letters >= fewest and common < most and likeness < least for fewest, most, least in _LIKENESS)


def _likeness(text: str) -> tuple[float, int]:
    """How well the letters of a text agree with `_FREQUENCIES` (Pearson's correlation, accents taken off), and how many
    they are.
    """
    counts = Counter(unicodedata.normalize("NFD", text.lower()))
    seen = [counts[chr(code)] for code in range(ord("a"), ord("z") + 1)]
    total = sum(seen)
    mean, usual = total / len(seen), sum(_FREQUENCIES) / len(seen)
    products = sum((one - mean) * (other - usual) for one, other in zip(seen, _FREQUENCIES, strict=True))
    spread = sum((one - mean) ** 2 for one in seen) * sum((other - usual) ** 2 for other in _FREQUENCIES)
    return (products / spread**0.5 if spread else 0.0), total
