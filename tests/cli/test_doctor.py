"""`policylint doctor`: what can be read on a machine, with fake programs on a PATH of the test's own."""

import json
import os
from pathlib import Path

import pytest

from policylint import machine
from tests.cli.repository import Run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake programs are shell scripts")

TESSERACT = """case "$1" in
--list-langs) echo "List of available languages in /x (2):"; echo eng; echo spa;;
*) echo "tesseract 9.8.7";;
esac"""


@pytest.fixture
def bin_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", folder.as_posix())
    machine.forget()
    return folder


def program(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_what_is_there_is_told_with_version_and_languages(run: Run, bin_: Path) -> None:
    program(bin_, "tesseract", TESSERACT)
    program(bin_, "soffice", "echo LibreOffice 24.2.1.3 abc")
    done = run("doctor")
    assert done.returncode == 0
    assert "has        tesseract 9.8.7 (eng, spa)" in done.stdout
    assert "has        libreoffice 24.2.1.3" in done.stdout
    assert "scans      read by tesseract in eng" in done.stdout


def test_what_lacks_is_told_with_how_to_install_it(run: Run, bin_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "has_rapidocr", lambda: False)
    done = run("doctor")
    assert done.returncode == 0
    assert "lacks      tesseract" in done.stdout
    assert "apt install tesseract-ocr" in done.stdout
    assert "pip install 'policylint[ocr]'" in done.stdout
    assert "apt install libreoffice-writer" in done.stdout
    assert "scans      not read: no program for it is installed" in done.stdout


def test_an_engine_that_is_asked_for_and_not_there_is_told_and_no_failure(run: Run, bin_: Path) -> None:
    done = run("doctor", "--ocr", "tesseract")
    assert done.returncode == 0
    assert "scans      not read: tesseract is not installed" in done.stdout


def test_it_tells_the_isolation_the_limits_in_force_and_the_cache(run: Run, folder: Path) -> None:
    (folder / "policylint.toml").write_text("timeout = 33\n[limits]\npages = 44\n", encoding="utf-8")
    done = run("doctor", "--limit", "members=55")
    assert "holds      each file is read in a process of its own, which ends with it" in done.stdout
    assert "timeout 33, cpu-seconds 33," in done.stdout
    assert "pages 44," in done.stdout
    assert "members 55," in done.stdout
    assert "cache      .policylint_cache" in done.stdout


def test_programs_get_the_same_as_json(run: Run, bin_: Path) -> None:
    program(bin_, "tesseract", TESSERACT)
    found = json.loads(run("doctor", "--json", "--ocr-language", "eng+spa").stdout)
    assert found["programs"]["tesseract"]["version"] == "9.8.7"
    assert found["programs"]["tesseract"]["languages"] == ["eng", "spa"]
    assert found["programs"]["libreoffice"]["version"] is None
    assert found["ocr"] == {
        "engine": "auto",
        "in_use": "tesseract",
        "languages": ["eng", "spa"],
        "confidence": 0.6,
        "trouble": "",
    }
    assert found["isolation"]["fresh_process"] is True
    assert found["limits"]["pages"] == 2000
    assert found["cache"] is None


def test_check_takes_limits_and_ocr_and_says_what_is_wrong_with_them(run: Run, bin_: Path) -> None:
    assert run("check", "social.md", "--limit", "pages=5", "--ocr", "off", "--ocr-language", "eng").returncode == 1
    for options, says in (
        (("--limit", "pages"), "--limit 'pages' is no limit; write it as pages=500 or file-bytes=500MB."),
        (("--limit", "pagse=5"), "--limit knows no limit 'pagse'; did you mean 'pages'?"),
        (("--ocr", "tesseract"), "tesseract is not installed, and scans are to be read with it."),
    ):
        done = run("check", "social.md", *options)
        assert done.returncode == 2
        assert says in done.stderr
