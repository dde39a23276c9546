"""Which format standard output gets: a person's at a terminal, a line a gap elsewhere, unless one is asked for."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import ROOT

POLICY = """\
# Social Media Policy

This policy applies to all employees who use social media for the Town.

The town clerk must approve every social media account before it is opened. Employees must keep every post.
"""
SHOWN = "Read as a social media policy"
LINE = "social.md: foundation.definitions missing: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "social.md").write_text(POLICY, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first process checks the policy; the others find what it found, for here it is shown and no more."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CACHE", str(tmp_path_factory.mktemp("formats")))
        yield


def environment(**more: str) -> dict[str, str]:
    left = {name: value for name, value in os.environ.items() if name not in {"GITHUB_ACTIONS", "NO_COLOR"}}
    return {**left, "PYTHONPATH": str(ROOT), **more}


def command(*arguments: str) -> list[str]:
    program = "from policylint.cli import main; main()"
    return [sys.executable, "-c", program, "check", "social.md", "--cache-dir", os.environ["CACHE"], *arguments]


def piped(folder: Path, *arguments: str, **more: str) -> str:
    done = subprocess.run(
        command(*arguments), cwd=folder, env=environment(**more), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def at_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*arguments), cwd=folder, env=environment(**more), stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        read = b""
        while data := _data(ours):
            read += data
    os.close(ours)
    assert process.returncode == 1
    return read.decode("utf-8")


def _data(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so where the other end is closed
        return b""


def test_a_person_at_a_terminal_gets_the_long_report_in_colour(folder: Path) -> None:
    text = at_a_terminal(folder)
    assert SHOWN in text
    assert "\x1b[1m" in text
    assert "\x1b" not in at_a_terminal(folder, NO_COLOR="1")


def test_a_pipe_gets_lines(folder: Path) -> None:
    text = piped(folder)
    assert LINE in text
    assert SHOWN not in text


def test_lines_can_be_had_at_a_terminal_for_editors(folder: Path) -> None:
    text = at_a_terminal(folder, "--format", "lines")
    assert text.replace("\r\n", "\n") == piped(folder)


def test_the_long_report_can_be_had_in_a_pipe_and_has_no_colour_there(folder: Path) -> None:
    text = piped(folder, "--format", "terminal")
    assert SHOWN in text
    assert "\x1b" not in text


def test_the_configuration_is_taken_at_its_word(folder: Path) -> None:
    (folder / "policylint.toml").write_text('output-format = "terminal"\n', encoding="utf-8")
    assert SHOWN in piped(folder)
    (folder / "policylint.toml").write_text('output-format = "lines"\n', encoding="utf-8")
    assert LINE in at_a_terminal(folder)


def test_github_actions_get_annotations_and_a_terminal_there_does_not(folder: Path) -> None:
    assert piped(folder, GITHUB_ACTIONS="true").startswith("::")
    assert SHOWN in at_a_terminal(folder, GITHUB_ACTIONS="true")


@pytest.mark.parametrize("name", ["report.txt", "report"])
def test_a_file_whose_name_tells_no_format_has_lines_or_what_is_asked_for(name: str, folder: Path) -> None:
    assert at_a_terminal(folder, "-o", name) == ""
    assert LINE in (folder / name).read_text(encoding="utf-8")
    assert at_a_terminal(folder, "-o", name, "--format", "terminal") == ""
    text = (folder / name).read_text(encoding="utf-8")
    assert SHOWN in text
    assert "\x1b" not in text
