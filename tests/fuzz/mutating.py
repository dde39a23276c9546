"""Changes of whole tokens: tags, names, numbers and lines are moved, doubled, dropped and swapped for known words."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

MARKUP: Final = re.compile(rb"<[^<>]{0,300}>|[^<]+|<")
PDF_TOKENS: Final = re.compile(
    rb"\n|@@[^\n]*\n|\((?:[^()\\]|\\.)*\)|<<|>>|[\[\]]|/?[^\s/()<>\[\]]+|[ \t\r]+|.", re.DOTALL
)
LINES: Final = re.compile(rb"[^\n]*\n|[^\n]+")
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS: Final = (b"0", b"-1", b"1", b"9", b"255", b"65536", b"2147483647", b"-2147483648", b"4294967296",
                   b"99999999999999999999", b"1e9", b"0.00001", b"NaN", b"\xd9\xa3", b"\xc2\xb2")  # fmt: skip
_LONGEST_RUN: Final = 12


def mutate_tokens(data: bytes, *, tokens: re.Pattern[bytes], words: Sequence[bytes], most: int, seed: int) -> bytes:
    """A changed copy of `data`.

    Args:
        data: What to change.
        tokens: What a token is.
        words: Tokens to put in.
        most: Bytes that the copy may have.
        seed: The same changes for the same seed.
    """
    chance = random.Random(seed)
    found = tokens.findall(data)
    for _ in range(chance.randint(1, 4)):
        found = _changed(found, words, chance)
    return b"".join(found)[:most]


def _changed(found: list[bytes], words: Sequence[bytes], chance: random.Random) -> list[bytes]:
    if not found:
        return [chance.choice(words)] if words else [b"x"]
    start = chance.randrange(len(found))
    end = min(len(found), start + chance.randint(1, _LONGEST_RUN))
    target = chance.randrange(len(found) + 1)
    match chance.randrange(7):
        case 0:
            return found[:start] + found[end:]
        case 1:
            return found[:target] + found[start:end] * chance.choice((1, 1, 1, 2, 30)) + found[target:]
        case 2 if words:
            return [*found[:target], chance.choice(words), *found[target:]]
        case 3 if words:
            return [*found[:start], chance.choice(words), *found[start + 1 :]]
        case 4:
            other = chance.randrange(len(found))
            found = list(found)
            found[start], found[other] = found[other], found[start]
            return found
        case 5:
            numbered = [place for place, token in enumerate(found) if _NUMBER.search(token)]
            if not numbered:
                return found
            place = chance.choice(numbered)
            hit = chance.choice(list(_NUMBER.finditer(found[place])))
            token = found[place][: hit.start()] + chance.choice(_NUMBERS) + found[place][hit.end() :]
            return [*found[:place], token, *found[place + 1 :]]
        case _:
            token = found[start]
            cut = chance.randrange(len(token) + 1)
            return [*found[:start], token[:cut], chance.choice(found), token[cut:], *found[start + 1 :]]
