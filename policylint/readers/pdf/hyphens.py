"""Words divided at the end of a line: which hyphens belong to the word, and which only to the line.

Word processors rarely divide words, so most hyphens at line ends there are real ("self-" / "service"); typeset
documents divide on every page. The document's own words decide where they can, its habit where they cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from policylint.readers.pdf.lines import Line

HABIT: Final = 0.03
"""Share of lines ending in a hyphen from which a document is taken to divide words as a habit."""

_PREFIXES: Final = frozenset(
    {
        *("self", "non", "cross", "well", "off", "on", "anti", "ex", "semi", "multi", "third", "long", "short", "full"),
        *("part", "half", "high", "low", "all", "mid", "pre", "post", "inter", "intra", "follow", "up", "co", "re"),
        *(
            "sub",
            "quasi",
            "pro",
            "cyber",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    }
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+)-$")
_FIRST = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"://|www\.|[@/\\_]|\w\.\w")


class Divided:
    """What is known of a document's words when lines are joined."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Keep the document's lines; they are looked through when the first hyphen is met."""
        self._lines = list(lines)
        self._words: frozenset[str] | None = None
        self._habit = False

    def _learn(self) -> frozenset[str]:
        """The words that stand whole on a line."""
        if self._words is None:
            words: set[str] = set()
            divided, tail = 0, False
            for line in self._lines:
                text = line.text.lower()
                divided += bool(_LAST.search(text))
                whole = text[text.find(" ") + 1 :] if tail else text
                tail = text.endswith("-")
                words.update(_WORD.findall(whole[: whole.rfind(" ") + 1] if tail else whole))
            self._habit = divided > HABIT * len(self._lines) and divided > 3
            self._words = frozenset(words)
        return self._words

    def drops_hyphen(self, one: str, other: str) -> bool:
        """Whether the hyphen at the end of `one` goes when the next line begins with `other`.

        Args:
            one: The last characters of a line, without white space, ending in a hyphen.
            other: The first characters of the next line.
        """
        head, tail = _LAST.search(one), _FIRST.match(other)
        if not head or not tail or tail.group()[0].isupper() or _ADDRESS.search(one):
            return False
        left, right = head.group(1).lower(), tail.group().lower()
        words = self._learn()
        if left + right in words:
            return True
        if f"{left}-{right}" in words or len(left) == 1 or one.count("-") > 1:
            return False
        if self._habit:
            return not (left in words and right in words and len(left) > 2 and len(right) > 2)
        return left not in _PREFIXES and left not in words and right not in words
