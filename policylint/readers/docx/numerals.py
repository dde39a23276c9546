"""Numbers written as list levels write them (`w:numFmt`, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

import re
from typing import Final

from policylint.readers.numerals import numeral

_UNITS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
} | {"twelve": "twelfth"}
_SIGNS: Final = "*†‡§"
_MOST_LETTERS: Final = 780
"""Word starts over at "a" behind thirty times "z"."""

_PADDED = re.compile(r"(0+)\d(?:,.*)?")


def written(number: int, kind: str, *, pattern: str = "") -> str:
    """A number as a list level shows it.

    Args:
        number: The count.
        kind: The value of `w:numFmt`. Kinds that English documents do not use come out in digits.
        pattern: For `custom`, the format that goes with it ("001, 002, 003, ...").

    Returns:
        The number without what stands around it; nothing for `none` and `bullet`.
    """
    if kind in ("none", "bullet"):
        return ""
    if number <= 0:
        return str(number)
    match kind:
        case "upperRoman" | "lowerRoman":
            return numeral(number, "I" if kind == "upperRoman" else "i")
        case "upperLetter" | "lowerLetter":
            times, letter = divmod((number - 1) % _MOST_LETTERS, 26)
            return chr(ord("A" if kind == "upperLetter" else "a") + letter) * (times + 1)
        case "decimalZero":
            return f"{number:02d}"
        case "custom":
            padded = _PADDED.match(pattern)
            return str(number).zfill(min(len(padded[1]), 8) + 1) if padded else str(number)
        case "ordinal":
            return f"{number}{_ending(number)}"
        case "cardinalText" | "ordinalText" if number < 1000:
            words = _in_words(number)
            return (_ordinal(words) if kind == "ordinalText" else words).capitalize()
        case "numberInDash":
            return f"- {number} -"
        case "decimalEnclosedParen":
            return f"({number})"
        case "decimalEnclosedFullstop":
            return f"{number}."
        case "decimalEnclosedCircle" if number <= 20:
            return chr(0x2460 + number - 1)
        case "hex":
            return f"{number:X}"
        case "chicago":
            times, sign = divmod(number - 1, len(_SIGNS))
            return _SIGNS[sign] * (min(times, 30) + 1)
    return str(number)


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _in_words(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
    hundreds, rest = divmod(number, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" {_in_words(rest)}" if rest else "")


def _ordinal(words: str) -> str:
    """The ordinal of a number in words: the last word changes."""
    start = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[start:]
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return words[:start] + _ORDINALS.get(last, regular)
