"""The folder of the cache: an entry a file, written whole or not at all, safe with several runs at once."""

from __future__ import annotations

import contextlib
import os
import re
import time
import zlib
from pathlib import Path
from typing import Final

import msgspec

from policylint.cache.key import generation
from policylint.errors import PolicylintError
from policylint.model.examined import Examined
from policylint.model.report import PackInfo

_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is the cache of policylint. It holds text of your documents; it can be deleted at any time.\n"
)
_SEAL: Final = 4
"""Bytes of a checksum: it is there for bad disks and half copies, not for forgers."""

_OURS: Final = frozenset({"CACHEDIR.TAG", ".gitignore"})
_GENERATION: Final = re.compile(r"[0-9a-f]{16}")

_KEPT_SECONDS: Final = 30 * 24 * 3600
"""Generations that nothing was written to for so long are removed when a new one begins."""

_packs = msgspec.msgpack.Decoder(PackInfo)
_entries = msgspec.msgpack.Decoder(Examined)


class CacheTrouble(PolicylintError):
    """The cache cannot be written. Nothing is lost but time, so whoever catches it says so and goes on without."""


class Cache:
    """Verdicts in `folder`, each under its key (see `policylint.cache.key`).

    An entry that cannot be read (cut short, of another shape) counts as none. Two runs that write one entry write the
    same, and the last rename wins.
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first entry."""
        self.folder = folder
        self._own = os.path.join(folder, generation())
        self._ready = False

    def get(self, key: str, *, as_of: str) -> Examined | None:
        """The entry under `key`, if there is one that holds as of that day (ISO)."""
        try:
            with open(self._path(key), "rb") as stream:
                found = _entries.decode(_checked(stream.read()))
        except (OSError, ValueError):  # a MsgspecError is a ValueError, and so is text that is no UTF-8
            return None
        return found if found.since <= as_of <= found.until else None

    def put(self, key: str, examined: Examined) -> None:
        """Keep an entry. Raises `CacheTrouble` where the folder cannot be written."""
        self._write(self._path(key), _sealed(msgspec.msgpack.encode(examined)))

    def pack(self, digest: str) -> PackInfo | None:
        """What was remembered of the pack with this digest."""
        with contextlib.suppress(OSError, ValueError):
            return _packs.decode(_checked(Path(self._own, f"pack-{digest}").read_bytes()))
        return None

    def put_pack(self, pack: PackInfo) -> None:
        """Remember a pack's name and version. Raises `CacheTrouble` where the folder cannot be written."""
        self._write(os.path.join(self._own, f"pack-{pack.digest}"), _sealed(msgspec.msgpack.encode(pack)))

    def _path(self, key: str) -> str:
        return os.path.join(self._own, key[:2], key[2:])

    def _write(self, path: str, data: bytes) -> None:
        try:
            self._prepare()
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _write_whole(path, data, within=os.path.dirname(path))
        except OSError as error:
            raise CacheTrouble(f"the cache {self.folder} cannot be written ({error.strerror})") from None

    def _prepare(self) -> None:
        if self._ready:
            return
        if _holds_other_things(self.folder):
            raise CacheTrouble(f"{self.folder} holds other things and is not used as a cache; name another folder")
        if not os.path.isdir(self._own):
            os.makedirs(self._own, exist_ok=True)
            _remove_old(self.folder, but=self._own)
        for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
            if _lacks(self.folder / name, text):
                _write_whole(self.folder / name, text.encode("utf-8"), within=self._own, mode=0o644)
        self._ready = True


def is_cache(folder: Path) -> bool:
    """Whether a folder is a cache of ours."""
    return _text_of(folder / "CACHEDIR.TAG") == _TAG


def _text_of(path: Path) -> str | None:
    with contextlib.suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8")
    return None


def _lacks(path: Path, text: str) -> bool:
    """Whether a file is not there, or holds only the beginning of its text, as a full disk once left it."""
    found = _text_of(path)
    return not path.exists() if found is None else found != text and text.startswith(found)


def _write_whole(path: str | Path, data: bytes, *, within: str, mode: int = 0o600) -> None:
    """Write a file by way of a temporary one in another folder of the cache, where no other run takes it for a thing
    that does not belong. What is in it has a checksum, so nobody waits for the disk.
    """
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=within)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:  # an interrupt, too
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _holds_other_things(folder: Path) -> bool:
    """Whether anything in the folder is not a cache's by its name. Another run may be making a cache of it just now."""
    with contextlib.suppress(FileNotFoundError):
        return any(path.name not in _OURS and not _GENERATION.fullmatch(path.name) for path in folder.iterdir())
    return False


def clear(folder: Path) -> None:
    """Delete what a cache of ours holds, and the folder itself if nothing else is in it.

    Raises:
        OSError: Something cannot be deleted.
    """
    import shutil

    for path in folder.iterdir():
        if _GENERATION.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
    for name in sorted(_OURS):
        (folder / name).unlink(missing_ok=True)
    if not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


def _sealed(data: bytes) -> bytes:
    """Data with its checksum before it."""
    return zlib.crc32(data).to_bytes(_SEAL, "big") + data


def _checked(data: bytes) -> memoryview:
    """Sealed data without its checksum. Raises `ValueError` where it was damaged."""
    content = memoryview(data)[_SEAL:]
    if zlib.crc32(content) != int.from_bytes(data[:_SEAL], "big"):
        raise ValueError("the checksum does not fit")
    return content


def _remove_old(folder: Path, *, but: str) -> None:
    import shutil

    limit = time.time() - _KEPT_SECONDS
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.name != os.path.basename(but) and path.stat().st_mtime < limit:
                shutil.rmtree(path, ignore_errors=True)
