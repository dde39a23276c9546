"""How often something may be done, and how often at a time."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_MOST: Final = 20_000
"""Names that are remembered; of more, those that were heard of longest ago are forgotten."""


class Rate:
    """So many times a minute for each name, which may come all at once. Threads may share it.

    The method is the token bucket of ITU-T I.371: a bucket that holds `per_minute` and gains as many a minute.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """A `per_minute` of 0 sets no bound."""
        self._most = float(per_minute)
        self._clock = clock
        self._turn = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, number: int = 1) -> int:
        """Do it `number` times, all or none.

        Returns:
            0 where it may be done, else the seconds after which it may. More at once than a minute allows never may:
            they count as a full minute's.
        """
        if not self._most:
            return 0
        wanted = min(float(number), self._most)
        now = self._clock()
        with self._turn:
            left, since = self._buckets.pop(name, (self._most, now))
            left = min(self._most, left + (now - since) * self._most / 60)
            enough = left >= wanted
            self._buckets[name] = (left - wanted if enough else left, now)
            while len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        return 0 if enough else max(1, math.ceil(round((wanted - left) * 60 / self._most, 3)))

    def give_back(self, name: str, number: int = 1) -> None:
        """Have it as if it had not been done."""
        with self._turn:
            if self._most and name in self._buckets:
                left, since = self._buckets[name]
                self._buckets[name] = (min(self._most, left + number), since)


class Streams:
    """So many at a time for each name. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[str, int] = {}

    def has_room(self, name: str) -> bool:
        """Whether another may be begun."""
        return self._open.get(name, 0) < self._most

    def take(self, name: str) -> None:
        """Begin one."""
        self._open[name] = self._open.get(name, 0) + 1

    def give_back(self, name: str) -> None:
        """End one."""
        number = self._open.pop(name, 0) - 1
        if number > 0:
            self._open[name] = number
