"""Which programs help readers on this machine: fake ones on a PATH of the test's own."""

import os
from datetime import date
from pathlib import Path

import pytest

from policylint import machine
from policylint.cache import Cache
from policylint.choices import Ocr
from policylint.errors import UserMistake
from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.model.examined import Examined
from policylint.sources import Input
from tests.outputs.scans import scan

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the fake programs are shell scripts")

LANGUAGES = 'echo "List of available languages (2):"; echo eng; echo spa'
VERSION = "echo tesseract 9.8.7"


@pytest.fixture
def bin_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the PATH."""
    folder = tmp_path / "tools" / "bin"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PATH", folder.as_posix())
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    machine.forget()
    return folder


def program(folder: Path, name: str, script: str = "exit 1") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    machine.forget()
    return path


def test_without_programs_the_signature_is_empty_and_auto_asks_for_nothing(bin_: Path) -> None:
    assert machine.signature() == ""
    assert machine.tesseract() is None
    machine.require_engine(Ocr())
    machine.require_engine(Ocr(engine="off"))


def test_a_program_that_comes_is_in_the_signature(bin_: Path) -> None:
    before = machine.signature()
    path = program(bin_, "tesseract")
    found = machine.signature()
    assert found != before
    assert path.as_posix() in found


def test_another_version_at_the_same_place_has_another_signature(bin_: Path) -> None:
    program(bin_, "tesseract", "exit 1")
    before = machine.signature()
    program(bin_, "tesseract", "exit 12")
    assert machine.signature() != before


def test_a_language_that_was_installed_since_is_in_the_signature(bin_: Path) -> None:
    program(bin_, "tesseract")
    before = machine.signature()
    folder = bin_.parent / "share" / "tessdata"
    folder.mkdir(parents=True)
    (folder / "spa.traineddata").write_bytes(b"x")
    machine.forget()
    assert machine.signature() != before


def test_the_signature_runs_nothing(bin_: Path, tmp_path: Path) -> None:
    for name in ("tesseract", "soffice"):
        program(bin_, name, f"echo x > {tmp_path}/ran")
    assert machine.signature()
    assert not (tmp_path / "ran").exists()


def test_an_engine_that_was_named_and_is_not_there_is_a_mistake_that_says_what_to_install(bin_: Path) -> None:
    with pytest.raises(UserMistake, match=r"tesseract is not installed.*apt install tesseract-ocr") as caught:
        machine.require_engine(Ocr(engine="tesseract"))
    assert caught.value.code == "M501"


def test_a_language_that_tesseract_lacks_is_a_mistake_that_names_those_it_has(bin_: Path) -> None:
    program(bin_, "tesseract", LANGUAGES)
    machine.require_engine(Ocr(engine="tesseract", languages=("spa", "eng")))
    with pytest.raises(UserMistake, match=r"'fra'; it has eng, spa.*tesseract-ocr-fra") as caught:
        machine.require_engine(Ocr(engine="tesseract", languages=("eng", "fra")))
    assert caught.value.code == "M502"


def test_a_version_is_what_the_program_says(bin_: Path) -> None:
    assert machine.version_of(program(bin_, "tesseract", VERSION).as_posix()) == "9.8.7"
    assert machine.version_of(program(bin_, "tesseract", "exit 3").as_posix()) == ""


class Watched(Cache):
    """A cache that remembers what it was asked for and had."""

    had: list[bool]

    def get(self, key: str, *, as_of: str) -> Examined | None:
        found = super().get(key, as_of=as_of)
        self.had.append(found is not None)
        return found


def test_what_could_not_be_read_is_read_anew_once_a_program_was_installed(bin_: Path, tmp_path: Path) -> None:
    cache = Watched(tmp_path / "cache")
    cache.had = []
    request = Request(Input("scan.pdf", scan, None))

    def examine(ocr: Ocr) -> Examined | None:
        (found,) = examine_inputs(
            [request], as_of=date(2026, 11, 1), limits=Limits(), ocr=ocr, cache_for=lambda _: cache
        )
        return found

    first = examine(Ocr(engine="off"))
    assert first is not None
    assert first.report.reason == "no-text"
    examine(Ocr(engine="off"))
    program(bin_, "tesseract")
    examine(Ocr(engine="off"))
    program(bin_, "soffice")
    examine(Ocr(engine="off"))
    examine(Ocr(engine="off"))
    assert cache.had == [False, True, False, False, True]


def test_other_ways_to_read_scans_do_not_share_what_was_found(bin_: Path, tmp_path: Path) -> None:
    cache = Watched(tmp_path / "cache")
    cache.had = []
    request = Request(Input("policy.md", lambda: b"# Rules\n\nStaff must log in.\n", None))
    for ocr in (Ocr(engine="off"), Ocr(), Ocr(languages=("spa",)), Ocr()):
        examine_inputs([request], as_of=date(2026, 11, 1), limits=Limits(), ocr=ocr, cache_for=lambda _: cache)
    assert cache.had == [False, False, False, True]


def test_an_engine_that_is_not_there_ends_a_run_before_anything_is_read(bin_: Path) -> None:
    def read() -> bytes:
        raise AssertionError("it was read")

    with pytest.raises(UserMistake, match="tesseract is not installed"):
        examine_inputs(
            [Request(Input("a.pdf", read, None))],
            as_of=date(2026, 11, 1),
            limits=Limits(),
            ocr=Ocr(engine="tesseract"),
        )
