"""The door: what becomes of files whose readers hang, bloat, crash, print or lie, and of the files after them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.door import Door, open_document
from policylint.errors import UnreadableDocument
from policylint.limits import Limits

ROGUES = """
import ctypes, os, signal, subprocess, sys, time
from policylint.errors import UnreadableDocument
from policylint.model.document import Block, Document, Mark, Source
from policylint.readers import read


def by_word(data, *, name, limits):
    return globals().get(data.decode(), read)(data, name=name, limits=limits)


def hang(data, *, name, limits):
    while True:
        time.sleep(1)


def spin(data, *, name, limits):
    while True:
        pass


def hang_with_child(data, *, name, limits):
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(name, "w") as file:
        file.write(str(helper.pid))
    hang(data, name=name, limits=limits)


def bloat(data, *, name, limits):
    held = []
    while True:
        held.append(bytearray(10_000_000))


def abort(data, *, name, limits):
    os.abort()


def fault(data, *, name, limits):
    ctypes.string_at(0)


def leave(data, *, name, limits):
    os._exit(3)


def stumble(data, *, name, limits):
    return {}["policy"]


def refuse(data, *, name, limits):
    raise UnreadableDocument("encrypted", "a padlock")


def chatter(data, *, name, limits):
    print("x" * 100_000)
    os.write(1, b"y" * 100_000)
    os.write(2, b"z" * 100_000)
    return read(data, name=name, limits=limits)


def lie_about_type(data, *, name, limits):
    block = Block(kind="poem", text=5, marks=(Mark("start", None),))
    return Document(source=Source(name, "", "text/plain", 1), blocks=(block,))


def lie_about_class(data, *, name, limits):
    return {"text": "a policy"}


def write_nonsense(data, *, name, limits):
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\\0" * 7 + b"\\x04junk")
        except OSError:
            pass
    return read(data, name=name, limits=limits)


