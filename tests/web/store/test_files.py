import errno
import io
import os
import shutil
from pathlib import Path

import pytest

from policylint.web.store import Files, StoreTrouble

ID = "A" * 32


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = Files(tmp_path / "data")
    made.adopt(ID, io.BytesIO(b"upload"))
    return made


@pytest.mark.parametrize(
    "id", ["", ".", "..", "../" + "A" * 29, "/" + "A" * 31, "A" * 31, "A" * 33, "A" * 31 + "\n", ".trash" + "A" * 26]
)
def test_an_id_that_is_none_leads_nowhere(files: Files, id: str) -> None:
    for use in (files.path, files.read, files.remove):
        with pytest.raises(ValueError, match="cannot be the id"):
            use(id)
    with pytest.raises(ValueError, match="cannot be the id"):
        files.adopt(id, io.BytesIO(b""))


@pytest.mark.parametrize(
    "part",
    ["", ".", "..", "../upload", "pages/../../x", "/etc/passwd", "pages//1", "a/b/c", ".hidden", "pages/.x", "a\\b",
     "A", "x\0", "x\n", "x" * 65],
)  # fmt: skip
def test_a_part_that_is_none_leads_nowhere(files: Files, part: str) -> None:
    with pytest.raises(ValueError, match="cannot be part"):
        files.path(ID, part)
    with pytest.raises(ValueError, match="cannot be part"):
        files.write(ID, part, b"")
    with pytest.raises(ValueError, match="cannot be part"):
        files.stage(ID, {part: b""})


def test_an_upload_is_not_written_over(files: Files) -> None:
    with pytest.raises(ValueError, match="stays as it came"):
        files.write(ID, "upload", b"")
    with pytest.raises(ValueError, match="stays as it came"):
        files.stage(ID, {"upload": b""})
    with pytest.raises(StoreTrouble):
        files.adopt(ID, io.BytesIO(b"another"))
    assert files.read(ID) == b"upload"


def test_a_part_replaces_the_one_before(files: Files) -> None:
    assert files.read(ID, "pages/3.webp") is None
    assert files.write(ID, "pages/3.webp", b"one")
    assert files.write(ID, "pages/3.webp", b"other")
    assert files.read(ID, "pages/3.webp") == b"other"


def test_a_full_disk_leaves_the_part_before(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write(ID, "report.json", b"one")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreTrouble) as trouble:
        files.write(ID, "report.json", b"other")
    assert trouble.value.full
    assert files.read(ID, "report.json") == b"one"
    assert sorted(os.listdir(files.path(ID).parent)) == ["report.json", "upload"]


def test_an_upload_that_breaks_off_leaves_nothing(files: Files) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.adopt("B" * 32, Broken())
    assert os.listdir(files.path(ID).parent.parent) == [ID]


def test_what_is_removed_is_out_of_reach_even_if_deleting_is_cut_short(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        files.remove(ID)
    assert files.read(ID) is None
    assert len(os.listdir(files.folder / "documents")) == 1
    assert files.sweep((), older_than=2**40) == 1
    assert os.listdir(files.folder / "documents") == []


def test_removing_what_is_not_there_does_nothing(files: Files) -> None:
    files.remove("B" * 32)


def test_a_sweep_takes_what_a_killed_process_left_in_a_document(files: Files) -> None:
    assert files.stage(ID, {"pages/1.webp": b"never put in place"})
    files.write(ID, "pages/2.webp", b"kept")
    (files.path(ID, "pages/2.webp").parent / ".left").write_bytes(b"half")
    assert files.sweep({ID}, older_than=0) == 0
    assert files.sweep({ID}, older_than=2**40) == 2
    assert sorted(path.name for path in files.path(ID).parent.rglob("*")) == ["2.webp", "pages", "upload"]


def test_a_folder_that_others_could_enter_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir(mode=0o777)
    Files(tmp_path)
    assert (tmp_path / "documents").stat().st_mode & 0o777 == 0o700
