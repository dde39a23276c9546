"""`policylint check` among odd files, names and streams, and its own reports."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.repository import RECORDS, SOCIAL, Run, documents
from tests.running import ROOT

pytestmark = pytest.mark.slow

PIPE = 1 << 16
"""What a pipe of Linux holds: a shorter report is written before anybody is seen to have gone."""


def test_a_report_that_is_written_into_the_folder_is_not_checked_itself(folder: Path, run: Run) -> None:
    run("check", "-o", "report.html", "-o", "report.md")
    done = run("check", "--format", "json", "-o", "report.html", "-o", "report.md")
    assert [d["source"]["name"] for d in json.loads(done.stdout)["documents"]] == ["records.md", "social.md"]


def test_a_huge_file_is_unreadable_and_the_rest_is_checked(folder: Path, run: Run) -> None:
    with (folder / "huge.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(2 << 30)
    found = documents(run)
    assert found["huge.pdf"]["reason"] == "too-large"
    assert found["social.md"]["verdict"] == "checked"


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_in_a_circle_and_pipes_do_not_stop_a_run(folder: Path, run: Run) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "circle.md").symlink_to("circle.md")
    os.mkfifo(folder / "pipe.md")
    done = run("check", "--format", "json")
    assert done.returncode == 2
    assert [d["source"]["name"] for d in json.loads(done.stdout)["documents"]] == ["records.md", "social.md"]
    assert "circle.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_modules_that_lie_in_the_checked_folder_are_not_run(folder: Path) -> None:
    for name in ("multiprocessing", "spacy", "json", "docx"):
        (folder / f"{name}.py").write_text("open('ran', 'w').write('x')\n")
    script = (
        f"import sys; sys.path[0] = {str(ROOT)!r}\n"
        "from policylint.cli import main\n"
        "if __name__ == '__main__':\n    sys.argv[1:] = ['check', 'social.md']\n    main()\n"
    )
    starter = folder.parent / "starter.py"
    starter.write_text(script)
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONSAFEPATH"}}
    subprocess.run([sys.executable, str(starter)], cwd=folder, env=environment, capture_output=True, check=False)
    assert not (folder / "ran").exists()


def test_whoever_has_seen_enough_gets_no_traceback(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    for number in range(20):
        (folder / f"{number}.md").write_text(SOCIAL)
    report = run("check", "--format", "json").stdout
    assert len(report) > 10 * PIPE
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"{sys.executable} -m policylint check --format json | head -c 10"
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.stdout == '{\n  "schem'
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_standard_output_that_cannot_be_written_is_one_line_and_exit_code_2(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    run("check")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "policylint", "check"],
            cwd=folder,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("policylint: standard output cannot be written")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_a_name_that_is_no_utf_8_is_shown_with_escapes(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    with open(os.path.join(os.fsencode(folder), b"b\xff.md"), "wb") as stream:
        stream.write(SOCIAL.encode())
    for _ in range(2):
        assert "b\\xff.md" in documents(run)


def test_a_report_never_takes_the_place_of_a_policy(folder: Path, run: Run) -> None:
    for arguments in (("social.md", "-o", "social.md"), ("social.md", "-o", "records.md"), (".", "-o", "records.md")):
        done = run("check", *arguments)
        assert done.returncode == 2
        assert "would be lost" in done.stderr
    assert (folder / "records.md").read_text() == RECORDS


def test_reports_of_earlier_runs_are_no_policies(folder: Path, run: Run) -> None:
    run("check", "-o", "a.html", "-o", "a.md", "-o", "a.summary.md")
    assert list(documents(run)) == ["records.md", "social.md"]
    assert run("check", "-o", "a.html").returncode == 1  # a report may take the place of an older one


def test_absolute_paths_below_the_current_folder_are_shown_from_there(folder: Path, run: Run) -> None:
    assert list(documents(run, str(folder / "social.md"))) == ["social.md"]


@pytest.mark.skipif(os.name != "posix", reason="names of files that Windows refuses")
def test_the_name_of_a_file_neither_acts_on_a_terminal_nor_begins_a_line(folder: Path, run: Run) -> None:
    (folder / "z\x1b]0;title\x07\n::error::hi.md").symlink_to("gone")
    done = run("check")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr + done.stdout
    assert not any(line.startswith("::error") for line in (done.stderr + done.stdout).splitlines())
