"""The form of a decision: which keys there are, what stands in each, and what to say where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final, TypeVar

import msgspec

from policylint.choices import DECISION_KINDS
from policylint.decisions.entry import WrittenPlace
from policylint.errors import UserMistake, did_you_mean

_Form = TypeVar("_Form", bound=msgspec.Struct)

Place = Callable[[str], str]
"""From a key of a decision ("settled-by.document") to file and line; for "" those of the decision itself."""

_EXPECTED: Final = {
    "document": "text: the path of a document, relative to this file",
    "rule": "text: the id of a requirement or a kind of finding",
    "kind": f"one of {', '.join(DECISION_KINDS)}",
    "status": "one of covered, legacy, missing",
    "reason": "text: why this was decided",
    "owner": "text: who decided",
    "date": "a date such as 2026-11-27",
    "expires": "a date such as 2027-06-30",
    "fingerprint": "16 digits of 0-9 and a-f in quotes, as the report shows them",
    "clause": "text: how the clause begins",
    "settled-by": 'a table such as { document = "records.pdf", section = "4 Retention" }',
    "settled-by.document": "text: the path of the document that settles it",
    "settled-by.section": "text: the heading of the section that settles it",
}
_FAULT: Final = re.compile(r" - at `\$\.(.+)`$")


def written_as(item: Mapping[str, object], form: type[_Form], place: Place) -> _Form:
    """What a person wrote, in its form.

    Args:
        item: The keys and values of a decision.
        form: The keys that there are.
        place: Where a key is written, for messages.

    Raises:
        UserMistake: M431 for a key that there is not, M432 where one is lacking, M433 for a value of another form.
    """
    _require_keys(item, form, place, "")
    elsewhere = item.get("settled-by")
    if isinstance(elsewhere, dict):
        _require_keys(elsewhere, WrittenPlace, place, "settled-by.")
    try:
        return msgspec.convert(item, form)
    except msgspec.ValidationError as error:
        fault = _FAULT.search(str(error))
        key = fault[1] if fault else ""
        hint = did_you_mean(str(item.get(key)), DECISION_KINDS if key == "kind" else ())
        expected = _EXPECTED.get(key, str(error)) + hint
        raise UserMistake("M433", place=place(key), key=key, expected=expected) from None


def _require_keys(item: Mapping[str, object], form: type[msgspec.Struct], place: Place, prefix: str) -> None:
    known, required = _keys_of(form)
    for key in item:
        if key not in known:
            raise unknown_key(place(prefix + key), prefix + key, [prefix + name for name in known])
    lacking = [key for key in required if key not in item]
    if lacking:
        keys = " and ".join(repr(prefix + key) for key in lacking)
        raise UserMistake("M432", place=place(prefix.rstrip(".")), keys=keys)


@cache
def _keys_of(form: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All keys, and those that must be there."""
    fields = msgspec.structs.fields(form)
    return (
        tuple(field.encode_name for field in fields),
        tuple(field.encode_name for field in fields if field.required),
    )


def unknown_key(place: str, key: str, known: Iterable[str]) -> UserMistake:
    """The mistake of a key that there is not; it names the nearest known one, else all."""
    known = list(known)
    hint = did_you_mean(key, known, otherwise=f"; the keys are {', '.join(known)}.")
    return UserMistake("M431", place=place, key=key, hint=hint)


def unknown_rule_hint(name: str, known: Iterable[str]) -> str:
    """What to say after "no rule named ...": the nearest id, else where to find them all."""
    return did_you_mean(name, known, otherwise="; 'policylint rules list' shows them all.")
