import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.decisions.locate import header_lines, lines_of


def test_lines_are_found_past_strings_comments_and_nesting() -> None:
    text = '''# [[decision]]
title = """
[[decision]]
kind = "no" """

[[decision]]
kind = "accept" # "x
a . "b.c" = 1
  [decision.settled-by]
  document = 'x]'
[[decision]]
dates = [ 2026-11-27,
  { day = "[", more = { x = 1 } },
]
kind = \'\'\'
it's''\'\'\'
last = 1.5
'''
    assert tomllib.loads(text)["decision"][1]["last"] == 1.5
    assert header_lines(text) == [6, 11]
    assert lines_of(text) == {
        ("title",): 2,
        ("decision",): 6,
        ("decision", 0): 6,
        ("decision", 0, "kind"): 7,
        ("decision", 0, "a"): 8,
        ("decision", 0, "a", "b.c"): 8,
        ("decision", 0, "settled-by"): 9,
        ("decision", 0, "settled-by", "document"): 10,
        ("decision", 1): 11,
        ("decision", 1, "dates"): 12,
        ("decision", 1, "dates", 0): 12,
        ("decision", 1, "dates", 1): 13,
        ("decision", 1, "dates", 1, "day"): 13,
        ("decision", 1, "dates", 1, "more"): 13,
        ("decision", 1, "dates", 1, "more", "x"): 13,
        ("decision", 1, "kind"): 15,
        ("decision", 1, "last"): 17,
    }


def test_inline_tables_may_be_broken_over_lines() -> None:
    found = lines_of('decision = {\n rule = "a\nb",\n settled-by = {\n document = "c" } }')
    assert found[("decision", "rule")] == 2
    assert found[("decision", "settled-by", "document")] == 5


@pytest.mark.parametrize("text", ['"""a""""\nb = 1', "'''a'''''\nb = 1", '"""\\"""" """\nb = 1', '"\\""\nb = 1'])
def test_the_end_of_a_string_is_found(text: str) -> None:
    assert lines_of("a = " + text)[("b",)] == 2


@given(st.text(alphabet="[]{}=,.\"'\\#ab1 \n\r", max_size=60))
def test_any_text_comes_to_an_end(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except ValueError:
        data = {}
    lines = lines_of(text) if data else {}
    assert set(data) <= {path[0] for path in lines}
