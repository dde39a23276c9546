"""What a process asks of the Linux kernel that Python 3.11 has no function for. Each says whether it was granted.

Numbers are those of the kernel's headers (sched.h, prctl.h, capability.h), the same on all its architectures.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Final

_NEW_USER: Final = 0x10000000
_NEW_NET: Final = 0x40000000

_DEATH_SIGNAL: Final = 1
_DUMPABLE: Final = 4
_SECURE_BITS: Final = 28
_SUBREAPER: Final = 36
_NO_NEW_PRIVILEGES: Final = 38

_NO_ROOT: Final = 0b11
"""Whoever is user 0 gets no rights by it, and this cannot be taken back."""

_CAPABILITIES_3: Final = 0x20080522

_libc: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def cut_network() -> bool:
    """Move this process and all that it will start into a network without any interface; true where that was granted.

    A user namespace grants it to everybody where the system does not forbid it. In it the superuser may no longer read
    what belongs to others; should this very program be among that, only the network is cut.
    """
    if os.geteuid() == 0 and not _works_apart():
        return _unshare(_NEW_NET)
    return _move_apart()


def forbid_new_privileges() -> bool:
    """Nothing that is started from here on gains rights by being started (setuid programs, say)."""
    return _prctl(_NO_NEW_PRIVILEGES, 1)


def adopt_orphans() -> bool:
    """Become the parent of whatever loses its own below this process, so that nothing slips away by forking twice."""
    return _prctl(_SUBREAPER, 1)


def hide_memory() -> bool:
    """No other process of the same user may look into this one or change it."""
    return _prctl(_DUMPABLE, 0)


def die_with_parent(signal_number: int) -> bool:
    """Get this signal when the process that started this one ends."""
    return _prctl(_DEATH_SIGNAL, signal_number)


def children() -> tuple[int, ...]:
    """The ids of the processes whose parent is this one; none where the kernel was built not to tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
            return tuple(int(word) for word in file.read().split())
    except OSError:
        return ()


def _move_apart() -> bool:
    user, group = os.geteuid(), os.getegid()
    if not _unshare(_NEW_USER | _NEW_NET):
        return False
    # Without a map every user is "nobody" to the programs that a reader starts, and some of them mind.
    for name, content in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(content)
        except OSError:
            break
    _drop_capabilities()
    return True


def _drop_capabilities() -> None:
    """Give up what the user namespace has given: the rights of a superuser within it. Nothing it starts has them."""
    _prctl(_SECURE_BITS, _NO_ROOT)
    if _libc is not None:
        _libc.capset((ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (ctypes.c_uint32 * 6)())


def _works_apart() -> bool:
    """Whether this program can still read its own modules in a user namespace; tried out in a process made for it."""

    def attempt() -> bool:
        if not _move_apart():
            return False
        for folder in (os.path.dirname(os.path.abspath(__file__)), *filter(os.path.isdir, sys.path)):
            os.listdir(folder)
        return True

    return _tried(attempt)


def _tried(attempt: Callable[[], bool]) -> bool:
    child = os.fork()
    if not child:
        outcome = 1
        try:
            outcome = 0 if attempt() else 1
        finally:
            os._exit(outcome)
    return os.waitpid(child, 0)[1] == 0


def _unshare(flags: int) -> bool:
    return _libc is not None and _libc.unshare(ctypes.c_int(flags)) == 0


def _prctl(option: int, value: int) -> bool:
    zero = ctypes.c_ulong(0)
    return _libc is not None and _libc.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero) == 0
