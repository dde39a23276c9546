"""The process from which the children come: it imports the readers once, and forks a child of its own for each file.

It never sees a byte of an untrusted file. A document that takes its child over therefore changes nothing for the next
document, whose child is a copy of this process and not of that one; that is the reason for one process a file, and
also why this one hides its memory: children run as the same user. It is made poorer before the first child is born
(no network, no new rights), and all of them inherit that.

The parent sends, on standard input, a number and the modules that a file will take, with a socket to the child; it is
told each child's process id at its birth, and at its end its exit code and the most memory it held. When the parent is
gone, so is everything here.
"""

from __future__ import annotations

import _socket
import gc
import os
import select
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Final

import msgspec

from policylint.door import kernel
from policylint.door.wire import MESSAGE
from policylint.door.worker import LIMITED, serve, silence

_DESCRIPTOR: Final = 4
"""Bytes of a file descriptor in a message."""


class _Nursery:
    def __init__(self, control: _socket.socket, reader: str) -> None:
        self._control = control
        self._reader = reader
        self._numbers: dict[int, int] = {}
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def run(self) -> None:
        """Fork a child for each request, and tell of their ends, until the parent is gone."""
        poll = select.poll()
        poll.register(self._control.fileno(), select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, MESSAGE)
                self._bury()
            if self._control.fileno() in ready and not self._bear():
                break
        for child in self._numbers:
            _kill_group(child)
        for child in kernel.children():
            _kill(child)

    def _bear(self) -> bool:
        """Start the child that the next message asks for; false where no more will come."""
        message, ancillary, _, _ = self._control.recvmsg(MESSAGE, _socket.CMSG_SPACE(_DESCRIPTOR))
        if not message or not ancillary:
            return False
        line = int.from_bytes(ancillary[0][2][:_DESCRIPTOR], sys.byteorder)
        number, modules = msgspec.msgpack.decode(message, type=tuple[int, tuple[str, ...]])
        self._prepare(modules)
        try:
            child = os.fork()
        except OSError:  # no more processes, or no memory for one
            child = -1
        if child == 0:
            self._become_child(line)
        os.close(line)
        if child > 0:
            self._numbers[child] = number
        self._control.send(msgspec.msgpack.encode((number, max(child, 0))))
        return True

    def _prepare(self, modules: tuple[str, ...]) -> None:
        missing = [name for name in modules if name not in sys.modules]
        for name in missing:
            # A module that cannot be had is the child's to tell: what this is about is a file, not the nursery.
            with suppress(Exception):
                import_module(name)
        if missing:
            gc.collect()
            gc.freeze()  # a collection in a child would otherwise copy every page with an object of ours on it

    def _become_child(self, line: int) -> None:
        code = 1
        try:
            os.setsid()
            kernel.die_with_parent(signal.SIGKILL)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (self._control.detach(), self._woken, self._wake):
                os.close(descriptor)
            with os.fdopen(line, "rb") as incoming, os.fdopen(os.dup(line), "wb") as outgoing:
                serve(incoming, outgoing, self._reader)
            code = 0
        finally:
            os._exit(code)  # never back into the loop, whatever was raised

    def _bury(self) -> None:
        """Take leave of the children that have ended, and of whatever they have left running."""
        while True:
            try:
                found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if found is None:
                return
            if found.si_pid in self._numbers:
                _kill_group(found.si_pid)  # before it is buried: until then the number is nobody else's
            child, status, usage = os.wait4(found.si_pid, 0)
            number = self._numbers.pop(child, None)
            if number is not None:
                for orphan in kernel.children():
                    if orphan not in self._numbers:
                        _kill(orphan)
                end = (number, os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024)
                self._control.send(msgspec.msgpack.encode(end))


def _kill_group(leader: int) -> None:
    with suppress(OSError):
        os.killpg(leader, signal.SIGKILL)


def _kill(process: int) -> None:
    with suppress(OSError):
        os.kill(process, signal.SIGKILL)


def main() -> None:
    """Entry point; the parent's command line calls it with the reader's name."""
    control = _socket.socket(fileno=os.dup(0))
    silence()
    poor = kernel.forbid_new_privileges()
    kernel.adopt_orphans()
    apart = kernel.cut_network()
    kernel.hide_memory()
    with suppress(BrokenPipeError, ConnectionResetError):
        control.send(msgspec.msgpack.encode((apart, poor, LIMITED)))
        _Nursery(control, sys.argv[1]).run()
