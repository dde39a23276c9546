"""From two files or two folders to the pairs of files to compare."""

from __future__ import annotations

import os
from typing import Final

from policylint.diff.pairing import Comparison, Item, Pair, pair_items, shown_path
from policylint.errors import UserMistake
from policylint.sources import STDIN, ConfigurationFor, Input, find_inputs

_EMPTY: Final = frozenset({"M002", "M411"})
"""The mistakes that say of a folder that it has no documents, or none that is not left out."""


def path_comparison(old: str, new: str, *, configuration_for: ConfigurationFor | None = None) -> Comparison:
    """Two files, which are a pair whatever their names, or two folders, whose files pair by path.

    One of the two files may be standard input (-).

    Args:
        old: The old file or folder.
        new: The new one.
        configuration_for: Tells which configuration governs a file or folder: it says what is picked up from folders.

    Raises:
        UserMistake: M001 for a path that is not there, M002 for two folders without documents, M411 where there are
            some and all are left out, M470 for a file and a folder, M471 where both are standard input.
    """
    if old == new == STDIN:
        raise UserMistake("M471")
    folders = [os.path.isdir(path) for path in (old, new)]
    if folders == [True, True]:
        return Comparison(shown_path(old), shown_path(new), _folder_pairs(old, new, configuration_for), base=new)
    if any(folders):
        folder, file = (old, new) if folders[0] else (new, old)
        if file != STDIN and not os.path.lexists(file):
            raise UserMistake("M001", path=file)
        raise UserMistake("M470", folder=folder, file=file)
    one, other = _file(old), _file(new)
    return Comparison(one.path, other.path, (Pair("named", one, other),))


def _folder_pairs(old: str, new: str, configuration_for: ConfigurationFor | None) -> tuple[Pair, ...]:
    sides: list[list[Item]] = []
    empty: list[UserMistake] = []
    for folder in (old, new):
        try:
            sides.append(_items(folder, configuration_for))
        except UserMistake as mistake:
            if mistake.code not in _EMPTY:
                raise
            empty.append(mistake)  # an empty side is a side: everything was added, or removed
            sides.append([])
    if len(empty) == len(sides):
        raise empty[-1]
    return pair_items(*sides)


def _file(path: str) -> Item:
    (found,) = find_inputs([path])
    if path != STDIN:
        return Item(shown_path(path), found, found.path)
    data = found.read()  # it can be read once only
    return Item("stdin", Input("stdin", lambda: data))


def _items(folder: str, configuration_for: ConfigurationFor | None) -> list[Item]:
    found = find_inputs([folder], configuration_for=configuration_for)
    return [Item(shown_path(os.path.relpath(item.name, folder)), item, item.path) for item in found]
