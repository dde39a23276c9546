"""Numbers in parts, such as 4.2(b) and II.B: what each part may count, and whether a number goes on with others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

Parts = tuple[str, ...]
"""A number in its parts, lower case, without leading zeros and without a last part of zero: ("4", "2", "b")."""

_PIECE = re.compile(r"\d+|[a-z]+", re.IGNORECASE | re.ASCII)
_ROMAN = re.compile(r"(?=[ivxl])(?:xl|x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50}

_MOST_FIGURES: Final = 4

ENOUGH: Final = 3
"""So many numbers of one kind are a way of counting."""

BEYOND: Final = 5
"""A number this far behind the last one is hardly one of the document's own."""


def parts_of(number: str) -> Parts:
    """The parts of a number as it was written: ("4", "2", "b") of "4.02(B)"; empty where there is none."""
    parts = [piece.lower().lstrip("0") or "0" for piece in _PIECE.findall(number)]
    while len(parts) > 1 and parts[-1] == "0":
        parts.pop()
    return tuple(parts)


def readings(part: str) -> frozenset[tuple[str, int]]:
    """What a part of a number may count: ("n", 4) of "4" and "IV"; ("l", 3) of "c"; both of "i". Empty for words."""
    part = part.lower()
    if part.isdecimal():
        return frozenset({("n", int(part))}) if len(part) <= _MOST_FIGURES else frozenset()
    found: set[tuple[str, int]] = set()
    if _ROMAN.fullmatch(part):
        values = [_ROMAN_VALUES[sign] for sign in part]
        found.add(("n", sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))))
    if len(part) == 1 or (len(part) == 2 and part[0] == part[1]):
        found.add(("l", ord(part[0]) - 96 + 26 * (len(part) - 1)))
    return frozenset(found)


def same_parts(one: Parts, other: Parts) -> bool:
    """Whether two numbers can mean the same: II.B and 2.b."""
    return len(one) == len(other) and all(a == b or readings(a) & readings(b) for a, b in zip(one, other, strict=True))


def are_alike(one: Parts, other: Parts) -> bool:
    """Whether both are figures with as many dots: 4.2 and 9.13."""
    return len(one) == len(other) > 1 and all(map(str.isdecimal, (*one, *other)))


def goes_on(known: Iterable[str], part: str) -> bool:
    """Whether the known parts count through, three at least, and this one is not among them but would fit in.

    They count through where hardly a number is missing from the first to the last: where many are, the reader may have
    lost this one, too.
    """
    have = {reading for one in known for reading in readings(one)}
    wanted = readings(part)
    return not have & wanted and any(
        _fits({value for sign, value in have if sign == own}, number) for own, number in wanted
    )


def _fits(counted: Collection[int], number: int) -> bool:
    last = max(counted, default=0)
    missing = set(range(1, last)) - {*counted, number}
    return len(counted) >= ENOUGH and number <= last + BEYOND and len(missing) <= last // ENOUGH // 2
