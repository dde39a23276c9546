"""A repository of 1,000 documents: a run that finds every one in the cache, and the throughput of one that finds none.

    python -m benchmarks.repository

The documents are those of our own corpus, each many times over with other bytes at its end, so that no two share an
entry. The cache is filled by examining one of each kind and keeping the result for all its variants; what is timed is
the real command line in a process of its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from msgspec.structs import replace

from policylint.cache import Cache
from policylint.choices import Ocr
from policylint.examine import Request, examine_inputs, key_of
from policylint.limits import Limits
from policylint.sources import file_input

CORPUS: Final = Path(__file__).resolve().parent.parent / "corpus" / "files"
MANY: Final = 1000
FOLDERS: Final = 30
ROUNDS: Final = 3
UNCACHED: Final = 60
BOUND: Final = 1.0
"""Seconds under which the cached run is to stay."""


def main() -> None:
    """Build, time and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "policylint.toml").write_text('fail-on = "never"\n', encoding="utf-8")
        originals = [path for path in sorted(CORPUS.iterdir()) if path.is_file()]
        files = [_variant(root, originals[n % len(originals)], n) for n in range(MANY)]
        _fill(root, originals, files)
        size = sum(path.stat().st_size for path in files)
        kept = sum(path.stat().st_size for path in (root / ".policylint_cache").rglob("*") if path.is_file())
        print(f"{MANY} documents of {size / 1e6:.0f} MB in {FOLDERS} folders; a cache of {kept / 1e6:.0f} MB")
        _timed(root, "cached, a line a gap", [])
        _timed(root, "cached, as JSON", ["--format", "json", "-o", "report.json"])
        _timed(root, "cached, as SARIF", ["--format", "sarif", "-o", "report.sarif"])
        _uncached(root, files[:UNCACHED])


def _variant(root: Path, original: Path, number: int) -> Path:
    """A copy with other bytes and the same text."""
    folder = root / f"office-{number % FOLDERS:02}"
    folder.mkdir(exist_ok=True)
    path = folder / f"{original.stem}-{number:04}{original.suffix}"
    path.write_bytes(_other_bytes(original.read_bytes(), original.suffix, number))
    return path


def _other_bytes(data: bytes, suffix: str, number: int) -> bytes:
    if suffix == ".docx":
        buffer = io.BytesIO(data)
        if zipfile.is_zipfile(buffer):
            with zipfile.ZipFile(buffer, "a") as archive:
                archive.comment = f"copy {number}".encode()
            return buffer.getvalue()
    if suffix == ".pdf":
        return data + f"\n% copy {number}\n".encode()
    return data + b"\n" * (1 + number)


def _fill(root: Path, originals: list[Path], files: list[Path]) -> None:
    cache = Cache(root / ".policylint_cache")
    requests = [Request(file_input(path.as_posix())) for path in originals]
    found = examine_inputs(requests, as_of=date.today(), limits=Limits())
    for number, path in enumerate(files):
        examined = found[number % len(originals)]
        assert examined is not None
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        source = replace(examined.report.source, sha256=sha256, size=path.stat().st_size)
        entry = replace(examined, report=replace(examined.report, source=source))
        cache.put(key_of(Request(file_input(path.as_posix())), sha256, Limits(), Ocr()), entry)


def _timed(root: Path, what: str, options: list[str]) -> None:
    command = [sys.executable, "-m", "policylint", "check", *options]
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode != 2:  # some of the corpus cannot be read, on purpose
            raise SystemExit(done.stderr.decode())
    times = times[1:]  # the first writes byte code and what is known of the pack
    low, _, high = quantiles(times, n=4)
    bound = f"  (bound {BOUND:g}: {'held' if median(times) < BOUND else 'NOT held'})" if not options else ""
    print(
        f"  {what:22} {median(times):5.2f} s  [{low:.2f}, {high:.2f}]  median and middle half of {ROUNDS} rounds{bound}"
    )


def _uncached(root: Path, files: list[Path]) -> None:
    names = [path.relative_to(root).as_posix() for path in files]
    command = [sys.executable, "-m", "policylint", "check", "--no-cache", "--format", "json", *names]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    taken = time.perf_counter() - start
    documents = json.loads(done.stdout)["documents"]
    words = sum(document["words"] for document in documents)
    print(
        f"  uncached               {taken:5.1f} s for {len(documents)} documents of {words:,} words: "
        f"{len(documents) / taken:.1f} documents and {words / taken:,.0f} words a second"
    )


if __name__ == "__main__":
    main()
