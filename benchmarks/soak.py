"""Whether memory grows with the number of documents that one process checks.

    python -m benchmarks.soak [DOCUMENTS]

Short documents of all formats, each made different from the others, so that nothing is known from before. Prints the
memory of this process and of the one from which its readers come, every hundred documents. Exits with 1 where this
process holds more than 300 MB at any time, or more than 10 MB more in the last quarter of the run than in the second
(medians; in the first it is still filling what has a size). Within a quarter it grows by the results, which are kept.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from policylint.examine import Request, examine_inputs
from policylint.language.parse import start_helper, stop_helper
from policylint.limits import Limits
from policylint.model.examined import Examined
from policylint.sources import Input, file_input

_FOLDER: Final = Path(__file__).parent.parent / "corpus" / "files"
_DOCUMENTS: Final = 2_000
_EVERY: Final = 100
_SHORT: Final = {".pdf": 11_000, ".docx": 90_000}
"""Bytes up to which a document counts as short; those of text all do."""

_LONG: Final = 1 << 20

_MOST: Final = 300.0
_GROWTH: Final = 10.0
"""Megabytes."""

_DAY: Final = date(2026, 11, 22)


def varied(path: Path, number: int) -> bytes:
    """The document with words in it that no other has, in the same format and read the same way."""
    data = path.read_bytes()
    words = " ".join(random.Random(number).choices(("account", "record", "staff", "post", "page"), k=5)) + f" {number}"
    match path.suffix:
        case ".pdf":
            return data + f"\n% {words}\n".encode()
        case ".docx":
            with io.BytesIO(data) as packed:
                with zipfile.ZipFile(packed, "a") as package:
                    package.writestr(f"docProps/note-{number}.txt", words)
                return packed.getvalue()
        case ".html":
            return data.replace(b"</body>", f"<p>Note on {words}.</p></body>".encode())
    return data + f"\n\nNote on {words}.\n".encode()


def memory(process: int | str = "self", *, peak: bool = False) -> float:
    """Megabytes that a process holds, or has held at most; 0 for one that is no more."""
    field = "VmHWM:" if peak else "VmRSS:"
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)


def nurseries() -> Iterator[int]:
    """The processes that this one has started, the parser left out."""
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"policylint.door" in Path(f"/proc/{child}/cmdline").read_bytes():
                yield int(child)


def main(documents: int) -> int:
    """Run, print the curve; returns the exit code."""
    files = sorted(path for path in _FOLDER.iterdir() if path.stat().st_size < _SHORT.get(path.suffix, _LONG))
    start_helper()
    curve: list[float] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:

        def place(number: int) -> Input:
            path = Path(folder) / f"{number:05}{files[number % len(files)].suffix}"
            return file_input(path.as_posix())

        inputs = []
        for number in range(documents):
            item = place(number)
            Path(item.name).write_bytes(varied(files[number % len(files)], number))
            inputs.append(item)
        done = unread = 0

        def note(examined: Examined) -> None:
            nonlocal done, unread
            done += 1
            unread += bool(examined.report.reason)
            curve.append(memory())
            if done % _EVERY == 0:
                held = ", ".join(f"{memory(process):.0f}" for process in nurseries())
                print(
                    f"{done:6}  {time.monotonic() - began:5.0f} s  {curve[-1]:6.1f} MB  nursery {held} MB", flush=True
                )

        # Whoever calls gets all the results, and these do grow with their number; so they are let go four times.
        quarter = -(-documents // 4)
        for first in range(0, documents, quarter):
            requests = [Request(item) for item in inputs[first : first + quarter]]
            examine_inputs(requests, as_of=_DAY, limits=Limits(), parse_apart=True, on_examined=note)
    stop_helper()
    second, last = statistics.median(curve[quarter : 2 * quarter]), statistics.median(curve[3 * quarter :])
    most = memory(peak=True)
    print(f"{done} documents from {len(files)} files, {unread} of them unreadable")
    print(f"second quarter {second:.1f} MB, last {last:.1f} MB, at most {most:.1f} MB")
    return 0 if last - second <= _GROWTH and most <= _MOST else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else _DOCUMENTS))
