"""`policylint check --watch`, as a process that is told of saves and interrupted at the end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.running import ROOT, heed_interrupts, policylint

pytestmark = pytest.mark.slow

POLICY = """# Social Media Policy

This policy applies to all employees of the city who post on its social media accounts.

Employees who post on social media for the city must be respectful to its residents, and may not share passwords.
"""
PATIENCE = 60.0
"""Seconds after which a line that does not come is a failure; it comes within one on an idle machine."""


class Watching:
    def __init__(self, folder: Path, *arguments: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "policylint", "check", "--watch", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=heed_interrupts,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines.put(line)

    def wait_for(self, words: str) -> list[str]:
        """The lines up to and with the one that holds these words."""
        seen: list[str] = []
        while not seen or words not in seen[-1]:
            seen.append(self._lines.get(timeout=PATIENCE))
        return seen

    def is_silent(self, seconds: float) -> bool:
        threading.Event().wait(seconds)
        return self._lines.empty()

    def wait_for_silence(self, seconds: float) -> None:
        """Take lines until none comes for so long: one save can be more than one change to the system."""
        with suppress(Empty):
            while True:
                self._lines.get(timeout=seconds)

    def interrupt(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "social.md").write_text(POLICY)
    (tmp_path / "policylint.toml").write_text('fail-on = "never"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    policylint("check", "policies")  # from here on it is in the cache: what is watched for is the next change
    running = Watching(folder, "policies", "-o", "report.html", "-o", "policies/report.md")
    running.wait_for("watching policies")
    yield running
    running.kill()


def test_a_saved_document_is_checked_again_and_the_report_that_is_written_is_no_change(
    folder: Path, watching: Watching
) -> None:
    (folder / "policies" / "social.md").write_text(POLICY + "\nMore.\n")
    watching.wait_for("checked after a change of policies/social.md")
    assert watching.is_silent(2)


def test_a_new_document_and_a_changed_configuration_are_seen(folder: Path, watching: Watching) -> None:
    (folder / "policies" / "other.md").write_text(POLICY)
    watching.wait_for("checked after a change of policies/other.md")
    (folder / "policylint.toml").write_text("fail_on = 1\n")
    assert any("there is no key 'fail_on'" in line for line in watching.wait_for("checked after"))
    (folder / "policylint.toml").write_text('fail-on = "gap"\n')
    watching.wait_for("checked after a change of policylint.toml")
    watching.wait_for_silence(2)
    assert watching.interrupt() == 1


def test_a_glob_cannot_be_watched(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "policylint", "check", "--watch", "policies/*.md"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "no glob" in done.stderr
