"""Whose number is it? What the words around "section 7" say: this document's, a law's or another document's."""

from __future__ import annotations

import re
from typing import Final, Literal

Bearing = Literal["elsewhere", "unsure", "bare", "points", "own"]
"""elsewhere: a law, another document, a mere name, or a number of the past; unsure: a part of what may be larger than
the document; bare: the words say nothing; points: "see", "described in", "below"; own: "of this policy"."""

_DOCUMENT: Final = (
    r"(?:policy|policies|document|handbook|manual|procedures?|directive|order|guide|guidelines?|regulations?|agreement"
    r"|standards?|code|rules?|plan|circular|bulletin|memorandum|contract|statement|charter|constitution|toolkit)"
)
_LAW = re.compile(
    r"\b(?-i:Acts?|Codes?|Statutes?|Ordinances?|Constitution|Amendments?|Laws?|Congress|Legislature|Regulations?"
    r"|Charter|Circular|Title\s+[IVX\d]+|[A-Z]{2,6}\s+\d[\d.]*|GDPR|NLRA|HIPAA|FERPA|FOIA|ADA|FLSA|NIST)\b"
    r"|\b(?-i:Stat\.|Ch\.|v\.)|\bu\.?\s?s\.?\s?c\b|\bc\.?\s?f\.?\s?r\b"
    r"|\b(?:statute|ordinance|statutory|concerted|bargaining|rehabilitation)\b",
    re.IGNORECASE,
)
_NAMED_DOCUMENT = re.compile(
    rf"(?P<this>\b[Tt]his\s+)?(?:\b[A-Z][\w\u2019'&-]*|\d[\d.-]*)\s+(?:[A-Z]\w*\s+)*(?i:{_DOCUMENT})\W*$"
    rf"|(?P<these>\b[Tt]his\s+)(?i:{_DOCUMENT})\W*$"
)
_OF = re.compile(rf"\W?\s*(?:of\s+|(?:to|in|from|under)\s+(?:[\w\u2019'-]+\s+){{0,4}}?(?i:{_DOCUMENT})\b)")
_OWN = re.compile(r"\W?\s*(?:of|to|in|from|under)\s+(?:this|these|the\s+present)\s+(?P<what>\w+)", re.IGNORECASE)
_LARGER: Final = frozenset({"manual", "handbook", "code", "volume", "agreement", "contract", "regulation"})
"""What a document may be a chapter of: "section 4.2 of this manual"."""

_PARTS: Final = frozenset({"section", "chapter", "part", "article", "paragraph", "clause", "subsection", "title"})
_HISTORY = re.compile(
    r"\b(?:formerly|previous(?:ly)?|prior|renumber\w*|repeal\w*|delet\w*|remov\w*|replac\w*|supersed\w*|rescind\w*"
    r"|amend\w*|revis\w*|added|reserved)\b",
    re.IGNORECASE,
)
_ONE_OF_MANY = re.compile(
    r"\b(?:this|that|each|every|any|another|an?|no|which|following|next|same|my|your|his|her)\s+$", re.IGNORECASE
)
_MAY_FOLLOW = re.compile(
    r"\s*(?:$|[.,;:)\]}\"\u201d\u2019'?!]|[-\u2013\u2014]\s)|\s+(?:above|below|herein|hereof|here|and|or|is|are|was|has"
    r"|have|does|do|shall|will|must|may|should|can|applies|apply|sets?|describes?|provides?|explains?|states?|defines?"
    r"|lists?|covers?|requires?|says?|tells?|gives?|holds?|governs?|limits|allows?|permits?|prohibits?|contains?"
    r"|includes?|outlines?|addresses|deals|concerns|as|when|where|if|unless|except|that|which|with|before|after|regarding|concerning|on"
    r"|about|at|by|only|also|not|but|while|until|so|because|without|then|first|through|within|during|for|of|in|to"
    r"|from|under)\b"
)
"""What may stand behind a number that is a reference: "Section 7 rights" and "Section 508 Standards" are names."""

_POINTS = re.compile(
    r"\b(?:see|refer(?:s|red|ring)?\s+(?:back\s+)?to|set\s+(?:out|forth)|described|outlined|listed|detailed|specified"
    r"|explained|mentioned|discussed|defined|identified|stated|noted|covered|contained|given|shown|found|as\s+in)\b"
    r"[^.;]{0,40}$|\(\s*$",
    re.IGNORECASE,
)
_NEARBY = re.compile(r"\W?\s*(?:above|below|herein|hereof)\b", re.IGNORECASE)
_INSIDE = re.compile(
    rf"[^\w.;]*(?:below|(?:of|to|in|at\s+the\s+end\s+of)\s+(?:this|the\s+present)\s+{_DOCUMENT})\b", re.IGNORECASE
)
_NAME = re.compile(r"\s*(?:[-\u2013\u2014:;|.]\s|$)")
_WORD_ALONE = re.compile(r"\s+(?!(?:above|below|and|or|of|is|shall)\b)[a-z]")
_SENTENCE_END = re.compile(r"[.;]\s|\(")
_WINDOW: Final = 70
"""Characters before and behind a number that bear on it ..."""

_SENTENCE: Final = 300
"""... and those that are looked through for words of change, in sentences without end."""


def bearing(text: str, start: int, end: int, *, title: str) -> Bearing:
    """What the words of a clause say of the reference at `text[start:end]`.

    Args:
        text: The clause.
        start: Where the reference begins: "section 4.2".
        end: Where it ends.
        title: The document's, which may be a manual that calls itself so.
    """
    before, behind = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    if _ONE_OF_MANY.search(before) or not _MAY_FOLLOW.match(behind):
        return "elsewhere"
    if _HISTORY.search(text, max(0, start - _SENTENCE), end + _SENTENCE):
        return "elsewhere"
    if start == 0 and _NAME.match(behind):
        return "elsewhere"
    if text[start:end].endswith((" I", " A")) and _WORD_ALONE.match(behind):
        return "elsewhere"
    own = _OWN.match(behind)
    if own is None and (_OF.match(behind) or _is_foreign(before, behind)):
        return "elsewhere"
    if own:
        what = own["what"].lower()
        return "unsure" if what in _PARTS or (what in _LARGER and what not in title.lower()) else "own"
    return "points" if _NEARBY.match(behind) or _POINTS.search(before) else "bare"


def says_inside(text: str, end: int) -> bool:
    """Whether a reference that ends there is said to be part of the document: "Appendix B of this policy"."""
    return bool(_INSIDE.match(text[end : end + _WINDOW]))


def speaks_of_law(text: str) -> bool:
    """Whether a text names a law, which numbers in it may belong to."""
    return bool(_LAW.search(text))


def _is_foreign(before: str, behind: str) -> bool:
    """Whether a law stands close by, or another document right before."""
    if _LAW.search(before) or _LAW.search(_SENTENCE_END.split(behind, maxsplit=1)[0]):
        return True
    named = _NAMED_DOCUMENT.search(before)
    return bool(named and not named["this"] and not named["these"])
