"""A configuration: the settings of each document, the policy sets, and what is picked up and left out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policylint.config.patterns import NO_PATTERNS, Patterns
from policylint.config.read import Written, options_table
from policylint.config.sets import PolicySet
from policylint.config.settings import (
    Layer,
    Settings,
    file_layer,
    options_layer,
    override_layer,
    settled,
)
from policylint.config.walking import Selection

_NO_OPTIONS: Final[Mapping[str, object]] = MappingProxyType({})


class Configuration:
    """What one configuration file says, or the defaults where there is none.

    Args:
        written: The file that was read, if there is one.
        root: The folder of the file, as it can be used; the current folder where there is no file.
    """

    def __init__(self, written: Written | None = None, *, root: Path = Path()) -> None:
        self.file: Final = written.path if written else None
        self.root: Final = root
        self._absolute: Final = os.path.abspath(root)
        self._written: Final = written
        self._layers: Final = (file_layer(written, root),) if written else ()
        self._overrides: Final = _overrides(written, root)
        self._settings: Final[dict[tuple[object, ...], Settings]] = {}
        general = self._settled((), _NO_OPTIONS)
        self.force_exclude: Final = general.force_exclude
        self.selection: Final = _selection(general)
        self.sets: Final = _sets(written, self.selection)

    def settings_for(self, path: str | Path, *, options: Mapping[str, object] = _NO_OPTIONS) -> Settings:
        """What holds for the document at `path` (a path that ends with a slash is that of a folder).

        `options` are values of the command line, key in kebab-case -> value; they win over everything. Raises
        `UserMistake` M301 for one that cannot be, M403 for a key that there is not.
        """
        fitting: tuple[int, ...] = ()
        if self._overrides:
            relative = self.pattern_path(path)
            fitting = tuple(index for index, (files, _) in enumerate(self._overrides) if files.matches(relative))
        key = (fitting, *sorted((name, str(value)) for name, value in options.items()))
        known = self._settings.get(key)
        if known is None:
            known = self._settings[key] = self._settled(fitting, options)
        return known

    def _settled(self, fitting: tuple[int, ...], options: Mapping[str, object]) -> Settings:
        layers = [*self._layers, *(self._overrides[index][1] for index in fitting)]
        if options:
            layers.append(options_layer(options, options_table(options)))
        return settled(layers, self.root)

    def relative(self, path: str | Path) -> str:
        """The posix path from `root`, or the path as given where it lies outside."""
        absolute = os.path.abspath(path)
        if absolute == self._absolute:
            return "."
        if not absolute.startswith(os.path.join(self._absolute, "")):
            return Path(path).as_posix()
        return absolute[len(os.path.join(self._absolute, "")) :].replace(os.sep, "/")

    def pattern_path(self, path: str | Path) -> str:
        """The path that patterns are held against: that from `root`, "" for `root` itself, a slash after a folder's.

        A path outside of `root` is taken as given, from the first folder that has a name.
        """
        relative = self.relative(path)
        if relative == ".":
            return ""
        while relative.startswith(("/", "./", "../")):
            relative = relative.partition("/")[2]
        return f"{relative}/" if str(path).endswith(("/", os.sep)) else relative

    def is_excluded(self, path: str | Path) -> bool:
        """Whether `exclude` leaves the file out, or the folder if `path` ends with a slash.

        Raises `UserMistake` M408 for a pattern that is none.
        """
        return self.selection.exclude.matches(self.pattern_path(path))

    def includes(self, path: str | Path) -> bool:
        """Whether `include` picks the file up from a folder. Raises `UserMistake` M408 for a pattern that is none."""
        return self.selection.includes(self.pattern_path(path))


def _selection(general: Settings) -> Selection:
    include, exclude = (general.origins[key] for key in ("include", "exclude"))
    return Selection(
        include=None if include.kind == "default" else Patterns(general.include, place=include.where),
        exclude=Patterns(general.exclude, place=exclude.where) if general.exclude else NO_PATTERNS,
        respect_gitignore=general.respect_gitignore,
        cache=os.path.abspath(general.cache_dir),
    )


def _overrides(written: Written | None, root: Path) -> tuple[tuple[Patterns, Layer], ...]:
    if written is None:
        return ()
    return tuple(
        (Patterns(table.files, place=written.where("override", index, "files")), override_layer(written, index, root))
        for index, table in enumerate(written.table.override)
    )


def _sets(written: Written | None, selection: Selection) -> tuple[PolicySet, ...]:
    if written is None:
        return ()
    return tuple(
        PolicySet(
            name=table.name,
            leads=table.leads,
            members=table.members,
            place=written.where("set", index),
            selection=selection,
        )
        for index, table in enumerate(written.table.set)
    )
