"""Which old file belongs to which new one: by path, by bytes, by name with another suffix."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from policylint.diff.model import PairingWord
from policylint.sources import Input


@dataclass(frozen=True)
class Item:
    """A file of one side: its path below the folder or repository (or its name), and how to get its bytes.

    `place` is where it stands, or would if this version were checked out; None for what has no place.
    """

    path: str
    input: Input
    place: str | None = None

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the bytes; it is worked out where it is asked for."""
        return hashlib.sha256(self.input.read()).digest()

    @property
    def stem(self) -> str:
        """The path without the suffix."""
        return PurePosixPath(self.path).with_suffix("").as_posix()

    @property
    def suffix(self) -> str:
        """The suffix, in lower case."""
        return PurePosixPath(self.path).suffix.lower()


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new file; one that was added or removed has only one."""

    pairing: PairingWord
    old: Item | None
    new: Item | None

    @property
    def is_unchanged(self) -> bool:
        """Whether both versions have the same bytes and are read alike: the suffix decides between kinds of text."""
        return bool(self.old and self.new and self.old.suffix == self.new.suffix and self.old.digest == self.new.digest)

    @property
    def name(self) -> str:
        """The new path, or the old one of a file that was removed."""
        item = self.new or self.old
        return item.path if item else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides by name, and the pairs of files that may differ.

    `unchanged` are the paths of documents that are the same on both sides and stand in no pair; `base` is the folder
    from which the paths of the new side are. `old_files` and `new_files` are all files of a side that is not on disk
    (None where it is), for what changed may be settled together with what did not.
    """

    old: str
    new: str
    pairs: tuple[Pair, ...]
    unchanged: frozenset[str] = frozenset()
    base: str = os.curdir
    old_files: tuple[Item, ...] | None = None
    new_files: tuple[Item, ...] | None = None


def shown_path(path: str | bytes) -> str:
    """A path for people and JSON: slashes between its parts, and bytes that are no UTF-8 as backslash escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def pair_items(
    old: Sequence[Item], new: Sequence[Item], *, renames: Mapping[str, str] | None = None
) -> tuple[Pair, ...]:
    """Every file of both sides in one pair, sorted by name.

    Args:
        old: The files of the old side, each path once.
        new: Those of the new side.
        renames: What is known beforehand (from git): new path by old path.

    Files with the same path belong together; of the rest, first those with the same bytes (renamed), then those in the
    same place with the same name but for the suffix (converted), where no other file could be meant. What is left over
    was added or removed.
    """
    left, right = {item.path: item for item in old}, {item.path: item for item in new}
    pairs: list[Pair] = []

    def take(pairing: PairingWord, one: str, other: str) -> None:
        pairs.append(Pair(pairing, left.pop(one), right.pop(other)))

    for path, other in sorted((renames or {}).items()):
        if path in left and other in right:
            take("renamed", path, other)
    for path in sorted(left.keys() & right.keys()):
        take("same-path", path, path)
    for one, other in list(_same_bytes(left, right)):
        take("renamed", one, other)
    for one, other in list(_same_stem(left, right)):
        take("converted", one, other)
    pairs += [Pair("removed", item, None) for item in left.values()]
    pairs += [Pair("added", None, item) for item in right.values()]
    return tuple(sorted(pairs, key=lambda pair: (pair.name, pair.pairing)))


def _same_bytes(left: Mapping[str, Item], right: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    """Paths of files with the same bytes; among several, one that kept its name is preferred."""
    if not left or not right:
        return
    waiting: dict[bytes, list[str]] = {}
    for path, item in sorted(right.items()):
        waiting.setdefault(item.digest, []).append(path)
    for path, item in sorted(left.items()):
        others = waiting.get(item.digest)
        if others:
            name = PurePosixPath(path).name
            chosen = next((other for other in others if PurePosixPath(other).name == name), others[0])
            others.remove(chosen)
            yield path, chosen


def _same_stem(left: Mapping[str, Item], right: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    ours, theirs = _by_stem(left), _by_stem(right)
    for stem, paths in sorted(ours.items()):
        others = theirs.get(stem, [])
        if len(paths) == len(others) == 1:
            yield paths[0], others[0]


def _by_stem(items: Mapping[str, Item]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for path, item in items.items():
        grouped.setdefault(item.stem, []).append(path)
    return grouped
