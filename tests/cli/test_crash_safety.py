"""Whatever happens while something is written: the old is there whole or the new is, and what went wrong is said."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document as open_docx

from policylint.cache import Cache
from policylint.cache.store import is_cache
from policylint.outputs.portfolio.folder import LIST, UNFINISHED, PortfolioFolder
from policylint.sources import find_inputs
from tests.cache.test_cache import examined
from tests.cli.repository import SOCIAL, Run, documents
from tests.running import ROOT, heed_interrupts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="limits, mounts, signals and links of Linux"),
]

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
DECISION = ("--kind", "accept", "--reason", "We know.", "--owner", "Dana Lee", "--date", "2026-11-01")
WRITING: dict[str, tuple[str, ...]] = {
    "report.html": ("check", "social.md", "-o", "report.html"),
    "report.docx": ("check", "social.md", "-o", "report.docx"),
    "baseline.json": ("baseline", "-o", "baseline.json"),
    "draft.md": ("draft", "social.md", "-o", "draft.md"),
    "diff.md": ("diff", "social.md", "records.md", "-o", "diff.md"),
    "catalog.json": ("rules", "catalog", "-o", "catalog.json"),
}
"""Files that commands write, and how."""


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A disk that takes so many bytes of a file and no more, for this process and those that it starts."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize("name", WRITING)
def test_a_full_disk_is_a_mistake_and_leaves_the_old_file_whole(folder: Path, run: Run, name: str) -> None:
    assert run(*WRITING[name]).returncode in (0, 1)
    old = (folder / name).read_bytes()
    with no_file_longer_than(200):
        done = run(*WRITING[name])
    assert done.returncode == 2
    assert f"policylint: {name}: cannot be written (file too large)" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / name).read_bytes() == old
    assert parts(folder) == []


def test_an_annotated_copy_on_a_full_disk_leaves_the_old_one_whole(folder: Path, run: Run) -> None:
    policy = open_docx()
    for line in filter(None, SOCIAL.splitlines()):
        policy.add_paragraph(line)
    policy.save(str(folder / "policy.docx"))
    assert run("annotate", "policy.docx", "-o", "copy.docx").returncode == 0
    old = (folder / "copy.docx").read_bytes()
    with no_file_longer_than(2_000):
        done = run("annotate", "policy.docx", "-o", "copy.docx")
    assert (done.returncode, (folder / "copy.docx").read_bytes(), parts(folder)) == (2, old, [])
    assert "copy.docx: cannot be written (file too large)" in done.stderr


def test_a_decision_that_does_not_fit_on_the_disk_costs_no_earlier_one(folder: Path, run: Run) -> None:
    assert run("decide", "social.md", "legal.privacy", *DECISION).returncode == 0
    (written,) = folder.glob("*.toml")
    old = written.read_bytes()
    with no_file_longer_than(len(old) + 20):
        done = run("decide", "social.md", "legal.records", *DECISION)
    assert (done.returncode, written.read_bytes(), parts(folder)) == (2, old, [])
    assert "cannot be written (file too large)" in done.stderr


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, run: Run) -> None:
    (folder / "policylint.toml").write_text("")
    with no_file_longer_than(100):
        done = run("check")
    assert done.stderr.count("cannot be written (File too large); going on without it") >= 1
    assert done.returncode == 1
    assert parts(folder) == []
    again = run("check")
    assert (again.stdout, again.stderr) == (done.stdout, "")


def test_a_portfolio_on_a_full_disk_can_be_written_again_when_there_is_room(folder: Path, run: Run) -> None:
    with no_file_longer_than(60_000):
        done = run("portfolio", "social.md", "-o", "out", "--reports", "markdown")
    assert done.returncode == 2
    assert "cannot be written (file too large)" in done.stderr
    assert parts(folder) == []
    assert run("portfolio", "social.md", "-o", "out", "--reports", "markdown").returncode == 1
    assert not (folder / "out" / UNFINISHED).exists()


def test_nothing_is_left_on_a_disk_without_room(disk: Path, folder: Path, run: Run) -> None:
    (disk / "report.json").write_text('{"schema": "old"}')
    room = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(room.f_bavail * room.f_frsize))
    done = run("check", "social.md", "-o", str(disk / "report.json"))
    assert done.returncode == 2
    assert "cannot be written (no space left on device)" in done.stderr
    assert (disk / "report.json").read_text() == '{"schema": "old"}'
    assert parts(disk) == []


def test_a_disk_that_is_for_reading_only_is_a_mistake_for_a_report_and_none_for_the_cache(
    disk: Path, folder: Path, run: Run
) -> None:
    (folder / "policylint.toml").write_text(f'cache-dir = "{disk / "cache"}"\n')
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    done = run("check", "social.md", "-o", str(disk / "report.json"))
    assert done.returncode == 2
    assert "cannot be written (read-only file system)" in done.stderr
    assert "going on without it" in done.stderr
    assert "Traceback" not in done.stderr
    assert run("portfolio", "social.md", "-o", str(disk / "out")).returncode == 2


def killed(code: str, *arguments: object, after: float | None = None) -> None:
    """Python code that is killed so long after it has said that it begins, or kills itself."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        if after is not None:
            time.sleep(after)
            process.kill()


