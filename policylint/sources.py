"""From what the user names (files, folders, globs, standard input) to the files to check."""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from msgspec import structs

from policylint.config.model import SUFFIXES
from policylint.config.walking import EVERYTHING, Selection, SelectionOf, ignored_above, walk
from policylint.errors import UserMistake, reason_of

if TYPE_CHECKING:
    from policylint.config import Configuration

__all__ = ["STDIN", "SUFFIXES", "ConfigurationFor", "Hashed", "Input", "file_input", "find_inputs", "is_own_report"]

STDIN: Final = "-"

_REPORT_SUFFIXES: Final = frozenset({".docx", ".html", ".htm", ".md", ".markdown", ".pdf"})
_REPORT_MARKS: Final = (
    b"<Application>policylint",
    b"\n%policylint-report\n",
    b'<meta name="generator" content="policylint ',
    b"<!-- Draft addendum by policylint -->",
    b"# Policy gap report\n",
    b"# Policy coverage\n",
    b"# Policy coverage diff\n",
)
_HEAD: Final = 1024
"""Bytes at the beginning of a file within which it says what it is."""
_PIECE: Final = 1 << 20
"""Bytes of a file that are held at a time where it is read in pieces."""

_MAGIC: Final = frozenset("*?[")
_KINDS: Final = (
    (stat.S_ISDIR, "it is a folder that cannot be looked into"),
    (stat.S_ISFIFO, "it is a pipe, not a file; use - for standard input"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)

_LARGEST: Final = 1 << 30
"""Bytes of a file that is no document but is named outright; a report on a thousand documents has some fifty million.
"""

ConfigurationFor = Callable[[Path], "Configuration"]
"""From a file or folder to the configuration that governs it."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to check: its name as the user gave it (never made absolute), and how to get its bytes.

    `path` is the real file; None for bytes and for standard input. `stream` opens it for reading in pieces, where it
    need not be held whole. Nothing is opened before `read` or `open` is called.
    """

    name: str
    read: Callable[[], bytes]
    path: str | None = None
    stream: Callable[[], BinaryIO] | None = None

    def open(self) -> BinaryIO:
        """The bytes as a stream, for the caller to close; of what comes in one piece, all of them are held.

        Raises:
            UserMistake: M003 or M412, as `read` does. What goes wrong while it is read is an `OSError`.
        """
        return io.BytesIO(self.read()) if self.stream is None else self.stream()

    def size(self) -> int | None:
        """The number of bytes of the file, None where there is no file. Raises `UserMistake` as `read` does."""
        return None if self.path is None else _status(self.path).st_size

    def sha256(self) -> str:
        """The digest of the bytes. Raises as `open`."""
        with Hashed(self.open()) as stream:
            stream.finish()
            return stream.sha256


class Hashed(io.RawIOBase):
    """A file on its way to whoever reads it: its bytes are counted and hashed as they pass, and not held.

    `size` is the number of those that have passed, `head` how they begin.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """`stream` is closed with this."""
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0
        self.head = b""

    @property
    def sha256(self) -> str:
        """The digest of what has passed."""
        return self._digest.hexdigest()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises `OSError`."""
        piece = self._stream.read(size)
        self._digest.update(piece)
        self.size += len(piece)
        self.head = self.head or piece[:_HEAD]
        return piece

    def finish(self) -> None:
        """Let the rest pass, and close the file. Raises `OSError`."""
        with self:
            while self.read(_PIECE):
                pass

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()


def find_inputs(paths: Iterable[str], *, configuration_for: ConfigurationFor | None = None) -> tuple[Input, ...]:
    """Every file meant by `paths`, each once, folders and globs in sorted order.

    Args:
        paths: Files, folders, globs, or "-" for standard input.
        configuration_for: Tells which configuration governs a file or folder: what it includes, excludes and says about
            .gitignore files bears on folders and globs, and with its `force-exclude` on files named outright. Without
            it folders and globs give what has a suffix of `SUFFIXES`.

    Raises:
        UserMistake: M001 for a path that is not there, M002 for a folder or glob without documents, M411 where there
            are some and all are left out. What cannot be opened (M003, M412) is raised by the input that is to be read.
    """
    inputs: dict[str, Input] = {}
    for path in paths:
        for name in _names(path, configuration_for):
            inputs.setdefault(str(Path(name)), _input(name))
    return tuple(inputs.values())


def file_input(path: str) -> Input:
    """The file at `path`, whatever it is called. Nothing is opened before it is read."""
    return Input(_shown(path), _reader(path), path, lambda: _opened(path))


def _shown(path: str) -> str:
    """A path as reports show it: from the current folder on if it lies there, and text.

    Bytes of a name that are no UTF-8 become backslash escapes, for no report can hold them.
    """
    if os.path.isabs(path) and path.startswith(os.path.join(os.getcwd(), "")):
        path = os.path.relpath(path)
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def is_own_report(path: str) -> bool:
    """Whether the file at `path` is a report or a draft that policylint wrote, told from how it begins."""
    if os.path.splitext(path)[1].lower() not in _REPORT_SUFFIXES:
        return False
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in _REPORT_MARKS)


def _input(name: str) -> Input:
    return Input(name, _stdin) if name == STDIN else file_input(name)


