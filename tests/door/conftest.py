"""Doors whose readers misbehave."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits

Opener = Callable[..., Door]


@pytest.fixture
def rogue_door(monkeypatch: pytest.MonkeyPatch) -> Opener:
    """A maker of doors whose reader does what the file says, if `rogues.py` has a function of that name."""
    monkeypatch.syspath_prepend(Path(__file__).parent)

    def make(*, door: dict[str, Any] | None = None, **limits: Any) -> Door:
        return Door(Limits(**limits), reader="rogues:by_word", **(door or {}))

    return make


@pytest.fixture
def verdict() -> Callable[..., UnreadableDocument]:
    """What a door says of a file that cannot be read."""

    def verdict(door: Door, word: str, name: str = "policy.txt") -> UnreadableDocument:
        with pytest.raises(UnreadableDocument) as caught:
            door.open(word.encode(), name=name)
        return caught.value

    return verdict


@pytest.fixture
def said() -> Callable[..., str]:
    """What a reader says of what it found."""

    def said(door: Door, word: str, name: str = "policy.txt") -> str:
        return door.open(word.encode(), name=name).blocks[0].text

    return said


@pytest.fixture
def is_gone() -> Callable[[int], bool]:
    """Whether a process has ended, or does so shortly; one that is only waiting to be reaped has."""

    def is_gone(pid: int) -> bool:
        for _ in range(100):
            try:
                if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    return True
                os.kill(pid, 0)
            except (ProcessLookupError, FileNotFoundError):
                return True
            time.sleep(0.05)
        return False

    return is_gone
