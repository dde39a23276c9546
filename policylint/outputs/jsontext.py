"""JSON that may be printed: on a terminal and in the log of a CI job it shows its characters, and none of them acts."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from policylint.outputs.wording import ACTING

_OPENED: Final = re.compile(r"##(?=\w*\[)")


def json_text(value: object, *, indent: int) -> str:
    """A value as JSON with a line end at its end."""
    return printable(msgspec.json.format(msgspec.json.encode(value), indent=indent).decode("utf-8")) + "\n"


def printable(text: str) -> str:
    """The same JSON with escapes for what would act: it says what it said, for such characters stand within strings.

    Those are control and direction characters (a program that prints JSON escapes the first thirty-two only), and the
    marks with which a command of Azure Pipelines or TeamCity opens anywhere in a line.
    """
    if "##" in text:
        text = _OPENED.sub(r"\\u0023#", text)
    return ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
