"""Characters that are not what people see: those that show nothing, and those that stand for others.

All functions take text and give offsets into it; none knows where the text stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_NOTHING: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
"""Soft hyphens, joiners, direction marks and overrides, variation selectors and tags."""

_SPACES: Final = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_STYLED: Final = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
"""Ligatures, fullwidth signs and mathematical letters: the compatibility forms of plain letters."""

_ACCENTS: Final = "\u0300-\u036f"
_FOREIGN: Final = "\u0370-\u03ff\u0400-\u052f\u0585"

_ODD = re.compile(f"[{_NOTHING}{_SPACES}{_STYLED}{_ACCENTS}{_FOREIGN}]")
_PLAIN = re.compile(f"(?P<nothing>[{_NOTHING}]+)|(?P<space>[{_SPACES}])|(?P<styled>[{_STYLED}]+)")
_ACCENTED = re.compile(f"[^\\W\\d_][{_ACCENTS}]+")
_FOREIGN_LETTER = re.compile(f"[{_FOREIGN}]")
_SPARE = re.compile("^ +| +$|(?<= ) +")

_JOINERS: Final = "\u200c\u200d"
_JOINED = re.compile("[\u0600-\u1cff\u2600-\u27bf\ua800-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff]")
"""Scripts whose letters take other shapes beside a joiner, and the pictures that one makes one picture of."""

LOOKS_LATIN: Final = {
    **dict(zip("асеһіјӏорԛѕԝхуԁѵүк", "acehijlopqswxydvyk", strict=True)),
    **dict(zip("АВСЕНІЈКМОРЅТХУҮԚԜѴӀԌ", "ABCEHIJKMOPSTXYYQWVIG", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ", "ABEZHIKMNOPTYXcj", strict=True)),
    **dict(zip("ονօ", "ovo", strict=True)),
}
"""Letters that cannot be told from Latin ones in common fonts (Unicode Technical Standard 39, confusables)."""

_LATIN_WITHIN: Final = dict(zip("αιρυχ", "aipux", strict=True))
"""Greek letters that stand at the ends of proper names of things ("TNF-α", "IFNα") and deceive only within a word of
small letters ("NFκB" is what it is).
"""

_LONGEST_WORD: Final = 60
_TAG_NAMES: Final = 0xE0000
_AROUND: Final = 40
"""Characters around what is hidden that are shown with it."""

_ZERO: Final = "\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff"
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_TURNED: Final = f"\u202e|\u202d(?=[^\u202c\n]{{0,200}}[{_RIGHT_TO_LEFT}])"
"""An override to the left; one to the right only where it turns something: telephones put it around their numbers."""

_FEW: Final = 15
"""Characters without width that editors of web pages leave behind at one place; bits are hidden in longer runs."""

_DROPPED: Final = "\u00ad\u200b\u2060\ufeff"
_DROPPED_ODD = re.compile(f"{_TURNED}|(?=[\u00ad{_ZERO}]{{0,{_FEW}}}[{_DROPPED}])[\u00ad{_ZERO}]{{{_FEW + 1},}}")
_ALWAYS_ODD = re.compile(
    f"{_TURNED}|[{_ZERO}]{{{_FEW + 1},}}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{4,}}"
    "|(?<!\U0001f3f4)(?<![\U000e0000-\U000e007f])[\U000e0000-\U000e007f]+"
)
"""What typography never asks for: overrides of direction, runs of characters without width, tags without a flag."""


class Edit(NamedTuple):
    """`text` takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


class Oddity(NamedTuple):
    """Characters from `start` to `end` that deceive; `shown` says what they are, in characters that are seen."""

    start: int
    end: int
    shown: str


def is_odd(text: str) -> bool:
    """Whether there may be something to clean; of plain text this takes next to no time."""
    return not text.isascii() and _ODD.search(text) is not None


