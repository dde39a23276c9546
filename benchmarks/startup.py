"""How long the command line takes to say its version and its help, with ruff, yamllint and Python itself beside it.

    python -m benchmarks.startup

The programs take turns, so that all of them meet the same noise; medians and the middle half of the rounds are printed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Final

ROUNDS: Final = 25
BOUND: Final = 0.150
"""Seconds under which both of ours are to stay."""


def commands() -> dict[str, list[str]]:
    """The commands to time, those of programs that are not installed left out."""
    beside = Path(sys.executable).parent
    wanted = {
        "policylint --version": [str(beside / "policylint"), "--version"],
        "policylint --help": [str(beside / "policylint"), "--help"],
        "ruff --version": [str(beside / "ruff"), "--version"],
        "yamllint --version": [str(beside / "yamllint"), "--version"],
        "yamllint --help": [str(beside / "yamllint"), "--help"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }
    return {name: command for name, command in wanted.items() if shutil.which(command[0])}


def main() -> None:
    """Time and print."""
    times: dict[str, list[float]] = {name: [] for name in commands()}
    for _ in range(ROUNDS):
        for name, command in commands().items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - start)
    print(f"{ROUNDS} rounds, median and middle half in milliseconds")
    for name, taken in times.items():
        low, _, high = quantiles(taken, n=4)
        said = ""
        if name.startswith("policylint"):
            said = f"  (bound {BOUND * 1000:.0f}: {'held' if median(taken) < BOUND else 'NOT held'})"
        print(f"  {name:22} {median(taken) * 1000:6.0f}  [{low * 1000:.0f}, {high * 1000:.0f}]{said}")


if __name__ == "__main__":
    main()