def fill_disk(data, *, name, limits):
    with open(name, "wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    return read(data, name=name, limits=limits)


def make_bytes(data, *, name, limits):
    return data.upper()


def tell_surroundings(data, *, name, limits):
    text = " ".join(sorted(os.environ)) + " and " + os.getcwd()
    return read(text.encode(), name=name, limits=limits)
"""

Opener = Callable[..., Door]


@pytest.fixture
def rogue_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """A maker of doors whose reader does what the file says, if `ROGUES` has a function of that name."""
    (tmp_path / "rogues.py").write_text(ROGUES)
    monkeypatch.syspath_prepend(tmp_path)

    def make(*, recycle: int = 200, **limits: float) -> Door:
        return Door(Limits(**limits), recycle=recycle, reader="rogues:by_word")  # type: ignore[arg-type]

    return make


def verdict(door: Door, word: str, name: str = "policy.txt") -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        door.open(word.encode(), name=name)
    return caught.value


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that is only waiting to be reaped has."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_text_comes_through() -> None:
    document = open_document(b"Staff must log out.\n", name="policy.txt")
    assert [block.text for block in document.blocks] == ["Staff must log out."]
    assert document.source.name == "policy.txt"
    assert document.blocks[0].marks[0].line == 1


def test_verdict_of_the_reader_comes_through() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(b"", name="policy.txt")
    assert caught.value.reason == "empty"


def test_detail_of_the_reader_comes_through(rogue_door: Opener) -> None:
    with rogue_door() as door:
        error = verdict(door, "refuse")
    assert (error.reason, error.detail) == ("encrypted", "a padlock")


def test_bytes_that_are_made_of_a_file_come_through(rogue_door: Opener) -> None:
    with rogue_door() as door:
        assert door.submit(b"make_bytes", name="policy.txt").made() == b"MAKE_BYTES"


def test_file_over_the_size_limit_is_not_even_sent() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(b"x" * 11, name="policy.txt", limits=Limits(file_bytes=10))
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize("word", ["hang", "spin"])
def test_reader_that_never_ends_is_stopped_by_the_clock(rogue_door: Opener, word: str) -> None:
    with rogue_door(seconds=0.5) as door:
        assert verdict(door, word).reason == "timeout"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


def test_processor_time_is_limited_by_itself(rogue_door: Opener) -> None:
    with rogue_door(seconds=30, cpu_seconds=1) as door:
        error = verdict(door, "spin")
        assert (error.reason, error.detail) == ("timeout", "1 seconds of processor time")


def test_reader_that_eats_memory_is_stopped(rogue_door: Opener) -> None:
    with rogue_door(memory_bytes=300_000_000) as door:
        assert verdict(door, "bloat").reason == "memory"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


@pytest.mark.parametrize("word", ["abort", "fault", "leave", "lie_about_type", "lie_about_class", "write_nonsense"])
def test_reader_that_dies_or_lies_is_a_crash(rogue_door: Opener, word: str) -> None:
    with rogue_door() as door:
        assert verdict(door, word).reason == "crash"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


def test_bug_of_a_reader_is_a_crash_with_its_traceback(rogue_door: Opener) -> None:
    with rogue_door() as door:
        error = verdict(door, "stumble")
    assert error.reason == "crash"
    assert error.detail == "KeyError in rogues.py, stumble"
    assert "Traceback" in error.__notes__[0]


def test_what_a_reader_prints_does_not_get_into_the_answer(rogue_door: Opener) -> None:
    with rogue_door() as door:
        assert [block.text for block in door.open(b"chatter", name="policy.txt").blocks] == ["chatter"]


def test_reader_cannot_fill_the_disk(rogue_door: Opener, tmp_path: Path) -> None:
    target = tmp_path / "big"
    with rogue_door() as door:
        assert verdict(door, "fill_disk", name=str(target)).reason == "crash"
    assert target.stat().st_size < 100_000_000


def test_child_gets_no_environment_and_no_folder(rogue_door: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYLINT_TEST_SECRET", "x")
    with rogue_door() as door:
        text = door.open(b"tell_surroundings", name="policy.txt").blocks[0].text
    assert "SECRET" not in text
    assert text.endswith(f"and {os.sep}")


def test_nothing_that_the_reader_started_outlives_it(rogue_door: Opener, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with rogue_door(seconds=2) as door:
        assert verdict(door, "hang_with_child", name=str(note)).reason == "timeout"
    assert is_gone(int(note.read_text()))


def test_one_child_reads_many_files(rogue_door: Opener) -> None:
    with rogue_door() as door:
        child = door._child
        for number in range(5):
            assert door.open(f"Rule {number}".encode(), name="policy.txt").blocks[0].text == f"Rule {number}"
        assert door._child is child


def test_child_is_replaced_after_its_share_of_files(rogue_door: Opener) -> None:
    with rogue_door(recycle=2) as door:
        first = door._child
        door.open(b"one", name="1.txt")
        door.open(b"two", name="2.txt")
        assert door._child is first
        assert door.open(b"three", name="3.txt").blocks
        assert door._child is not first


def test_child_that_dies_between_files_is_replaced(rogue_door: Opener) -> None:
    with rogue_door() as door:
        door.open(b"one", name="1.txt")
        assert door._child is not None
        door._child._process.kill()
        door._child._process.wait()
        assert door.open(b"two", name="2.txt").blocks


def test_closing_stops_the_child() -> None:
    door = Door()
    door.start()
    assert door._child is not None
    pid = door._child._process.pid
    door.close()
    assert is_gone(pid)


def test_closing_gives_up_a_file_that_is_being_read(rogue_door: Opener) -> None:
    door = rogue_door()
    reading = door.submit(b"hang", name="policy.txt")
    while door._child is None:
        time.sleep(0.01)
    door.close()
    with pytest.raises(UnreadableDocument) as caught:
        reading.result()
    assert caught.value.reason == "crash"


def test_closed_door_opens_again() -> None:
    door = Door()
    with door:
        pass
    assert door.open(b"Staff must log out.", name="policy.txt").blocks
    door.close()


def test_file_is_read_while_the_caller_does_something_else() -> None:
    with Door() as door:
        reading = door.submit(b"Staff must log out.", name="policy.txt")
        assert reading.result().blocks[0].text == "Staff must log out."


def test_threads_share_a_door() -> None:
    found: dict[int, str] = {}
    with Door() as door:

        def work(number: int) -> None:
            found[number] = door.open(f"Rule {number}".encode(), name="policy.txt").blocks[0].text

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {number: f"Rule {number}" for number in range(8)}


def test_large_file_and_large_answer_pass() -> None:
    text = "".join(f"Staff must keep rule {number}.\n\n" for number in range(20_000))
    document = open_document(text.encode(), name="policy.txt")
    assert len(document.blocks) == 20_000


def test_works_from_a_folder_that_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    root = Path(__file__).parents[2]
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r});"
        f"import os; os.chdir({str(folder)!r}); os.rmdir({str(folder)!r});"
        "from policylint.door import open_document;"
        "print(open_document(b'Staff must log out.', name='policy.txt').blocks[0].text)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "Staff must log out.\n"


def test_child_dies_with_its_parent(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r});"
        "import os; from policylint.door import Door; door = Door(); door.start();"
        "print(door._child._process.pid, flush=True); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert is_gone(int(done.stdout))


def test_child_loads_none_of_the_heavy_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "census.py").write_text(
        "import sys\nfrom policylint.readers import read\n\n\n"
        "def count(data, *, name, limits):\n"
        "    read(data, name=name, limits=limits)\n"
        "    return read(' '.join(sys.modules).encode(), name=name, limits=limits)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with Door(reader="census:count") as door:
        loaded = set(door.open(b"Staff must log out.", name="policy.txt").blocks[0].text.split())
    assert not loaded & {"spacy", "numpy", "click", "pydantic", "lxml", "pypdfium2", "markdown_it", "subprocess"}
