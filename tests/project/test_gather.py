"""What holds for a run whose documents have several configurations."""

from pathlib import Path

import pytest

from policylint.choices import Ocr
from policylint.errors import UserMistake
from policylint.limits import Limits
from policylint.project.gather import Gathered, gather
from policylint.project.wishes import Wishes


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.md").write_text("# Rules\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def gathered(one: str, two: str, **options: object) -> Gathered:
    Path("one/policylint.toml").write_text(one, encoding="utf-8")
    Path("two/policylint.toml").write_text(two, encoding="utf-8")
    return gather(Wishes(paths=("one", "two"), options=options))


def test_of_each_limit_the_most_that_any_configuration_grants_holds() -> None:
    found = gathered("timeout = 10\n[limits]\npages = 9", "timeout = 20\n[limits]\npages = 5\nmembers = 9999")
    assert found.limits == Limits(seconds=20, cpu_seconds=20, pages=9, members=9999)


def test_scans_are_read_in_the_one_way_that_all_say() -> None:
    found = gathered('ocr-languages = ["spa"]', 'ocr-languages = ["spa"]')
    assert found.ocr == Ocr(languages=("spa",))


def test_two_ways_to_read_scans_are_a_mistake_that_the_command_line_settles() -> None:
    with pytest.raises(UserMistake) as caught:
        _ = gathered('ocr = "off"', "").ocr
    assert caught.value.code == "M488"
    assert gathered('ocr = "off"', "", ocr="off").ocr == Ocr(engine="off")
