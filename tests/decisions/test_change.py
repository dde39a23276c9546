"""Decisions that take the place of others in a file."""

from pathlib import Path

import pytest

from policylint.decisions import DecisionEntry, append_decisions, change_decisions, load_decisions
from policylint.errors import UserMistake
from tests.decisions.samples import block, entry, known_rules

FIRST, SECOND = entry(), entry(rule="legal.accessibility", reason="No pictures.")
NEW = entry(kind="correct", status="covered", reason="It is in section 4.")


def file_with(path: Path, *entries: DecisionEntry, head: bytes = b"") -> Path:
    path.write_bytes(head)
    for one in entries:
        append_decisions(path, [one])
    return path


@pytest.mark.parametrize("head", [b"", b"# ours\n\n", b"# ours\r\n", b"\xef\xbb\xbf# ours\n"])
def test_another_decision_takes_its_place_and_nothing_else_changes(tmp_path: Path, head: bytes) -> None:
    path = file_with(tmp_path / "d.toml", FIRST, SECOND, head=head)
    path.write_bytes(path.read_bytes() + b"# the end")
    expected = file_with(tmp_path / "expected.toml", NEW, SECOND, head=head).read_bytes() + b"# the end"
    change_decisions(path, [FIRST], NEW)
    assert path.read_bytes() == expected


@pytest.mark.parametrize("head", [b"", b"# ours\n", b"# ours\r\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("gone", [FIRST, SECOND])
def test_what_is_taken_out_leaves_the_file_as_if_it_had_never_been(
    tmp_path: Path, head: bytes, gone: DecisionEntry
) -> None:
    path = file_with(tmp_path / "d.toml", FIRST, SECOND, head=head)
    rest = SECOND if gone is FIRST else FIRST
    change_decisions(path, [gone], None)
    assert path.read_bytes() == file_with(tmp_path / "expected.toml", rest, head=head).read_bytes()


def test_one_takes_the_place_of_several(tmp_path: Path) -> None:
    path = file_with(tmp_path / "d.toml", FIRST, SECOND, head=b"# ours\n")
    change_decisions(path, [SECOND, FIRST], NEW)
    assert path.read_bytes() == file_with(tmp_path / "expected.toml", NEW, head=b"# ours\n").read_bytes()


@pytest.mark.parametrize(
    "written",
    [
        block().replace('"accept"', '"accept"  # for now'),
        block().replace("date =", "# the day\ndate ="),
        block().replace("date = 2026-11-27\n", "") + "date = 2026-11-27\n",
    ],
)
def test_what_a_person_wrote_by_hand_is_theirs_to_change(tmp_path: Path, written: str) -> None:
    path = tmp_path / "d.toml"
    path.write_text(f"# ours\n{written}", encoding="utf-8")
    (old,) = load_decisions(path, known_rules=known_rules)
    with pytest.raises(UserMistake, match=r"is already decided at .*d\.toml:2 \(accept\)\. Change it there"):
        change_decisions(path, [old], NEW)
    assert path.read_text(encoding="utf-8") == f"# ours\n{written}"


def test_what_is_not_there_any_more_is_a_mistake(tmp_path: Path) -> None:
    path = file_with(tmp_path / "d.toml", SECOND)
    with pytest.raises(UserMistake) as caught:
        change_decisions(path, [FIRST], NEW)
    assert caught.value.code == "M442"
