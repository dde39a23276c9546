from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.cli import cli
from policylint.errors import UserMistake
from tests.drafting.making import FILES, OLD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    return tmp_path


def draft(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["draft", *arguments, "--as-of", "2026-11-27"])


def mistake(*arguments: str) -> str:
    found = draft(*arguments).exception
    assert isinstance(found, UserMistake)
    return str(found)


@pytest.mark.slow
def test_the_draft_closes_the_gaps_and_leaves_the_document_alone(folder: Path) -> None:
    done = draft("old.md", "-o", "draft.docx")
    assert done.exit_code == 0
    assert "draft.docx: draft written. It closes 53 of 53 gaps" in done.stderr
    assert (folder / "old.md").read_text(encoding="utf-8") == OLD
    assert (folder / "draft.docx").read_bytes().startswith(b"PK")


def test_a_draft_is_not_written_over_the_document_or_another_file(folder: Path) -> None:
    (folder / "letter.md").write_text("Dear Sir", encoding="utf-8")
    assert "it is the document itself" in mistake("old.md", "-o", "old.md")
    assert "it is no draft of policylint" in mistake("old.md", "-o", "letter.md")
    assert (folder / "letter.md").read_text(encoding="utf-8") == "Dear Sir"


def test_other_formats_folders_and_lost_files_are_mistakes(folder: Path) -> None:
    assert "must end in .docx or .md" in mistake("old.md", "-o", "draft.pdf")
    assert "is a folder" in mistake(".", "-o", "draft.md")
    assert "no such file" in mistake("lost.md", "-o", "draft.md")
    assert "there is no folder" in mistake("old.md", "-o", "away/draft.md")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("linden-township-scan.pdf", "unreadable, so nothing was drafted. The pages hold pictures"),
        ("harlan-valley-travel.txt", "Say --any-kind to draft for it all the same"),
    ],
)
def test_what_was_not_checked_is_not_drafted_for(folder: Path, name: str, says: str) -> None:
    assert says in mistake(str(FILES / name), "-o", "draft.md", "--ocr", "off")
    assert not (folder / "draft.md").exists()
