"""What the door knows of a child, whichever way it is started, and what all ways of starting one have in common."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol

_INHERITED: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "PATH", "TESSDATA_PREFIX")
"""Environment variables without which some Pythons do not start, and by which readers find the programs they need."""

DYING: Final = 5.0
"""Seconds that a child which has closed its end may take to be gone, on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """What holds for the process in which a file is read, on this system.

    `fresh_process`: it reads this file only; `limits`: the system holds it to its processor time and file sizes, and
    `memory_limit` to its memory; `network_cut`: it reaches no network; `no_new_rights`: nothing that it starts has
    more rights than it has.
    """

    fresh_process: bool = True
    limits: bool = False
    memory_limit: bool = False
    network_cut: bool = False
    no_new_rights: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: its exit code (negative: the signal), and the most memory it held (bytes; 0: unknown)."""

    code: int
    peak: int


class Child(Protocol):
    """A process that reads one file."""

    incoming: BinaryIO
    outgoing: BinaryIO

    def kill(self) -> None:
        """Kill it and whatever it has started. May be called from any thread, and again."""

    def wait(self, seconds: float) -> End | None:
        """Wait for its end; None where it has not ended by then."""

    def close(self) -> None:
        """Let go of it, once it has ended or was killed."""


class Barren(Exception):
    """No child can be had, for what they come from has died, or hangs, or the system grants no process."""


class Source(Protocol):
    """Where children come from. Safe to use from several threads."""

    def child(self, modules: Sequence[str]) -> Child:
        """A child that has read nothing yet and has these modules, if it can be told of them beforehand.

        Raises:
            Barren: Stop this source and start another.
        """

    def is_alive(self) -> bool:
        """Whether it can give another child."""

    def isolation(self) -> Isolation:
        """What holds for its children; may wait until it has started."""

    def stop(self) -> None:
        """Kill it, with all its children that have not ended."""


def command(module: str, reader: str) -> list[str]:
    """The command line of a process that runs `main` of a module of this package for a reader.

    It looks for modules where this process does, the package that is running first. Relative entries, the current
    folder above all, would mean something else to it and are left out.
    """
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    path = [package, *(entry for entry in sys.path if os.path.isabs(entry) and entry != package)]
    boot = f"import sys; sys.path[:] = {path!r}; from policylint.door.{module} import main; main()"
    return [sys.executable, "-I", "-S", "-c", boot, reader]


def environment() -> dict[str, str]:
    """The environment of a child; it gets nothing else of what this process was told."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ} | {"LANG": "C.UTF-8"}


def kill_group(leader: int) -> None:
    """Kill what a child has started; it leads a session, and so a process group, of its own."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)
