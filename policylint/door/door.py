"""The parent's side of the door: starts the child, keeps the clock, kills, and says what became of a file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

import msgspec

from policylint.choices import Ocr
from policylint.door.wire import Answer, Request, receive, send
from policylint.errors import UNREADABLE, UnreadableDocument
from policylint.limits import Limits
from policylint.model.document import Document

READER: Final = "policylint.readers:read"

_BOOT: Final = "import sys; sys.path[:] = {path!r}; from policylint.door.worker import main; main()"
_INHERITED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""Environment variables without which some Pythons do not start; the child gets no others."""

_DYING: Final = 1.0
"""Seconds that a child which has closed its end may take to be gone."""

_BLOATED: Final = 0.6
"""Share of the memory limit from which a sudden death counts as want of memory; native code that gets none aborts."""


def open_document(data: bytes, *, name: str, limits: Limits | None = None) -> Document:
    """Read one document in a child process of its own.

    Args:
        data: The file.
        name: Its name as the user gave it.
        limits: What it may cost.

    Raises:
        UnreadableDocument: The reader's own verdict, or "too-large", "timeout", "memory" or "crash".
    """
    with Door(limits) as door:
        return door.open(data, name=name)


class Reading:
    """A file on its way through the door, and what is made of it there."""

    def __init__(self) -> None:
        """Begin without an outcome; the door settles it."""
        self._done = threading.Event()
        self._answer: Answer | None = None
        self._failure: BaseException | None = None

    def result(self) -> Document:
        """Wait for the document; never longer than the limits and the files before it take.

        Raises:
            UnreadableDocument: See `open_document`. A note on it holds the traceback where a reader failed.
        """
        return cast(Document, self._settled().document)

    def made(self) -> bytes:
        """Wait for the bytes that a door makes whose reader returns bytes. Raises as `result`."""
        return cast(bytes, self._settled().made)

    def _settled(self) -> Answer:
        self._done.wait()
        if self._failure is not None:
            raise self._failure
        answer = cast(Answer, self._answer)
        if answer.document is not None or answer.made is not None:
            return answer
        error = UnreadableDocument(answer.reason, answer.detail)
        if answer.traceback:
            error.add_note(answer.traceback)
        raise error

    def settle(self, answer: Answer | None, failure: BaseException | None = None) -> None:
        """Set what `result` returns or raises."""
        self._answer, self._failure = answer, failure
        self._done.set()


class Door:
    """A child process that reads files one at a time and is kept warm between them.

    Started by `start` or by the first file. Replaced after it had to be killed, after it ran short of memory, and after
    `recycle` files, so that what one file leaks does not burden the thousandth after it. Threads may share a door;
    their files take turns. `reader` ("module:name") stands in for `policylint.readers.read`: to make something else
    of a file than a document, and in tests.
    """

    def __init__(self, limits: Limits | None = None, *, recycle: int = 200, reader: str = READER) -> None:
        """Set up the door; nothing is started yet."""
        self._limits = limits or Limits()
        self._recycle = recycle
        self._reader = reader
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        """Start the child."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stop the child, busy or not."""
        self.close()

    def start(self) -> None:
        """Start the child if none is running, and return at once; the sooner before the first file, the better."""
        with self._turn:
            self._ready()

    def submit(self, data: bytes, *, name: str, size: int | None = None) -> Reading:
        """Hand a file over and return at once; `Reading.result` waits for the document.

        `size` is the file's, where it was too large to be taken into memory and `data` is not all of it.
        """
        reading = Reading()
        size = len(data) if size is None else size
        if size > self._limits.file_bytes:
            reading.settle(Answer(reason="too-large", detail=f"{size:,} bytes, of {self._limits.file_bytes:,}"))
        else:
            threading.Thread(target=self._pass, args=(reading, data, name), name="policylint-door", daemon=True).start()
        return reading

    def open(self, data: bytes, *, name: str) -> Document:
        """Read a file and wait for the document. Raises as `open_document`."""
        return self.submit(data, name=name).result()

    def close(self) -> None:
        """Stop the child. A file that is being read comes to nothing; a closed door opens again with the next one."""
        child = self._child
        if child is not None:
            child.stop()
        with self._turn:
            if self._child is child:
                self._child = None

    def _pass(self, reading: Reading, data: bytes, name: str) -> None:
        try:
            with self._turn:
                answer = self._exchange(data, name)
            reading.settle(answer)
        except BaseException as failure:  # whoever waits for the result must get it, whatever it is
            reading.settle(None, failure)

    def _ready(self) -> _Child:
        if self._child is None or self._child.served >= self._recycle or not self._child.is_alive():
            if self._child is not None:
                self._child.stop()
            self._child = _Child(self._reader, self._limits)
        return self._child

    def _exchange(self, data: bytes, name: str) -> Answer:
        child = self._ready()
        answer = child.ask(Request(name=name, limits=self._limits, ocr=Ocr()), data)
        if answer is None:
            answer = child.obituary()
            self._child = None
        elif answer.reason == "memory":
            child.stop()
            self._child = None
        return answer


