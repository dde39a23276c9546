"""The number, letter or bullet that somebody typed in front of a paragraph: "4.2", "(a)", "Section 3.", "•".

Only the look of the first characters is judged here; whether "I." counts as a letter or a Roman numeral is left to
whoever sees the neighbouring labels. Where a wrong label would cost words of the policy ("A policy", "U.S. law", "2014
was", "1.5 hours", "Section 230 applies"), nothing is reported.
"""

from __future__ import annotations

import re
from typing import Final

_WINDOW: Final = 80
"""Characters looked at: a label is short, and a paragraph may be megabytes long."""

_GLYPHS: Final = "•◦▪▫‣⁃∙●○■□◆◇❖❑❒➢➣➤►▶▸▹✓✔✅☑☐☒✗✘❌❍⦿⚫★☆✦✧\u00b7\u2192\uf0a7\uf0b7"
"""Signs that are bullets even with no space behind them. The private-use ones come from symbol fonts."""

_ROMAN: Final = r"(?:x{0,3}(?:ix|iv|v?i{0,3})|xl(?:ix|iv|v?i{0,3}))"
"""Numerals up to 49: higher ones look like words (mix, dim, civil) more often than like labels."""

_PART: Final = rf"(?:\d{{1,3}}|(?=[ivxl]){_ROMAN}|[a-z])"
_AFTER: Final = r"(?=\s|$)"

_GLYPH = re.compile(rf"[{_GLYPHS}\uf000-\uf0ff]\ufe0f?")
_DASH = re.compile(r"(?:[-*+\u2013\u2014\u2212o»›]|--)(?=\s)")
_SYMBOL_FONT = re.compile(r"[Øü§](?=\s+[A-Z])")
"""What the Wingdings arrow, tick and square turn into when their font is lost."""

_NUMBERED = re.compile(
    rf"""
    (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+(?:\.[a-z])?(?:\([a-z0-9]{{1,5}}\))*[.):]?){_AFTER}
  | (?P<mixed>{_PART}(?:\.{_PART})+[.):]?){_AFTER}
  | (?P<nested>\d{{1,2}}(?:\((?:\d{{1,2}}|[a-z]{{1,4}})\))+\.?){_AFTER}
  | (?P<enclosed>(?:[(\[](?:\d{{1,2}}|(?=[ivxl]){_ROMAN}|[a-z]|(?P<twin>[a-z])(?P=twin))\.?[)\]]){{1,5}}
     (?:[ ][(\[][1ai][)\]])?[.:]?){_AFTER}
  | (?P<closed>(?:\d{{1,3}}|(?=[ivxl]){_ROMAN}|[a-z]|(?P<pair>[a-z])(?P=pair))(?:\.\)|\)\.|\.-|[.)])){_AFTER}
  | (?P<tight>\d{{1,2}}[.)](?=(?-i:[A-Z][a-z])))
  | (?P<dashed>\d{{1,2}}|(?=[ivxl]){_ROMAN})(?=\s+[-\u2013\u2014]\s+(?-i:[A-Z]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDED = re.compile(
    rf"""
    (?:(?:section|sec\.|article|art\.|chapter|part|appendix|annex|schedule|exhibit|attachment)\s+
       (?:\d{{1,4}}(?:\.\d{{1,3}})*(?:\([a-z0-9]{{1,4}}\))*|(?=[ivxl]){_ROMAN}|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)
     | §{{1,2}}\s*\d{{1,4}}(?:[.-]\d{{1,4}})*(?:\([a-z0-9]{{1,4}}\))*)
    (?P<stop>[.:)]?)(?=\s|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIVIDER = re.compile(r"\s+(?:[-\u2013\u2014:|]\s+)?|$")
"""White space, with a dash between label and title at most ("Section 3 - Use")."""

_UNIT = re.compile(
    r"\s+(?:(?:hundred|thousand|million|billion|trillion|seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|percent"
    r"|per|x|pages|points?|stars?|miles?|inch(?:es)?|feet|ft|km|[kKMGT]i?[bB]|[GM]Hz|[MG]bps|(?:[ap]|[AP])\.?[mM])\b"
    r"|%|(?:to|or|and|out of)\s+\d)"
)
"""What follows a decimal figure that opens a sentence."""

_INITIAL = re.compile(r"\s+(?!U\.S\.|(?:[A-Z]\.){3})[A-Z]\.(?:\s|[A-Z])")
"""A second initial, as in "J. R. Miller"; "S.W.A.T." and "U.S." are words of their own."""

_COPYRIGHT = re.compile(r"\s*(?:\d{4}\b|copyright|by\b)", re.IGNORECASE)


def typed_label(text: str) -> tuple[str, int]:
    """Tell the label typed at the very beginning of a paragraph.

    Args:
        text: The paragraph, without leading white space.

    Returns:
        The label as typed, closing punctuation included ("1.", "(iv)", "Section 3.", "•"), and the offset in `text`
        where the wording begins, behind the white space and any dash that divides the two; ("", 0) without a label.
    """
    head = text[:_WINDOW]
    if not head or (head[0].isalpha() and head[0].islower() and len(head) > 12 and head[1:6].isalpha()):
        return "", 0
    end = _label_end(head)
    if not end:
        return "", 0
    divider = _DIVIDER.match(head, end)
    return head[:end], divider.end() if divider else end


def _label_end(head: str) -> int:
    """The offset behind the label that opens `head`, 0 without one."""
    if found := _GLYPH.match(head) or _DASH.match(head):
        return found.end()
    if found := _WORDED.match(head):
        return found.end() if _heads_a_part(head, found) else 0
    if found := _SYMBOL_FONT.match(head):
        return found.end()
    found = _NUMBERED.match(head)
    return found.end() if found and _is_numbering(head, found) else 0


def _heads_a_part(head: str, found: re.Match[str]) -> bool:
    """Whether "Section 3" names the part that follows, rather than opening a sentence about that section."""
    rest = head[found.end() :].lstrip()
    return bool(found["stop"]) or not rest or rest[0] in "-\u2013\u2014:|" or (rest[0].isupper() and rest[:2] != "U.")


def _is_numbering(head: str, found: re.Match[str]) -> bool:
    """Whether what looks like a number is one, and not a decimal, an abbreviation, initials or a copyright sign."""
    label, kind, rest = found.group(), found.lastgroup, head[found.end() :]
    if kind == "dotted":
        return label[-1] in ").:" or not _UNIT.match(rest)
    if kind == "mixed":
        first = re.split(r"\.", label, maxsplit=1)[0]
        return any(map(str.isdigit, label)) or (len(first) > 1 and not first.isdigit())
    if kind in ("closed", "pair") and label[0].isalpha() and label.endswith(".") and not label.endswith(")."):
        initials = label[0].isupper() and _INITIAL.match(rest)
        return not initials and not (label == "p." and rest[1:2].isdigit())
    if kind in ("enclosed", "twin") and label.lower() in ("(c)", "(r)", "(p)"):
        return not _COPYRIGHT.match(rest)
    return True
