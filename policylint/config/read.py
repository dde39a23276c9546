"""From a configuration file to what it says, or to the mistake in it with its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from policylint.config.model import ConfigurationTable
from policylint.errors import UserMistake
from policylint.toml import Place, TomlFile, parse_toml, read_bytes

PROJECT_FILE: Final = "pyproject.toml"
_IN_PROJECT: Final = ("tool", "policylint")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration file that was read: what it says, and its tables as they are written, with the keys they give.

    `prefix` is the way to the configuration within `file`.
    """

    path: Path
    table: ConfigurationTable
    given: Mapping[str, object]
    file: TomlFile
    prefix: Place

    def where(self, *place: str | int) -> str:
        """Where a value stands, for people: file and line."""
        return self.file.where((*self.prefix, *place))


def read_configuration(path: Path) -> Written | None:
    """What the configuration file at `path` says; None for a pyproject.toml that says nothing to policylint.

    Raises:
        UserMistake: M402 where the file is not TOML, M403 for a key that there is not, M404 for a value of the wrong
            kind, M405 where a key is needed, M406 for policy sets that cannot be, M003 where it cannot be read.
    """
    data = read_bytes(path)
    in_project = path.name == PROJECT_FILE
    if in_project and b"policylint" not in data:
        return None
    file = parse_toml(data, shown=path.as_posix())
    table: object = file.data
    prefix = _IN_PROJECT if in_project else ()
    for key in prefix:
        if not isinstance(table, Mapping) or key not in table:
            return None
        table = table[key]
    if not isinstance(table, Mapping):
        problem = "'tool.policylint' is to be a table, [tool.policylint]."
        raise UserMistake("M404", place=file.where(prefix), problem=problem)
    try:
        read = msgspec.convert(table, ConfigurationTable)
    except msgspec.ValidationError as error:
        from policylint.config.mistakes import mistake_about

        raise mistake_about(error, table, lambda place: file.where((*prefix, *place))) from None
    written = Written(path=path, table=read, given=table, file=file, prefix=prefix)
    _require_good_sets(written)
    return written


def options_table(options: Mapping[str, object]) -> ConfigurationTable:
    """Values of the command line (key -> value), held to what a file may say.

    Raises:
        UserMistake: M301 for a value that cannot be, by the name of its option; M403 for a key that there is not.
    """
    plain = {key: str(value) if isinstance(value, Path) else value for key, value in options.items()}
    try:
        return msgspec.convert(plain, ConfigurationTable)
    except msgspec.ValidationError as error:
        from policylint.config.mistakes import mistake_about_option

        raise mistake_about_option(error, plain) from None


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
