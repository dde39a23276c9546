"""The folder of files: for every document its upload and what was made of it.

`DATA/documents/<id>/upload` is what came; the parts beside it (`report.json`, `pages/3.webp`) are ours. A name that
begins with a dot is never part of a document: it is on its way in or out.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from policylint.web.store.trouble import file_trouble
from policylint.web.store.writing import sync_folder, write_new, write_whole

UPLOAD: Final = "upload"

_ID: Final = re.compile(r"[A-Za-z0-9_-]{32}")
_PART: Final = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,63}/)?[a-z0-9][a-z0-9._-]{0,63}")


def is_id(text: str) -> bool:
    """Whether a text can be the id of a document."""
    return _ID.fullmatch(text) is not None


class Files:
    """The files of documents below a data folder, for any number of threads, and processes that share the folder.

    Whatever cannot be written or read raises `StoreTrouble`; an id or the name of a part that is none, `ValueError`.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder, if it is not there. Raises `OSError` where it cannot be made or written."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self._documents = folder / "documents"
        self._documents.mkdir(exist_ok=True, mode=0o700)
        os.chmod(self._documents, 0o700)  # it may be there already, as open as somebody copied it
        if not self.writable():
            raise PermissionError(13, "Permission denied", str(self._documents))

    def writable(self) -> bool:
        """Whether documents can be put in, as far as permissions tell."""
        return os.access(self._documents, os.R_OK | os.W_OK | os.X_OK)

    def path(self, id: str, part: str = UPLOAD) -> Path:
        """Where a part of a document is, or would be."""
        if not _PART.fullmatch(part):
            raise ValueError(f"'{part}' cannot be part of a document")
        return self._home(id) / part

    def adopt(self, id: str, source: Path | BinaryIO) -> int:
        """Keep an upload: copy a file, or a stream from where it stands.

        Returns:
            The number of bytes.
        """
        if isinstance(source, Path):
            with source.open("rb") as opened:
                return self.adopt(id, opened)
        home = self._home(id)
        with _told():
            home.mkdir(mode=0o700)
            try:
                with write_whole(home / UPLOAD) as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
                    size = target.tell()
                sync_folder(self._documents)
            except BaseException:
                shutil.rmtree(home, ignore_errors=True)
                raise
        return size

    def read(self, id: str, part: str = UPLOAD) -> bytes | None:
        """A part of a document; None where there is none."""
        path = self.path(id, part)
        with _told(), contextlib.suppress(FileNotFoundError):
            return path.read_bytes()
        return None

    def write(self, id: str, part: str, data: bytes) -> bool:
        """Keep a part of a document in place of what was there.

        Returns:
            False where there is no such document, any more.
        """
        path = self.path(id, _made(part))
        with _told(), contextlib.suppress(FileNotFoundError):
            if "/" in part:
                path.parent.mkdir(exist_ok=True, mode=0o700)
            with write_whole(path) as target:
                target.write(data)
            return True
        return False

    def stage(self, id: str, parts: Mapping[str, bytes]) -> StagedParts | None:
        """Put parts on the disk without making them parts of the document yet; None where there is no document."""
        home = self._home(id)
        for part in parts:
            self.path(id, _made(part))
        staged = StagedParts(home, home / f".{secrets.token_hex(8)}", tuple(parts))
        with _told():
            try:
                staged.folder.mkdir(mode=0o700)
                for part, data in parts.items():
                    path = staged.folder / part
                    path.parent.mkdir(exist_ok=True, mode=0o700)
                    write_new(path, data)
            except BaseException as error:
                staged.discard()
                if isinstance(error, FileNotFoundError):  # the document was deleted meanwhile
                    return None
                raise
        return staged

    def remove(self, id: str) -> None:
        """Delete a document's files. They are out of reach at once, even if deleting them is cut short."""
        trash = self._documents / f".{id}.{secrets.token_hex(8)}"
        with _told():
            try:
                os.rename(self._home(id), trash)
            except FileNotFoundError:
                return
            sync_folder(self._documents)
            shutil.rmtree(trash, ignore_errors=True)  # `sweep` takes what would not go

    def sweep(self, known_ids: Collection[str], older_than: float) -> int:
        """Remove what no document has: folders of unknown ids, and what a killed process left on its way in or out.

        Args:
            known_ids: Ids of the documents that there are.
            older_than: What was changed after this (seconds since the epoch) stays, for it may be on its way.

        Returns:
            The number of documents and remains that were removed.
        """
        removed = 0
        with _told(), os.scandir(self._documents) as entries:
            for entry in entries:
                if entry.name in known_ids:
                    removed += _sweep_home(Path(entry.path), older_than)
                elif _older(entry, older_than):
                    if is_id(entry.name):
                        self.remove(entry.name)
                    else:
                        _delete(Path(entry.path))
                    removed += 1
        return removed

    def _home(self, id: str) -> Path:
        if not is_id(id):
            raise ValueError("this cannot be the id of a document")
        return self._documents / id


class StagedParts:
    """Parts of a document that are on the disk and not in place."""

    def __init__(self, home: Path, folder: Path, parts: tuple[str, ...]) -> None:
        self.folder = folder
        self._home = home
        self._parts = parts

    def put_in_place(self) -> None:
        """Make them parts of the document, in place of what was there."""
        with _told():
            for part in self._parts:
                (self._home / part).parent.mkdir(exist_ok=True, mode=0o700)
                os.replace(self.folder / part, self._home / part)
            for folder in {(self._home / part).parent for part in self._parts} | {self._home}:
                sync_folder(folder)

    def discard(self) -> None:
        """Remove what is not in place."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _made(part: str) -> str:
    if part == UPLOAD:
        raise ValueError("an upload is adopted, and stays as it came")
    return part


def _sweep_home(home: Path, older_than: float) -> int:
    """Remove what was left on its way into a document. Returns how much."""
    removed = 0
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for folder in (home, *(path for path in home.iterdir() if path.is_dir() and not path.name.startswith("."))):
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith(".") and _older(entry, older_than):
                        _delete(Path(entry.path))
                        removed += 1
    return removed


def _older(entry: os.DirEntry[str], than: float) -> bool:
    with contextlib.suppress(OSError):
        return entry.stat(follow_symlinks=False).st_mtime < than
    return False


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise file_trouble(error) from error
