"""One process a file: what a document can do to the next, to the files of others, and to whoever reads them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.door import Door
from policylint.door.folder import remove_folder
from policylint.errors import UnreadableDocument

pytestmark = pytest.mark.slow

Opener = Callable[..., Door]
Verdict = Callable[..., UnreadableDocument]
Said = Callable[..., str]
IsGone = Callable[[int], bool]

ROOT = Path(__file__).parents[2]

linux = pytest.mark.skipif(sys.platform != "linux", reason="children are forked off on Linux only")


def nursery(door: Door) -> int:
    door.start()
    process = getattr(door._source, "pid", None)
    assert isinstance(process, int)
    return process


def test_each_file_has_a_process_of_its_own(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door:
        told = [said(door, "remember") for _ in range(3)]
    assert len(set(told)) == 3
    assert all(line.startswith("['policy.txt'] ") for line in told)


def test_nothing_that_a_document_leaves_behind_is_seen_by_the_next(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door:
        said(door, "remember")
        assert said(door, "recall") == "[] None False"


def test_child_gets_no_environment_and_a_folder_of_its_own(
    rogue_door: Opener, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYLINT_TEST_SECRET", "x")
    with rogue_door() as door:
        text = said(door, "tell_surroundings")
    assert "SECRET" not in text
    folder = Path(text.rpartition(" and ")[2])
    assert folder.parent == Path(tempfile.gettempdir())
    assert not folder.exists()


def test_folder_of_a_child_is_for_nobody_else(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door:
        mode, temporary, home = said(door, "tell_rights").split()
    assert mode == "40700"
    assert temporary == home


def test_folder_is_gone_whatever_was_left_in_it(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door:
        folder = said(door, "litter")
    assert not os.path.lexists(folder)
    assert Path(__file__).exists()


def test_folder_of_a_child_that_was_killed_is_gone(
    rogue_door: Opener, verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with rogue_door(seconds=0.5) as door:
        verdict(door, "hang")
    assert not list(tmp_path.iterdir())


def test_folders_within_folders_are_removed_without_calling_anything_in_itself(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    here = os.getcwd()
    os.chdir(top)
    try:
        for _ in range(1500):
            os.mkdir("f")
            os.chdir("f")
    finally:
        os.chdir(here)
    remove_folder(str(top))
    assert not top.exists()


def test_door_tells_what_holds(rogue_door: Opener) -> None:
    with rogue_door() as door:
        assert door.isolation.fresh_process
        assert door.isolation.memory_limit == (sys.platform == "linux")


@linux
def test_network_is_not_reachable(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door, socket.socket() as server:
        if not door.isolation.network_cut:
            pytest.skip("this system grants no network of its own")
        server.bind(("127.0.0.1", 0))
        server.listen()
        told = said(door, "dial", name=str(server.getsockname()[1]))
    assert told == "Network is unreachable; Network is unreachable"


@pytest.mark.parametrize("word", ["hang_with_child", "leave_child_behind", "leave_child_in_another_session"])
def test_nothing_that_a_reader_started_outlives_it(
    rogue_door: Opener, is_gone: IsGone, tmp_path: Path, word: str
) -> None:
    if word.endswith("session") and sys.platform != "linux":
        pytest.skip("what leaves its process group is found on Linux only")
    note = tmp_path / "pid"
    with rogue_door(seconds=2) as door:
        reading = door.submit(word.encode(), name=str(note))
        try:
            assert reading.result().blocks[0].text == "done"
        except UnreadableDocument as error:
            assert error.reason == "timeout"
        assert is_gone(int(note.read_text()))


def test_files_are_read_at_the_same_time(rogue_door: Opener, said: Said) -> None:
    with rogue_door(door={"workers": 4}) as door:
        said(door, "warm up")
        began = time.monotonic()
        readings = [door.submit(b"nap", name="policy.txt") for _ in range(4)]
        assert [reading.result().blocks[0].text for reading in readings] == ["slept"] * 4
        assert time.monotonic() - began < 1.5


def test_no_more_files_than_workers_are_read_at_the_same_time(rogue_door: Opener) -> None:
    with rogue_door(door={"workers": 1}) as door:
        began = time.monotonic()
        for reading in [door.submit(b"nap", name="policy.txt") for _ in range(3)]:
            reading.result()
        assert time.monotonic() - began > 1.5


def test_ten_threads_share_a_door() -> None:
    found: dict[int, str] = {}
    with Door() as door:

        def work(number: int) -> None:
            for turn in range(3):
                found[3 * number + turn] = door.open(f"Rule {number}".encode(), name="policy.txt").blocks[0].text

        threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"Rule {number // 3}" for number in range(30)}


@linux
def test_nursery_that_dies_between_files_is_replaced(rogue_door: Opener) -> None:
    with rogue_door() as door:
        door.open(b"one", name="1.txt")
        os.kill(nursery(door), signal.SIGKILL)
        assert door.open(b"two", name="2.txt").blocks


@linux
def test_file_whose_nursery_is_killed_gets_a_verdict(rogue_door: Opener, verdict: Verdict, said: Said) -> None:
    with rogue_door() as door:
        assert verdict(door, "kill_nursery").reason == "crash"
        assert said(door, "two") == "two"


@linux
def test_nursery_that_a_document_has_stopped_is_replaced(rogue_door: Opener, said: Said) -> None:
    with rogue_door(door={"workers": 1}) as door:
        assert said(door, "stop_nursery") == "stopped"
        assert said(door, "two") == "two"


@linux
def test_child_cannot_look_into_the_nursery(rogue_door: Opener, said: Said) -> None:
    with rogue_door() as door:
        if os.geteuid() == 0 and not door.isolation.network_cut:
            pytest.skip("the superuser may look into anything")
        assert said(door, "look_into_nursery") == "PermissionError"


@linux
def test_closing_stops_the_nursery(is_gone: IsGone) -> None:
    door = Door()
    process = nursery(door)
    door.close()
    assert is_gone(process)


def test_closing_gives_up_files_that_are_being_read_and_those_that_wait(rogue_door: Opener) -> None:
    door = rogue_door(door={"workers": 1})
    readings = [door.submit(b"hang", name="policy.txt") for _ in range(2)]
    time.sleep(0.5)
    door.close()
    for reading in readings:
        with pytest.raises(UnreadableDocument) as caught:
            reading.result()
        assert (caught.value.reason, caught.value.detail) == ("crash", "it was stopped")


@linux
def test_all_die_with_their_parent(is_gone: IsGone, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]\n"
        "import os, time\n"
        "from policylint.door import Door\n"
        "door = Door(reader='rogues:by_word')\n"
        f"door.submit(b'hang_with_child', name={str(note)!r})\n"
        f"while not (os.path.exists({str(note)!r}) and os.path.getsize({str(note)!r})): time.sleep(0.05)\n"
        "print(door._source.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert is_gone(int(done.stdout))
    assert is_gone(int(note.read_text()))


def test_child_loads_none_of_the_heavy_libraries(rogue_door: Opener) -> None:
    with Door(reader="policylint.readers:read") as door:
        assert door.open(b"Staff must log out.", name="policy.txt").blocks
    with rogue_door() as door:
        loaded = set(door.open(b"count_modules", name="policy.txt").blocks[0].text.split())
    assert not loaded & {"spacy", "numpy", "click", "pydantic", "lxml", "pypdfium2", "markdown_it"}
