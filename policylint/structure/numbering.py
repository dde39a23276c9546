"""Labels as numbers: what "IV.", "(c)", "4.2.1" and "SECTION 7.4" count, and which label follows which.

A label may be read in several ways: "I." is one in Roman numerals and nine in letters. Which it is, the labels before
it tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WORDED = re.compile(
    r"(?P<word>section|sec|article|art|chapter|part|appendix|annex|schedule|exhibit|attachment|rule|policy|standard|principle"
    r"|guideline|topic|module|unit|\u00a7{1,2})\.?\s*(?P<core>\S+)",
    re.IGNORECASE,
)
_NAMED_PART = re.compile(
    r"((?:rule|policy|standard|principle|guideline|topic|module|unit|section|article|chapter|part|appendix|annex)\s+\d{1,3}[a-z]?)"
    r"\s*[:.\u2013\u2014-]\s*",
    re.IGNORECASE,
)
_WORDS: Final = {
    "sec": "section",
    "art": "article",
    "\u00a7": "section",
    "\u00a7\u00a7": "section",
    "annex": "appendix",
}
_NUMBER_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_PIECES = re.compile(r"[A-Za-z]+|\d+")
_STRIPPED: Final = " \t.):]-\u2013\u2014"
_BARE = re.compile(r"(\d{1,2})\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Number:
    """One reading of a label.

    `scheme` says what counts: "1", "i", "I", "a", "A", "1.1" (parts), a bullet's sign, or a word such as "section" with
    one of these behind it ("section 1"). `values` are the parts' values, outermost first, empty for a bullet; a last
    part of zero ("3.0") is left out. `shell` is the punctuation around a simple label: "", ".", ")", "()".
    """

    scheme: str
    values: tuple[int, ...] = ()
    shell: str = ""

    @property
    def is_bullet(self) -> bool:
        """Whether the label counts nothing."""
        return not self.values

    @property
    def is_first(self) -> bool:
        """Whether a list or a chapter begins here."""
        return bool(self.values) and self.values[-1] == 1

    @property
    def depth(self) -> int:
        """How many parts the label has; 1 for simple labels and bullets."""
        return max(len(self.values), 1)

    def same_series(self, other: Number) -> bool:
        """Whether both could number entries of one list or one level."""
        return self.scheme == other.scheme and self.shell == other.shell and len(self.values) == len(other.values)

    def follows(self, other: Number, *, gap: int = 1) -> bool:
        """Whether this label comes right after the other, or at most `gap` places behind."""
        if not self.same_series(other):
            return False
        if self.is_bullet:
            return True
        return self.values[:-1] == other.values[:-1] and 0 < self.values[-1] - other.values[-1] <= gap

    def within(self, other: Number) -> bool:
        """Whether this label of several parts stands below the other: 4.2.1 below 4.2 and below 4."""
        depth = len(other.values)
        return 0 < depth < len(self.values) and self.values[:depth] == other.values


def read_label(label: str) -> tuple[Number, ...]:
    """All readings of a label, the likeliest first; empty without a label."""
    label = label.strip()
    if not label:
        return ()
    word = ""
    if found := _WORDED.fullmatch(label):
        word = found["word"].lower()
        word = _WORDS.get(word, word)
        label = found["core"]
    core, shell = _unwrap(label)
    if not any(map(str.isalnum, core)) or (core == "o" and not word and not shell):
        return (Number(label),)
    if word:
        shell = ""
    prefix = f"{word} " if word else ""
    if word and core.lower() in _NUMBER_WORDS:
        return (Number(prefix + "1", (_NUMBER_WORDS.index(core.lower()) + 1,)),)
    pieces = _PIECES.findall(core)
    if len(pieces) > 1 and "".join(pieces) != core:
        return (Number(prefix + "1.1", _parts(pieces)),)
    if len(pieces) != 1 or pieces[0] != core:
        return (Number(label),)
    return tuple(Number(prefix + scheme, (value,), shell) for scheme, value in _simple(core))


def section_number(label: str) -> str:
    """The label of a heading without word and closing punctuation: "7.4" of "SECTION 7.4.", nothing of a bullet."""
    label = label.strip()
    if found := _WORDED.fullmatch(label):
        label = found["core"]
    number = label.strip(_STRIPPED).strip("([")
    return number if any(map(str.isalnum, number)) else ""


def is_worded(label: str) -> bool:
    """Whether a label says what it numbers: "Section 3", "Article II", "Appendix A"."""
    return bool(_WORDED.fullmatch(label.strip()))


def bare_number(text: str) -> tuple[str, int]:
    """A figure without punctuation in front of a heading ("3 Use of accounts") and where the title begins.

    Only for lines that are known to be headings: "10 employees attended" begins in the same way.
    """
    found = _BARE.match(text[:80])
    return (found[1], found.end()) if found else ("", 0)


def named_part(text: str) -> tuple[str, int]:
    """What a line names itself ("Rule 12" of "Rule 12: Orders") and where its title begins; ("", 0) without."""
    found = _NAMED_PART.match(text[:80])
    return (found[1], found.end()) if found else ("", 0)


def _unwrap(label: str) -> tuple[str, str]:
    """The core of a label and the punctuation around it, reduced to what tells series apart."""
    if label[:1] in "([" and label[-1:] in ")].:" and len(label) > 2:
        inner = label.strip("()[].:")
        return (inner, "()") if inner.isalnum() else (label.strip("[]:."), "")
    if label.endswith(")"):
        return (label.rstrip(").:"), ")") if "(" not in label else (label, "")
    stripped = label.rstrip(".:-")
    return (stripped, "." if stripped != label else "") if stripped else (label, "")


def _parts(pieces: list[str]) -> tuple[int, ...]:
    values = [_simple(piece)[0][1] for piece in pieces]
    if len(values) > 1 and values[-1] == 0:
        values.pop()
    return tuple(values)


def _simple(core: str) -> list[tuple[str, int]]:
    """The readings of a label that has one part: scheme and value."""
    if core.isdigit():
        return [("1", int(core))]
    lower = core.lower()
    scheme, roman = ("A", "I") if core.isupper() else ("a", "i")
    readings = []
    if _ROMAN.fullmatch(lower):
        readings.append((roman, _roman(lower)))
    if len(set(lower)) == 1 and lower not in ("ii", "iii", "xx", "xxx"):
        readings.append((scheme, ord(lower[0]) - 96 + 26 * (len(lower) - 1)))
    if len(core) == 1 and lower not in "ivx":
        readings.reverse()
    return readings or [(f"{scheme} word", 0)]


def _roman(numeral: str) -> int:
    values = [_VALUES[sign] for sign in numeral]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
