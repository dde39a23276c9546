"""Memory of a process and of all that it has started, as Linux tells it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_EVERY: Final = 0.5
"""Seconds between two looks."""


@dataclass(slots=True)
class Peak:
    """The most memory at one moment, in MB: of all processes together, and of the first one alone. `looks` counts."""

    together: float = 0.0
    first: float = 0.0
    processes: int = 0
    looks: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def look(self, root: int) -> None:
        """Look once."""
        tree = family(root)
        sizes = {process: proportional(process) for process in tree}
        self.together = max(self.together, sum(sizes.values()))
        self.first = max(self.first, sizes.get(root, 0.0))
        self.processes = max(self.processes, len(tree))
        self.looks += 1


@contextmanager
def watched(root: int) -> Iterator[Peak]:
    """Look at the memory of a process and its descendants for as long as the block runs."""
    peak = Peak()

    def keep_looking() -> None:
        while not peak._over.wait(_EVERY):
            peak.look(root)

    peak.look(root)
    thread = threading.Thread(target=keep_looking, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        peak._over.set()
        thread.join()
        peak.look(root)


def family(root: int) -> list[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            below[int(fields[1])].append(int(folder.name))
    found, ahead = [], [root]
    while ahead:
        process = ahead.pop()
        found.append(process)
        ahead += below[process]
    return found


def proportional(process: int) -> float:
    """Megabytes (10^6 bytes) of a process, of pages that it shares its share (PSS); 0 for one that is no more.

    A process that hides its memory from others tells root only; of such a one it is what it has resident (RSS).
    """
    for name, key, unit in (("smaps_rollup", "Pss:", 1024), ("status", "VmRSS:", 1024)):
        try:
            lines = Path(f"/proc/{process}/{name}").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(key):
                return int(line.split()[1]) * unit / 1e6
    return 0.0
