"""What a visitor typed: lines of writing, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policylint.outputs.wording import shortened

_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What is no writing: control characters, what turns the direction of text around, halves of characters."""
LONGEST: Final = 2_000
"""Characters of a reason; of a name a tenth."""


class Mistake(Exception):
    """A form that makes no sense: the field, and what to do about it as a sentence."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        self.words = words
        super().__init__(words)


def line(form: Mapping[str, str], field: str, length: int) -> str:
    """A field as one line of writing, without what acts in it; empty where it is not there.

    Raises:
        Mistake: It is longer than `length` characters.
    """
    text = " ".join(_UNFIT.sub(" ", form.get(field, "")).split())
    if len(text) > length:
        raise Mistake(field, f"This is longer than {length:,} characters: {shortened(text, 40)}")
    return text
