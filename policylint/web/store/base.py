"""What every part of the store stands on: a database, a folder of files, and a clock."""

from __future__ import annotations

import time

from policylint.web.store.database import Database
from policylint.web.store.files import Files


class Kept:
    """Base of the parts of the store. `files` is the folder of files, for whoever reads parts of documents."""

    def __init__(self, database: Database, files: Files) -> None:
        self.files = files
        self._database = database


def or_now(now: float | None) -> float:
    """A moment that was given, or this one, in seconds since the epoch."""
    return time.time() if now is None else now
