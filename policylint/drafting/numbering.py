"""Numbers for new sections, so that no number of the document changes.

A new section takes the next number of its kind where nothing comes after it (4.3 after 4.2, 9 after 8); between two
sections it takes the number of the one before it with a letter (4.2A, 4.2B), as statutes do; after a Roman numeral with
a figure (VII-1), for the parts of such a section are A, B and C. A number that the document has already is passed over.
So references to the document's sections, in it and elsewhere, stay true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_NUMBER: Final = re.compile(
    r"^(?P<word>(?:Section|Article|Part|Chapter|SECTION|ARTICLE|PART|CHAPTER) )?"
    r"(?P<stem>(?:\d+\.)*)(?P<last>\d+|[IVXL]+|[A-Z])(?P<stop>\.0)?[.)]?(?=\s|$)"
)
_ROMAN: Final = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Numbers:
    """The numbers of a document's sections, and those given out after each."""

    sections: Sequence[tuple[str, ...]]
    _given: dict[tuple[str, ...], int] = field(default_factory=dict)

    def after(self, section: tuple[str, ...]) -> str:
        """A new number for a section that comes after this one (headings, outermost first); empty if it has none."""
        place = tuple(section)
        found = _NUMBER.match(place[-1]) if place else None
        if found is None:
            return ""
        turn = self._given.get(place, 0)
        last, stem, roman = found["last"], found["stem"], self._is_roman(place)
        taken = self._taken(place)
        while True:
            turn += 1
            following = _following(last, turn, roman=roman) if self._is_last(place) else ""
            number = f"{following}{found['stop'] or ''}" if following else f"{last}{_suffix(last, turn, roman=roman)}"
            number = f"{found['word'] or ''}{stem}{number}"
            if number not in taken:
                self._given[place] = turn
                return number

    def last_at_top(self) -> tuple[str, ...]:
        """The last section at the top level that has a number, or the last at all; empty where there is none."""
        top = [section for section in self.sections if len(section) == 1]
        numbered = [section for section in top if _NUMBER.match(section[-1])]
        return next(iter(reversed(numbered or top)), ())

    def _taken(self, place: tuple[str, ...]) -> set[str]:
        """The numbers of the sections under the same heading, without the stop behind them."""
        words = (each[-1].split() for each in self.sections if each[:-1] == place[:-1] and each[-1].strip())
        return {number.rstrip(".)") for each in words for number in (each[0], " ".join(each[:2]))}

    def _is_last(self, place: tuple[str, ...]) -> bool:
        """Whether no section of the same level with a number follows under the same heading."""
        siblings = [each for each in self.sections if each[:-1] == place[:-1] and len(each) == len(place)]
        if place not in siblings:
            return False
        rest = siblings[len(siblings) - 1 - siblings[::-1].index(place) + 1 :]
        return not any(_NUMBER.match(each[-1]) for each in rest)

    def _is_roman(self, place: tuple[str, ...]) -> bool:
        """Whether the letters of this level are Roman numerals: a second section is then II, not B."""
        found = _NUMBER.match(place[-1])
        if found and not found["last"].isdigit() and len(found["last"]) > 1:
            return True
        siblings = [each for each in self.sections if each[:-1] == place[:-1] and len(each) == len(place)]
        numbers = [found["last"] for each in siblings if (found := _NUMBER.match(each[-1]))]
        return "II" in numbers or (len(numbers) == 1 and numbers[0] == "I")


def _suffix(last: str, turn: int, *, roman: bool) -> str:
    """What is put behind the number before: a letter, or a figure behind a Roman numeral."""
    if roman:
        return f"-{turn}"
    letter = _LETTERS[turn - 1] if turn <= len(_LETTERS) else f"{_LETTERS[-1]}{turn - len(_LETTERS)}"
    return letter if last.isdigit() else f"-{letter}"


def _following(last: str, steps: int, *, roman: bool) -> str:
    if last.isdigit():
        return str(int(last) + steps)
    if roman:
        return _roman(_value(last) + steps)
    if len(last) == 1 and _LETTERS.index(last) + steps < len(_LETTERS):
        return _LETTERS[_LETTERS.index(last) + steps]
    return ""


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        while number >= value:
            written, number = written + sign, number - value
    return written


def _value(roman: str) -> int:
    total, at = 0, 0
    for value, sign in _ROMAN:
        while roman.startswith(sign, at):
            total, at = total + value, at + len(sign)
    return total