def cleaned(text: str) -> str:
    """The text as people see it, white space folded."""
    if is_odd(text):
        for step in STEPS:
            text = edited(text, step(text))
    return text


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made, which are in order and do not overlap."""
    if not edits:
        return text
    parts: list[str] = []
    end = 0
    for edit in edits:
        parts += (text[end : edit.start], edit.text)
        end = edit.end
    return "".join([*parts, text[end:]])


def _plain_letters(text: str) -> list[Edit]:
    """Take out what shows nothing; plain letters for styled ones, a space for any other space."""
    found = []
    for match in _PLAIN.finditer(text):
        sign = match.group()
        if match.lastgroup == "space":
            found.append(Edit(match.start(), match.end(), " "))
        elif match.lastgroup == "nothing":
            put = _joiners(text, match)
            if put != sign:
                found.append(Edit(match.start(), match.end(), put))
        else:
            # One edit a letter: those that stay one letter must not move the places behind them.
            found += (
                Edit(match.start() + place, match.start() + place + 1, unicodedata.normalize("NFKC", letter))
                for place, letter in enumerate(sign)
            )
    return found


def _joiners(text: str, match: re.Match[str]) -> str:
    """What is left of characters that show nothing: a joiner between letters whose shape it changes."""
    around = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    if not any(_JOINED.match(sign) for sign in around):
        return ""
    return "".join(sign for sign in match.group() if sign in _JOINERS)[:1]


def _composed(text: str) -> list[Edit]:
    """One character for a letter and its accents, where there is one."""
    return [
        Edit(match.start(), match.end(), put)
        for match in _ACCENTED.finditer(text)
        if (put := unicodedata.normalize("NFC", match.group())) != match.group()
    ]


def latin_letters(text: str) -> list[Edit]:
    """Latin letters for lookalikes of other scripts within Latin words, one for one."""
    found: list[Edit] = []
    end = 0
    for match in _FOREIGN_LETTER.finditer(text):
        if match.start() < end:
            continue
        start, behind = word_around(text, match.start(), match.end())
        start, end = max(start, end), behind
        found += _within_word(text[start:end], start)
    return found


def _within_word(word: str, at: int) -> list[Edit]:
    foreign = [place for place, letter in enumerate(word) if _FOREIGN_LETTER.match(letter)]
    latin = sum(1 for letter in word if letter.isascii())
    if latin < 2 or 2 * latin < len(word):
        return []
    edits = []
    for place in foreign:
        looks = LOOKS_LATIN.get(word[place])
        if looks is None and word[place - 1 : place].isascii() and word[place + 1 : place + 2].isascii():
            looks = _LATIN_WITHIN.get(word[place]) if 0 < place < len(word) - 1 else None
        if looks is None:
            return []
        edits.append(Edit(at + place, at + place + 1, looks))
    return edits


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The letters around a place, no more than a word has."""
    least, most = max(start - _LONGEST_WORD, 0), min(end + _LONGEST_WORD, len(text))
    while start > least and text[start - 1].isalpha():
        start -= 1
    while end < most and text[end].isalpha():
        end += 1
    return start, end


def _single_spaces(text: str) -> list[Edit]:
    return [Edit(match.start(), match.end(), "") for match in _SPARE.finditer(text)]


STEPS: Final = (_plain_letters, _composed, latin_letters, _single_spaces)
"""What is done to text that is odd, one after the other."""


def lookalikes(text: str) -> Iterator[Oddity]:
    """The Latin words of a text that hold letters of other scripts, each with the code points of these."""
    words: dict[tuple[int, int], list[str]] = {}
    for edit in latin_letters(text):
        words.setdefault(word_around(text, edit.start, edit.end), []).append(text[edit.start])
    for (start, end), letters in words.items():
        codes = ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(letters))
        yield Oddity(start, end, f"{text[start:end]} ({codes})")


def oddities(text: str, *, dropped: bool = False) -> Iterator[Oddity]:
    """Characters that show nothing and that typography never asks for, with a little of what stands around them.

    Args:
        text: Not cleaned.
        dropped: Only those that `policylint.readers.textual` drops when it folds text.
    """
    if text.isascii():
        return
    for match in (_DROPPED_ODD if dropped else _ALWAYS_ODD).finditer(text):
        start, end = match.span()
        before = cleaned(text[max(start - _AROUND, 0) : start]).lstrip()
        behind = cleaned(text[end : end + _AROUND]).rstrip()
        yield Oddity(start, end, f"{before}{_named(match.group())}{behind}")


def _named(signs: str) -> str:
    """Characters without a shape, by their numbers; tags by the letters that they spell."""
    if _TAG_NAMES <= ord(signs[0]) <= _TAG_NAMES + 0x7F:
        spelled = "".join(chr(ord(sign) - _TAG_NAMES) for sign in signs if 32 <= ord(sign) - _TAG_NAMES < 127)
        return f"<tags: {spelled[:200]}>"
    first = f"<U+{ord(signs[0]):04X}>"
    return first if len(signs) == 1 else f"<{len(signs)} characters without width>"
