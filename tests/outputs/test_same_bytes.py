"""The same input gives the same bytes: in another process, folder, time zone and language, on another day."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from policylint.outputs import FORMATS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
POLICIES = {
    "marlow-internet-1998-docx.docx": "policy.docx",
    "penrose-hollow-social-2016.pdf": "policy.pdf",
    "linden-township-scan.pdf": "scan.pdf",
}
WORLDS = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "C", "PYTHONHASHSEED": "1", "FAKE_DAY": "2001-02-03"},
    {"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "PYTHONHASHSEED": "77", "FAKE_DAY": "2038-12-31"},
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What two processes wrote, by the names of the files; each had the policies in a folder of its own."""
    running = []
    for number, world in enumerate(WORLDS):
        folder = tmp_path_factory.mktemp(f"world-{number}", numbered=False)
        (folder / "policies").mkdir()
        (folder / "out").mkdir()
        for name, known_as in POLICIES.items():
            shutil.copy(ROOT / "corpus" / "files" / name, folder / "policies" / known_as)
        command = [sys.executable, str(ROOT / "tests" / "outputs" / "drawing.py"), "out"]
        environment = {**os.environ, **world, "PYTHONPATH": str(ROOT)}
        running.append((folder, subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE)))
    first, second = (_written(folder, process) for folder, process in running)
    return first, second


def _written(folder: Path, process: subprocess.Popen[bytes]) -> dict[str, bytes]:
    _, said = process.communicate()
    assert process.returncode == 0, said.decode()
    out = folder / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_every_file_has_the_same_bytes(drawn: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    first, second = drawn
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_every_format_and_command_was_tried(drawn: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    expected = {f"drawn.{format_}" for format_ in FORMATS}
    expected |= {"checked.json", "rules.catalog.json", "annotated.policy.docx", "annotated.policy.pdf"}
    expected |= {"draft.docx", "draft.md"}
    portfolio = {name for name in drawn[0] if name.startswith("portfolio/")}
    assert set(drawn[0]) - portfolio == expected
    assert {f"portfolio/portfolio.{suffix}" for suffix in ("xlsx", "csv", "html", "json")} < portfolio
    assert len([name for name in portfolio if name.startswith("portfolio/reports/")]) == len(POLICIES)


def test_nothing_tells_on_which_day_or_where_it_was_written(drawn: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    for world, files in zip(WORLDS, drawn, strict=True):
        year = world["FAKE_DAY"][:4].encode()
        for name, data in files.items():
            assert b"world-" not in data, name
            assert b"D:" + year not in data and year + b"-" not in data, name
            # What is made in a child of the child, or by a library that is not Python, would have the real day.
            assert f"D:{date.today():%Y%m%d}".encode() not in data, name
