"""Dictionaries of a PDF file that get an entry more and keep the bytes of all others."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.annotate.pdf_syntax import (
    SyntaxTrouble,
    array_items,
    entries_at,
    header_at,
    name,
    number,
    reference_of,
    text,
    value_end,
    with_entries,
)


@pytest.mark.parametrize(
    "value",
    [
        b"12 0 R",
        b"12",
        b"-.5",
        b"true",
        b"null",
        b"/Name#20with",
        b"/",
        b"(a (nested) \\) \\\\ string)",
        b"()",
        b"<0aF>",
        b"<< /A << /B [1 2 (]>>)] >> >>",
        b"[1 0 R [2] << /C (>>) >> % a comment ]\n]",
    ],
)
@pytest.mark.parametrize("after", [b" /Next", b"/Next", b">>", b"\r\n]", b"%comment\n"])
def test_value_ends_where_the_next_thing_begins(value: bytes, after: bytes) -> None:
    after = b" " + after if value[-1:].isalnum() and after[:1].isalnum() else after
    assert value_end(value + after, 0) == len(value)


@pytest.mark.parametrize("broken", [b"(no end", b"<< /A 1", b"[1 2", b"<41", b"", b"(\\", b"[" * 5000])
def test_value_without_an_end_is_told(broken: bytes) -> None:
    with pytest.raises(SyntaxTrouble):
        value_end(broken, 0)


def test_entries_are_read_as_they_are_written() -> None:
    data = b"xx<</Type/Page % why\n /An#6eots 4 0 R/Box[0 0 1 1]/A(\\)>>)/B 7>>"
    assert list(entries_at(data, 2)) == [
        ("/Type", b"/Page"),
        ("/Annots", b"4 0 R"),
        ("/Box", b"[0 0 1 1]"),
        ("/A", b"(\\)>>)"),
        ("/B", b"7"),
    ]


@pytest.mark.parametrize("broken", [b"<< 1 2 >>", b"[]", b"<< /A >>x", b"<< /A 1"])
def test_dictionary_that_is_none_is_told(broken: bytes) -> None:
    with pytest.raises(SyntaxTrouble):
        list(entries_at(broken, 0))


def test_changed_entries_take_the_place_of_all_of_their_name() -> None:
    before = b"<< /A 1 /B (\xff\x00) /A 2 /C /D >>"
    assert with_entries(before, {"/A": b"3", "/C": None}) == b"<<\n/B (\xff\x00)\n/A 3\n>>"


@given(st.text())
def test_text_is_read_back_by_others_as_it_was(words: str) -> None:
    assert str(pikepdf.Object.parse(text(words))) == words


def test_typographic_signs_take_one_byte_each() -> None:
    assert len(text("\u201cStaff\u2019s \u2013 \u2026\u201d")) == 13 + len("()")
    assert (
        str(pikepdf.Object.parse(text("\u201cStaff\u2019s \u2013 \u2026\u201d")))
        == "\u201cStaff\u2019s \u2013 \u2026\u201d"
    )


@given(st.floats(-1e7, 1e7))
def test_numbers_are_short_and_true(value: float) -> None:
    written = number(value)
    assert float(written) == pytest.approx(value, abs=0.0051)
    assert b"e" not in written and written != b"-0"


@given(st.text(st.characters(min_codepoint=1, max_codepoint=255), min_size=1))
def test_names_are_read_back_as_they_were(words: str) -> None:
    ((key, value),) = entries_at(b"<<" + name("/" + words) + b" 1>>", 0)
    assert (key, value) == ("/" + words, b"1")


def test_parts_of_the_syntax_by_themselves() -> None:
    assert header_at(b"  12 3 obj\n<<", 0) == (12, 3, 11)
    assert header_at(b"12 obj", 0) is None
    assert (reference_of(b"12 0 R"), reference_of(b"[12 0 R]")) == (12, None)
    assert array_items(b" [ 1 [2] ]\n") == b"1 [2]"
    with pytest.raises(SyntaxTrouble):
        array_items(b"[1] [2]")
