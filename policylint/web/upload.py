"""Receiving files: in pieces, counted as they come, and given up where they are too many, too large or too slow."""

from __future__ import annotations

import asyncio
import errno
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from policylint.web.access.visitor import Refusal
from policylint.web.settings import Bounds

DISK_FULL: Final = "The disk of this service is full, so the file was not kept. Try again later."
BUSY: Final = "Many files are being uploaded right now. Try again in a moment."
_SLACK: Final = 1_000_000
"""Bytes of a form beside its files."""
_MOST_FIELDS: Final = 20
_FIELD_BYTES: Final = 100_000
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LONGEST: Final = 150
"""Characters of a file's name that are kept."""
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Form:
    """The files of an upload, in order, and its other fields."""

    files: tuple[UploadFile, ...]
    fields: dict[str, str]


class Slots:
    """How many uploads may be received at a time."""

    def __init__(self, number: int) -> None:
        self._free = number

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place for one upload. Raises `Refusal` 503 where none is free: nothing of it has been read yet."""
        if self._free <= 0:
            raise Refusal(503, BUSY, retry_after=5)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


@asynccontextmanager
async def received(request: Request, bounds: Bounds, *, files: int | None = None) -> AsyncIterator[Form]:
    """The form that a request carries; its files are gone afterwards.

    Args:
        request: The request, of which nothing was read yet.
        bounds: How much there may be.
        files: How many files at most, if not as many as the bounds allow.

    Raises:
        Refusal: 413 for what is too large or too many, 408 for what comes too slowly, 400 for what is no such form or
            breaks off, 415 for another media type, 507 where there is no room.
    """
    most = files or bounds.files
    form: FormData | None = None
    try:
        form = await _parsed(request, bounds, most)
        yield Form(
            tuple(value for _, value in form.multi_items() if isinstance(value, UploadFile) and value.filename),
            {key: value for key, value in form.multi_items() if isinstance(value, str)},
        )
    finally:
        if form is not None:
            await form.close()


async def _parsed(request: Request, bounds: Bounds, most: int) -> FormData:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refusal(415, "Send the file as a form (multipart/form-data).")
    body = _Body(request, bounds, most * bounds.file_bytes + _SLACK)
    try:
        body.require_size()
        return await _Parser(request.headers, body.pieces(), most, bounds).parse()
    except MultiPartException as error:
        many = "Too many files" in error.message
        raise Refusal(413 if many else 400, _too_many(most) if many else "The form could not be read.") from None
    except ClientDisconnect:
        raise Refusal(400, "The upload broke off.") from None
    except OSError as error:
        if error.errno in _FULL:
            raise Refusal(507, DISK_FULL) from None
        raise


class _Body:
    """The bytes of a request, counted and timed as they come."""

    def __init__(self, request: Request, bounds: Bounds, total: int) -> None:
        self._request = request
        self._bounds = bounds
        self._total = total
        self._stream = request.stream()

    def require_size(self) -> None:
        """See that no more was announced than there may be. Raises `Refusal` 413."""
        announced = self._request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._total:
            raise Refusal(413, too_large(self._bounds))

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes in pieces. Raises `Refusal` 408 and 413."""
        size, ends = 0, time.monotonic() + self._bounds.upload_seconds
        while True:
            left = min(self._bounds.quiet_seconds, ends - time.monotonic())
            try:
                piece = await asyncio.wait_for(anext(self._stream), max(0.0, left))
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise Refusal(408, "The upload was too slow, so it was given up. Try again.") from None
            size += len(piece)
            if size > self._total:
                raise Refusal(413, too_large(self._bounds))
            yield piece


class _Parser(MultiPartParser):
    """Stops at the first file that is too large."""

    def __init__(self, headers: object, stream: object, most: int, bounds: Bounds) -> None:
        super().__init__(
            headers,  # type: ignore[arg-type]
            stream,  # type: ignore[arg-type]
            max_files=most,
            max_fields=_MOST_FIELDS,
            max_part_size=_FIELD_BYTES,
        )
        self._bounds = bounds
        self._size = 0

    def on_part_begin(self) -> None:
        super().on_part_begin()
        self._size = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._current_part.file is not None and self._size > self._bounds.file_bytes:
            raise Refusal(413, too_large(self._bounds, file_name(self._current_part.file.filename)))
        super().on_part_data(data, start, end)


def too_large(bounds: Bounds, name: str = "") -> str:
    """What to say of an upload that is too large."""
    most = f"{bounds.file_bytes / 1e6:,.0f} MB"
    if name:
        return f"“{name}” is larger than {most}, the most that this service takes. Save it smaller, or split it."
    return f"The upload is too large: a file may have {most}, and an upload {bounds.files} files."


def _too_many(most: int) -> str:
    return f"Too many files at once; choose at most {most}." if most > 1 else "Choose one file."


def file_name(given: str | None) -> str:
    """A file's name without folders, and without what acts or cannot be seen; what it is called where nothing is left.

    Browsers of old send whole paths. The end is kept of what is too long, for it tells the format.
    """
    name = re.split(r"[/\\]", given or "")[-1]
    name = " ".join(_UNFIT.sub(" ", name).split()).strip(". ")
    if len(name) > _LONGEST:
        stem, dot, suffix = name.rpartition(".")
        tail = f"{dot}{suffix}" if len(suffix) <= 10 else ""
        name = f"{(stem if tail else name)[: _LONGEST - len(tail)]}{tail}"
    return name or "document"
