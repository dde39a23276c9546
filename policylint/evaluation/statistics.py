"""Shares with intervals, and the F1 over classes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

_Item = TypeVar("_Item")

_Z = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""

_ROUNDS = 1000
_SEED = 20100501


@dataclass(frozen=True, slots=True)
class Share:
    """`right` out of `n`, with a 95 % interval; `value` is None where n is 0."""

    right: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.right / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval (E. B. Wilson, JASA 22, 1927), which holds for small n and shares near 1."""
        if not self.n:
            return None
        p, n = self.right / self.n, self.n
        centre = p + _Z * _Z / (2 * n)
        spread = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        # Rounding may put a bound a hair beyond the share itself where that is 0 or 1.
        return min(p, max(0.0, (centre - spread) / scale)), max(p, min(1.0, (centre + spread) / scale))


def macro_f1(pairs: Sequence[tuple[str, str]], classes: Sequence[str]) -> float:
    """Unweighted mean of the F1 of each class; `pairs` are (truth, verdict). A class that never occurs counts 0."""
    total = 0.0
    for name in classes:
        both = sum(truth == name == verdict for truth, verdict in pairs)
        named = sum(truth == name for truth, _ in pairs) + sum(verdict == name for _, verdict in pairs)
        total += 2 * both / named if named else 0.0
    return total / len(classes)


def bootstrap(groups: Sequence[Sequence[_Item]], measure: Callable[[Sequence[_Item]], float]) -> tuple[float, float]:
    """A 95 % percentile interval by resampling whole groups (Efron 1979), with a fixed seed: decisions on one document
    are not independent, so documents are drawn, not decisions.
    """
    source = random.Random(_SEED)
    values = []
    for _ in range(_ROUNDS):
        drawn = source.choices(groups, k=len(groups))
        values.append(measure([item for group in drawn for item in group]))
    values.sort()
    return values[int(0.025 * _ROUNDS)], values[int(0.975 * _ROUNDS)]
