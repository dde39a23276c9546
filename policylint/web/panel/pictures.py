"""Pictures of the pages of a PDF, and their sizes: the parent's side of the door, which loads no pdfium."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Final, Self

import msgspec

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.readers.pdf.pictures import RENDERER, Pictures, PictureTask
from policylint.web.panel.model import PanelPage

_SECONDS: Final = 30
"""Wall and processor time for the pages of one task; a page of print takes a tenth of a second."""

_ENVELOPE: Final = 4_096
"""Bytes that a task takes beside the file in it."""

_ANSWER: Final = 32 << 20
"""Bytes of an answer: a page of print takes a hundred KB, as do the sizes of the most pages that a file may have."""


class NoSuchPage(LookupError):
    """The document does not have the page that was asked for."""


class PagePictures:
    """Draws pages of PDF files in child processes, up to `workers` at a time.

    Where the children come from is started by the first use, or by `start`, and kept until `close`. Threads may share
    one. Every file is looked at first, and mended where it is damaged, as it is for reading; what cannot be read
    cannot be drawn.
    """

    def __init__(self, limits: Limits | None = None, *, workers: int = 2) -> None:
        """Set up; nothing is started yet."""
        limits = limits or Limits()
        narrow = replace(
            limits,
            seconds=min(limits.seconds, _SECONDS),
            cpu_seconds=min(limits.cpu_seconds, _SECONDS),
            file_bytes=limits.file_bytes + _ENVELOPE,
        )
        self._door = Door(narrow, workers=workers, reader=RENDERER, answer_bytes=_ANSWER)

    def __enter__(self) -> Self:
        """Start what children come from."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stop all children."""
        self.close()

    def start(self) -> None:
        """Start what children come from, and return at once."""
        self._door.start()

    def sizes(self, data: bytes) -> tuple[PanelPage, ...]:
        """The pages of a PDF file with their sizes as displayed: those in which the report gives its boxes.

        Raises:
            UnreadableDocument: As the door does, with the reasons of the PDF reader.
        """
        made = self._ask(PictureTask(data=data, sizes=True))
        return tuple(PanelPage(width=width, height=height) for width, height in made.sizes)

    def draw(self, data: bytes, number: int, width: int) -> bytes:
        """One page as a WebP picture.

        Args:
            data: The PDF file.
            number: Of the page, from 1.
            width: Of the picture, in pixels. A page that is very high or large comes out narrower.

        Raises:
            NoSuchPage: The file has no page of this number.
            UnreadableDocument: As the door does: for the file, or for this page of it.
        """
        made = self._ask(PictureTask(data=data, numbers=(number,), width=width))
        file = made.files[0] if made.files else None
        if file is None:
            raise NoSuchPage(f"page {number} of a document of {made.count}")
        return file

    def close(self) -> None:
        """Stop all children, busy or not. The next use starts anew."""
        self._door.close()

    def _ask(self, task: PictureTask) -> Pictures:
        made = self._door.submit(msgspec.msgpack.encode(task), name="document").made()
        try:
            return msgspec.msgpack.decode(made, type=Pictures)
        except msgspec.MsgspecError:  # the file may have taken the child over
            raise UnreadableDocument("crash", "its answer made no sense") from None