def _names(path: str, configuration_for: ConfigurationFor | None) -> Iterator[str]:
    if path == STDIN:
        yield STDIN
    elif os.path.isdir(path):
        yield from _searched(path, str(Path(path)), (), configuration_for)
    elif os.path.lexists(path):
        if not _is_forced_out(path, configuration_for):
            yield path
    elif _MAGIC.isdisjoint(path):
        raise UserMistake("M001", path=path)
    else:
        fixed, wild = _parts(path)
        yield from _searched(path, fixed, wild, configuration_for)


def _searched(path: str, folder: str, wild: Sequence[str], configuration_for: ConfigurationFor | None) -> Iterator[str]:
    """The documents in `folder`, and of these only what the wildcards fit, if there are any."""
    if configuration_for is not None and _is_forced_out(os.path.join(folder, ""), configuration_for):
        return
    found = list(_fitting(folder, wild, configuration_for))
    if not found:
        left_out = configuration_for is not None and any(_fitting(folder, wild, None))
        raise UserMistake("M411" if left_out else "M002", path=path)
    yield from found


def _fitting(folder: str, wild: Sequence[str], configuration_for: ConfigurationFor | None) -> Iterator[str]:
    if not os.path.isdir(folder):
        return
    depth = len(wild) if wild and "**" not in wild else None
    if configuration_for is None:
        names = walk(folder, selection_of=lambda _: (EVERYTHING, ""), depth=depth)
    else:
        respects = configuration_for(Path(folder)).selection.respect_gitignore
        names = walk(
            folder,
            selection_of=_selection_of(folder, configuration_for),
            ignored=ignored_above(folder) if respects else (),
            depth=depth,
        )
    names = (name for name in names if not (os.path.isfile(name) and is_own_report(name)))
    if not wild:
        yield from names
        return
    start = 0 if folder == os.curdir else len(os.path.join(folder, ""))
    yield from sorted(name for name in names if _fits(name[start:].split(os.sep), wild))


def _selection_of(folder: str, configuration_for: ConfigurationFor) -> SelectionOf:
    """What each folder's configuration picks up, without the patterns that leave `folder` itself out: it was named."""
    governing = configuration_for(Path(folder))
    lifted = governing.selection
    if lifted.exclude and governing.pattern_path(folder):
        named = governing.pattern_path(os.path.join(folder, ""))
        lifted = structs.replace(lifted, exclude=lifted.exclude.without(named))

    def selection_of(below: str) -> tuple[Selection, str]:
        configuration = configuration_for(Path(below))
        selection = lifted if configuration is governing else configuration.selection
        return selection, configuration.pattern_path(below)

    return selection_of


def _is_forced_out(path: str, configuration_for: ConfigurationFor | None) -> bool:
    if configuration_for is None:
        return False
    configuration = configuration_for(Path(path))
    return configuration.force_exclude and configuration.is_excluded(path)


def _parts(pattern: str) -> tuple[str, list[str]]:
    """A glob as the folder before its first wildcard, and the rest in parts."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if not _MAGIC.isdisjoint(part))
    return str(Path(*parts[:fixed])), list(parts[fixed:])


def _fits(parts: Sequence[str], wild: Sequence[str]) -> bool:
    if not wild:
        return not parts
    if wild[0] == "**":
        # As in the shell: any folders or none; and at the end, everything below.
        return len(wild) == 1 or any(_fits(parts[skipped:], wild[1:]) for skipped in range(len(parts)))
    return bool(parts) and fnmatch.fnmatch(parts[0], wild[0]) and _fits(parts[1:], wild[1:])


def read_file(path: str) -> bytes:
    """The bytes of a file that is no document but is named outright: a report, notes.

    Raises:
        UserMistake: M001 where there is none; M003 for what is no file (a device has no end), or is too large.
    """
    if not os.path.lexists(path):
        raise UserMistake("M001", path=path)
    if os.path.isdir(path):
        raise UserMistake("M003", path=path, reason="it is a folder")
    size = _status(path).st_size
    if size > _LARGEST:
        raise UserMistake("M003", path=path, reason=f"it has {size:,} bytes, and {_LARGEST:,} are the most")
    return _reader(path)()


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _reader(name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        with _opened(name) as file:
            try:
                return file.read()
            except OSError as error:
                raise UserMistake("M003", path=name, reason=reason_of(error)) from None

    return read


def _opened(name: str) -> BinaryIO:
    try:
        # Should a pipe have the file's name, do not wait for whoever writes into it.
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        _status(name)  # it may know better what is wrong
        raise UserMistake("M003", path=name, reason=reason_of(error)) from None
    try:
        _require_file(name, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _status(name: str) -> os.stat_result:
    try:
        status = os.stat(name)
    except OSError as error:
        if os.path.islink(name) and error.errno == errno.ENOENT:
            raise UserMistake("M412", path=name, target=os.readlink(name)) from None
        loops = error.errno == errno.ELOOP
        reason = "it is a link that leads back to itself" if loops else reason_of(error)
        raise UserMistake("M003", path=name, reason=reason) from None
    _require_file(name, status)
    return status


def _require_file(name: str, status: os.stat_result) -> None:
    for is_kind, reason in _KINDS:
        if is_kind(status.st_mode):
            raise UserMistake("M003", path=name, reason=reason)
