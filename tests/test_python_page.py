"""The page on Python, run: its examples print what it says that they print."""

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from policylint import Report, check

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCED.findall(PAGE)
POLICY = next(text for language, text in BLOCKS if language == "markdown")
EXAMPLES = [
    (text, following[1])
    for (language, text), following in pairwise(BLOCKS)
    if (language, following[0]) == ("python", "text")
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    return tmp_path


def test_all_that_prints_is_shown_with_what_it_prints() -> None:
    assert len(EXAMPLES) == sum("print(" in text for language, text in BLOCKS if language == "python") == 7


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_prints_what_the_page_says(
    code: str, printed: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(code, "docs/python.md", "exec"), {})
    assert capsys.readouterr().out == printed


def test_what_took_the_place_of_pydantic_does_what_it_did(here: Path) -> None:
    report = check("policy.md")
    assert msgspec.convert(msgspec.to_builtins(report), Report) == report
    assert "documents" in msgspec.json.schema(Report)["$defs"]["Report"]["properties"]
    assert not hasattr(report, "model_dump")


def test_every_function_of_the_page_is_a_public_name() -> None:
    import policylint

    names = re.findall(r"^from policylint import (.+)$", PAGE, re.MULTILINE)
    assert {name for line in names for name in line.split(", ")} <= set(policylint.__all__)
