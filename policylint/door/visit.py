"""One file with one child: hand it over, keep the clock, take the answer, or say of what the child died."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from typing import BinaryIO, Final, cast

import msgspec

from policylint.door.child import DYING, Child
from policylint.door.wire import (
    ANSWER,
    DATA,
    PIECE,
    PROGRESS,
    REQUEST,
    Answer,
    Progress,
    Request,
    announced,
    copy,
    send,
)
from policylint.limits import Limits

OnProgress = Callable[[str, int, int], None]
"""Told of slow work on one file: what is done ("ocr"), how many parts of it, of how many."""

_HELD: Final = 1 << 18
"""Bytes of an answer that are held in memory until somebody asks for it; more go to a file without a name."""

_REPORT: Final = 1 << 12
"""Bytes of a report of progress, at most."""

_BLOATED: Final = 0.6
"""Share of the memory limit from which a sudden death counts as want of memory; native code that gets none aborts."""

_OCR: Final = "ocr"
"""The work for which there is more time."""


class Visit:
    """A child, and the file that it reads."""

    def __init__(self, child: Child, limits: Limits, *, answer_bytes: int, on_progress: OnProgress | None) -> None:
        """Nothing happens yet."""
        self._child = child
        self._limits = limits
        self._answer_bytes = answer_bytes
        self._on_progress = on_progress
        self._problem = ""
        self._overlong = 0
        self._clock = _Clock(child, limits)

    def ask(self, request: Request, head: bytes, rest: BinaryIO) -> BinaryIO | Answer | None:
        """Have the file read whose bytes are `head` and what `rest` has left.

        Returns:
            The packed answer; or one that needed no child; or None when the child is no more.
        """
        self._clock.start()
        try:
            size = self._send(request, head, rest)
            if size > self._limits.file_bytes:
                return too_large(size, self._limits)
            return self._receive()
        except (EOFError, OSError, ValueError) as error:  # ValueError: the line was closed meanwhile
            if isinstance(error, _SourceFailed):
                raise error.error from None
            return None
        finally:
            self._clock.stop()

    def obituary(self) -> Answer:
        """What to say of the file on which the child died or fell silent."""
        if self._clock.is_over:
            return Answer(reason="timeout", detail=f"{self._clock.seconds:g} seconds")
        if self._overlong:
            limit = f"{self._answer_bytes / 1e6:,.0f} MB"
            return Answer(reason="too-large", detail=f"what was read fills {self._overlong / 1e6:,.0f} MB, of {limit}")
        end = None if self._problem else self._child.wait(DYING)
        if end is None:
            return Answer(reason="crash", detail=self._problem)
        if os.name == "posix" and -end.code in (signal.SIGXCPU, signal.SIGALRM):
            seconds = self._limits.cpu_seconds + (int(self._limits.ocr_seconds) if self._clock.is_extended else 0)
            return Answer(reason="timeout", detail=f"{seconds} seconds of processor time")
        if end.peak > _BLOATED * self._limits.memory_bytes or (os.name == "posix" and -end.code == signal.SIGKILL):
            return Answer(reason="memory")
        how = signal.Signals(-end.code).name if end.code < 0 else f"exit code {end.code}"
        return Answer(reason="crash", detail=how)

    def end(self) -> bool:
        """Kill the child and whatever it has started; whether that was seen to have happened."""
        self._child.kill()
        gone = self._child.wait(DYING) is not None
        self._child.close()
        return gone

    def _send(self, request: Request, piece: bytes, rest: BinaryIO) -> int:
        """Send the file in pieces; returns its size, or as much of it as is too much."""
        line = self._child.outgoing
        send(line, REQUEST, msgspec.msgpack.encode(request))
        size = 0
        while piece:
            size += len(piece)
            if size > self._limits.file_bytes:
                return size
            send(line, DATA, piece)
            try:
                piece = rest.read(PIECE)
            except OSError as error:
                raise _SourceFailed(error) from error
        send(line, DATA, b"")
        return size

    def _receive(self) -> BinaryIO | None:
        line = self._child.incoming
        while True:
            tag, length = announced(line)
            if tag == ANSWER and length <= self._answer_bytes:
                reply = cast(BinaryIO, tempfile.SpooledTemporaryFile(_HELD))  # noqa: SIM115
                copy(line, length, reply)
                return reply
            if tag == PROGRESS and length <= _REPORT:
                self._pass_on(line.read(length))
            elif tag == ANSWER:
                self._overlong = length
                return None
            else:
                self._problem = "its answer made no sense"
                return None

    def _pass_on(self, report: bytes) -> None:
        try:
            progress = msgspec.msgpack.decode(report, type=Progress)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise EOFError from None
        if progress.stage == _OCR:
            self._clock.extend()
        if self._on_progress is not None:
            self._on_progress(progress.stage, progress.done, progress.of)


class _SourceFailed(OSError):
    """The file itself could not be read to its end; that is nothing that the child did."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


class _Clock:
    """Kills a child when its time is up. More time is given once, for slow work that it reports."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self.seconds = limits.seconds
        self.is_over = False
        self.is_extended = False
        self._child = child
        self._extra = limits.ocr_seconds
        self._began = 0.0
        self._timer: threading.Timer | None = None

    def start(self) -> None:
        self._began = time.monotonic()
        self._set(self.seconds)

    def extend(self) -> None:
        if not self.is_extended and not self.is_over:
            self.is_extended = True
            self.stop()
            self.seconds += self._extra
            self._set(self._began + self.seconds - time.monotonic())

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _set(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._time_is_up)
        self._timer.daemon = True
        self._timer.start()

    def _time_is_up(self) -> None:
        self.is_over = True
        self._child.kill()


def too_large(size: int, limits: Limits) -> Answer:
    """The verdict on a file of so many bytes."""
    return Answer(reason="too-large", detail=f"{size:,} bytes, of {limits.file_bytes:,}")
