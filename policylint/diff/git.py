"""Talking to git: lists of arguments, no shell, nothing fetched or written, and one clear mistake for each trouble."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Final

from policylint.errors import UserMistake

_NOT_SAFE: Final = "dubious ownership"


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository in which a folder lies.

    `top` is the root of its work tree, None where it has none (a bare repository); `prefix` is the way from there to
    the folder, with a slash at its end, empty at the root.
    """

    folder: Path
    top: Path | None
    prefix: str

    def run(self, *arguments: str) -> bytes:
        """What git writes. Raises `UserMistake` M465 where it ends with an error."""
        done = call(self.folder, *arguments)
        if done.returncode:
            raise UserMistake("M465", reason=_reason(done.stderr))
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """The line with which git answers, or None where it ends with an error."""
        done = call(self.folder, *arguments)
        return None if done.returncode else os.fsdecode(done.stdout).removesuffix("\n")

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of `paths`, from the root of the work tree, that a .gitignore file names, tracked or not."""
        asked = {f"./{path}": path for path in paths}
        if not asked or self.top is None:
            return frozenset()
        given = b"".join(os.fsencode(path) + b"\0" for path in asked)
        # It ends with 1 where none is ignored.
        done = call(self.top, "check-ignore", "--no-index", "-z", "--stdin", given=given)
        return frozenset(asked[os.fsdecode(path)] for path in done.stdout.split(b"\0") if path)

    @property
    def is_shallow(self) -> bool:
        """Whether the history ends somewhere, as it does in most CI services."""
        return self.ask("rev-parse", "--is-shallow-repository") == "true"


def open_repository(folder: Path) -> Repository:
    """The repository in which `folder` lies.

    Raises:
        UserMistake: M460 without git, M461 outside of a repository, M466 where git refuses one of another owner.
    """
    done = call(folder, "rev-parse", "--git-dir")
    if done.returncode:
        if _NOT_SAFE in done.stderr:
            raise UserMistake("M466")
        raise UserMistake("M461")
    top = call(folder, "rev-parse", "--show-toplevel")
    prefix = call(folder, "rev-parse", "--show-prefix")
    inside = not top.returncode and not prefix.returncode
    return Repository(
        folder=folder,
        top=Path(os.fsdecode(top.stdout).removesuffix("\n")) if inside else None,
        prefix=os.fsdecode(prefix.stdout).removesuffix("\n") if inside else "",
    )


@dataclass(frozen=True, slots=True)
class Called:
    """How a call of git ended."""

    returncode: int
    stdout: bytes
    stderr: str


def call(folder: Path, *arguments: str, given: bytes = b"") -> Called:
    """Run git in a folder and give it `given` to read. Raises `UserMistake` M460 where there is no git."""
    try:
        done = subprocess.run(
            ["git", "--no-pager", "-c", "diff.autoRefreshIndex=false", *arguments],
            cwd=folder,
            env=_environment(),
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise UserMistake("M460") from None
    return Called(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


@contextmanager
def blobs(repository: Repository) -> Iterator[Callable[[str], bytes]]:
    """A function from the id of a blob to its bytes: one process of git for all of them, for as long as this lasts.

    The function raises `UserMistake` M469 for a blob that is not on this machine.
    """
    process = subprocess.Popen(
        ["git", "cat-file", "--batch"],
        cwd=repository.folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    lock = Lock()
    try:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the pipes that were asked for are not there")
        to_git, from_git = process.stdin, process.stdout

        def read(identifier: str) -> bytes:
            with lock:
                return _ask_for(identifier, to_git, from_git)

        yield read
    finally:
        if process.stdin:
            process.stdin.close()
        if process.stdout:
            process.stdout.close()
        process.wait()


def _ask_for(identifier: str, to_git: IO[bytes], from_git: IO[bytes]) -> bytes:
    try:
        to_git.write(f"{identifier}\n".encode("ascii"))
        to_git.flush()
    except OSError:
        raise UserMistake("M469", identifier=identifier) from None
    head = from_git.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise UserMistake("M469", identifier=identifier)
    size = int(head[2])
    data = from_git.read(size)
    from_git.read(1)  # the line end after the bytes
    if len(data) != size:
        raise UserMistake("M469", identifier=identifier)
    return data


def _environment() -> dict[str, str]:
    """No lock on the index, no question, no fetching of what a partial clone lacks, and messages in English."""
    return {
        **os.environ,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }


def _reason(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    reason = next(
        (line for line in lines if line.startswith(("fatal:", "error:"))), lines[-1] if lines else "no reason"
    )
    return reason.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
