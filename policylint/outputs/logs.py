"""Text for logs: no line of it is a command to the program that keeps the log."""

from __future__ import annotations

import re
from typing import Final

_OPENED: Final = re.compile(r"##(?=\w*\[)")
"""How a command of Azure Pipelines, of TeamCity or of GitHub's older kind opens, wherever it stands in a line."""

_BEGUN: Final = re.compile(r"^((?:\x1b\[[0-9;]*m|[^\S\n])*):(?=:)", re.MULTILINE)
"""How a command of GitHub begins a line, also after blanks, which its runner takes away, and after our colours."""


def inert(text: str) -> str:
    """Lines in which a space divides the marks of a command, so that they are shown and not obeyed."""
    return _BEGUN.sub(r"\1: ", unopened(text)) if "::" in text else unopened(text)


def unopened(text: str) -> str:
    """The same for text that stands within a line: commands that may open anywhere."""
    return _OPENED.sub("# #", text) if "##" in text else text
