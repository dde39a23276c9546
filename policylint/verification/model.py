"""What a verification comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CauseKind = Literal["document", "recognition", "pack", "tool", "model", "library", "file", "settings", "drawing"]
"""What may make a report come out otherwise: another document, program that reads its scans, pack, policylint, language
model, reading library, file of the configuration, or another setting. A library that only draws reports bears on bytes,
and on no verdict."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something the report was made from, then and now.

    `document` is the document it bears on, by its name in the report; empty where it bears on all.
    """

    kind: CauseKind
    name: str
    then: str
    now: str
    document: str = ""

    @property
    def same(self) -> bool:
        """Whether nothing has changed."""
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the report says one thing, and another when it is made again.

    `about` is the id of a requirement or finding, empty for what is said of the whole; `why` is what can have made it
    so, in words.
    """

    document: str
    about: str
    field: str
    reported: str
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Whether the file is what policylint draws from the report that it carries.

    `edited` has the lines that differ, as "- line" for what policylint writes and "+ line" for what the file says;
    `otherwise` says what else is to be known, such as that another version drew it.
    """

    result: Literal["same", "differs", "other-version", "data"]
    edited: tuple[str, ...] = ()
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The whole result. `compared` counts verdicts; `absent` names documents of the report that nobody gave."""

    format: str
    inputs: tuple[Input, ...]
    differences: tuple[Difference, ...]
    drawing: Drawing
    documents: int
    compared: int
    absent: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether everything that was given is, and says, the same as the report."""
        return not self.differences and not self.other_documents and self.drawing.result in ("same", "data")

    @property
    def other_documents(self) -> tuple[str, ...]:
        """Documents whose bytes are not those that the report is about, whatever becomes of the verdicts."""
        return tuple(one.name for one in self.inputs if one.kind == "document" and not one.same)

    @property
    def exit_code(self) -> int:
        """0 the same, 1 something differs, 2 something could not be looked at."""
        if self.differences or self.other_documents or self.drawing.result == "differs":
            return 1
        return 2 if self.absent or self.drawing.result == "other-version" else 0
