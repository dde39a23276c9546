"""Fuzz one target in this process: `python -m tests.fuzz.one TARGET FINDINGS [options of libFuzzer] FOLDER ...`.

What a target raises is written to the folder FINDINGS, once for each place in the code, and fuzzing goes on; only a
crash of native code, a file that takes too long and one that takes too much memory end it. The file "current" beside
FINDINGS has the input that was being tried then: its length in eight bytes, then the input.
"""

from __future__ import annotations

import faulthandler
import hashlib
import mmap
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

from tests.fuzz.mutating import mutate_tokens
from tests.fuzz.targets import TARGETS, words_of

_SECONDS = 20
"""Of processor time for one input. The clock of libFuzzer is of no use: it counts the time of other programs, too, and
its signal handler allocates, which ends in a deadlock where native code was just doing so."""


def main() -> None:
    """Never returns: libFuzzer ends the process."""
    name, findings, *options = sys.argv[1:]
    target = TARGETS[name]
    load(target.code)
    words = words_of(target.dictionary)

    current = _remembered(Path(findings).parent / "current", target.longest + 8)
    faulthandler.register(signal.SIGPROF, chain=True)

    def run(data: bytes) -> None:
        current[: 8 + len(data)] = len(data).to_bytes(8, "big") + data
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        try:
            target.run(data)
        except target.allowed:
            return
        except Exception as error:
            note(error, data, Path(findings))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        if target.tokens is None or seed % 2:
            return bytes(atheris.Mutate(data, len(data)))
        return mutate_tokens(data, tokens=target.tokens, words=words, most=most, seed=seed)

    atheris.Setup([sys.argv[0], *options], run, custom_mutator=mutate)
    atheris.Fuzz()


def _remembered(path: Path, size: int) -> mmap.mmap:
    """Memory that is a file, so that it is still there when the process is not."""
    with path.open("wb+") as file:
        file.truncate(size)
        return mmap.mmap(file.fileno(), size)


def note(error: Exception, data: bytes, folder: Path) -> None:
    """Keep an input that led to an error, with the traceback, unless one that led to the same place is kept."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}policylint{os.sep}" in frame.filename]
    # The line's words and not its number: the file may be edited while it is fuzzed.
    place = "\n".join(f"{Path(frame.filename).name} {frame.name} {frame.line}" for frame in own[-2:])
    said = str(error).split(":")[0] if isinstance(error, AssertionError) else ""
    digest = hashlib.sha256(f"{type(error).__name__}\n{said[:20]}\n{place}".encode()).hexdigest()[:12]
    file = folder / f"{type(error).__name__}-{digest}"
    shorter = not file.exists() or len(data) < file.stat().st_size
    if shorter:
        new = not file.exists()
        file.write_bytes(data)
        file.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), errors="backslashreplace")
        if new:
            print(f"FINDING {file}: {type(error).__name__}: {error}"[:300], flush=True)


def load(watched: Sequence[str]) -> None:
    """Import packages and modules, changed so that libFuzzer sees which ways are taken through them.

    What is imported later goes unwatched, and so do the libraries, which would drown it.
    """
    with atheris.instrument_imports(include=list(watched)):
        for code in watched:
            module = import_module(code)
            for found in walk_packages(getattr(module, "__path__", ()), code + "."):
                import_module(found.name)


if __name__ == "__main__":
    main()
