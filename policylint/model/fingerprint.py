"""Fingerprints: what a decision, a baseline or another program remembers a clause by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

LENGTH: Final = 16
"""Hexadecimal digits: 64 bits, so that among a million clauses two differing ones hardly ever share one."""

_LABEL: Final = re.compile(
    r"^\s*(?:[\u2022\u25aa\u25cf\u25e6*\u2013\u2014-]\s+|\(?(?:\d+(?:\.\d+)*|[a-z]|[ivxlc]+)[.)]\s+|\d+(?:\.\d+)+\s+)+"
)
_NUMBER: Final = r"\(?\d{1,2}(?!\d)(?:\.\d+)*(?:\s*\([a-z0-9]{1,4}\))*"
_CROSS_REFERENCE: Final = re.compile(
    r"(\b(?:sections?|sec\.?|paragraphs?|para\.?|clauses?|articles?|parts?|chapters?|items?)|\u00a7+)\s*"
    rf"{_NUMBER}(?:\s*(?:,|and|or|to|\u2013|-)\s*{_NUMBER})*+(?!\s+(?:of|u\.?s|cfr|usc)\b(?!\s+this))"
)
"""A number with its kind of place; but "section 7 of the Act" names a law, and that is what the clause says."""
_WORD: Final = re.compile(r"[^\W_]+")


def fingerprint_of(*parts: str) -> str:
    """The fingerprint of a clause: `LENGTH` hexadecimal digits.

    Args:
        parts: What makes the clause what it is: the words that introduce its list, and its own.

    Only words count, in lower case and in one Unicode form (NFKC): white space, line breaks, hyphens at line ends that
    the reader has joined, punctuation, a leading number or bullet, and the numbers of cross-references ("section 4.2")
    may change without changing the fingerprint. Any other word or number that changes, changes it.
    """
    text = "\x00".join(" ".join(_words(part)) for part in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_CROSS_REFERENCE.sub(r"\1", _LABEL.sub("", folded)))
