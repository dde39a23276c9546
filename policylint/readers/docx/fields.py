"""Fields: what of them is shown (their results) and what is not (their instructions); ECMA-376 part 1, 17.16."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_LONGEST_INSTRUCTION: Final = 4_000
_MOST_OPEN: Final = 50
"""Fields within one another; more are fields that were never ended."""

_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_HYPERLINK = re.compile(r'\s*HYPERLINK\b(?:\s+(?!\\)(?:"([^"]*)"|(\S+)))?', re.IGNORECASE)
_ANCHOR = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Field:
    """A field that has begun. `shows` from its separator on."""

    instruction: str = ""
    shows: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether its result is a table of contents or an index."""
        return bool(_CONTENTS.match(self.instruction))

    @property
    def target(self) -> str:
        """Where its result leads, nothing for all but hyperlinks."""
        return target_of(self.instruction)


def target_of(instruction: str) -> str:
    """Where the result of a HYPERLINK field leads: an address, "#bookmark", or both."""
    found = _HYPERLINK.match(instruction)
    if not found:
        return ""
    anchor = _ANCHOR.search(instruction, found.end())
    return (found[1] or found[2] or "") + (f"#{anchor[1] or anchor[2]}" if anchor else "")


@dataclass(slots=True)
class OpenFields:
    """The fields that are open at some place of a story, outermost first."""

    stack: list[Field] = field(default_factory=list)
    contents: Field | None = None
    """The open field that makes a table of contents."""

    target: str = ""
    is_shown: bool = True

    def mark(self, kind: str | None) -> None:
        """Take in a `w:fldChar`. One that fits no open field is passed over."""
        if kind == "begin":
            if len(self.stack) == _MOST_OPEN:
                self.stack.clear()
            self.stack.append(Field())
        elif kind == "separate" and self.stack:
            self.stack[-1].shows = True
        elif kind == "end" and self.stack:
            self.stack.pop()
        self._look()

    def instruct(self, text: str) -> None:
        """Take in the text of a `w:instrText`."""
        if self.stack and not self.stack[-1].shows and len(self.stack[-1].instruction) < _LONGEST_INSTRUCTION:
            self.stack[-1].instruction += text

    def end_paragraph(self) -> None:
        """Forget the fields that have shown nothing yet: a lost separator must not cost the rest of the document."""
        if not self.is_shown:
            self.stack = [each for each in self.stack if each.shows]
            self._look()

    def _look(self) -> None:
        self.is_shown = all(each.shows for each in self.stack)
        self.contents = next((each for each in self.stack if each.shows and each.is_contents), None)
        self.target = next((target for each in reversed(self.stack) if each.shows and (target := each.target)), "")
