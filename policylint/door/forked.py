"""Children that a nursery forks off (Linux): the parent's side of `policylint.door.nursery`."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Final, cast

import msgspec

from policylint.door.child import DYING, Barren, Child, End, Isolation, command, environment, kill_group
from policylint.door.wire import MESSAGE, Birth, Death, Hello

_STARTING: Final = 20.0
"""Seconds that the nursery may take to start, or to import what a child needs, on a machine that is busy."""


class Nursery:
    """The process from which the children come, and a thread that listens to what it tells of them."""

    def __init__(self, reader: str) -> None:
        """Start the process; this does not wait for it."""
        self._turn = threading.Lock()
        self._children: dict[int, _Forked] = {}
        self._number = 0
        self._gone = False
        self._hello: Hello = (False, False, False)
        self._greeted = threading.Event()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command("nursery", reader),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env=environment(),
                start_new_session=True,
            )
        self._finalizer = weakref.finalize(self, _end, self._process)
        threading.Thread(target=_listen, args=(weakref.ref(self), self._control), daemon=True).start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def child(self, modules: Sequence[str]) -> Child:
        """See `Source`."""
        ours, theirs = socket.socketpair()
        with theirs, self._turn:
            self._number += 1
            child = _Forked(ours)
            self._children[self._number] = child
            message = msgspec.msgpack.encode((self._number, tuple(modules)))
            with suppress(OSError):  # it is gone, which the thread that listens is about to find out
                socket.send_fds(self._control, [message], [theirs.fileno()])
        if self._gone or not child.is_born():
            child.lost()
            child.close()
            raise Barren
        return child

    def is_alive(self) -> bool:
        """See `Source`."""
        return not self._gone and self._process.poll() is None

    def isolation(self) -> Isolation:
        """See `Source`."""
        self._greeted.wait(_STARTING)
        apart, poor, limited = self._hello
        return Isolation(limits=limited, memory_limit=limited, network_cut=apart, no_new_rights=poor)

    def stop(self) -> None:
        """See `Source`."""
        with self._turn:
            children = list(self._children.values())
        for child in children:
            child.kill()
        _end(self._process)
        self._finalizer.detach()
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self.hear(b"")

    def hear(self, message: bytes) -> None:
        """Take note of what the nursery tells; nothing means that it is gone."""
        if not message:
            self._gone = True
            self._greeted.set()
            with self._turn:
                children, self._children = list(self._children.values()), {}
            for child in children:
                child.lost()
            return
        told = tuple(msgspec.msgpack.decode(message))
        if isinstance(told[0], bool):
            self._hello = cast(Hello, told)
            self._greeted.set()
        elif len(told) == 2:
            number, pid = cast(Birth, told)
            with self._turn:
                born = self._children.get(number)
            if born is not None:
                born.began(pid)
        else:
            number, code, peak = cast(Death, told)
            with self._turn:
                ended = self._children.pop(number, None)
            if ended is not None:
                ended.ended(End(code, peak))


class _Forked:
    """A child of the nursery's."""

    def __init__(self, line: socket.socket) -> None:
        self._turn = threading.Lock()
        self._line = line
        self.incoming = cast(BinaryIO, line.makefile("rb"))
        self.outgoing = cast(BinaryIO, line.makefile("wb"))
        self._pid = 0
        self._killed = False
        self._lost = False
        self._born = threading.Event()
        self._over = threading.Event()
        self._end: End | None = None

    def is_born(self) -> bool:
        """Wait until the nursery tells that it lives; false where it never will."""
        return self._born.wait(_STARTING) and not self._lost

    def began(self, pid: int) -> None:
        """The nursery tells that it lives; or, with no process id, that it never will."""
        if not pid:
            self.lost()
            return
        with self._turn:
            self._pid = pid
            if self._killed:
                kill_group(pid)
        self._born.set()

    def ended(self, end: End) -> None:
        """The nursery tells how it ended."""
        with self._turn:
            self._end = end
            self._over.set()

    def lost(self) -> None:
        """Nobody will tell of its end any more."""
        self._lost = True
        self.kill()
        self._born.set()
        self._over.set()

    def kill(self) -> None:
        """See `Child`."""
        with self._turn:
            self._killed = True
            if self._pid and not self._over.is_set():
                kill_group(self._pid)
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)  # nor is anything more said to it, or believed

    def wait(self, seconds: float) -> End | None:
        """See `Child`."""
        self._over.wait(seconds)
        return self._end

    def close(self) -> None:
        """See `Child`."""
        for stream in (self.outgoing, self.incoming, self._line):
            with suppress(OSError, ValueError):
                stream.close()


def _listen(to: weakref.ref[Nursery], control: socket.socket) -> None:
    """Pass on what the nursery says, for as long as anybody wants to know."""
    with control:
        while True:
            try:
                message = control.recv(MESSAGE)
            except OSError:
                message = b""
            nursery = to()
            if nursery is None:
                return
            try:
                nursery.hear(message)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                message = b""
                nursery.hear(message)
            if not message:
                return
            del nursery


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the nursery; its children get the signal that they asked for in that case."""
    if process.returncode is None:
        kill_group(process.pid)
        with suppress(OSError):
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(DYING)
