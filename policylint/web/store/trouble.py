"""What goes wrong with the store while the server runs, as the rest of the web page sees it."""

from __future__ import annotations

import errno
from typing import Final

from policylint.errors import PolicylintError, reason_of

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class StoreTrouble(PolicylintError):
    """Something cannot be kept or found just now: the disk is full, the database is gone. Nothing half-done is left.

    `full` says that space ran out, which an administrator has to put right; the rest may pass by itself.
    """

    def __init__(self, message: str, *, full: bool = False) -> None:
        self.full = full
        super().__init__(message)


def file_trouble(error: OSError) -> StoreTrouble:
    """A failure of the data folder. The message names no path: it may be shown to whoever uploads."""
    return StoreTrouble(f"the data folder cannot be used ({reason_of(error)})", full=error.errno in _FULL)
