"""What one document may cost, whoever reads it. Cheap to import: command line, door and readers share it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one document. The defaults suit a manual of 600 pages on a slow machine.

    Those of the process that reads (`policylint.door` sees to them):

    `seconds` is wall time from the moment the child has the file, its start included where it is cold; `cpu_seconds`
    processor time; `memory_bytes` the address space of the child and of each program that it starts; `file_bytes` the
    size of the file; `ocr_seconds` the wall time that a document gets on top once pages of it are read by OCR.

    Those that readers see to before they open or unpack anything:

    `pages` of a PDF; `ocr_pages` that are read by OCR; `pixels` of one picture that is decoded; `stream_bytes` of one
    unpacked stream of a PDF; `members` of a ZIP package, `unpacked_bytes` of all of them together, and `ratio` unpacked
    bytes for a packed one; `characters` of text.

    Without the `resource` module (Windows) the limits on processor time and memory do not hold.
    """

    seconds: float = 120.0
    cpu_seconds: int = 120
    memory_bytes: int = 2 << 30
    file_bytes: int = 200_000_000
    ocr_seconds: float = 900.0
    pages: int = 2_000
    ocr_pages: int = 300
    pixels: int = 100_000_000
    stream_bytes: int = 256 << 20
    members: int = 2_000
    unpacked_bytes: int = 512 << 20
    ratio: float = 200.0
    characters: int = 3_000_000
