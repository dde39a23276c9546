"""What it costs that each document is read in a process of its own, beside reading it in this process.

    python -m benchmarks.isolation [ROUNDS] [FOLDER]

A batch of ordinary documents is examined as `policylint check` does it, and by the same readers and the same engine in
this process, turn about in one run; parsing is a process of its own in both. The ratio of the medians is what counts,
for machines differ and are noisy. Exits with 1 where isolation takes more than 15 % off the throughput.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from policylint.door import Door
from policylint.engine import CheckOptions, examine_document
from policylint.errors import UnreadableDocument
from policylint.examine import Request, examine_inputs
from policylint.language.parse import start_helper, stop_helper
from policylint.limits import Limits
from policylint.packs.files import DEFAULT_PACK
from policylint.readers import read
from policylint.sources import file_input

_FOLDER: Final = Path(__file__).parent.parent / "corpus" / "files"
_ROUNDS: Final = 7
_COPIES: Final = 2
"""How often each document is in the batch."""

_LEFT_OUT: Final = "scan"
"""In the name of a document that is read by OCR, beside which everything else costs nothing."""

_LEAST: Final = 0.85
"""Share of the throughput that must be left."""

_DAY: Final = date(2026, 11, 22)


def isolated(files: Sequence[Path]) -> int:
    """Examine as the command line does; returns how many were read."""
    requests = [Request(file_input(path.as_posix())) for path in files]
    found = examine_inputs(requests, as_of=_DAY, limits=Limits(), parse_apart=True)
    return sum(examined is not None and not examined.report.reason for examined in found)


def together(files: Sequence[Path]) -> int:
    """Examine with everything in this process; returns how many were read."""
    read_well = 0
    for path in files:
        try:
            document = read(path.read_bytes(), name=path.as_posix(), limits=Limits())
            found = examine_document(document, pack=(DEFAULT_PACK,), options=CheckOptions(as_of=_DAY))
        except UnreadableDocument:
            continue
        read_well += not found.report.reason
    return read_well


def seconds(work: Callable[[Sequence[Path]], object], files: Sequence[Path]) -> float:
    """Wall time."""
    start = time.perf_counter()
    work(files)
    return time.perf_counter() - start


def through_the_door(files: Sequence[Path]) -> None:
    """Read, one after the other, and judge nothing."""
    with Door() as door:
        for path in files:
            try:
                door.open(path.read_bytes(), name=path.name)
            except UnreadableDocument:
                continue


def in_this_process(files: Sequence[Path]) -> None:
    """The same without a door."""
    for path in files:
        try:
            read(path.read_bytes(), name=path.name, limits=Limits())
        except UnreadableDocument:
            continue


def main(rounds: int, folder: Path) -> int:
    """Print medians, spread and ratio; returns the exit code."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and _LEFT_OUT not in path.name) * _COPIES
    start_helper()
    if isolated(files) != together(files):
        raise SystemExit("the two ways do not read the same documents")
    ways = {"in a process each": isolated, "in this process": together}
    times: dict[str, list[float]] = {name: [] for name in ways}
    reading: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        order = list(ways.items()) if turn % 2 else list(ways.items())[::-1]
        for name, way in order:
            times[name].append(seconds(way, files))
        reading["in a process each"].append(seconds(through_the_door, files))
        reading["in this process"].append(seconds(in_this_process, files))
    stop_helper()
    print(f"n = {rounds} rounds, turn about, {len(files)} documents a round")
    for what, taken in (("read and judged", times), ("read only, one after the other", reading)):
        print(f"{what}:")
        for name, values in taken.items():
            print(
                f"  {name:18} median {statistics.median(values):.2f} s, from {min(values):.2f} to {max(values):.2f}; "
                f"{1000 * statistics.median(values) / len(files):.1f} ms a document"
            )
    inside, outside = statistics.median(times["in this process"]), statistics.median(times["in a process each"])
    ratios = [a / b for a, b in zip(times["in this process"], times["in a process each"], strict=True)]
    print(f"share of the throughput left: {inside / outside:.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")
    door = statistics.median(reading["in a process each"]) - statistics.median(reading["in this process"])
    print(f"the door alone: {1000 * door / len(files):.1f} ms a document")
    return 0 if inside / outside >= _LEAST else 1


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else _ROUNDS, Path(given[1]) if len(given) > 1 else _FOLDER))
