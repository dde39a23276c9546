"""What was decoded a moment ago, so that a visitor who goes through a report does not wait for it again and again."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")

_MOST: Final = 32
_SECONDS: Final = 120.0
"""Seconds for which something is kept: a document that another server has deleted is not in memory for longer."""


class Recent(Generic[_T]):
    """Things by the ids of their documents, each for a short time. Threads may share it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._things: OrderedDict[str, tuple[float, _T]] = OrderedDict()
        self._gone: OrderedDict[str, float] = OrderedDict()

    def get(self, identifier: str) -> _T | None:
        """The thing, if it is still kept."""
        with self._turn:
            since, thing = self._things.get(identifier, (0.0, None))
            return thing if thing is not None and self._clock() - since < _SECONDS else None

    def put(self, identifier: str, thing: _T) -> None:
        """Keep a thing, unless its document was forgotten a moment ago: whoever read it before comes too late."""
        with self._turn:
            if identifier in self._gone:
                return
            self._things[identifier] = (self._clock(), thing)
            while len(self._things) > _MOST:
                self._things.popitem(last=False)

    def forget(self, identifier: str) -> None:
        """Keep nothing of a document, now and for a while."""
        with self._turn:
            self._things.pop(identifier, None)
            self._gone[identifier] = self._clock()

    def __contains__(self, identifier: str) -> bool:
        """Whether anything of a document is in memory."""
        return identifier in self._things

    def clear(self) -> None:
        """Let go of everything."""
        with self._turn:
            self._things.clear()

    def tidy(self) -> None:
        """Let go of all that is older than its time."""
        with self._turn:
            before = self._clock() - _SECONDS
            for identifier in [one for one, (since, _) in self._things.items() if since < before]:
                del self._things[identifier]
            for identifier in [one for one, since in self._gone.items() if since < before]:
                del self._gone[identifier]
