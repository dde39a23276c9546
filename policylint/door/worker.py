"""The child's side of the door: sets its own limits, reads one file, answers, and ends.

Imports as little as it can, for its start is part of the time that a user waits for a report.
"""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO, Final, cast

import msgspec

from policylint.door.wire import (
    ANSWER,
    DATA,
    PROGRESS,
    REQUEST,
    Answer,
    Progress,
    Request,
    announced,
    copy,
    receive,
    send,
)
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document

try:
    import resource
    import signal
except ImportError:  # Windows: the parent's clock is the only limit
    LIMITED = False
else:
    LIMITED = True

_WRITABLE: Final = 64 << 20
"""Bytes of one file; enough for a page that is drawn for OCR, too little to fill a disk."""

_OPEN_FILES: Final = 512
"""Enough for an office suite, too little to use up what the system has."""

_GRACE: Final = 5
"""Seconds after which a child whose parent should have stopped it stops by itself: the parent may be gone."""

_LARGEST_REQUEST: Final = 1 << 20

_TEMPORARY: Final = ("TMPDIR", "TEMP", "TMP", "HOME")
"""Environment variables that tell programs where to write."""


def serve(incoming: BinaryIO, outgoing: BinaryIO, reader: str) -> None:
    """Answer one request.

    Args:
        incoming: Where the request comes from, and the file behind it.
        outgoing: Where the answer goes.
        reader: The function that reads a file, as "module:name", with the signature of `policylint.readers.read`; it
            may return bytes in place of a document.
    """
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        request = msgspec.msgpack.decode(receive(incoming, REQUEST, at_most=_LARGEST_REQUEST), type=Request)
        _settle_in(request.folder)
        _limit_process(request.limits)
        send(outgoing, ANSWER, _reply(reader, incoming, outgoing, request))


def _reply(reader: str, incoming: BinaryIO, outgoing: BinaryIO, request: Request) -> bytes:
    try:
        data = _file(incoming, request.limits.file_bytes)
        clock = _Clock(request.limits)

        def tell(stage: str, done: int, of: int) -> None:
            if stage == "ocr":
                clock.extend()
            send(outgoing, PROGRESS, msgspec.msgpack.encode(Progress(stage, done, of)))

        return msgspec.msgpack.encode(_answer(reader, data, request, tell))
    except MemoryError:
        return msgspec.msgpack.encode(Answer(reason="memory"))


def _file(incoming: BinaryIO, at_most: int) -> bytes:
    """The file, put together from its pieces. Raises `EOFError` where the parent gives it up."""
    held = io.BytesIO()
    while True:
        tag, length = announced(incoming)
        if tag != DATA or held.tell() + length > at_most:
            raise EOFError
        if not length:
            return held.getvalue()
        copy(incoming, length, held)


def _answer(reader: str, data: bytes, request: Request, tell: object) -> Answer:
    try:
        module, _, name = reader.partition(":")
        read = getattr(import_module(module), name)
        found = read(data, name=request.name, limits=request.limits, ocr=request.ocr, on_progress=tell)
        if isinstance(found, bytes):
            return Answer(made=found)
        _check_size(found, request.limits.characters)
        return Answer(document=cast(Document, found))
    except UnreadableDocument as error:
        return Answer(reason=error.reason, detail=error.detail)
    except MemoryError:
        return Answer(reason="memory")
    except Exception as error:  # a bug of a reader is a verdict on this file, not the end of all the others
        return _confession(error)


def _check_size(found: object, at_most: int) -> None:
    """Refuse a document of more text than the parent should have to hold."""
    if isinstance(found, Document):
        characters = sum(len(block.text) for block in found.blocks)
        if characters > at_most:
            raise UnreadableDocument("too-large", f"{characters:,} characters, of {at_most:,}")


def _confession(error: Exception) -> Answer:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    readers = os.path.join("policylint", "readers")
    own = next((frame for frame in reversed(frames) if readers in frame.filename), frames[-1])
    place = f"{os.path.basename(own.filename)}, {own.name}"
    return Answer(
        reason="crash",
        detail=f"{type(error).__name__} in {place}",
        traceback="".join(traceback.format_exception(error)),
    )


def silence() -> None:
    """Whatever a parser prints goes nowhere, least of all into the answers; and there is nothing for it to read."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    if null > 2:
        os.close(null)


def _settle_in(folder: str) -> None:
    """Make the private folder the place where this process, and what it starts, writes."""
    if not folder:
        return
    os.chdir(folder)
    for name in _TEMPORARY:
        os.environ[name] = folder
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].__dict__["tempdir"] = None  # it may have looked before the fork


def _limit_process(limits: Limits) -> None:
    if not LIMITED:
        return
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, _WRITABLE)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _lower(resource.RLIMIT_AS, limits.memory_bytes)


def _lower(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    with suppress(OSError, ValueError):  # a system that knows the limit by name only, as macOS does RLIMIT_AS
        resource.setrlimit(kind, (limit, limit))


class _Clock:
    """Limits the processor time of this document, and sets an alarm for the case that nobody is left to stop us."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._extended = False
        self._used = int(time.process_time())
        self._set(0.0)

    def extend(self) -> None:
        """Give the time for OCR on top, once."""
        if not self._extended:
            self._extended = True
            self._set(self._limits.ocr_seconds)

    def _set(self, extra: float) -> None:
        if not LIMITED:
            return
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = self._used + self._limits.cpu_seconds + int(extra) + 1
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, self._limits.seconds + extra + _GRACE)


def main() -> None:
    """Entry point of a child that is started for one file; the parent's command line calls it with the reader."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence()
    serve(incoming, outgoing, sys.argv[1])
