"""`policylint annotate`: what it writes, what it refuses, and that the original is never touched."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from policylint.cli import main
from policylint.project.conclude import forget
from tests.annotate.pdf_making import outline, own_marks, words_under
from tests.readers.pdf.making import PdfFile

CORPUS = Path(__file__).parents[2] / "corpus" / "files"
LINES = (
    "Internet Use Policy",
    "1 Use",
    "Employees shall use the Internet and e-mail for the business of the county only.",
    "2 Records",
    "E-mail messages are public records and must be kept for two years.",
    "Employees shall not use chat rooms or newsgroups from a county computer.",
)
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = PdfFile()
    looks = {True: {"font": "bold", "size": 14}, False: {"font": "regular", "size": 10}}
    words = [file.text(72, 100 + 40 * place, line, **looks[len(line) < 30]) for place, line in enumerate(LINES)]  # type: ignore[arg-type]
    (tmp_path / "use.pdf").write_bytes(file.page(*words).encoded())
    return tmp_path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one test has found out about a document, the next need not."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def annotate(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(folder)
    shared = ("--as-of", "2026-11-27", "--cache-dir", os.fspath(cache))

    def run(*arguments: str) -> CompletedProcess[str]:
        forget(packs=False)
        capsys.readouterr()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["policylint", "annotate", *arguments, *shared])
            with pytest.raises(SystemExit) as ended:
                main()
        printed = capsys.readouterr()
        return CompletedProcess(arguments, int(str(ended.value.code or 0)), printed.out, printed.err)

    return run


def test_copy_has_the_verdicts_at_their_words_and_the_original_within(folder: Path, annotate: Run) -> None:
    before = (folder / "use.pdf").read_bytes()
    done = annotate("use.pdf", "-o", "copy.pdf", "--author", "Dana Lee", "--dated", "2026-11-27")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("copy.pdf: copy with ")
    data = (folder / "copy.pdf").read_bytes()
    assert data.startswith(before)
    assert (folder / "use.pdf").read_bytes() == before
    marks = own_marks(data)
    assert {mark.author for mark in marks} == {"Dana Lee"}
    assert {mark.dated for mark in marks} == {"D:20261127000000Z"}
    records = next(mark for mark in marks if "(legal.records)" in mark.contents)
    assert words_under(data, records) == LINES[4]
    assert (0, "policylint") in outline(data)


def test_copy_may_take_the_place_of_an_earlier_one_and_is_the_same(folder: Path, annotate: Run) -> None:
    annotate("use.pdf", "-o", "copy.pdf")
    first = (folder / "copy.pdf").read_bytes()
    assert annotate("use.pdf", "-o", "copy.pdf").returncode == 0
    assert (folder / "copy.pdf").read_bytes() == first


def test_only_what_is_asked_for_is_noted(folder: Path, annotate: Run) -> None:
    done = annotate("use.pdf", "-o", "copy.pdf", "--only", "findings")
    assert "to rework" in done.stderr and "missing" not in done.stderr
    assert {mark.subtype for mark in own_marks((folder / "copy.pdf").read_bytes())} == {"/Highlight", "/Text"}
    assert not any(title.startswith("Missing") for _, title in outline((folder / "copy.pdf").read_bytes()))


def test_word_document_gets_comments(folder: Path, annotate: Run) -> None:
    shutil.copy(CORPUS / "brightwater-social-2019.docx", folder / "social.docx")
    assert annotate("social.docx", "-o", "copy.docx").returncode == 0
    from docx import Document

    assert list(Document(os.fspath(folder / "copy.docx")).comments)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gone.pdf", "-o", "copy.pdf"), "no such file"),
        ((".", "-o", "copy.pdf"), "this is a folder"),
        (("use.md", "-o", "copy.md"), "PDF and DOCX only"),
        (("use.pdf", "-o", "use.pdf"), "stays as it is"),
        (("use.pdf", "-o", "./../{folder}/use.pdf"), "stays as it is"),
        (("use.pdf", "-o", "link.pdf"), "stays as it is"),
        (("use.pdf", "-o", "copy.docx"), "must end in .pdf"),
        (("use.pdf", "-o", "-"), "needs a file"),
        (("use.pdf", "-o", "nowhere/copy.pdf"), "no folder nowhere"),
        (("use.pdf", "-o", "other.pdf"), "would be lost"),
        (("use.pdf", "-o", "copy.pdf", "--dated", "today"), "--dated"),
        (("scan.pdf", "-o", "copy.pdf", "--ocr", "off"), "unreadable, so nothing was written"),
        (("plan.pdf", "-o", "copy.pdf"), "--any-kind"),
    ],
)
def test_what_cannot_be_done_is_told_and_writes_nothing(
    folder: Path, annotate: Run, arguments: tuple[str, ...], told: str
) -> None:
    (folder / "use.md").write_text("# Use\n\nStaff must log out.\n", encoding="utf-8")
    (folder / "link.pdf").symlink_to("use.pdf")
    shutil.copy(CORPUS / "marlow-internet-1998-pdf.pdf", folder / "other.pdf")
    shutil.copy(CORPUS / "linden-township-scan.pdf", folder / "scan.pdf")
    shutil.copy(CORPUS / "quillon-it-plan.pdf", folder / "plan.pdf")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = annotate(*(argument.replace("{folder}", folder.name) for argument in arguments))
    assert done.returncode == 2
    assert told in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_signed_document_is_refused_behind_the_door_as_well(folder: Path, annotate: Run) -> None:
    from tests.annotate.pdf_making import rewritten
    from tests.annotate.test_pdf_checks import signed

    (folder / "use.pdf").write_bytes(rewritten((folder / "use.pdf").read_bytes(), signed))
    refused = annotate("use.pdf", "-o", "copy.pdf")
    assert (refused.returncode, "--break-signature" in refused.stderr) == (2, True)
    assert not (folder / "copy.pdf").exists()
    broken = annotate("use.pdf", "-o", "copy.pdf", "--break-signature")
    assert (broken.returncode, "changed after signing" in broken.stderr) == (0, True)
