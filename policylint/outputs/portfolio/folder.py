"""The folder of a portfolio: which names its files have, and that nothing is lost that policylint did not write.

`SHA256SUMS` lists what was written, with digests, in the form that `sha256sum --check` reads. What is listed there and
is still as it was written is ours and may be replaced; anything else, a report that somebody signed among them, is not.

While a run writes, what it is about to write is noted in a hidden file (`UNFINISHED`) first. A run that is killed
leaves that behind, and the next one knows by it what is ours, although the list was never written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TextIO

from policylint.errors import UserMistake, reason_of
from policylint.outputs.files import remove_left, write_atomically

LIST: Final = "SHA256SUMS"
UNFINISHED: Final = ".policylint-unfinished"
"""What a run was about to write, in the form of the list; it is there while the run writes."""

REPORTS: Final = "reports"
"""The folder, within that of the portfolio, of the reports on single documents."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  ((?:reports/)?[a-z0-9][a-z0-9.-]*)")
_LONGEST: Final = 80
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
"""Names that Windows keeps for devices."""


class PortfolioFolder:
    """A folder to write a portfolio to. Use it as a context: the list is written at its end, whatever happens."""

    def __init__(self, path: str | Path) -> None:
        """Look at the folder; nothing is written yet.

        Raises:
            UserMistake: M004 where there is a file of that name, where its parent is not there, where nothing can be
                written to it, or where it holds other things and no portfolio.
        """
        self.path = Path(path)
        self._listed: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._intended: dict[str, set[str]] = {}
        self._notes: TextIO | None = None
        if self.path.is_dir():
            self._intended = self._read_notes()
            self._listed = self._read_list()
        elif os.path.lexists(self.path):
            raise UserMistake("M004", path=self.path.as_posix(), reason="it is a file; a portfolio is a folder")
        elif not self.path.parent.is_dir():
            raise UserMistake("M004", path=self.path.as_posix(), reason=f"there is no folder {self.path.parent}")
        self._require_writable()

    def require_free(self, names: Iterable[str]) -> None:
        """See that files of these names can be written without loss.

        Raises:
            UserMistake: M004 for a file that policylint did not write, or that somebody changed since it did.
        """
        for name in names:
            path = self.path / name
            if path.is_dir():
                raise UserMistake("M004", path=path.as_posix(), reason="it is a folder")
            if os.path.lexists(path) and not self._is_ours(name):
                listed = name in self._listed or name in self._intended
                was = "it was changed since policylint wrote it" if listed else "policylint did not write it"
                raise UserMistake("M004", path=path.as_posix(), reason=f"{was}, and it would be lost; move it away")

    def __enter__(self) -> PortfolioFolder:
        """Make the folder where it is not there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._notes = (self.path / UNFINISHED).open("a", encoding="utf-8")
            self._notes.write("\n")  # a run that was killed may have left half a line
            self._notes.flush()
            (self.path / REPORTS).mkdir(exist_ok=True)
        except OSError as error:
            raise UserMistake("M004", path=self.path.as_posix(), reason=reason_of(error)) from None
        for folder in (self.path, self.path / REPORTS):
            remove_left(folder)
        return self

    def __exit__(self, *_: object) -> None:
        """Write down what was written, also where the run was broken off: what is not listed is not replaced again."""
        if self._notes:
            with contextlib.suppress(OSError):
                self._notes.close()
        both = {**self._listed, **self._written}
        broken_off = self._intended.keys() - self._written.keys()
        both.update({name: digest for name in broken_off if (digest := self._own_digest(name))})
        lines = (f"{digest}  {name}\n" for name, digest in sorted(both.items()) if (self.path / name).is_file())
        write_atomically(self.path / LIST, "".join(lines))
        with contextlib.suppress(OSError):
            (self.path / UNFINISHED).unlink()
        with contextlib.suppress(OSError):
            (self.path / REPORTS).rmdir()  # only where nothing is in it

    def write(self, name: str, data: str | bytes) -> None:
        """Write a file, whole or not at all. Raises `UserMistake` M004 where that cannot be done."""
        content = data.encode("utf-8") if isinstance(data, str) else data
        digest = hashlib.sha256(content).hexdigest()
        self._note(name, digest)
        write_atomically(self.path / name, content, tidy=False)
        self._written[name] = digest

    def remove_old(self) -> tuple[str, ...]:
        """Remove what an earlier run wrote and this one did not, if it is still as it was written; names come back."""
        known = sorted({*self._listed, *self._intended})
        old = [name for name in known if name not in self._written and self._is_ours(name)]
        for name in old:
            with contextlib.suppress(OSError):
                (self.path / name).unlink()
        return tuple(old)

    def files(self) -> tuple[str, ...]:
        """The files that are in the folder now, by path: none of them is a document to check."""
        return tuple(str(path) for path in sorted(self.path.rglob("*")) if path.is_file())

    def _is_ours(self, name: str) -> bool:
        return bool(self._own_digest(name))

    def _own_digest(self, name: str) -> str:
        """The digest of a file that is as a run of ours wrote it; empty for any other."""
        try:
            data = (self.path / name).read_bytes()
        except OSError:
            return ""
        digest = hashlib.sha256(data).hexdigest()
        known = {self._listed.get(name), self._written.get(name), *self._intended.get(name, ())}
        return digest if digest in known else ""

    def _note(self, name: str, digest: str) -> None:
        """Note what will be written, before anything of it is."""
        self._intended.setdefault(name, set()).add(digest)
        if self._notes is None:
            return
        try:
            self._notes.write(f"{digest}  {name}\n")
            self._notes.flush()
        except OSError as error:
            raise UserMistake("M004", path=(self.path / name).as_posix(), reason=reason_of(error)) from None

    def _read_notes(self) -> dict[str, set[str]]:
        """What a run that was killed was about to write."""
        noted: dict[str, set[str]] = {}
        with contextlib.suppress(OSError):
            for line in (self.path / UNFINISHED).read_text(encoding="utf-8", errors="replace").splitlines():
                if match := _LINE.fullmatch(line):
                    noted.setdefault(match[2], set()).add(match[1])
        return noted

    def _read_list(self) -> dict[str, str]:
        """What the list says. A folder without one must be empty but for hidden files."""
        try:
            lines = (self.path / LIST).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            unfinished = (self.path / UNFINISHED).is_file()
            if not unfinished and any(not path.name.startswith(".") for path in self.path.iterdir()):
                reason = "the folder holds other things and no portfolio; name a new or an empty folder"
                raise UserMistake("M004", path=self.path.as_posix(), reason=reason) from None
            return {}
        except (OSError, UnicodeDecodeError):
            reason = f"its {LIST} cannot be read, so what is ours in it is not known"
            raise UserMistake("M004", path=self.path.as_posix(), reason=reason) from None
        return {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}

    def _require_writable(self) -> None:
        for folder in (self.path, self.path / REPORTS) if self.path.is_dir() else (self.path.parent,):
            if not folder.is_dir():
                continue
            try:
                handle, name = tempfile.mkstemp(prefix=".policylint-", dir=folder)
                os.close(handle)
                os.unlink(name)
            except OSError as error:
                raise UserMistake("M004", path=self.path.as_posix(), reason=reason_of(error)) from None


def report_names(documents: Sequence[str]) -> tuple[str, ...]:
    """A file name without suffix for the report on each document: safe everywhere, different, and always the same.

    The path of the document, its suffix too, in small letters, digits and hyphens; where that says too little (another
    script), is too long, or fits two documents, a piece of the digest of its path stands after it.
    """
    plain = [_plain(name) for name in documents]
    times = Counter(plain)
    given: Counter[str] = Counter()
    names = []
    for document, name in zip(documents, plain, strict=True):
        if times[name] > 1 or len(name) > _LONGEST or not name:
            digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            name = f"{name[-_LONGEST:].strip('-') or 'document'}-{digest}"
        given[name] += 1
        names.append(name if given[name] == 1 else f"{name}-{given[name]}")
    return tuple(names)


def _plain(document: str) -> str:
    """The path in letters without accents, digits and hyphens; nothing where letters of another script are lost."""
    letters = unicodedata.normalize("NFKD", document).casefold()
    if any(letter.isalnum() and not letter.isascii() for letter in letters):
        return ""
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[^\x00-\x7f]", "", letters)).strip("-")
    return "" if _DEVICE.fullmatch(name) else name
