"""Sizes, times and amounts as people say them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from policylint.outputs.wording import count

_DAY: Final = 24.0
_UNITS: Final = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def size_words(size: int) -> str:
    """A number of bytes in the largest unit of which it has one or more, such as "1.5 MB": decimal units."""
    if size < 1_000:
        return count(size, "byte")
    unit, name = next((unit, name) for unit, name in _UNITS if size >= unit)
    amount = size / unit
    return f"{amount:.1f} {name}" if amount < 9.95 and round(amount, 1) % 1 else f"{amount:.0f} {name}"


def lifetime_words(hours: float) -> str:
    """For how long something is kept: whole days from two days on, hours or minutes below."""
    if hours >= 2 * _DAY:
        return count(round(hours / _DAY), "day")
    if hours >= 1:
        return count(round(hours), "hour")
    return count(max(1, round(hours * 60)), "minute")


def left_words(until: float, now: float) -> str:
    """When something ends, from now on, as the end of a sentence; both in seconds since the epoch."""
    hours = (until - now) / 3600
    return f"in {lifetime_words(hours)}" if hours > 0 else "now"


def time_words(seconds: float) -> str:
    """A moment in seconds since the epoch, as a day and a time of day in UTC."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{date_words(seconds)}, {moment:%H:%M} UTC"


def date_words(seconds: float) -> str:
    """The day in UTC of a moment in seconds since the epoch, such as "4 March 2026"; the same in every locale."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def amount_words(number: int) -> str:
    """A number with a comma after the thousands."""
    return f"{number:,}"


def iso(seconds: float) -> str:
    """A moment in seconds since the epoch, for programs (ISO 8601, UTC)."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
