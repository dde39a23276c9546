"""What surrounds every page: who looks at it, where the service lies, and what it takes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

PageKey = Literal["", "start", "documents", "about", "api"]
"""The page that is marked as the current one in the navigation; empty for one that is not in it."""


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What people are told that an upload may be: bytes of a file, pages of a document, files at a time."""

    max_bytes: int = 50_000_000
    max_pages: int = 2_000
    max_files: int = 20


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile that one may choose: a sort of organisation."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken and why, as a sentence for people; without a name, what was wrong with the upload."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page needs to know besides what it shows.

    `root` is the path below which the service lies ("" or "/policylint"). `signed_in_as` is a name for people, empty
    where nobody signs in. `notice` is a sentence on what was just done. `suffixes` are those of the files that are
    read, each with its dot; `reads_scans` says that pictures of pages are read by OCR, `reads_office` that a converter
    for .doc, .odt and .rtf is there. `is_public` says that anybody may use the service. `now` is the time of drawing
    in seconds since the epoch.
    """

    root: str = ""
    page: PageKey = ""
    signed_in_as: str = ""
    may_sign_out: bool = False
    notice: str = ""
    ceilings: Ceilings = field(default_factory=Ceilings)
    lifetime_hours: float = 24.0
    suffixes: tuple[str, ...] = (".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt", ".text")
    reads_office: bool = False
    reads_scans: bool = False
    profiles: tuple[ProfileChoice, ...] = ()
    is_public: bool = False
    now: float = field(default_factory=time.time)

    def at(self, path: str) -> str:
        """The address of a page of the service, such as "/documents", from the root of the host on."""
        return f"{self.root}{path}"
