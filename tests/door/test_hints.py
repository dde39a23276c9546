"""What the nursery imports before it forks: all that is heavy and that a file takes, and nothing for other kinds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policylint.door.hints import modules_for

ROOT = Path(__file__).parents[2]
FILES = ROOT / "corpus" / "files"
READER = "policylint.readers:read"
HEAVY = {"docx", "lxml", "markdown_it", "pypdfium2", "charset_normalizer"}

SCRIPT = """
import sys
from importlib import import_module
from pathlib import Path
from policylint.door.hints import modules_for
from policylint.limits import Limits
from policylint.readers import read
path = Path(sys.argv[1])
data = path.read_bytes()
for name in modules_for("policylint.readers:read", data[:1024], path.name):
    import_module(name)
before = set(sys.modules)
read(data, name=path.name, limits=Limits())
print(*before)
print(*(set(sys.modules) - before))
"""


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("penrose-hollow-social-2016.pdf", {"pypdfium2"}),
        ("brightwater-social-2019.docx", {"docx", "lxml"}),
        ("hollow-creek-4119.md", {"markdown_it"}),
        ("inland-rivers-social.html", {"markdown_it"}),
        ("harlan-valley-travel.txt", set()),
    ],
)
def test_a_file_takes_what_was_told_beforehand_and_no_more(name: str, takes: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(FILES / name)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    before, after = (set(line.split()) for line in done.stdout.split("\n")[:2])
    assert before & HEAVY == takes
    assert not after & HEAVY


def test_another_reader_is_imported_itself() -> None:
    assert modules_for("rogues:by_word", b"%PDF-1.7", "a.pdf") == ("rogues",)
