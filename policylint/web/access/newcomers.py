"""Somebody whose first form is sent twice is one visitor: their browser bears a mark before they have a session."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MARK: Final = "new."
"""How a mark begins, so that it is not taken for a session's secret."""
_MOMENT: Final = 60.0
"""Seconds for which a mark leads to the same owner: whoever gets hold of it later begins anew."""
_MOST: Final = 1_000


class Newcomers:
    """The owners that marks have led to a moment ago. Only marks of this server count. Threads may share it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._turn = threading.Lock()
        self._owners: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def mark(self) -> str:
        """A mark for a browser that has none."""
        drawn = secrets.token_urlsafe(24)
        return f"{MARK}{drawn}.{self._signature(drawn)}"

    def owner(self, mark: str, new: Callable[[], str]) -> str:
        """The owner to whom a mark leads: the same for a moment, else a new one."""
        drawn, _, signature = mark.removeprefix(MARK).partition(".")
        if not mark.startswith(MARK) or not hmac.compare_digest(signature.encode(), self._signature(drawn).encode()):
            return new()
        now = self._clock()
        with self._turn:
            since, owner = self._owners.get(mark, (0.0, ""))
            if not owner or now - since > _MOMENT:
                owner = new()
                self._owners[mark] = (now, owner)
            while len(self._owners) > _MOST:
                self._owners.popitem(last=False)
            return owner

    def forget(self, owner: str) -> None:
        """No mark leads to this owner any more: their session is over."""
        with self._turn:
            for mark in [mark for mark, (_, known) in self._owners.items() if known == owner]:
                del self._owners[mark]

    def _signature(self, drawn: str) -> str:
        return hmac.new(self._key, drawn.encode(), hashlib.sha256).hexdigest()[:32]
