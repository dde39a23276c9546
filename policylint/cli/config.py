"""`policylint config show|schema`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.cli.options import repository_options, say, wishes_of
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.config import Configuration, Origin, Settings

_SHORT = 44
"""Longest value that keeps the column of origins where it is."""


@click.group("config")
def command() -> None:
    """Show what is configured, and describe the configuration file."""


@command.command("show")
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@repository_options
def show(path: str, as_json: bool, **given: Any) -> None:
    """Show what holds for PATH, a document or a folder, and where each value comes from.

    Without PATH, what holds in the current folder. The options do what they do in `policylint check`, so that their effect can
    be seen. What is printed is TOML, and may be the start of a configuration file.
    """
    from policylint.config import find_configuration

    if not os.path.lexists(path):
        raise UserMistake("M001", path=path)
    wishes = wishes_of((path,), given)
    configuration = find_configuration(path, explicit=wishes.configuration, isolated=wishes.isolated)
    document = os.path.join(path, "") if os.path.isdir(path) else path
    settings = configuration.settings_for(document, options=wishes.options)
    if as_json:
        click.echo(_json(_as_json(configuration, settings), indent=2))
    else:
        say("\n".join(line.replace("\n", "<U+000A>") for line in _as_toml(configuration, settings)))


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of policylint.toml, for editors."""
    from policylint.config.schema import schema_text

    click.echo(schema_text(), nl=False)


def _as_json(configuration: Configuration, settings: Settings) -> dict[str, object]:
    rules = {
        identifier: {
            key: {"value": value, "origin": str(settings.origins[f"rules.{identifier}.{key}"])}
            for key, value in said.items()
        }
        for identifier, said in _rules(settings).items()
    }
    return {
        "file": configuration.file.as_posix() if configuration.file else None,
        "settings": {
            key: {"value": value, "origin": str(settings.origins[key])} for key, value in _values(settings).items()
        },
        "limits": {
            name: {"value": value, "origin": str(_limit_origin(settings, name))}
            for name, value in _limits(settings).items()
        },
        "rules": rules,
        "sets": [
            {"name": group.name, "lead": list(group.leads), "members": list(group.members), "origin": group.place}
            for group in configuration.sets
        ],
    }


def _as_toml(configuration: Configuration, settings: Settings) -> Iterator[str]:
    file = configuration.file
    yield f"# {file.as_posix()}" if file else "# There is no configuration file; the defaults hold."
    values = _values(settings)
    yield from _block({key: (value, str(settings.origins[key])) for key, value in values.items() if value is not None})
    if settings.as_of is None:
        yield "# as-of: today"
    yield ""
    yield "[limits]"
    limits = _limits(settings).items()
    yield from _block({name: (value, str(_limit_origin(settings, name))) for name, value in limits})
    for identifier, said in _rules(settings).items():
        yield ""
        yield f"[rules.{_toml(identifier)}]"
        yield from _block(
            {key: (value, str(settings.origins[f"rules.{identifier}.{key}"])) for key, value in said.items()}
        )
    for group in configuration.sets:
        yield ""
        yield f"[[set]]  # {group.place}"
        yield from _block(
            {"name": (group.name, ""), "lead": (list(group.leads), ""), "members": (list(group.members), "")}
        )


def _block(pairs: Mapping[str, tuple[object, str]]) -> Iterator[str]:
    """Keys, values and origins in columns; a value too long for its column pushes its origin out."""
    texts = {key: _toml(value) for key, (value, _) in pairs.items()}
    width = max(map(len, pairs))
    column = max((len(text) for text in texts.values() if len(text) <= _SHORT), default=0)
    for key, (_, origin) in pairs.items():
        yield f"{key:{width}} = {texts[key]:{column}}  # {origin}" if origin else f"{key:{width}} = {texts[key]}"


def _values(settings: Settings) -> dict[str, object]:
    """Each key and its value as TOML and JSON know it."""
    from policylint.config.model import SETTING_KEYS, TABLE_KEYS

    values: dict[str, object] = {}
    for key in SETTING_KEYS:
        if key not in TABLE_KEYS:
            values[key] = _plain(getattr(settings, key.replace("-", "_")))
    values["baseline"] = values["baseline"] or ""
    return values


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _rules(settings: Settings) -> dict[str, dict[str, object]]:
    return {
        identifier: {
            key: value for key, value in (("severity", rule.severity), ("applies", rule.applies)) if value is not None
        }
        for identifier, rule in sorted(settings.rules.items())
    }


def _limits(settings: Settings) -> dict[str, object]:
    from policylint.config.amounts import by_name

    return {name: _plain(value) for name, value in by_name(settings.limits).items()}


def _limit_origin(settings: Settings, name: str) -> Origin:
    """Where a limit comes from; processor time that nobody names comes from where `timeout` does."""
    from policylint.config.settings import DEFAULT

    otherwise = settings.origins["timeout"] if name == "cpu-seconds" else DEFAULT
    return settings.origins.get(f"limits.{name}", otherwise)


def _toml(value: object) -> str:
    """A value as TOML writes it, which for text, numbers, lists and yes or no is what JSON does, but for one character."""
    return _json(value).replace("\x7f", "\\u007f")


def _json(value: object, indent: int | None = None) -> str:
    from policylint.outputs.jsontext import printable

    return printable(json.dumps(value, indent=indent, ensure_ascii=False))
