"""Figures as the measurements print them: a quantile with its interval and n, and whether a bar is held."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


def quantile(values: Sequence[float], share: float = 0.5) -> tuple[float, float, float]:
    """The quantile of a sample, and a 95 % interval of it that assumes nothing of the distribution.

    The interval lies between two values of the ordered sample (order statistics; Hahn & Meeker 1991). Where n is small
    for the share, as for p95 of fifty, it ends at the largest value and holds with less than 95 %.
    """
    ordered, n = sorted(values), len(values)
    place = min(n - 1, int(share * n))
    below = 0.0
    low, high = 0, n - 1
    for rank in range(n):
        below += comb(n, rank) * share**rank * (1 - share) ** (n - rank)
        if below <= 0.025:
            low = rank + 1
        if below >= 0.975:
            high = rank
            break
    return ordered[place], ordered[min(low, place)], ordered[max(min(high, n - 1), place)]


def seconds(values: Sequence[float], share: float = 0.5) -> str:
    """A quantile of times, as it is printed."""
    middle, low, high = quantile(values, share)
    name = "median" if share == 0.5 else f"p{share * 100:.0f}"
    return f"{name} {middle:.2f} s [{low:.2f}, {high:.2f}]"


def bar(value: float, most: float, unit: str = "") -> str:
    """Whether a bar is held, as it is printed."""
    return f"bar {most:,g}{f' {unit}' if unit else ''}: {'held' if value <= most else 'NOT held'}"
