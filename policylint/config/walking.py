"""Walking through folders: what is picked up, what is left out, and what is never entered."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from policylint.config.model import SUFFIXES
from policylint.config.patterns import NO_PATTERNS, Patterns

_SKIPPED: Final = frozenset({"__pycache__", "node_modules", "venv"})
_GIT_IGNORE: Final = ".gitignore"


class Selection(Struct, frozen=True, kw_only=True):
    """What is picked up from folders. `include` is None where the suffix tells; `cache` is an absolute path."""

    include: Patterns | None = None
    exclude: Patterns = NO_PATTERNS
    respect_gitignore: bool = False
    cache: str = ""

    def includes(self, path: str) -> bool:
        """Whether a file is a document by its name; `path` is relative to the folder of the configuration."""
        if self.include is None:
            return os.path.splitext(path)[1].lower() in SUFFIXES
        return self.include.matches(path)


EVERYTHING: Final = Selection()
"""Whatever has the suffix of a document."""

SelectionOf = Callable[[str], tuple[Selection, str]]
"""From the absolute path of a folder to what is picked up there, and to its path in patterns ("" for the root)."""

Ignored = tuple[tuple[str, Patterns], ...]
"""What .gitignore files say: the absolute path of the folder of each, and its patterns; the innermost is last."""


def walk(folder: str, *, selection_of: SelectionOf, ignored: Ignored = (), depth: int | None = None) -> Iterator[str]:
    """The documents in `folder` and below, as paths that begin with it; those of a folder before those of its folders.

    No link to a folder is followed, and no device, pipe or socket is given. A link that leads nowhere is given, for it
    may be meant as a document, and so is a folder that cannot be looked into: opening them tells what is wrong.

    Args:
        folder: Where to begin; it is entered even if patterns leave it out.
        selection_of: What is picked up from a folder.
        ignored: What .gitignore files above `folder` say.
        depth: How many levels of folders to look into, `folder` being the first; all if nothing is said.
    """
    waiting = [("" if folder == os.curdir else folder, os.path.abspath(folder), ignored, 1)]
    while waiting:
        name, absolute, ignored, level = waiting.pop()
        try:
            with os.scandir(absolute) as entries:
                found = sorted(entries, key=_name)
        except OSError:
            yield name or os.curdir
            continue
        selection, prefix = selection_of(absolute)
        if not selection.respect_gitignore:
            ignored = ()
        elif any(entry.name == _GIT_IGNORE for entry in found):
            ignored = (*ignored, (absolute, _git_ignore(absolute)))
        folders = []
        for entry in found:
            is_folder = entry.is_dir(follow_symlinks=False)
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            if is_folder:
                path += "/"
            if (
                not (_is_entered(entry, selection) if is_folder else _is_document(entry, path, selection))
                or selection.exclude.verdict(path)
                or _is_ignored(entry.path, is_folder, ignored)
            ):
                continue
            if not is_folder:
                yield os.path.join(name, entry.name)
            elif level != depth:
                folders.append((os.path.join(name, entry.name), entry.path, ignored, level + 1))
        waiting.extend(reversed(folders))


def ignored_above(folder: str) -> Ignored:
    """What the .gitignore files above `folder` say, up to the top of the repository in which it lies, if it does.

    Patterns that name `folder` itself do not count: whoever asks has named it outright.
    """
    absolute = here = os.path.abspath(folder)
    above: list[str] = []
    while not os.path.lexists(os.path.join(here, ".git")):
        here, below = os.path.dirname(here), here
        if here == below:
            return ()
        above.append(here)
    ignored = ((base, _git_ignore(base)) for base in reversed(above))
    return tuple((base, patterns.without(_below(absolute, base) + "/")) for base, patterns in ignored if patterns)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_entered(entry: os.DirEntry[str], selection: Selection) -> bool:
    return not (entry.name.startswith(".") or entry.name in _SKIPPED or entry.path == selection.cache)


def _is_document(entry: os.DirEntry[str], path: str, selection: Selection) -> bool:
    if entry.name.startswith((".", "~$")) or not selection.includes(path):
        return False
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def _is_ignored(path: str, is_folder: bool, ignored: Ignored) -> bool:
    """The innermost .gitignore file that says anything decides."""
    for base, patterns in reversed(ignored):
        verdict = patterns.verdict(_below(path, base) + ("/" if is_folder else ""))
        if verdict is not None:
            return verdict
    return False


def _git_ignore(folder: str) -> Patterns:
    try:
        with open(os.path.join(folder, _GIT_IGNORE), encoding="utf-8-sig", errors="surrogateescape") as lines:
            return Patterns(line.rstrip("\n") for line in lines)
    except OSError:
        return Patterns(())


def _below(path: str, folder: str) -> str:
    return path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
