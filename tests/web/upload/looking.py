"""What tests of uploads look at."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tests.web.inprocess import Within

ON_LINUX = Path("/proc/self/fd").is_dir()


def is_empty(light: Within) -> bool:
    """Whether nothing is kept: no file, no row."""
    store = light.service.store
    return not any((light.settings.data / "documents").iterdir()) and not sum(store.counts().values())


def spooled(light: Within) -> list[str]:
    """Files that an upload was put into on its way; nobody sees them but this process, in which the server runs."""
    if not ON_LINUX:
        return []
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(os.readlink(entry))
    return [where for where in found if where.startswith(str(light.settings.data.parent / "spool"))]