class _Child:
    """One child process."""

    def __init__(self, reader: str, limits: Limits) -> None:
        self._limits = limits
        self._overdue = False
        self._stopped = ""
        self.served = 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BOOT.format(path=_path()), reader, str(limits.memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            start_new_session=True,
        )
        self._finalizer = weakref.finalize(self, _kill, self._process)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: Request, data: bytes) -> Answer | None:
        """Have a file read; None when the child is no more."""
        clock = threading.Timer(self._limits.seconds, self._time_is_up)
        clock.daemon = True
        clock.start()
        try:
            send(cast(BinaryIO, self._process.stdin), msgspec.msgpack.encode(request))
            send(cast(BinaryIO, self._process.stdin), data)
            reply = receive(cast(BinaryIO, self._process.stdout), at_most=self._limits.memory_bytes)
        except (EOFError, OSError, ValueError):  # ValueError: the door was closed meanwhile
            return None
        finally:
            clock.cancel()
        self.served += 1
        with suppress(msgspec.MsgspecError):
            answer = msgspec.msgpack.decode(reply, type=Answer)
            if answer.document is not None or answer.made is not None or answer.reason in UNREADABLE:
                return answer
        self.stop("its answer made no sense")
        return None

    def obituary(self) -> Answer:
        """What to say of the file on which the child died or fell silent."""
        by_itself, peak = self._bury()
        code = self._process.returncode
        if self._overdue:
            return Answer(reason="timeout", detail=f"{self._limits.seconds:g} seconds")
        if self._stopped or not by_itself:
            return Answer(reason="crash", detail=self._stopped)
        if os.name == "posix" and -code in (signal.SIGXCPU, signal.SIGALRM):
            return Answer(reason="timeout", detail=f"{self._limits.cpu_seconds} seconds of processor time")
        if peak > _BLOATED * self._limits.memory_bytes or (os.name == "posix" and -code == signal.SIGKILL):
            return Answer(reason="memory")
        return Answer(reason="crash", detail=signal.Signals(-code).name if code < 0 else f"exit code {code}")

    def stop(self, why: str = "it was stopped") -> None:
        """Kill the child and whatever it has started."""
        self._stopped = why
        _kill(self._process)
        self._bury()

    def _time_is_up(self) -> None:
        self._overdue = True
        _kill(self._process)

    def _bury(self) -> tuple[bool, int]:
        """Wait for the end of the child, killing it when it lingers.

        Returns:
            Whether it ended without being killed here, and the most memory that it held, in bytes (0 where unknown).
        """
        by_itself, peak = True, 0
        deadline = time.monotonic() + _DYING
        while self._process.returncode is None:
            if time.monotonic() > deadline:
                by_itself = False
                _kill(self._process)
            if not hasattr(os, "wait4"):
                self._process.poll()
            else:
                with suppress(ChildProcessError):
                    found, status, usage = os.wait4(self._process.pid, os.WNOHANG)
                    if found:
                        self._process.returncode = os.waitstatus_to_exitcode(status)
                        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            if self._process.returncode is None:
                time.sleep(0.002)
        _kill_group(self._process.pid)
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                cast(BinaryIO, stream).close()
        self._finalizer.detach()
        return by_itself, peak


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        _kill_group(process.pid)
        with suppress(OSError):
            process.kill()


def _kill_group(leader: int) -> None:
    """Kill what the child has started; it leads a session, and so a process group, of its own."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)


def _path() -> list[str]:
    """Where the child looks for modules: the package that is running, then wherever this process looks.

    Relative entries, the current folder above all, would mean something else to the child and are left out.
    """
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return [package, *(entry for entry in sys.path if os.path.isabs(entry) and entry != package)]
