"""What is asked for when pages of a PDF are to be drawn, and what comes back: passed through the door as MessagePack.

`policylint.readers.pdf.rendering` draws. Nothing here loads pdfium, so that whoever asks need not.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

RENDERER: Final = "policylint.readers.pdf.rendering:rendered"
"""What a door must be told, as its reader, to answer a packed `PictureTask` with packed `Pictures`."""


class PictureTask(Struct, frozen=True, kw_only=True, gc=False):
    """A PDF file and what is wanted of it: the sizes of all its pages, or pictures of some (numbers from 1).

    `width` is that of a picture in pixels; a page that would become too high or too large by it gets a smaller one.
    """

    data: bytes
    sizes: bool = False
    numbers: tuple[int, ...] = ()
    width: int = 0


class Pictures(Struct, frozen=True, kw_only=True, gc=False):
    """How many pages the file has; width and height of each in points as displayed, if asked for; and WebP files, one
    for each number of the task, None for a page that the file does not have.
    """

    count: int
    sizes: tuple[tuple[float, float], ...] = ()
    files: tuple[bytes | None, ...] = ()
