"""A portfolio of 40 documents in one command: what checking costs, and what each report on top of it.

    python -m benchmarks.reports [FOLDER]

The documents are those of our own corpus under other names, or the first 40 of FOLDER. Times are those of the real
command line, several runs of it, and of each format's `render` in this process; all are given as shares of the check,
too, for machines differ.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from msgspec.structs import replace

from policylint.config.model import SUFFIXES
from policylint.model.report import Report
from policylint.outputs import FORMATS, render_report

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus" / "files"
MANY: Final = 40
RUNS: Final = 3
BOUND: Final = 1.0
"""Seconds under which every DOCX report on one document is to stay after the check, the first with what it loads."""

_SINGLE: Final = ("docx", "pdf", "html", "markdown")
_WHOLE: Final = ("xlsx", "matrix", "dashboard", "oscal", "json")
_AS_OF: Final = ("--as-of", "2026-11-27", "--isolated", "--fail-on", "never")


def main(folder: Path) -> int:
    """Check, write, time and print; 1 where a DOCX report takes longer than its bound."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        _copy(folder, root / "policies")
        checks = _runs(root, "check", "policies", *_AS_OF, "-o", "report.json", "--no-cache")
        wholes = _runs(root, "portfolio", "policies", *_AS_OF, "-o", "cold", "--no-cache")
        cold, whole = median(checks), median(wholes)
        report = Report.from_json((root / "report.json").read_bytes())
        size = _size(root / "cold")
        checked = sum(document.verdict == "checked" for document in report.documents)
        print(
            f"{len(report.documents)} documents, {checked} of them checked, "
            f"{sum(d.words for d in report.documents):,} words; medians of {RUNS} runs of the command line"
        )
        print(f"  check alone              {cold:6.2f} s  ({_range(checks)})")
        print(
            f"  portfolio with DOCX      {whole:6.2f} s  {whole / cold:5.2f} of the check  {size / 1e6:6.1f} MB in all"
            f"  ({_range(wholes)})"
        )
        slowest = {format_: _single(report, format_, cold) for format_ in _SINGLE}["docx"]
        for format_ in _WHOLE:
            taken, data = _drawn(report, format_)
            print(
                f"  {format_:10} on all        {taken:6.2f} s  {taken / cold:5.2f} of the check  {data / 1e6:6.2f} MB"
            )
    held = slowest < BOUND
    print(
        f"  bound: every DOCX report under {BOUND:g} s after the check: {'held' if held else 'NOT held'} "
        f"(slowest {slowest:.2f} s)"
    )
    return int(not held)


def _copy(folder: Path, target: Path) -> None:
    target.mkdir()
    files = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SUFFIXES and path.is_file()]
    for number in range(MANY):
        original = files[number % len(files)]
        shutil.copy(original, target / f"{number:02}-{original.name}")


def _runs(root: Path, *arguments: str) -> list[float]:
    return [_run(root, *arguments) for _ in range(RUNS)]


def _range(times: Sequence[float]) -> str:
    return f"{min(times):.2f} to {max(times):.2f} s"


def _run(root: Path, *arguments: str) -> float:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "policylint", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        check=False,
    )
    if done.returncode not in (0, 2):  # some of the corpus cannot be read, on purpose
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - start


def _single(report: Report, format_: str, cold: float) -> float:
    """Draw a report on each document; the seconds of the slowest come back, the first with what it loads among them."""
    singles = [replace(report, documents=(document,), decisions=()) for document in report.documents]
    first, _ = _drawn(singles[0], format_)
    drawn = [_drawn(single, format_) for single in singles]
    times, sizes = [taken for taken, _ in drawn], [size for _, size in drawn]
    taken, size = median(times), median(sizes)
    print(
        f"  {format_:10} on each       {taken:6.2f} s  {taken * len(times) / cold:5.2f} of the check  "
        f"{size / 1e6:6.2f} MB  (medians of {len(times)}; slowest {max(times):.2f} s, with what the first loads "
        f"{first:.2f} s, largest {max(sizes) / 1e6:.2f} MB; the share is that of all)"
    )
    return max(first, *times)


def _drawn(report: Report, format_: str) -> tuple[float, int]:
    start = time.perf_counter()
    drawn = render_report(report, FORMATS[format_])
    return time.perf_counter() - start, len(drawn if isinstance(drawn, bytes) else drawn.encode("utf-8"))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
