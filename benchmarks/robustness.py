"""Does every file of a folder end in a verdict, within the limits?

    python -m benchmarks.robustness FOLDER

Prints how many files got which verdict, and exits 1 where checking one raised anything.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.sources import Input


def main(folder: Path) -> int:
    """Check every file below `folder`, one door for all; returns the exit code."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    start = time.perf_counter()
    examined = examine_inputs(
        [Request(Input(path.name, path.read_bytes)) for path in files],
        as_of=date(2026, 11, 22),
        limits=Limits(seconds=20),
    )
    documents = [done.report for done in examined if done]
    verdicts = Counter(f"{document.verdict} {document.reason or document.kind}" for document in documents)
    for verdict, count in sorted(verdicts.items()):
        print(f"  {count:4} {verdict}")
    crashed = [document.source.name for document in documents if document.reason == "crash"]
    print(
        f"{len(files)} files, {len(documents)} verdicts, {time.perf_counter() - start:.0f} s; "
        f"readers crashed on: {crashed or 'none'}"
    )
    return int(len(documents) != len(files) or bool(crashed))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
