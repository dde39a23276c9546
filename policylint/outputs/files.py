"""Writing a report: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from policylint.errors import UserMistake, reason_of


def write_atomically(path: Path, data: str | bytes) -> None:
    """Write `data` to `path` so that a reader finds the old file or the new one, never half of either.

    The bytes go to a temporary file in the same folder, which then takes the name and the permissions of the old one. A
    link stays a link: what it leads to is written. What is no file (a pipe, a device) is written to as it is. Text is
    written as UTF-8.

    Raises:
        UserMistake: M004 where the file cannot be written (no folder, no permission, a full disk); the old one is kept.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    target = Path(os.path.realpath(path))
    temporary = ""
    try:
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            target.write_bytes(content)
            return
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise UserMistake("M004", path=path.as_posix(), reason=reason_of(error)) from None


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
