"""The child's side of the door: sets its own limits, then reads one file after another until its input ends.

Imports as little as it can, for its start is part of the time that a user waits for a report.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from importlib import import_module
from typing import Final, cast

import msgspec

from policylint.door.wire import Answer, Request, receive, send
from policylint.errors import UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document

try:
    import resource
    import signal
except ImportError:  # Windows: the parent's clock is the only limit
    _LIMITED = False
else:
    _LIMITED = True

_WRITABLE: Final = 64 << 20
"""Bytes; enough for Python to cache a compiled module, too little to fill a disk."""

_GRACE: Final = 5
"""Seconds after which a child whose parent should have stopped it stops by itself: the parent may be gone."""

_REQUEST: Final = 1 << 20


def serve(reader: str, *, memory_bytes: int) -> None:
    """Answer requests on standard input until it ends.

    Args:
        reader: The function that reads a file, as "module:name", with the signature of `policylint.readers.read`; it
            may return bytes in place of a document.
        memory_bytes: Limit on the address space of this process.
    """
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _silence()
    _limit_process(memory_bytes)
    with suppress(EOFError, BrokenPipeError):
        while True:
            request = msgspec.msgpack.decode(receive(incoming, at_most=_REQUEST), type=Request)
            data = receive(incoming, at_most=request.limits.file_bytes)
            _start_clock(request.limits)
            reply = _reply(reader, data, request)
            del data
            send(outgoing, reply)
            del reply
            _stop_clock()


def _reply(reader: str, data: bytes, request: Request) -> bytes:
    try:
        return msgspec.msgpack.encode(_answer(reader, data, request))
    except MemoryError:
        return msgspec.msgpack.encode(Answer(reason="memory"))


def _answer(reader: str, data: bytes, request: Request) -> Answer:
    try:
        module, _, name = reader.partition(":")
        read = getattr(import_module(module), name)
        found = read(data, name=request.name, limits=request.limits)
        return Answer(made=found) if isinstance(found, bytes) else Answer(document=cast(Document, found))
    except UnreadableDocument as error:
        return Answer(reason=error.reason, detail=error.detail)
    except MemoryError:
        return Answer(reason="memory")
    except Exception as error:  # a bug of a reader is a verdict on this file, not the end of all the others
        return _confession(error)


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


def _silence() -> None:
    """Whatever a parser prints goes nowhere, least of all into the answers."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    if null > 2:
        os.close(null)


def _limit_process(memory_bytes: int) -> None:
    if not _LIMITED:
        return
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, _WRITABLE)
    _lower(resource.RLIMIT_AS, memory_bytes)


def _lower(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    with suppress(OSError, ValueError):  # a system that knows the limit by name only, as macOS does RLIMIT_AS
        resource.setrlimit(kind, (limit, limit))


def _start_clock(limits: Limits) -> None:
    """Limit the processor time of this document, and set an alarm for the case that nobody is left to stop us."""
    if not _LIMITED:
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time()) + limits.cpu_seconds + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)


def _stop_clock() -> None:
    if _LIMITED:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Entry point of the child; the parent's command line calls it with the reader and the memory limit."""
    serve(sys.argv[1], memory_bytes=int(sys.argv[2]))
