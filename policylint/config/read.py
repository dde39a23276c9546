"""From a configuration file to what it says, or to the mistake in it with its line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from policylint.config.model import ConfigurationTable
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.config.lines import Place

PROJECT_FILE: Final = "pyproject.toml"
_IN_PROJECT: Final = ("tool", "policylint")


class _Places:
    """Tells where in a file a value stands, for people: file and line. `prefix` is where the configuration begins."""

    def __init__(self, text: str, shown: str, prefix: Place) -> None:
        self._text = text
        self._shown = shown
        self._prefix = prefix

    def __call__(self, place: Place) -> str:
        return f"{self._shown}:{self._lines.get((*self._prefix, *place), 1)}"

    @cached_property
    def _lines(self) -> Mapping[Place, int]:
        from policylint.config.lines import lines_of_keys

        return lines_of_keys(self._text)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration file that was read: what it says, and its tables as they are written, with the keys they give."""

    path: Path
    table: ConfigurationTable
    given: Mapping[str, object]
    places: _Places

    def where(self, *place: str | int) -> str:
        """Where a value stands, for people: file and line."""
        return self.places(place)


def read_configuration(path: Path, *, shown: str) -> Written | None:
    """What the configuration file at `path` says; None for a pyproject.toml that says nothing to policylint.

    Raises:
        UserMistake: M402 where the file is not TOML, M403 for a key that there is not, M404 for a value of the wrong
            kind, M405 where a key is needed, M406 for policy sets that cannot be, M407 where it cannot be read.
    """
    data = _bytes(path, shown)
    in_project = path.name == PROJECT_FILE
    if in_project and b"policylint" not in data:
        return None
    text = _text(data, shown)
    table: object = _parsed(text, shown)
    prefix = _IN_PROJECT if in_project else ()
    for key in prefix:
        if not isinstance(table, Mapping) or key not in table:
            return None
        table = table[key]
    where = _Places(text, shown, prefix)
    if not isinstance(table, Mapping):
        raise UserMistake("M404", place=where(()), problem="'tool.policylint' is to be a table, [tool.policylint].")
    try:
        read = msgspec.convert(table, ConfigurationTable)
    except msgspec.ValidationError as error:
        from policylint.config.mistakes import mistake_about

        raise mistake_about(error, table, where) from None
    written = Written(path=path, table=read, given=table, places=where)
    _require_good_sets(written)
    return written


def options_table(options: Mapping[str, object]) -> ConfigurationTable:
    """Values of the command line (key -> value), held to what a file may say. Raises `UserMistake` as for a file."""
    plain = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    try:
        return msgspec.convert(plain, ConfigurationTable)
    except msgspec.ValidationError as error:
        from policylint.config.mistakes import mistake_about

        raise mistake_about(error, plain, lambda place: f"--{place[0]}" if place else "options") from None


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserMistake("M407", path=shown, reason=(error.strerror or "error").lower()) from None


def _text(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserMistake("M402", place=f"{shown}:{line}", problem="it is not UTF-8") from None


def _parsed(text: str, shown: str) -> Mapping[str, object]:
    import re
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", problem)
        line = place[1] if place and place[1] else str(text.count("\n") + 1)
        raise UserMistake(
            "M402", place=f"{shown}:{line}", problem=problem[: place.start()] if place else problem
        ) from None
    except RecursionError:
        raise UserMistake("M402", place=f"{shown}:1", problem="it is nested too deeply") from None


def _require_good_sets(written: Written) -> None:
    names: dict[str, int] = {}
    for index, table in enumerate(written.table.set):
        if table.name in names:
            raise UserMistake(
                "M406",
                place=written.where("set", index, "name"),
                problem=f"there is a policy set {table.name!r} already, at {written.where('set', names[table.name])}",
            )
        names[table.name] = index
        members = {_plain(member) for member in table.members}
        for lead in table.leads:
            if _plain(lead) in members:
                raise UserMistake(
                    "M406",
                    place=written.where("set", index, "members"),
                    problem=f"{lead!r} leads the policy set {table.name!r} and cannot be its member, too",
                )


def _plain(path: str) -> str:
    return path.removeprefix("./").strip("/")
