from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.diff.folders import path_comparison
from policylint.diff.pairing import Item, Pair, pair_items, shown_path
from policylint.errors import UserMistake
from policylint.sources import Input


def item(path: str, data: bytes = b"") -> Item:
    return Item(path, Input(path, lambda: data or path.encode()))


def told(pairs: tuple[Pair, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(pair.pairing, pair.old.path if pair.old else None, pair.new.path if pair.new else None) for pair in pairs]


def test_files_with_the_same_path_are_a_pair() -> None:
    pairs = pair_items([item("a.md", b"1"), item("b.md", b"2")], [item("b.md", b"2"), item("a.md", b"3")])
    assert told(pairs) == [("same-path", "a.md", "a.md"), ("same-path", "b.md", "b.md")]
    assert [pair.is_unchanged for pair in pairs] == [False, True]


def test_the_same_bytes_under_another_name_were_renamed() -> None:
    pairs = pair_items([item("a.md", b"1")], [item("sub/b.md", b"1")])
    assert told(pairs) == [("renamed", "a.md", "sub/b.md")]
    assert pairs[0].is_unchanged


def test_among_several_with_the_same_bytes_the_one_of_the_same_name_is_meant() -> None:
    pairs = pair_items([item("a.md", b"1")], [item("b.md", b"1"), item("sub/a.md", b"1")])
    assert told(pairs) == [("added", None, "b.md"), ("renamed", "a.md", "sub/a.md")]


def test_the_same_bytes_with_another_suffix_are_read_anew() -> None:
    (pair,) = pair_items([item("a.txt", b"# 1")], [item("a.md", b"# 1")])
    assert (pair.pairing, pair.is_unchanged) == ("renamed", False)


def test_the_same_name_with_another_suffix_was_converted() -> None:
    pairs = pair_items([item("hr/policy.docx")], [item("hr/policy.pdf"), item("it/policy.pdf")])
    assert told(pairs) == [("converted", "hr/policy.docx", "hr/policy.pdf"), ("added", None, "it/policy.pdf")]


def test_a_conversion_that_could_be_two_is_none() -> None:
    pairs = pair_items([item("a.docx")], [item("a.pdf"), item("a.md")])
    assert told(pairs) == [("removed", "a.docx", None), ("added", None, "a.md"), ("added", None, "a.pdf")]


def test_a_rename_that_is_known_beforehand_comes_first() -> None:
    pairs = pair_items(
        [item("a.md", b"1"), item("b.md", b"2")], [item("b.md", b"3")], renames={"a.md": "b.md", "x.md": "y.md"}
    )
    assert told(pairs) == [("removed", "b.md", None), ("renamed", "a.md", "b.md")]


FILES = st.dictionaries(
    st.sampled_from(["a.md", "a.pdf", "b.md", "c/b.md", "d.txt"]), st.sampled_from([b"1", b"2", b"3"])
)


@given(FILES, FILES)
def test_every_file_is_in_one_pair(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    pairs = pair_items([item(*entry) for entry in old.items()], [item(*entry) for entry in new.items()])
    assert sorted(pair.old.path for pair in pairs if pair.old) == sorted(old)
    assert sorted(pair.new.path for pair in pairs if pair.new) == sorted(new)


def test_a_path_that_is_no_utf8_can_be_shown() -> None:
    assert shown_path(b"caf\xe9.md") == "caf\\xe9.md"
    assert shown_path("caf\u00e9 \u4e00.md") == "caf\u00e9 \u4e00.md"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for side, name in (("old", "a.md"), ("old", "b.md"), ("new", "a.md"), ("new", "c.md")):
        (tmp_path / side).mkdir(exist_ok=True)
        (tmp_path / side / name).write_text(f"{side} {name}")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_two_files_are_a_pair_whatever_their_names(here: Path) -> None:
    comparison = path_comparison("old/a.md", "new/c.md")
    assert told(comparison.pairs) == [("named", "old/a.md", "new/c.md")]
    assert (comparison.old, comparison.new) == ("old/a.md", "new/c.md")


def test_files_of_two_folders_pair_by_their_path_below_them(here: Path) -> None:
    assert told(path_comparison("old", "new").pairs) == [
        ("same-path", "a.md", "a.md"),
        ("removed", "b.md", None),
        ("added", None, "c.md"),
    ]


def test_against_an_empty_folder_everything_was_removed(here: Path) -> None:
    assert {pair.pairing for pair in path_comparison("old", "empty").pairs} == {"removed"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("old", "new/a.md", "M470"),
        ("old/a.md", "new", "M470"),
        ("old/a.md", "nowhere.md", "M001"),
        ("old", "nowhere", "M001"),
        ("empty", "empty", "M002"),
        ("-", "-", "M471"),
    ],
)
def test_sides_that_cannot_be_compared_are_a_mistake(here: Path, old: str, new: str, code: str) -> None:
    with pytest.raises(UserMistake) as caught:
        path_comparison(old, new)
    assert caught.value.code == code
