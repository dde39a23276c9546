"""What tests look at in a server: its figures, its files and its rows."""

from __future__ import annotations

import errno
import re
import sqlite3
from pathlib import Path

import httpx

from tests.web.inprocess import upload

ON_LINUX = Path("/proc/self/fd").is_dir()
MARKER = "Zanzibarquux"
"""A word that stands nowhere else."""
FULL = OSError(errno.ENOSPC, "No space left on device")


def figure(text: str, name: str, **labels: str) -> float:
    """A figure of those that /metrics tells; 0 where it does not tell it."""
    shown = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    found = re.search(rf"^{name}{re.escape('{' + shown + '}') if shown else ''} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def state_of(client: httpx.Client, identifier: str) -> str:
    state: str = client.get(f"/api/v1/documents/{identifier}").json()["state"]
    return state


def sent(client: httpx.Client, name: str, data: bytes = b"text") -> str:
    """Upload a document; its id."""
    answer = upload(client, (name, data))
    assert answer.status_code == 200, answer.text
    identifier: str = answer.json()["documents"][0]["id"]
    return identifier


def kept(data: Path) -> list[str]:
    """Every file and folder below the documents of a data folder."""
    return sorted(path.relative_to(data / "documents").as_posix() for path in (data / "documents").rglob("*"))


def stored(data: Path) -> dict[str, sqlite3.Row]:
    """The rows of the documents in a data folder, by id."""
    connection = sqlite3.connect(data / "policylint.db")
    connection.row_factory = sqlite3.Row
    try:
        return {row["id"]: row for row in connection.execute("SELECT * FROM document")}
    finally:
        connection.close()
