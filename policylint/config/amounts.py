"""Limits as they are written, and as they hold: sizes in words, names with hyphens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from policylint.config.model import LIMIT_NAMES
from policylint.limits import Limits

_SIZE: Final = re.compile(r"([0-9.]+) ?([kmg]?)(i?)b", re.IGNORECASE)
_POWERS: Final = {"": 0, "k": 1, "m": 2, "g": 3}


def limits_of(timeout: object, said: Mapping[str, object]) -> Limits:
    """The limits that hold where `timeout` (seconds) and these named limits are said, each checked before.

    Processor time that nobody names is as long as the time.
    """
    assert isinstance(timeout, (int, float))
    amounts: dict[str, object] = {"seconds": float(timeout), "cpu_seconds": max(1, round(timeout))}
    amounts.update((name.replace("-", "_"), amount(value)) for name, value in said.items())
    return Limits(**amounts)  # type: ignore[arg-type]


def amount(value: object) -> float | int:
    """A number as it is; a size in words ("500 MB", "2 GiB") in bytes."""
    if isinstance(value, (int, float)):
        return value
    match = _SIZE.fullmatch(str(value))
    assert match, value
    unit: int = (1024 if match[3] else 1000) ** _POWERS[match[2].lower()]
    return max(1, round(float(match[1]) * unit))


def by_name(limits: Limits) -> dict[str, float | int]:
    """The limits under their names in a configuration; `seconds` is the key `timeout` there, and not among them."""
    return {name: getattr(limits, name.replace("-", "_")) for name in LIMIT_NAMES}


def said_by(limits: Limits) -> dict[str, object]:
    """The options that come to these limits: `timeout`, and those of the others that are no defaults."""
    named = {name: value for name, value in by_name(limits).items() if value != by_name(Limits())[name]}
    named["cpu-seconds"] = limits.cpu_seconds
    return {"timeout": limits.seconds, "limits": named}


def widest(several: list[Limits]) -> Limits:
    """Of each limit the most that one of them grants."""
    return Limits(**{field.name: max(getattr(one, field.name) for one in several) for field in fields(Limits)})


def said_number(text: str) -> float | int | str:
    """A value of the command line: a number where it is one, else the text itself."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