WRITER = """
import sys
from pathlib import Path
from policylint.outputs.files import write_atomically
print("begun", flush=True)
while True:
    for letter in "ab":
        write_atomically(Path(sys.argv[1]), letter * 2_000_000)
"""


@pytest.mark.slow
def test_a_kill_while_a_file_is_written_leaves_the_old_one_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text("a" * 2_000_000)
    moments = random.Random(7)
    for _ in range(20):
        killed(WRITER, path, after=moments.uniform(0, 0.05))
        assert path.read_text() in ("a" * 2_000_000, "b" * 2_000_000)
    assert [found.name for found in find_inputs([str(tmp_path)])] == [str(path)]


PORTFOLIO = """
import sys
from policylint.cache import Cache
from policylint.cache.store import is_cache
from policylint.outputs.portfolio.folder import PortfolioFolder
folder = PortfolioFolder(sys.argv[1])
names = [f"reports/{number}.md" for number in range(40)] + ["portfolio.csv"]
folder.require_free(names)
print("begun", flush=True)
with folder:
    for name in names:
        folder.write(name, f"{sys.argv[2]} {name} " * 5_000)
"""


@pytest.mark.slow
def test_a_portfolio_goes_on_after_a_kill_at_any_moment(tmp_path: Path) -> None:
    moments = random.Random(11)
    for number in range(20):
        if number % 5 == 0:  # a first run, too
            path = tmp_path / f"out{number}"
        killed(PORTFOLIO, path, number, after=moments.uniform(0, 0.1))
    done = subprocess.run([sys.executable, "-c", PORTFOLIO, path, "last"], env=ENVIRONMENT, capture_output=True)
    assert done.stderr == b""
    for line in (path / LIST).read_text().splitlines():
        digest, name = line.split("  ")
        assert sha256((path / name).read_bytes()).hexdigest() == digest
    assert not (path / UNFINISHED).exists()


def test_a_portfolio_whose_first_run_was_killed_is_known_by_what_it_noted(tmp_path: Path) -> None:
    path = tmp_path / "out"
    code = PORTFOLIO + "        if name == 'reports/3.md': import os; os.kill(os.getpid(), 9)\n"
    killed(code, path, "first")
    assert not (path / LIST).exists()
    (path / "reports" / "mine.md").write_text("mine")
    (path / "reports" / "1.md").write_text("signed")
    again = PortfolioFolder(path)
    again.require_free(("reports/0.md", "reports/2.md", "portfolio.csv"))
    for name in ("reports/1.md", "reports/mine.md"):
        with pytest.raises(Exception, match="would be lost"):
            again.require_free((name,))
    with again:
        again.write("reports/0.md", "new")
        assert again.remove_old() == ("reports/2.md", "reports/3.md")
    assert sorted(child.name for child in (path / "reports").iterdir()) == ["0.md", "1.md", "mine.md"]


