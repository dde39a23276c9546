"""What is wrong in a file of a pack, in plain words: validation says it in a programmer's."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from policylint.errors import did_you_mean
from policylint.packs.model import IDENTIFIER, LANGUAGE, RULE_ID

_EXPECTED: Final = {
    "missing": "it is missing",
    "string_type": "expected text",
    "string_too_short": "it is empty",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "tuple_type": "expected a list",
    "too_short": "the list is empty",
    "model_type": "expected keys with values",
    "model_attributes_type": "expected keys with values",
}
_SHAPES: Final = {
    IDENTIFIER: "must be small letters, digits and hyphens",
    RULE_ID: "must be an element and a name, as in 'legal.records': the element in small letters, "
    "the name in small letters, digits and hyphens",
    LANGUAGE: "must be the two letters of a language, as in 'en'",
}


def first_problem(problems: Sequence[ErrorDetails], model: type[BaseModel]) -> tuple[tuple[int | str, ...], str]:
    """Where the first problem of a file is, and what to say of it, with the names of the keys that lead there.

    Args:
        problems: What validating against `model` found; at least one.
        model: The model of the whole file, or of the entry of it that was validated.
    """
    # A misspelt key shows up twice, as unknown and as missing; the first says more.
    first = next((problem for problem in problems if problem["type"] == "extra_forbidden"), problems[0])
    place = first["loc"]
    if first["type"] == "extra_forbidden":
        key = str(place[-1])
        hint = did_you_mean(key, _keys(model, place[:-1]), otherwise="")
        return place, _named(place[:-1], f"there is no key {key!r}{hint}")
    return place, _named(place, _said(first))


def _said(problem: ErrorDetails) -> str:
    kind, found = problem["type"], problem["input"]
    context: Mapping[str, object] = problem.get("ctx", {})
    if kind == "string_type" and isinstance(found, bool | int | float | datetime.date):
        return "expected text; put it in quotes"
    if kind in {"tuple_type", "string_type", "model_type"} and found is None:
        return "it is empty"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    if kind == "string_pattern_mismatch":
        return f"{found!r} {_SHAPES[str(context['pattern'])]}"
    if kind == "literal_error":
        return f"expected {context['expected']}"
    if kind == "greater_than_equal":
        return f"expected {context['ge']} or more"
    return problem["msg"].removeprefix("Value error, ")


def _named(place: Sequence[int | str], words: str) -> str:
    """The words after the keys that lead to the place; an entry of a list goes by its number, from 1."""
    name = ""
    for part in place:
        name += f" {part + 1}" if isinstance(part, int) else f"{': ' if name else ''}{part}"
    return f"{name.strip()}: {words}" if name else words


def _keys(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """The keys that the mapping at `place` may have."""
    for key in (part for part in place if isinstance(part, str)):
        field = next(field for name, field in model.model_fields.items() if key in (name, field.alias))
        model = next(inner for inner in get_args(field.annotation) if issubclass(inner, BaseModel))
    return [field.alias or name for name, field in model.model_fields.items()]
