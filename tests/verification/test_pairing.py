"""Which file is which document of a report."""

import hashlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.verification.pairing import pair_files
from tests.outputs.samples import document, report


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(**files: str) -> list[str]:
    """Files with these words, each called as its key says: `a__b` is b.md in the folder a."""
    paths = []
    for key, words in files.items():
        path = Path(f"{key.replace('__', '/')}.md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, encoding="utf-8")
        paths.append(path.as_posix())
    return paths


def on(**documents: str) -> Report:
    """A report on files of these names and words."""
    made = []
    for key, words in documents.items():
        one = document(f"{key.replace('__', '/')}.md")
        made.append(replace(one, source=replace(one.source, sha256=hashlib.sha256(words.encode()).hexdigest())))
    return report(*made)


def test_a_name_counts_for_more_than_bytes() -> None:
    assert pair_files(on(a="one", b="two"), put(a="two", b="one")) == {"a.md": "a.md", "b.md": "b.md"}


def test_a_file_that_was_renamed_is_known_by_its_bytes() -> None:
    assert pair_files(on(a="one", b="two"), put(c="two", d="one")) == {"a.md": "d.md", "b.md": "c.md"}


def test_documents_with_the_same_bytes_take_a_file_each() -> None:
    assert pair_files(on(a="one", b="one"), put(c="one", d="one")) == {"a.md": "c.md", "b.md": "d.md"}


def test_a_file_that_was_moved_and_changed_is_known_by_its_last_name() -> None:
    assert pair_files(on(old__a="one", b="two"), put(new__a="three", b="two")) == {
        "old/a.md": "new/a.md",
        "b.md": "b.md",
    }


def test_of_two_files_with_the_same_last_name_neither_is_guessed() -> None:
    assert pair_files(on(old__a="one", b="two"), put(x__a="three", y__a="four", b="two")) == {"b.md": "b.md"}


def test_one_file_belongs_to_the_one_document_whatever_it_is_called() -> None:
    assert pair_files(on(a="one"), put(other="another")) == {"a.md": "other.md"}
    assert pair_files(on(a="one", b="two"), put(other="another")) == {}


def test_without_files_documents_lie_where_the_report_says() -> None:
    put(a="one")
    assert pair_files(on(a="one", b="two"), ()) == {"a.md": "a.md"}
