import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from policylint.errors import UserMistake
from policylint.toml import Place, header_lines, lines_of_keys, parse_toml, read_toml

DOCUMENT = '''\
# a comment = "no key"
packs = ["social-media", # and ] a comment
  "rules/ours",
]
text = """
[not-a-table]
key = "no key\\"""
"""
other = \'\'\'
[[neither]]\'\'\'
"fail-on" = "gap"; 
'''.replace("; ", "")

TABLES = """\
[tool.policylint]
profile = "government"

[tool.policylint.rules."legal.accessibility"]
severity = "high"

[tool.policylint.rules]
'legal.records' . applies = false
"legal.\\u0073peech" = { severity = "low", applies = true }

[[tool.policylint.set]]
name = "one"

[[tool.policylint.set]] # the second
members = [
  "a.md",

  "b.md",
]
"""


def test_each_key_and_item_has_the_line_on_which_it_stands() -> None:
    lines = lines_of_keys(DOCUMENT)
    assert lines == {
        ("packs",): 2,
        ("packs", 0): 2,
        ("packs", 1): 3,
        ("text",): 5,
        ("other",): 9,
        ("fail-on",): 11,
    }


def test_headers_dotted_keys_quotes_inline_tables_and_lists_of_tables_are_told_apart() -> None:
    lines = lines_of_keys(TABLES)
    top = ("tool", "policylint")
    assert lines[top] == 1
    assert lines[*top, "profile"] == 2
    assert lines[*top, "rules", "legal.accessibility"] == 4
    assert lines[*top, "rules", "legal.accessibility", "severity"] == 5
    assert lines[*top, "rules", "legal.records", "applies"] == 8
    assert lines[*top, "rules", "legal.speech", "applies"] == 9
    assert lines[*top, "set"] == 11
    assert lines[*top, "set", 0, "name"] == 12
    assert lines[*top, "set", 1] == 14
    assert lines[*top, "set", 1, "members", 1] == 18


def test_a_table_below_a_list_of_tables_belongs_to_the_last_of_them() -> None:
    lines = lines_of_keys("[[override]]\nfiles = []\n[[override]]\n[override.rules.x]\nseverity = 'low'\n")
    assert lines["override", 1, "rules", "x", "severity"] == 5


def test_line_ends_of_windows_count_once() -> None:
    assert lines_of_keys("a = 1\r\n\r\nb = 2\r\n")["b",] == 3


def test_headers_in_double_brackets_are_told_from_texts_and_comments() -> None:
    text = """# [[decision]]
title = \"""
[[decision]]
kind = "no" \"""

[[decision]]
kind = "accept" # "x
  [decision.settled-by]
  document = 'x]'
[[decision]]
kind = '''
it's'''''
last = 1.5
"""
    assert tomllib.loads(text)["decision"][1]["last"] == 1.5
    assert header_lines(text) == [6, 10]
    assert [line for place, line in lines_of_keys(text).items() if place[:1] == ("decision",) and len(place) == 2] == [
        6,
        10,
    ]


def test_inline_tables_and_texts_may_be_broken_over_lines() -> None:
    found = lines_of_keys('decision = {\n rule = "a\nb",\n settled-by = {\n document = "c" },\n"x\ny" = 1 }')
    assert found["decision", "rule"] == 2
    assert found["decision", "settled-by", "document"] == 5
    assert found["decision", "x y"] == 6


@pytest.mark.parametrize("text", ['"""a""""\nb = 1', "'''a'''''\nb = 1", '"""\\"" """\nb = 1', '"\\""\nb = 1'])
def test_the_end_of_a_text_is_found(text: str) -> None:
    assert lines_of_keys("a = " + text)["b",] == 2


@given(st.text(alphabet="[]{}=,.\"'\\#ab1 \n\r", max_size=60))
def test_in_any_text_that_parses_all_keys_are_found(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except ValueError:
        return
    assert set(data) == {place[0] for place in lines_of_keys(text)}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a = 1\nb = \n", "t.toml:2: this is not TOML: invalid value. Correct it there."),
        (b"a = 1\nb = [\n\n", "t.toml:2: this is not TOML: invalid value. Correct it there."),
        (b"a = 1\nb = '\xff'\n", "t.toml:2: this is not TOML: it is not in UTF-8. Correct it there."),
        (b"a = " + b"[" * 100_000, "t.toml:1: this is not TOML: it is nested too deeply. Correct it there."),
    ],
)
def test_what_is_not_toml_is_a_mistake_with_file_and_line(data: bytes, says: str) -> None:
    with pytest.raises(UserMistake) as caught:
        parse_toml(data, shown="t.toml")
    assert (caught.value.code, str(caught.value)) == ("M402", says)


def test_a_file_tells_where_a_value_stands(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n\r\n[[b]]\r\nc = 2\r\n")
    file = read_toml(tmp_path / "t.toml")
    assert file.data == {"a": 1, "b": [{"c": 2}]}
    assert file.where(("b", 0, "c")).endswith("t.toml:4")
    assert file.where(("d",)).endswith("t.toml:1")
    assert file.headers == [3]


@pytest.mark.parametrize(("name", "code"), [("gone.toml", "M001"), ("", "M003")])
def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(UserMistake) as caught:
        read_toml(tmp_path / name)
    assert caught.value.code == code


_KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f g'", '"\\u0041"', '"="'])
_SCALARS = st.sampled_from(
    ["1", "-0.5", "true", "1979-05-27 07:32:00", '"x # ] }"', "'y = [\\'", '"""q"\n" ""\\"""""', "'''r''\n'''", '""']
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ # [\n" + ",\n\n".join(items) + "\n]"),
        st.lists(st.tuples(_KEYS, inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=6,
)
_TABLES = st.lists(
    st.tuples(
        st.sampled_from(["", "[t1]\n", "[ t1 . 'u.v' ]\n", "[[l]]\n", "[l.below]\n", "[[ l . deep ]]\n"]),
        st.lists(st.tuples(_KEYS, _VALUES), max_size=4, unique_by=lambda pair: pair[0]),
    ),
    max_size=6,
)


def _places(value: object, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for step, inner in items:
        yield from _places(inner, (*place, step))


@given(_TABLES)
def test_the_places_are_those_that_the_parser_finds(tables: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text = "".join(header + "".join(f"{key} = {value}\n" for key, value in pairs) for header, pairs in tables)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()
    lines = lines_of_keys(text)
    assert set(lines) == set(_places(parsed))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
