"""The folder of the cache: an entry a file, written whole or not at all, safe with several runs at once."""

from __future__ import annotations

import contextlib
import os
import time
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
                found = _entries.decode(stream.read())
        except (OSError, msgspec.MsgspecError):
            return None
        return found if found.since <= as_of <= found.until else None

    def put(self, key: str, examined: Examined) -> None:
        """Keep an entry. Raises `CacheTrouble` where the folder cannot be written."""
        self._write(self._path(key), msgspec.msgpack.encode(examined))

    def pack(self, digest: str) -> PackInfo | None:
        """What was remembered of the pack with this digest."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return _packs.decode(Path(self._own, f"pack-{digest}").read_bytes())
        return None

    def put_pack(self, pack: PackInfo) -> None:
        """Remember a pack's name and version. Raises `CacheTrouble` where the folder cannot be written."""
        self._write(os.path.join(self._own, f"pack-{pack.digest}"), msgspec.msgpack.encode(pack))

    def _path(self, key: str) -> str:
        return os.path.join(self._own, key[:2], key[2:])

    def _write(self, path: str, data: bytes) -> None:
        import tempfile

        temporary = ""
        try:
            self._prepare()
            os.makedirs(os.path.dirname(path), exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=os.path.dirname(path))
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.replace(temporary, path)
        except OSError as error:
            if temporary:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
            raise CacheTrouble(f"the cache {self.folder} cannot be written ({error.strerror})") from None

    def _prepare(self) -> None:
        if self._ready:
            return
        if not os.path.isdir(self._own):
            os.makedirs(self._own, exist_ok=True)
            _remove_old(self.folder, but=self._own)
        for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
            if not (self.folder / name).exists():
                (self.folder / name).write_text(text, encoding="utf-8")
        self._ready = True


def is_cache(folder: Path) -> bool:
    """Whether a folder is a cache of ours, and so safe to delete."""
    with contextlib.suppress(OSError):
        return (folder / "CACHEDIR.TAG").read_text(encoding="utf-8") == _TAG
    return False


def _remove_old(folder: Path, *, but: str) -> None:
    import shutil

    limit = time.time() - _KEPT_SECONDS
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.name != os.path.basename(but) and path.stat().st_mtime < limit:
                shutil.rmtree(path, ignore_errors=True)
