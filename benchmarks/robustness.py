"""Does every file of some folders end in a verdict, within the limits?

    python -m benchmarks.robustness FOLDER... [--longest]

All files below the folders, with --longest also a text as long as the limits allow, are checked one after the other
through one door, as `policylint check` does. Prints how
many got which verdict, the slowest file, how many were repaired, and the most memory that this process held; exits 1
for a reader that crashed, a traceback in a note, a file that took longer than the limit to be refused, or a peak of
300 MB and more.

The peak is that of the process that checks, without those that read and parse. A time is from one verdict to the next:
with the judging, which has no limit, so that only the time of files that are not judged counts as a fault.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.model.examined import Examined
from policylint.sources import Input

LIMITS: Final = Limits()
MOST_MEMORY: Final = 300_000_000
_WORDS: Final = """
staff may not post the names of any client on a public account unless the council has approved it in writing and records
are kept by the clerk for seven years page comment media social official
"""
_DYING: Final = 5.0
"""Seconds that a child which has to be killed may take to be gone."""


def main(folders: Sequence[Path], *, with_longest: bool) -> int:
    """Check every file below the folders, one door for all; returns the exit code."""
    files = sorted(
        path for folder in folders for path in folder.rglob("*") if path.is_file() and path.name != "README.md"
    )
    start = last = time.perf_counter()
    times: list[tuple[float, str]] = []

    def note(done: Examined) -> None:
        nonlocal last
        now = time.perf_counter()
        times.append((now - last, done.report.source.name))
        last = now

    inputs = [Input(str(path), path.read_bytes) for path in files]
    if with_longest:
        inputs.append(Input("longest.txt", longest_text))
    examined = examine_inputs(
        [Request(each) for each in inputs],
        as_of=date(2026, 11, 22),
        limits=LIMITS,
        parse_apart=True,
        on_examined=note,
    )
    documents = [done.report for done in examined if done]
    for verdict, count in sorted(Counter(f"{one.verdict} {one.reason or one.kind}" for one in documents).items()):
        print(f"  {count:4} {verdict}")
    faults = [f"crash: {one.source.name}" for one in documents if one.reason == "crash"]
    faults += [f"traceback: {one.source.name}" for one in documents if "Traceback" in f"{one.notes} {one.explanation}"]
    refused = {one.source.name for one in documents if one.verdict == "unreadable"}
    faults += [
        f"{seconds:.0f} s: {name}" for seconds, name in times if name in refused and seconds > LIMITS.seconds + _DYING
    ]
    peak = _peak_bytes()
    if peak >= MOST_MEMORY:
        faults.append(f"peak of {peak / 1e6:.0f} MB")
    if len(documents) != len(inputs):
        faults.append(f"{len(inputs) - len(documents)} files without a verdict")
    slowest = max(times, default=(0.0, "none"))
    print(
        f"{len(inputs)} files in {time.perf_counter() - start:.0f} s; slowest {slowest[0]:.1f} s: {slowest[1]}; "
        f"repaired: {sum(one.repaired for one in documents)}; peak of the parent {peak / 1e6:.0f} MB"
    )
    print("\n".join(faults) or "no faults")
    return int(bool(faults))


def longest_text() -> bytes:
    """A policy as long as the limits allow, of words that the rules look for."""
    chance, words = random.Random(1), _WORDS.split()
    text = ["Social Media Policy\n\nThis policy applies to all staff who use social media.\n\n"]
    length = len(text[0])
    while length < LIMITS.characters - 300:
        sentence = " ".join(chance.choices(words, k=chance.randint(8, 25))).capitalize()
        text.append(sentence + (".\n\n" if chance.random() < 0.25 else ". "))
        length += len(text[-1])
    return "".join(text).encode()


def _peak_bytes() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--longest"]
    sys.exit(main([Path(name) for name in names], with_longest="--longest" in sys.argv))
