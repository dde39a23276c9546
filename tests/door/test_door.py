"""The door: what becomes of files whose readers hang, bloat, crash, print or lie, and of the files after them."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.choices import Ocr
from policylint.door import Door, open_document
from policylint.errors import UnreadableDocument
from policylint.limits import Limits

pytestmark = pytest.mark.slow

Opener = Callable[..., Door]
Verdict = Callable[..., UnreadableDocument]
Said = Callable[..., str]
IsGone = Callable[[int], bool]


def test_text_comes_through() -> None:
    document = open_document(b"Staff must log out.\n", name="policy.txt")
    assert [block.text for block in document.blocks] == ["Staff must log out."]
    assert document.source.name == "policy.txt"
    assert document.blocks[0].marks[0].line == 1


def test_verdict_of_the_reader_comes_through() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(b"", name="policy.txt")
    assert caught.value.reason == "empty"


def test_detail_of_the_reader_comes_through(rogue_door: Opener, verdict: Verdict) -> None:
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
def test_reader_that_never_ends_is_stopped_by_the_clock(rogue_door: Opener, word: str, verdict: Verdict) -> None:
    with rogue_door(seconds=0.5) as door:
        assert verdict(door, word).reason == "timeout"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


def test_processor_time_is_limited_by_itself(rogue_door: Opener, verdict: Verdict) -> None:
    with rogue_door(seconds=30, cpu_seconds=1) as door:
        error = verdict(door, "spin")
        assert (error.reason, error.detail) == ("timeout", "1 seconds of processor time")


def test_reader_that_eats_memory_is_stopped(rogue_door: Opener, verdict: Verdict) -> None:
    with rogue_door(memory_bytes=300_000_000) as door:
        assert verdict(door, "bloat").reason == "memory"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


@pytest.mark.parametrize(
    "word",
    ["abort", "fault", "leave", "lie_about_type", "lie_about_class", "lie_about_asides", "write_nonsense"],
)
def test_reader_that_dies_or_lies_is_a_crash(rogue_door: Opener, word: str, verdict: Verdict) -> None:
    with rogue_door() as door:
        assert verdict(door, word).reason == "crash"
        assert door.open(b"Staff must log out.", name="next.txt").blocks


def test_bug_of_a_reader_is_a_crash_with_its_traceback(rogue_door: Opener, verdict: Verdict) -> None:
    with rogue_door() as door:
        error = verdict(door, "stumble")
    assert error.reason == "crash"
    assert error.detail == "KeyError in rogues.py, stumble"
    assert "Traceback" in error.__notes__[0]


def test_what_a_reader_prints_does_not_get_into_the_answer(rogue_door: Opener) -> None:
    with rogue_door() as door:
        assert [block.text for block in door.open(b"chatter", name="policy.txt").blocks] == ["chatter"]


def test_reader_cannot_fill_the_disk(rogue_door: Opener, tmp_path: Path, verdict: Verdict) -> None:
    target = tmp_path / "big"
    with rogue_door() as door:
        assert verdict(door, "fill_disk", name=str(target)).reason == "crash"
    assert target.stat().st_size < 100_000_000


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


def test_stream_is_read_in_pieces_and_never_held(rogue_door: Opener) -> None:
    asked: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    with Door() as door:
        text = (b"Staff must log out. " * 1000 + b"\n\n") * 140
        assert len(door.submit(Stream(text), name="policy.txt").result().blocks) == 140
    assert set(asked) == {1 << 20}


def test_stream_of_a_known_size_that_is_too_large_is_not_read() -> None:
    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("it was read")

    with Door(Limits(file_bytes=10)) as door, pytest.raises(UnreadableDocument) as caught:
        door.submit(Stream(), name="policy.txt", size=11).result()
    assert (caught.value.reason, caught.value.detail) == ("too-large", "11 bytes, of 10")


def test_stream_that_turns_out_too_large_is_given_up() -> None:
    with Door(Limits(file_bytes=10)) as door, pytest.raises(UnreadableDocument) as caught:
        door.submit(io.BytesIO(b"x" * 11), name="policy.txt").result()
    assert caught.value.reason == "too-large"


def test_trouble_with_the_file_itself_is_no_verdict_on_the_document() -> None:
    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("the disk is gone")
            return super().read(10)

    with Door() as door, pytest.raises(OSError, match="the disk is gone"):
        door.submit(Stream(b"x" * 20), name="policy.txt").result()


def test_text_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_document(b"Staff must log out.", name="policy.txt", limits=Limits(characters=18))
    assert (caught.value.reason, caught.value.detail) == ("too-large", "19 characters, of 18")


def test_answer_over_its_bound_is_not_taken(rogue_door: Opener, verdict: Verdict) -> None:
    with rogue_door(door={"answer_bytes": 1_000_000}) as door:
        error = verdict(door, "make_much")
    assert (error.reason, error.detail) == ("too-large", "what was read fills 2 MB, of 1 MB")


def test_progress_is_told_and_gives_time_for_ocr_on_top(rogue_door: Opener) -> None:
    told: list[tuple[str, int, int]] = []
    with rogue_door(seconds=0.7, ocr_seconds=10, door={"ocr": Ocr(languages=("eng", "deu"))}) as door:
        reading = door.submit(b"scan", name="policy.txt", on_progress=lambda *progress: told.append(progress))
        assert reading.result().blocks[0].text == "eng deu"
    assert told == [("ocr", 1, 3), ("ocr", 2, 3), ("ocr", 3, 3)]


def test_time_for_ocr_is_given_once(rogue_door: Opener, verdict: Verdict) -> None:
    with rogue_door(seconds=0.6, ocr_seconds=0.4) as door:
        error = verdict(door, "dawdle")
    assert (error.reason, error.detail) == ("timeout", "1 seconds")
