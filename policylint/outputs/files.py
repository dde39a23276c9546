"""Writing a report: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from policylint.errors import UserMistake


def write_atomically(path: Path, data: str | bytes) -> None:
    """Write `data` to `path` so that a reader finds the old file or the new one, never half of either.

    The bytes go to a temporary file in the same folder, which then takes the name. Text is written as UTF-8.

    Raises:
        UserMistake: M004 where the file cannot be written (no folder, no permission, a full disk); the old one is kept.
    """
    content = data.encode("utf-8") if isinstance(data, str) else data
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise UserMistake("M004", path=path.as_posix(), reason=(error.strerror or "error").lower()) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
