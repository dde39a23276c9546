"""From a revision or range of git to the pairs of files that differ."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from policylint.diff.git import Repository, blobs, open_repository
from policylint.diff.pairing import Comparison, Item, Pair, pair_items, shown_path
from policylint.diff.picked import picked_up, require_known
from policylint.errors import UserMistake, reason_of
from policylint.sources import SUFFIXES, ConfigurationFor, Input

WORK_TREE: Final = "the work tree"
INDEX: Final = "the index"

_REGULAR: Final = frozenset({"100644", "100755"})
"""Modes of files; symbolic links (120000) and submodules (160000) hold no document of their own."""

_RAW: Final = ("diff", "--raw", "-z", "-M", "--no-abbrev", "--no-relative", "--no-ext-diff", "--ignore-submodules")
_NO_BLOB: Final = re.compile(r"^0+$")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of git's raw diff. Paths are from the root; `new_blob` is empty for a file of the work tree."""

    status: str
    old_mode: str
    new_mode: str
    old_blob: str
    new_blob: str
    old_path: str
    new_path: str


@contextmanager
def git_comparison(
    revisions: str,
    *,
    paths: Sequence[str] = (),
    staged: bool = False,
    folder: Path | None = None,
    configuration_for: ConfigurationFor | None = None,
) -> Iterator[Comparison]:
    """What differs between revisions, for as long as this lasts: the bytes are read when they are asked for.

    Args:
        revisions: `A..B`, `A...B` (the merge base of A and B against B; HEAD where one is left out), or `A` against
            the work tree with its untracked files.
        paths: Files and folders, as seen from `folder`, to which to keep; everything if there are none.
        staged: Compare `A` with the index instead.
        folder: Where git is asked; the current one if nothing is said.
        configuration_for: Tells which configuration governs a file: it says what is picked up.

    Raises:
        UserMistake: M460 to M469, and M411 for a path below which all documents are left out.
    """
    repository = open_repository(folder or Path())
    old, new, labels = _ends(repository, revisions, staged=staged)
    if new is None and not staged and repository.top is None:
        raise UserMistake("M465", reason="this repository has no work tree; name two revisions, such as main..HEAD")
    specs = _pathspecs(paths)
    ends = [old] if new is None else [old, new]
    cached = ["--cached"] if staged else []
    changes = _changes(repository.run(*_RAW, *cached, *ends, "--", *specs))
    stood = _changes(repository.run(*_RAW, _empty_tree(repository), old, "--", *specs))
    before = {change.new_path for change in stood if change.new_mode in _REGULAR}
    untracked = _untracked(repository, specs) if new is None and not staged else []
    seen = frozenset((*before, *untracked, *(path for change in changes for path in _regular_paths(change))))
    picked = picked_up(sorted(seen), repository, named=paths, configuration_for=configuration_for)
    require_known(paths, repository, picked=picked, seen=seen)
    torn = next((change.new_path for change in changes if change.status == "U" and change.new_path in picked), None)
    if staged and torn:
        raise UserMistake("M468", path=shown_path(torn))
    touched = {change.old_path for change in changes}
    with blobs(repository) as read:
        yield Comparison(
            *labels,
            _pairs(changes, untracked, picked, repository, read),
            unchanged=frozenset(shown_path(path) for path in before & picked - touched),
            base=os.fspath(repository.top or os.curdir),
            old_files=_tree(repository, [old], read),
            new_files=_tree(repository, cached or [new or ""], read) if new or staged else None,
        )


def _ends(repository: Repository, revisions: str, *, staged: bool) -> tuple[str, str | None, tuple[str, str]]:
    """The two commits (None: what is not committed) and what to call them."""
    one, dots, other = revisions.partition("...")
    if not dots:
        one, dots, other = revisions.partition("..")
    if not dots:
        label = INDEX if staged else WORK_TREE
        if one == "HEAD" and repository.ask("rev-parse", "--verify", "--quiet", "HEAD") is None:
            return _empty_tree(repository), None, ("nothing", label)  # before the first commit everything is new
        return _commit(repository, one), None, (one, label)
    if staged:
        raise UserMistake("M464", revision=revisions, problem="--staged compares one revision with the index")
    one, other = one or "HEAD", other or "HEAD"
    old, new = _commit(repository, one), _commit(repository, other)
    if dots == "..":
        return old, new, (one, other)
    base = repository.ask("merge-base", old, new)
    if not base:
        hint = " This clone is shallow: fetch its history (git fetch --unshallow)." if repository.is_shallow else ""
        raise UserMistake("M463", one=one, other=other, hint=hint)
    return base, new, (f"the merge base of {one} and {other}", other)


