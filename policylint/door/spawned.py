"""Children where none can be forked off (macOS, Windows): a new process for each file, one always started ahead."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, cast

from policylint.door.child import Child, End, Isolation, command, environment, kill_group


class Spawner:
    """Starts processes, each before it is asked for, so that the wait for one is short."""

    def __init__(self, reader: str) -> None:
        """Start the first."""
        self._reader = reader
        self._turn = threading.Lock()
        self._given: weakref.WeakSet[_Spawned] = weakref.WeakSet()
        self._spare: _Spawned | None = _Spawned(reader)

    def child(self, modules: Sequence[str]) -> Child:
        """See `Source`. The modules are left to the child: it does not know them before it has the file."""
        with self._turn:
            given, self._spare = self._spare or _Spawned(self._reader), None
            self._given.add(given)
            self._spare = _Spawned(self._reader)
            return given

    def is_alive(self) -> bool:
        """See `Source`."""
        return True

    def isolation(self) -> Isolation:
        """See `Source`."""
        # Windows has no `resource` at all; macOS knows the limit on memory by name only.
        return Isolation(limits=os.name == "posix", memory_limit=sys.platform == "linux")

    def stop(self) -> None:
        """See `Source`."""
        with self._turn:
            for child in self._given:
                child.kill()
            if self._spare is not None:
                self._spare.kill()
                self._spare.wait(1)
                self._spare.close()
            self._spare = None


class _Spawned:
    """A process started for one file."""

    def __init__(self, reader: str) -> None:
        self._process = subprocess.Popen(
            command("worker", reader),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=environment(),
            start_new_session=True,
        )
        self.incoming = cast(BinaryIO, self._process.stdout)
        self.outgoing = cast(BinaryIO, self._process.stdin)
        self._finalizer = weakref.finalize(self, _kill, self._process)

    def kill(self) -> None:
        """See `Child`."""
        _kill(self._process)

    def wait(self, seconds: float) -> End | None:
        """See `Child`."""
        peak = 0
        deadline = time.monotonic() + seconds
        while self._process.returncode is None:
            if not hasattr(os, "wait4"):
                self._process.poll()
            else:
                with suppress(ChildProcessError):
                    found, status, usage = os.wait4(self._process.pid, os.WNOHANG)
                    if found:
                        kill_group(self._process.pid)
                        self._process.returncode = os.waitstatus_to_exitcode(status)
                        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
            if self._process.returncode is None:
                if time.monotonic() > deadline:
                    return None
                time.sleep(0.002)
        return End(self._process.returncode, peak)

    def close(self) -> None:
        """See `Child`."""
        for stream in (self.outgoing, self.incoming):
            with suppress(OSError, ValueError):
                stream.close()
        self._finalizer.detach()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        kill_group(process.pid)
        with suppress(OSError):
            process.kill()
