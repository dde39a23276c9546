"""The web service: how soon a report is seen, what its pages weigh, and what fifty visitors at once do to it.

    python -m benchmarks.web [--visitors 50] [--rounds 15] [--document FILE]

A server is started on loopback, in a process of its own with two workers, and a visitor uploads a policy of ten pages
(made from our own corpus, or FILE) again and again: timed from the start of the upload to the last byte of the report
page. Chromium opens that page and says when its largest part was painted. Then so many visitors at once upload a
policy each, every one another's; each report must be the one on the file that its visitor uploaded. The cold command
line on the same file stands beside it. Times are of this machine, with the client on it as well; medians and p95 are
printed with 95 % intervals from order statistics.

Exits with 1 where a bar is missed that is not about time: an upload that fails, is lost or gets another's report, a
page that is too heavy, more memory than said. Time limits are said to be held or not, for machines differ.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx

from benchmarks.figures import bar, quantile, seconds
from benchmarks.policies import for_office, name_of, ten_pages
from benchmarks.processes import watched
from benchmarks.soak import varied
from benchmarks.visitors import Visit, all_at_once, visit, wrong_with
from benchmarks.weights import weights
from tests.web.serving import Running, server, settled

WORKERS: Final = 2
COLD_ROUNDS: Final = 5
_ROUNDS: Final = 15
_VISITORS: Final = 50

TO_REPORT: Final = 1.5
"""Seconds from the start of an upload to its report, on a server that is warm."""
TO_PAINT: Final = 1.0
"""Seconds to the largest contentful paint of a report page."""
PAGE_BYTES: Final = 100_000
"""What a page may weigh as it goes over the line, with stylesheet and scripts, without pictures of the document."""
MEMORY: Final = 1_500
"""MB that server, workers and readers may have together."""


class Policies:
    """The policy that is uploaded, with other bytes for each number: ours names an office, a given one is padded."""

    def __init__(self, given: Path | None) -> None:
        self._given = given
        self._ours = b"" if given else ten_pages()
        self.suffix: Final = given.suffix if given else ".pdf"

    def __call__(self, number: int) -> tuple[str, bytes]:
        """Name and bytes of the file of a number."""
        data = varied(self._given, number) if self._given else for_office(self._ours, number)
        return f"policy-{number:05}{self.suffix}", data

    def words(self, number: int) -> str:
        """What stands on the page of this report and of no other."""
        return self(number)[0] if self._given else f"Internet Policy of {name_of(number)}"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web")
    parser.add_argument("--visitors", type=int, default=_VISITORS)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--document", type=Path)
    given = parser.parse_args(arguments)
    policies = Policies(given.document)
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "data", workers=WORKERS, ready=True) as running:
        _all_warm(running, policies)
        held = [
            _one_by_one(running, policies, given.rounds, Path(folder)),
            _weights(running, policies),
            _load(running, policies, given.visitors),
        ]
    return 0 if all(held) else 1


def _all_warm(running: Running, policies: Policies) -> None:
    """Have every worker examine something first."""
    number = 90_000
    for _ in range(3):
        files = [policies(number + place) for place in range(WORKERS)]
        all_at_once(running, files, [""] * WORKERS)
        number += WORKERS


def _one_by_one(running: Running, policies: Policies, rounds: int, folder: Path) -> bool:
    """Time to the report of one visitor, beside the command line."""
    times, wrong = [], []
    last: httpx.Client | None = None
    found: Visit | None = None
    for number in range(rounds):
        name, data = policies(number)
        if last is not None:
            last.close()
        last = running.client()
        found = visit(last, name, data)
        times.append(found.seconds)
        if problem := wrong_with(last, found, data, policies.words(number)):
            wrong.append(problem)
    assert last is not None
    assert found is not None
    name, data = policies(0)
    file = folder / name
    file.write_bytes(data)
    cold = [_cold(file) for _ in range(COLD_ROUNDS)]
    print(f"One visitor at a time, {len(data) / 1000:.0f} KB, {WORKERS} warm workers")
    median = quantile(times)[0]
    print(f"  upload to report page    {seconds(times)}, n = {rounds}  ({bar(median, TO_REPORT, 's')})")
    ratio = median / quantile(cold)[0]
    print(f"  policylint check, cold   {seconds(cold)}, n = {len(cold)}; the page takes {ratio:.2f} of it")
    _none("reports that are wrong", wrong, rounds)
    _paints(running, last, found.address, rounds)
    last.close()
    return not wrong


def _cold(file: Path) -> float:
    command = [sys.executable, "-m", "policylint", "check", "--isolated", "--no-cache", "--format", "json", str(file)]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode == 2:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - begun


def _paints(running: Running, client: httpx.Client, address: str, rounds: int) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("  largest paint            not measured: no Chromium is installed")
        return
    from benchmarks.paints import largest_paints

    cookies = dict(client.cookies.items())
    found = largest_paints(program, running.url + address, cookies, rounds)
    times = [paint.seconds for paint in found]
    what = ", ".join(sorted({paint.element for paint in found}))
    print(
        f"  largest paint (LCP)      {seconds(times)}, n = {len(times)}, of {what}  "
        f"({bar(quantile(times)[0], TO_PAINT, 's')})"
    )


def _weights(running: Running, policies: Policies) -> bool:
    """Bytes of every page that a visitor with some documents sees."""
    with running.client() as client:
        files = [("files", (*policies(1_000 + number), "application/pdf")) for number in range(6)]
        answer = client.post("/documents", files=files, headers={"Accept": "application/json"})
        answer.raise_for_status()
        addresses = [one["address"] for one in answer.json()["documents"]]
        waiting = client.get(addresses[-1])
        for address in addresses:
            settled(client, address.rpartition("/")[2])
        pages = {
            "start": "/",
            "report, pages beside": f"{addresses[0]}?view=pages",
            "report, text beside": f"{addresses[0]}?view=text",
            "report, missing only": f"{addresses[0]}?show=missing",
            "documents": "/documents",
            "compare": f"/compare?old={addresses[0].rpartition('/')[2]}&new={addresses[1].rpartition('/')[2]}",
            "about": "/about",
            "api": "/api",
            "no such page": "/nowhere",
        }
        found = list(weights(client, pages))
    print(f"Pages, KB, n = {len(found)}: HTML; with stylesheet and scripts; and the same two over the line (gzip)")
    for page in sorted(found, key=lambda each: -each.packed):
        sizes = (page.html, page.whole, page.packed_html, page.packed)
        print(f"  {page.name:24}", *(f"{size / 1000:7.1f}" for size in sizes))
    if "data-events" in waiting.text:
        print(f"  {'being checked':24} {len(waiting.content) / 1000:7.1f}")
    heaviest = max(page.packed for page in found)
    print(f"  the heaviest has {heaviest / 1000:.1f} KB  ({bar(heaviest / 1000, PAGE_BYTES / 1000, 'KB')})")
    return heaviest <= PAGE_BYTES


def _load(running: Running, policies: Policies, visitors: int) -> bool:
    """All at once."""
    numbers = range(2_000, 2_000 + visitors)
    files = [policies(number) for number in numbers]
    with watched(running.process.pid) as peak:
        begun = time.perf_counter()
        found = all_at_once(running, files, [policies.words(number) for number in numbers])
    taken = max(each.seconds for each in found)
    times = [each.seconds for each in found if each.outcome == "report"]
    busy = sum(each.outcome == "busy" for each in found)
    errors = [each.wrong for each in found if each.outcome == "error"]
    astray = [each.wrong for each in found if each.outcome == "report" and each.wrong]
    print(f"{visitors} visitors at once, each with a policy of their own ({time.perf_counter() - begun:.0f} s)")
    if times:
        print(f"  time to report           {seconds(times)}, {seconds(times, 0.95)}, n = {len(times)}")
        print(f"  throughput               {len(times) / taken:.2f} reports a second")
    print(f"  refused as busy          {busy} of {visitors}")
    _none("failed or lost", errors, visitors)
    _none("another's report", astray, visitors)
    print(
        f"  memory                   {peak.together:.0f} MB together in {peak.processes} processes at most, "
        f"{peak.first:.0f} MB of it the server, {peak.looks} looks  ({bar(peak.together, MEMORY, 'MB')})"
    )
    return not errors and not astray and peak.together <= MEMORY


def _none(what: str, problems: Sequence[str], of: int) -> None:
    """Print how many of something there were, of which there may be none, and what they said."""
    print(f"  {what:24} {len(problems)} of {of}  ({bar(len(problems), 0)})", *sorted(set(problems)), sep="  ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