def _tree(repository: Repository, end: Sequence[str], read: Callable[[str], bytes]) -> tuple[Item, ...]:
    """All documents of a commit, or of the index (`--cached`)."""
    options, commits = ([*end], []) if end == ["--cached"] else ([], [*end])
    listed = _changes(repository.run(*_RAW, *options, _empty_tree(repository), *commits, "--"))
    return tuple(
        _blob_item(change.new_path, change.new_blob, read, repository)
        for change in listed
        if change.new_mode in _REGULAR and change.new_blob and PurePosixPath(change.new_path).suffix.lower() in SUFFIXES
    )


def _empty_tree(repository: Repository) -> str:
    return repository.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()


def _commit(repository: Repository, revision: str) -> str:
    if revision.startswith("-") or not revision.strip():
        raise UserMistake("M464", revision=revision, problem="a revision is a branch, a tag or a commit")
    if "\0" not in revision:
        found = repository.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found:
            return found.splitlines()[-1]
    raise UserMistake("M462", revision=revision, hint=_hint(repository, revision))


def _hint(repository: Repository, revision: str) -> str:
    names = (repository.ask("for-each-ref", "--format=%(refname:short)") or "").splitlines()
    if repository.ask("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return " Nothing has been committed yet."
    remote = [name for name in names if name.endswith(f"/{revision}")]
    close = remote or difflib.get_close_matches(revision, names, n=1)
    if close:
        return f" Did you mean {close[0]!r}?"
    if repository.is_shallow:
        return f" This clone is shallow: fetch the revision first (git fetch origin {revision})."
    return " 'git branch --all' shows the branches."


def _pathspecs(paths: Sequence[str]) -> list[str]:
    """Paths so that git takes no leading colon for one of its signs."""
    return [f"./{path}" if path.startswith(":") else path for path in paths]


def _changes(raw: bytes) -> list[Change]:
    """Read git's raw format with -z: each entry a head, a path, and for renames a second path."""
    parts = iter(raw.split(b"\0"))
    found: dict[tuple[str, str], Change] = {}
    for head in parts:
        if not head:
            continue
        old_mode, new_mode, old_blob, new_blob, status = head.decode("ascii").lstrip(":").split()
        old_path = os.fsdecode(next(parts))
        new_path = os.fsdecode(next(parts)) if status[0] in "RC" else old_path
        if _NO_BLOB.match(new_blob):
            new_blob = ""
        change = Change(status[0], old_mode, new_mode, old_blob, new_blob, old_path, new_path)
        # A file with conflicts may come twice: once as such, once as it is in the work tree, which says more.
        twin = found.get((old_path, new_path))
        if twin is None or twin.status == "U" or status[0] != "U":
            found[old_path, new_path] = change
    return list(found.values())


def _regular_paths(change: Change) -> Iterator[str]:
    if change.old_mode in _REGULAR:
        yield change.old_path
    if change.new_mode in _REGULAR or change.status == "U":
        yield change.new_path


def _untracked(repository: Repository, specs: Sequence[str]) -> list[str]:
    """Files of the work tree that git does not know and is not told to ignore, from the root."""
    listed = repository.run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *(specs or [":/"]))
    paths = [os.fsdecode(path) for path in listed.split(b"\0") if path]
    return [path for path in paths if _is_file(repository, path)]


def _is_file(repository: Repository, path: str) -> bool:
    try:
        return repository.top is not None and stat.S_ISREG((repository.top / path).lstat().st_mode)
    except OSError:
        return False


def _pairs(
    changes: Sequence[Change],
    untracked: Sequence[str],
    picked: frozenset[str],
    repository: Repository,
    read: Callable[[str], bytes],
) -> tuple[Pair, ...]:
    old: list[Item] = []
    new: list[Item] = []
    renames: dict[str, str] = {}
    for change in changes:
        if change.status not in "AC" and change.old_mode in _REGULAR and change.old_path in picked:
            old.append(_blob_item(change.old_path, change.old_blob, read, repository))
        if change.new_path in picked:
            if change.status == "U":
                if _is_file(repository, change.new_path):
                    new.append(_file_item(change.new_path, repository))
            elif change.status != "D" and change.new_mode in _REGULAR:
                new.append(
                    _blob_item(change.new_path, change.new_blob, read, repository)
                    if change.new_blob
                    else _file_item(change.new_path, repository)
                )
        if change.status == "R":
            renames[shown_path(change.old_path)] = shown_path(change.new_path)
    new += [_file_item(path, repository) for path in untracked if path in picked]
    return pair_items(old, new, renames=renames)


def _blob_item(path: str, blob: str, read: Callable[[str], bytes], repository: Repository) -> Item:
    place = os.fspath(repository.top / path) if repository.top else None
    return Item(shown_path(path), Input(shown_path(path), lambda: read(blob)), place)


def _file_item(path: str, repository: Repository) -> Item:
    file = (repository.top or Path()) / path

    def read() -> bytes:
        try:
            return file.read_bytes()
        except OSError as error:
            raise UserMistake("M003", path=shown_path(path), reason=reason_of(error)) from None

    return Item(shown_path(path), Input(shown_path(path), read, os.fspath(file)), os.fspath(file))
