"""Writing a report: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import time
from pathlib import Path
from typing import Final

from policylint.errors import UserMistake, reason_of

_PART: Final = ".part"
_RANDOM: Final = r"[a-z0-9_]{8}"
"""What `tempfile` puts into a name."""

_LEFT_SECONDS: Final = 3600
"""A temporary file that nothing was written to for so long was left behind by a run that was killed."""


def write_atomically(path: Path, data: str | bytes, *, tidy: bool = True) -> None:
    """Write `data` to `path` so that a reader finds the old file or the new one, never half of either.

    The bytes go to a temporary file in the same folder, which then takes the name and the permissions of the old one;
    both are on the disk before this returns. A link stays a link: what it leads to is written. What is no file (a pipe,
    a device) is written to as it is. Text is written as UTF-8.

    Whatever ends this early, an interrupt too, leaves no temporary file. Only what kills the process at once does; its
    name begins with a dot, so that no run takes it for a document, and with `tidy` the next run that writes the file
    removes it, unless it is so young that somebody may be writing it.

    Raises:
        UserMistake: M004 where the file cannot be written (no folder, no permission, a full disk); the old one is kept.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    target = Path(os.path.realpath(path))
    try:
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            target.write_bytes(content)
            return
        if tidy:
            remove_left(target.parent, target.name)
        _replace(target, content, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
    except OSError as error:
        raise UserMistake("M004", path=path.as_posix(), reason=reason_of(error)) from None


def remove_left(folder: Path, name: str | None = None) -> None:
    """Remove temporary files that killed runs left in a folder: those of the file of that name, or of any file."""
    fitting = re.compile(rf"\.{re.escape(name) if name else '.+'}\.{_RANDOM}{re.escape(_PART)}")
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if fitting.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < time.time() - _LEFT_SECONDS:
                        os.unlink(entry.path)


def _replace(target: Path, content: bytes, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=_PART, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """See that the new name is on the disk, too, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    with contextlib.suppress(OSError):  # some file systems of networks refuse
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
