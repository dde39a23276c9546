"""Peers: how many of the policies that somebody else looked at address an element or a requirement of a pack.

Read with msgspec, as profiles are: packs are described in runs that load no rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from policylint.errors import UserMistake, did_you_mean, reason_of
from policylint.model.report import PeerFigure
from policylint.packs.files import PEERS_FILE, shown
from policylint.packs.parsing import BrokenYaml, parse_yaml

if TYPE_CHECKING:
    from yaml import Node

_KEY: Final = "peers"
_EXPECTED: Final = {"int": "a whole number", "str": "text", "object": "keys with values"}


def load_peers(folder: Path, *, known: Collection[str] | None = None) -> tuple[PeerFigure, ...]:
    """The figures in `peers.yml` of the pack in `folder`, in the order of the file; none where there is no such file.

    What they are about is compared with `known`, the ids of elements and rules, where that is given.

    Raises:
        UserMistake: M003 for a file that cannot be read, M101 with file and line for the first thing wrong in it.
    """
    path = folder / PEERS_FILE
    if not path.is_file():
        return ()
    data, node = _parse(path)
    entries = data.get(_KEY) if isinstance(data, dict) and len(data) == 1 else None
    if node is None or not isinstance(entries, list):
        raise _mistake(path, 1, f"expected one key, '{_KEY}', with a list under it")
    rows = node.value[0][1].value
    return tuple(_figure(path, row, entry, known) for row, entry in zip(rows, entries, strict=True))


def _parse(path: Path) -> tuple[object, Node | None]:
    """The data of the file, and the nodes that know on which line each piece of it stands."""
    try:
        return parse_yaml(path.read_bytes())
    except OSError as error:
        raise UserMistake("M003", path=shown(path), reason=reason_of(error)) from None
    except BrokenYaml as error:
        words = f"this is not YAML: {error.problem}" if error.problem else "this is not YAML"
        raise _mistake(path, error.line, words) from None


def _figure(path: Path, row: Node, entry: object, known: Collection[str] | None) -> PeerFigure:
    try:
        figure = msgspec.convert(entry, PeerFigure)
    except msgspec.ValidationError as error:
        key, problem = _problem(str(error))
        raise _mistake(path, _line(row, key), problem) from None
    for key in ("words", "source"):
        if not getattr(figure, key).strip():
            raise _mistake(path, _line(row, key), f"{key}: expected some words")
    if not 0 <= figure.addressed <= figure.n or not figure.n:
        problem = f"{figure.addressed} of {figure.n} cannot be; correct one of the two"
        raise _mistake(path, _line(row, "addressed"), problem)
    if known is not None and figure.about not in known:
        hint = did_you_mean(figure.about, known, otherwise="")
        raise _mistake(path, _line(row, "about"), f"there is no element or rule {figure.about!r}{hint}")
    return figure


def _problem(said: str) -> tuple[str, str]:
    """The key that is wrong and what is wrong with it, from what msgspec says of an entry."""
    keys = PeerFigure.__struct_fields__
    if unknown := re.search(r"unknown field `(.*)`", said):
        hint = did_you_mean(unknown[1], keys, otherwise=f"; known keys: {', '.join(keys)}")
        return unknown[1], f"there is no key {unknown[1]!r}{hint}"
    if lacking := re.search(r"required field `(.*)`", said):
        return "", f"the key {lacking[1]!r} is missing"
    key = next(iter(re.findall(r"`\$\.(\w+)", said)), "")
    expected = next(iter(re.findall(r"Expected `(\w+)", said)), "")
    return key, f"{f'{key}: ' if key else ''}expected {_EXPECTED.get(expected, expected)}"


def _line(row: Node, key: str) -> int:
    """The line (from 1) of a key of an entry, or of the entry itself."""
    import yaml

    if isinstance(row, yaml.MappingNode):
        for name, _ in row.value:
            if name.value == key:
                return int(name.start_mark.line) + 1
    return int(row.start_mark.line) + 1


def _mistake(path: Path, line: int, problem: str) -> UserMistake:
    return UserMistake("M101", path=shown(path), line=line, problem=problem + ("" if problem.endswith("?") else "."))
