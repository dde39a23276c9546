"""From two files or two folders to the pairs of files to compare."""

from __future__ import annotations

import os

from policylint.diff.pairing import Comparison, Item, Pair, pair_items, shown_path
from policylint.errors import UserMistake
from policylint.sources import STDIN, Input, find_inputs


def path_comparison(old: str, new: str) -> Comparison:
    """Two files, which are a pair whatever their names, or two folders, whose files pair by path.

    One of the two files may be standard input (-).

    Raises:
        UserMistake: M001 for a path that is not there, M002 for two folders without documents, M470 for a file and a
            folder, M471 where both are standard input.
    """
    if old == new == STDIN:
        raise UserMistake("M471")
    folders = [os.path.isdir(path) for path in (old, new)]
    if folders == [True, True]:
        pairs = pair_items(_items(old), _items(new))
        if not pairs:
            raise UserMistake("M002", path=new)
        return Comparison(shown_path(old), shown_path(new), pairs, unchanged=0)
    if any(folders):
        folder, file = (old, new) if folders[0] else (new, old)
        if file != STDIN and not os.path.lexists(file):
            raise UserMistake("M001", path=file)
        raise UserMistake("M470", folder=folder, file=file)
    one, other = _file(old), _file(new)
    return Comparison(one.path, other.path, (Pair("named", one, other),), unchanged=0)


def _file(path: str) -> Item:
    (found,) = find_inputs([path])
    if path != STDIN:
        return Item(shown_path(path), found, found.path)
    data = found.read()  # it can be read once only
    return Item("stdin", Input("stdin", lambda: data))


def _items(folder: str) -> list[Item]:
    try:
        found = find_inputs([folder])
    except UserMistake as mistake:
        if mistake.code == "M002":  # an empty side is a side: everything was added, or removed
            return []
        raise
    return [Item(shown_path(os.path.relpath(item.name, folder)), item, item.path) for item in found]
