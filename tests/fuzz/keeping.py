"""Few small inputs out of many: those that reach the most ways through the code, as libFuzzer counts them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

MOST_FILES: Final = 60
MOST_BYTES: Final = 200_000
_STARTED: Final = re.compile(r"STARTED (\d+) \d+")
_FEATURES: Final = re.compile(r"(?:FT|COV) (\d+)((?: \d+)*)")


def keep_best(folder: Path, inputs: Path, *, replay: Callable[[Path], None], work: Path) -> int:
    """Fill `folder` with the best of `inputs` and of what it holds.

    Args:
        folder: What is kept.
        inputs: A folder of inputs.
        replay: Runs the inputs that a control file of libFuzzer names, and has what they reach noted at its end.
        work: A folder for that file.

    Returns:
        How many files are kept.
    """
    pool = work / "pool"
    shutil.rmtree(pool, ignore_errors=True)
    pool.mkdir(parents=True)
    for source in (folder, inputs):
        for path in source.glob("*") if source.is_dir() else ():
            data = path.read_bytes()
            if len(data) <= MOST_BYTES // 8:
                (pool / _name(data)).write_bytes(data)
    control = work / "control"
    paths = sorted(map(str, pool.iterdir()), key=os.path.getsize)
    control.write_text("\n".join([str(len(paths)), "0", *paths]) + "\n")
    replay(control)
    chosen = _chosen(_features(control.read_text(errors="replace")))
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for path in chosen:
        shutil.copy(path, folder / path.name)
    return len(chosen)


def _features(control: str) -> dict[Path, frozenset[str]]:
    """What each file reaches, out of libFuzzer's control file: how many files, their paths, then lines for each."""
    lines = control.splitlines()
    count = int(lines[0])
    paths = [Path(line) for line in lines[2 : 2 + count]]
    found: dict[Path, set[str]] = {path: set() for path in paths}
    for line in lines[2 + count :]:
        if match := _FEATURES.fullmatch(line.strip()):
            found[paths[int(match[1])]].update(f"{line[:2]}{number}" for number in match[2].split())
    return {path: frozenset(features) for path, features in found.items()}


def _chosen(features: dict[Path, frozenset[str]]) -> list[Path]:
    """Greedily, what adds the most for its bytes."""
    size = {path: max(path.stat().st_size, 64) for path in features}
    covered: set[str] = set()
    chosen: list[Path] = []
    left = dict(features)
    room = MOST_BYTES
    while left and len(chosen) < MOST_FILES:
        best = max(sorted(left), key=lambda path: len(left[path] - covered) / size[path] ** 0.25)
        gain = left.pop(best) - covered
        if not gain:
            break
        if size[best] <= room:
            room -= size[best]
            covered |= gain
            chosen.append(best)
    return chosen


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def fill(folder: Path, inputs: Iterable[bytes]) -> None:
    """Write inputs into a folder, each under its digest."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in inputs:
        (folder / _name(data)).write_bytes(data)
