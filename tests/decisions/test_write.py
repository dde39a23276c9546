import datetime
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from policylint.decisions import (
    DecisionEntry,
    append_decisions,
    comment_text,
    load_decisions,
    parse_comments,
)
from policylint.decisions.write import toml_string
from policylint.errors import UserMistake
from policylint.model.report import Elsewhere
from policylint.model.text import Comment
from tests.decisions.samples import block, entry, known_rules

SAID = st.text(min_size=1).filter(str.strip)
NAMES = st.from_regex(r"[a-z][a-z -]{0,8}\.(md|pdf)", fullmatch=True)
PATHS = st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), max_size=2).flatmap(
    lambda folders: NAMES.map(lambda name: "/".join([*folders, name]))
)


@st.composite
def decisions(draw: st.DrawFn) -> DecisionEntry:
    day = draw(st.dates())
    settled = draw(st.none() | st.builds(Elsewhere, document=PATHS, section=st.text()))
    return entry(
        document=draw(PATHS),
        reason=draw(SAID),
        owner=draw(SAID),
        clause=draw(st.text()),
        kind="settled-elsewhere" if settled else draw(st.sampled_from(["accept", "not-applicable", "false-positive"])),
        settled_by=settled,
        date=day,
        expires=draw(st.none() | st.dates(min_value=day)),
        fingerprint=draw(st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
        place="",
    )


def read(path: Path) -> tuple[DecisionEntry, ...]:
    return load_decisions(path, known_rules=known_rules)


@given(st.text())
@example('"""\\u0022\\')
@example("\u202e\u200b\ufeff\r\n\t\x7f")
def test_any_text_goes_into_a_toml_string_and_back(text: str) -> None:
    for in_comment in (False, True):
        written = toml_string(text, in_comment=in_comment)
        assert tomllib.loads(f"key = {written}") == {"key": text}
        assert "\n" not in written


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(old=st.lists(decisions(), max_size=2), new=st.lists(decisions(), min_size=1, max_size=2))
def test_any_decision_goes_into_the_file_and_back(
    tmp_path: Path, old: list[DecisionEntry], new: list[DecisionEntry]
) -> None:
    path = tmp_path / "decisions.toml"
    path.unlink(missing_ok=True)
    for given_ in old:
        append_decisions(path, [given_])
    before = path.read_bytes() if old else b""
    lines = append_decisions(path, new)
    assert path.read_bytes().startswith(before)
    found = read(path)
    assert [replace(one, place="") for one in found] == [*old, *new]
    assert [one.place for one in found[len(old) :]] == [f"{path.as_posix()}:{line}" for line in lines]


@given(decisions())
@example(entry(reason="-->", owner="--", clause="a--->b <!-- {{ x }} [^1] --!>", place=""))
def test_any_decision_goes_into_a_comment_and_back(given_: DecisionEntry) -> None:
    comment = comment_text(given_)
    inner = comment.removeprefix("<!-- policylint:").removesuffix("-->")
    assert "--" not in inner and "\n" not in comment and "{{" not in comment and "[^" not in comment
    (found,) = parse_comments(
        [Comment(text=inner, line=1)], document=given_.document, shown="a.md", known_rules=known_rules
    )
    assert replace(found, place="", origin="file") == given_


@pytest.mark.parametrize(
    ("before", "between"),
    [
        (b"", b""),
        (b"# ours", b"\n\n"),
        (b"# ours\n", b"\n"),
        (b"# ours\n\n", b""),
        (b"# ours\r\n", b"\r\n"),
        (b"\xef\xbb\xbf# ours\r\n# and more", b"\r\n\r\n"),
        (b"\xef\xbb\xbf", b""),
    ],
)
def test_what_stands_in_the_file_stays_byte_for_byte(tmp_path: Path, before: bytes, between: bytes) -> None:
    path = tmp_path / "d.toml"
    path.write_bytes(before)
    (line,) = append_decisions(path, [entry()])
    after = path.read_bytes()
    assert after.startswith(before + between + b"[[decision]]")
    assert line == (before + between).count(b"\n") + 1
    assert after.count(b"\r\n") == (after.count(b"\n") if b"\r" in before else 0)
    assert read(path)[0].place == f"{path.as_posix()}:{line}"


def test_a_block_says_only_what_was_decided(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    append_decisions(path, [entry(fingerprint="0123456789abcdef")])
    assert path.read_text(encoding="utf-8") == block()


def test_words_that_cannot_be_seen_are_written_as_codes(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    append_decisions(path, [entry(reason="safe\u202etxet\u200b.")])
    assert "safe\\u202Etxet\\u200B." in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "code"),
    [(b"[[decision]]\nrule = 3\n", "M432"), (b"decision = []\n", "M439"), (b"not toml\n", "M402"), (b"\xff\n", "M402")],
)
def test_a_file_that_cannot_take_a_decision_stays_as_it_is(tmp_path: Path, old: bytes, code: str) -> None:
    path = tmp_path / "d.toml"
    path.write_bytes(old)
    with pytest.raises(UserMistake) as caught:
        append_decisions(path, [entry()])
    assert caught.value.code == code
    assert "d.toml" in str(caught.value)
    assert path.read_bytes() == old
    assert os.listdir(tmp_path) == ["d.toml"]


def test_a_decision_that_would_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    with pytest.raises(UserMistake, match="lies before"):
        append_decisions(path, [entry(expires=datetime.date(2020, 1, 1))])
    assert os.listdir(tmp_path) == []


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_text("# ours\n")
    link.symlink_to("real.toml")
    append_decisions(link, [entry()])
    assert link.is_symlink()
    assert len(read(real)) == 1
