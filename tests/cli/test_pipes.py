"""Pipes and devices in the place of files: none is waited for, and none is read without end."""

import os
from pathlib import Path

import pytest

from policylint.annotate.own import is_annotated_copy
from policylint.cli import draft
from policylint.errors import UserMistake
from policylint.sources import read_file

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.docx"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("device", ["", "/dev/zero"])
def test_what_is_no_file_is_no_copy_and_no_draft_of_ours(pipe: Path, device: str) -> None:
    path = Path(device) if device else pipe
    assert not is_annotated_copy(path)
    assert not draft._is_own(path)


def test_what_is_no_file_is_not_read(pipe: Path) -> None:
    for path, kind in ((pipe, "pipe"), (Path("/dev/zero"), "device"), (pipe.parent, "folder")):
        with pytest.raises(UserMistake, match=kind) as caught:
            read_file(os.fspath(path))
        assert caught.value.code == "M003"


def test_what_is_larger_than_any_report_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    with pytest.raises(UserMistake, match="2,147,483,648 bytes"):
        read_file(os.fspath(path))