CACHE = """
import sys
from pathlib import Path
from policylint.cache import Cache
from tests.cache.test_cache import examined
print("begun", flush=True)
while True:
    for number in range(16):
        Cache(Path(sys.argv[1])).put(f"{number:02x}" * 32, examined(str(number)))
"""


@pytest.mark.slow
def test_a_kill_while_the_cache_is_written_leaves_whole_entries_and_a_cache(tmp_path: Path) -> None:
    moments = random.Random(13)
    for number in range(20):
        folder = tmp_path / f"c{number // 5}"
        killed(CACHE, folder, after=moments.uniform(0, 0.03))
        cache = Cache(folder)
        for entry in range(16):
            found = cache.get(f"{entry:02x}" * 32, as_of="2024-01-01")
            assert found is None or found.report.source.name == str(entry)
        cache.put("ff" * 32, examined())
        assert is_cache(folder)


def relatives(mark: str) -> list[str]:
    """The processes that were started with this mark in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"POLICYLINT_MARK={mark}".encode() in (entry / "environ").read_bytes():
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                found += [] if state == "Z" else [(entry / "cmdline").read_bytes().decode().replace("\0", " ")]
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["INT", "TERM", "HUP"]
)
@pytest.mark.parametrize("after", [0.4, 1.5, 4.0])
def test_a_run_that_is_asked_to_end_leaves_nothing_behind(
    folder: Path, sent: signal.Signals, code: int, after: float
) -> None:
    for number in range(300):
        (folder / f"{number:03}.md").write_text(SOCIAL * 3 + f"\nNumber {number}.\n")
    (folder / "report.json").write_text('{"schema": "old"}')
    temporary = folder.parent / f"{folder.name}-temporary"
    temporary.mkdir()
    mark = f"{os.getpid()}-{sent}-{after}"
    process = subprocess.Popen(
        [sys.executable, "-m", "policylint", "check", "-o", "report.json"],
        cwd=folder,
        env={**ENVIRONMENT, "TMPDIR": str(temporary), "POLICYLINT_MARK": mark},
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    )
    time.sleep(after)
    process.send_signal(sent)
    told = process.communicate(timeout=30)[1].decode()
    # Until Python is up, and it may not be after the shortest wait, the signal itself ends the process; a shell calls
    # both by the same number.
    assert process.returncode in (code, -sent)
    assert told.strip() == ""
    deadline = time.monotonic() + 5
    while relatives(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert relatives(mark) == []
    assert list(temporary.iterdir()) == []
    assert (folder / "report.json").read_text() == '{"schema": "old"}'
    assert parts(folder) == []


def test_no_file_in_a_folder_stops_the_others(folder: Path, run: Run) -> None:
    for name in ("new\nline.md", "\x1b]0;title\x07.md", "\u202eback.md", "::error::x.md", " ::error::y.md"):
        (folder / name).write_text(SOCIAL)
    with open(os.path.join(os.fsencode(folder), b"half\xed\xa0\x80\xff.md"), "wb") as stream:
        stream.write(SOCIAL.encode())
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    (folder / "gone.md").symlink_to("nowhere\x1b[31m")
    (folder / "self.md").symlink_to("self.md")
    (folder / "device.md").symlink_to("/dev/zero")
    (folder / ".policy.md.abcdefgh.part").write_text(SOCIAL)
    with socket.socket(socket.AF_UNIX) as bound:
        where = os.getcwd()
        bound.bind("socket.md")
        assert where == str(folder)
        found = documents(run)
        done = run("check")
    assert len(found) == 8
    assert all(document["verdict"] != "unreadable" for document in found.values())
    assert done.returncode == 2
    for text in (done.stdout, done.stderr):
        assert "Traceback" not in text
        assert not any(character in text for character in "\x1b\x07\u202e\ud800")
        assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    assert {line.split(":")[1].strip() for line in done.stderr.splitlines()} == {"gone.md", "self.md"}
