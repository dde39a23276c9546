"""Fingerprints: what a decision, a baseline or another program remembers a clause by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

LENGTH: Final = 16
"""Hexadecimal digits: 64 bits, so that among a million clauses two differing ones hardly ever share one."""

_NUMBER: Final = r"\(?(?:\d{1,2}|[ivxlc]{1,5}|[a-z])(?![^\W_])(?:\.\d{1,2})*(?:\s*\([a-z0-9]{1,4}\))*"
_CROSS_REFERENCE: Final = re.compile(
    r"(\b(?:see|in|under|by|per|with|to)\s+(?:sections?|paragraphs?|clauses?|chapters?|appendix|appendices|annex|items?)|\u00a7+)"
    rf"\s+{_NUMBER}(?:(?:,|\s+(?:and|or|to)|\s*\u2013)\s*{_NUMBER})*(?=\s*(?:$|[.,;:)]|above\b|below\b|of\s+this\b))"
)
"""A place of the document itself. Anything that could be a law or a quantity is left as it is: to look again once too
often costs less than a decision that outlives the clause it was about."""

_WORD: Final = re.compile(r"[^\W_]+|[<>\u2264\u2265%$\u20ac\u00a3]")
"""Words, and the signs that a number is nothing without."""


def fingerprint_of(*parts: str) -> str:
    """The fingerprint of a clause: `LENGTH` hexadecimal digits.

    Args:
        parts: What makes the clause what it is: the words that introduce its list, and its own.

    Only words and numbers count, in lower case and in one Unicode form (NFKC): white space, line breaks, hyphens at
    line ends that the reader has joined, punctuation, and the numbers of references within the document ("see section
    4.2") may change without changing the fingerprint. Any other word or number that changes, changes it. The number or
    bullet before a clause is no part of it; whoever calls leaves it out.
    """
    text = "\x00".join(" ".join(_words(part)) for part in parts)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_CROSS_REFERENCE.sub(r"\1", folded))
