"""What a document may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one document.

    `seconds` is wall time from the moment the child gets the file, its start included where it is cold; `cpu_seconds`
    is processor time; `memory_bytes` the address space of the child; `file_bytes` the size of the file; `pages` how
    many pages of a PDF are read. Without the `resource` module (Windows) only `seconds`, `file_bytes` and `pages` hold.
    """

    seconds: float = 60.0
    cpu_seconds: int = 60
    memory_bytes: int = 2 << 30
    file_bytes: int = 200_000_000
    pages: int = 2000
