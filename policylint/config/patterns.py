"""Patterns as .gitignore files write them. The package that reads them is imported when there is one to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from policylint.errors import UserMistake

if TYPE_CHECKING:
    import re

    _Pattern = tuple[re.Pattern[str], bool]


class Patterns:
    """A list of gitignore patterns; the last that fits a path decides.

    Paths are posix and relative to the folder to which the patterns are; that of a folder ends with a slash.

    Args:
        lines: The patterns.
        place: Where they are written, for the message about a wrong one. Without a place a wrong one is passed over, as
            git does with its own files.
    """

    __slots__ = ("_folders", "_lines", "_patterns", "_place")

    def __init__(self, lines: Iterable[str], *, place: str = "") -> None:
        self._lines = tuple(lines)
        self._place = place
        self._patterns: tuple[_Pattern, ...] | None = None
        self._folders: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._lines)

    def verdict(self, path: str) -> bool | None:
        """Whether the last pattern that fits `path` names it (True) or takes it back (False); None where none fits.

        The folders above are not looked at first: whoever walks down has not entered a folder that is named. Raises
        `UserMistake` M408 for a pattern that is none.
        """
        if not self._lines:
            return None
        if self._patterns is None:
            self._patterns = self._read()
        # A match of all of the path: pathspec's own has a pattern fit what lies below, too, even one that takes back.
        return next((names for regex, names in self._patterns if regex.fullmatch(path)), None)

    def matches(self, path: str) -> bool:
        """Whether `path` is named, or a folder above it: what lies in a named folder cannot be taken back.

        Raises `UserMistake` M408 for a pattern that is none.
        """
        if not self._lines:
            return False
        above, slash, _ = path.rstrip("/").rpartition("/")
        return (bool(slash) and self._names_folder(above)) or self.verdict(path) is True

    def without(self, folder: str) -> Patterns:
        """The patterns that do not name `folder` (its path ends with a slash) or a folder above it."""
        if not self._lines:
            return self
        return Patterns(
            (line for line in self._lines if not Patterns((line,)).matches(folder)),
            place=self._place,
        )

    def _names_folder(self, path: str) -> bool:
        known = self._folders.get(path)
        if known is None:
            known = self._folders[path] = self.matches(path + "/")
        return known

    def _read(self) -> tuple[_Pattern, ...]:
        from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

        patterns = []
        for line in self._lines:
            try:
                pattern = GitIgnoreSpecPattern(_meant(line))
            except ValueError:
                if self._place:
                    raise UserMistake("M408", place=self._place, pattern=line) from None
                continue
            if pattern.regex is not None:
                patterns.append((pattern.regex, pattern.include is True))
        return tuple(reversed(patterns))


def _meant(line: str) -> str:
    """The line with its last `*` or `**` written so that pathspec makes of it what fits a whole path.

    For these it has short cuts that fit any part of a path, and has `drafts/**` fit `drafts/` itself.
    """
    bare = line.rstrip()
    slash = "/" if bare.endswith("/") else ""
    above, between, last = bare.removeprefix("!").removesuffix("/").rpartition("/")
    if last not in ("*", "**"):
        return line
    sign = "!" if bare.startswith("!") else ""
    return f"{sign}{above}{between}{'**/' if last == '**' and between else ''}?*{slash}"


NO_PATTERNS: Final = Patterns(())


def has_magic(pattern: str) -> bool:
    """Whether a pattern may name more than one file: it has a wildcard, or takes back what others name."""
    return pattern.startswith("!") or any(mark in pattern for mark in "*?[")
