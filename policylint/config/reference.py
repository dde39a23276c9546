"""The reference of all configuration keys in the docs, written from the model.

    python -m policylint.config.reference

writes the part of `docs/configuration.md` between the two marks anew; a test fails when it is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from policylint.config.model import SIZE_PATTERN, ConfigurationTable

PAGE_PATH: Final = Path(__file__).parents[2] / "docs" / "configuration.md"
BEGIN: Final = "<!-- from here on written by python -m policylint.config.reference -->"
END: Final = "<!-- up to here -->"

_HEADERS: Final = {
    "ConfigurationTable": "Every document",
    "LimitsTable": "`[limits]`",
    "RuleTable": '`[rules."ID"]`',
    "OverrideTable": "`[[override]]`",
    "SetTable": "`[[set]]`",
}
_TYPES: Final = {"string": "text", "boolean": "`true` or `false`", "number": "number", "integer": "whole number"}
_BEYOND: Final = 1 << 40
"""From this number on, the most that a key takes is there for the machine, and tells a reader nothing."""
_PLURALS: Final = {"string": "texts"}


class _Key(
    Struct, frozen=True, rename={"any_of": "anyOf", "least": "minimum", "above": "exclusiveMinimum", "ref": "$ref"}
):
    """What the JSON Schema says of a key."""

    description: str = ""
    type: str = ""
    format: str = ""
    enum: tuple[str, ...] = ()
    any_of: tuple[_Key, ...] = ()
    items: dict[str, object] = {}
    least: float | None = None
    above: float | None = None
    maximum: float | None = None
    default: object = msgspec.UNSET
    pattern: str = ""
    ref: str = ""


class _Table(Struct, frozen=True):
    """What the JSON Schema says of a table."""

    description: str
    properties: dict[str, _Key]
    required: tuple[str, ...] = ()


class _Schema(Struct, frozen=True, rename={"tables": "$defs"}):
    tables: dict[str, _Table]


def reference_text() -> str:
    """Every table with its keys: what they take, what holds where nothing is said, and what they mean."""
    tables = msgspec.convert(msgspec.json.schema(ConfigurationTable), _Schema).tables
    return "\n".join(line for name in sorted(tables, key=list(_HEADERS).index) for line in _section(name, tables[name]))


def page_with(page: str, reference: str) -> str:
    """The page with `reference` between the two marks. Raises `ValueError` where it has not each of them once."""
    head, _, rest = page.partition(BEGIN)
    _, ended, tail = rest.partition(END)
    if page.count(BEGIN) != 1 or page.count(END) != 1 or not ended:
        raise ValueError("the page is to have each of the two marks once, in their order")
    return f"{head}{BEGIN}\n\n{reference}\n{END}{tail}"


def _section(name: str, table: _Table) -> Iterator[str]:
    has_defaults = any(key.default is not msgspec.UNSET for key in table.properties.values())
    yield f"### {_HEADERS[name]}"
    yield ""
    yield table.description
    yield ""
    yield "| key | takes | default | meaning |" if has_defaults else "| key | takes | meaning |"
    yield "| --- | --- | --- | --- |" if has_defaults else "| --- | --- | --- |"
    for written, key in table.properties.items():
        needed = " Needed." if written in table.required else ""
        middle = (_takes(written, key), _default(key)) if has_defaults else (_takes(written, key),)
        yield f"| {' | '.join((f'`{written}`', *middle, key.description + needed))} |"
    yield ""


def _takes(written: str, key: _Key) -> str:
    if key.ref:
        return f"table `[{written}]`"
    if key.pattern == SIZE_PATTERN:
        return 'a size such as `"500 MB"`'
    if key.any_of:
        return " or ".join(_takes(written, one) for one in key.any_of)
    if key.enum:
        *most, last = (f"`{json.dumps(word)}`" for word in key.enum)
        return f"{', '.join(most)} or {last}" if most else last
    if key.format == "date":
        return "date"
    if key.type == "integer" and key.above == 0 and key.maximum and key.maximum >= _BEYOND:
        return _TYPES[key.type]
    if key.type == "object":
        return 'tables `[rules."ID"]`'
    if key.type == "array":
        kind = key.items.get("type")
        return f"list of {_PLURALS[str(kind)]}" if kind else f"tables `[[{written}]]`"
    return _TYPES[key.type] + _limits(key)


def _limits(key: _Key) -> str:
    words = []
    if key.least is not None:
        words.append(f"at least {key.least:g}")
    if key.above is not None:
        words.append(f"more than {key.above:g}")
    if key.maximum is not None:
        words.append(f"at most {key.maximum:g}")
    return "".join(f", {word}" for word in words)


def _default(key: _Key) -> str:
    value = key.default
    if value is msgspec.UNSET or key.ref or (_holds_tables(key) and not value):
        return ""
    return f"`{json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)}`"


def _holds_tables(key: _Key) -> bool:
    return key.type == "object" or (key.type == "array" and "type" not in key.items)


if __name__ == "__main__":
    PAGE_PATH.write_text(page_with(PAGE_PATH.read_text(encoding="utf-8"), reference_text()), encoding="utf-8")
