"""Fuzz readers and loaders: `python -m tests.fuzz.run TARGET|all --seconds 5`.

Each target has processes of its own. Ends with 1 where anything was found; the inputs are in the folder it names.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.fuzz.keeping import fill, keep_best
from tests.fuzz.seeds import seeds_of
from tests.fuzz.targets import HERE, TARGETS

ROOT: Final = HERE.parent.parent
CORPUS: Final = HERE / "corpus"
_PATIENCE: Final = 120.0
"""Seconds beyond its time after which a process is taken to hang."""

_MEGABYTES: Final = 2_048
_TOLD: Final = (70, 71, 77)
"""Exit codes with which libFuzzer has kept the input itself: too slow, too much memory, a crash."""

_MOST_STOPS: Final = 25
_LEAST: Final = 1.0
"""Seconds for which it is worth to start a process."""

_EXECUTED: Final = re.compile(r"stat::number_of_executed_units: +(\d+)|^Done (\d+) runs|^#(\d+)\s", re.MULTILINE)
_COVERED: Final = re.compile(r"\bcov: (\d+)")


@dataclass
class Outcome:
    """What became of a target: seconds and executions, the code reached (in libFuzzer's own count), and findings."""

    target: str
    seconds: float = 0.0
    executions: int = 0
    coverage: int = 0
    kept: int | None = None
    findings: list[Path] = field(default_factory=list)
    problem: str = ""

    def line(self) -> str:
        """The outcome for people, and for whoever adds several up."""
        kept = "" if self.kept is None else f", {self.kept} inputs kept"
        said = f"{len(self.findings)} findings" if not self.problem else self.problem
        return (
            f"{self.target:12} {self.seconds:7.0f} s {self.executions:9,} executions, coverage {self.coverage:6,}, "
            f"{said}{kept}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the fuzzer over one target or all. Returns the exit code: 1 where anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("target", choices=["all", *TARGETS])
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="targets at a time")
    parser.add_argument("--chunk", type=float, default=600, help="seconds after which a fresh process goes on")
    parser.add_argument("--work", type=Path, help="a folder for inputs, findings and logs; a new one if not given")
    parser.add_argument("--keep", action="store_true", help="put the best inputs into tests/fuzz/corpus")
    given = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        parser.error("atheris is not installed; 'pip install .[fuzz]' on Linux (x86-64)")
    work = given.work or Path(tempfile.mkdtemp(prefix="policylint-fuzz-"))
    names = list(TARGETS) if given.target == "all" else [given.target]
    with ThreadPoolExecutor(given.jobs) as pool:
        waiting = [
            pool.submit(fuzz, name, seconds=given.seconds, chunk=given.chunk, work=work / name, keep=given.keep)
            for name in names
        ]
        outcomes = []
        for each in waiting:
            outcomes.append(each.result())
            print(outcomes[-1].line(), flush=True)
    bad = [outcome for outcome in outcomes if outcome.findings or outcome.problem]
    for outcome in bad:
        print(f"\n{outcome.target}: {outcome.problem or 'what was found'}, see {work / outcome.target / 'log'}")
        for path in outcome.findings:
            report = path.with_suffix(".txt")
            words = report.read_text(errors="replace").strip().splitlines()[-1][:200] if report.exists() else path.name
            print(f"  {path}\n    {words}")
    return 1 if bad else 0


def fuzz(name: str, *, seconds: float, chunk: float, work: Path, keep: bool) -> Outcome:
    """Fuzz one target, in processes one after the other.

    Args:
        name: The target.
        seconds: How long in all.
        chunk: After so many seconds a fresh process goes on, which reads the code anew.
        work: A folder for its inputs ("inputs"), findings ("findings") and "log".
        keep: Put the best inputs into the kept corpus.
    """
    outcome = Outcome(name)
    inputs, findings, log = work / "inputs", work / "findings", work / "log"
    findings.mkdir(parents=True, exist_ok=True)
    fill(inputs, seeds_of(name))
    kept = CORPUS / name
    stops = 0
    executed: list[tuple[str, ...]] = []
    while outcome.seconds < seconds - _LEAST:
        most = max(1, round(min(chunk, seconds - outcome.seconds)))
        began = time.monotonic()
        arguments = [f"-max_total_time={most}", "-print_final_stats=1", f"-artifact_prefix={findings}/"]
        folders = [inputs, *([kept] if kept.is_dir() else [])]
        words, code = _process(name, findings, [*arguments, *map(str, folders)], seconds=most + _PATIENCE)
        took = time.monotonic() - began
        outcome.seconds += took
        with log.open("a") as file:
            file.write(words)
        executed = _EXECUTED.findall(words)
        outcome.executions += max((int(number) for found in executed for number in found if number), default=0)
        outcome.coverage = max([outcome.coverage, *(int(number) for number in _COVERED.findall(words))])
        if not executed:
            outcome.problem = "it did not run"
            break
        if code and code not in _TOLD:
            _keep_current(work / "current", findings, words, code)
        stops += bool(code)
        if stops > _MOST_STOPS:
            outcome.problem = "it stopped again and again"
            break
    outcome.findings = _artifacts(findings)
    if keep and executed:

        def replay(control: Path) -> None:
            arguments = ["-merge_inner=1", f"-merge_control_file={control}"]
            words, _ = _process(name, findings, arguments, seconds=_PATIENCE)
            with log.open("a") as file:
                file.write(words)

        outcome.kept = keep_best(kept, inputs, replay=replay, work=work)
    return outcome


def _artifacts(findings: Path) -> list[Path]:
    """The inputs among the files of a folder of findings."""
    return sorted(path for path in findings.iterdir() if path.suffix != ".txt" and not path.name.startswith("slow-"))


def _keep_current(current: Path, findings: Path, words: str, code: int) -> None:
    """Keep the input with which a process ended that could not say so itself, and the last of what it said."""
    data = current.read_bytes()
    data = data[8 : 8 + int.from_bytes(data[:8], "big")]
    how = {-signal.SIGPROF: "long", -signal.SIGKILL: "hanging"}.get(code, "stopped")
    frames = "\n".join(re.findall(r"policylint/[^\n]*? in \w+", words[-20_000:])[:3])
    file = findings / f"{how}-{hashlib.sha256(frames.encode()).hexdigest()[:12]}"
    if not file.exists() or len(data) < file.stat().st_size:
        file.write_bytes(data)
        file.with_suffix(".txt").write_text(words[-6_000:] + f"\nended with {code}\n")


def _process(name: str, findings: Path, arguments: Sequence[str], *, seconds: float) -> tuple[str, int]:
    """Run libFuzzer on a target for so many seconds at most; what it says, and its exit code."""
    target = TARGETS[name]
    options = ["-timeout=600", f"-rss_limit_mb={_MEGABYTES}", f"-max_len={target.longest}"]
    if target.dictionary:
        options.append(f"-dict={HERE / 'dictionaries' / target.dictionary}.dict")
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(findings), *options, *arguments]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        said.seek(0)
        return said.read().decode("utf-8", "replace"), process.returncode


if __name__ == "__main__":
    sys.exit(main())
