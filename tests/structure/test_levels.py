"""Levels from numbers and looks."""

from __future__ import annotations

import pytest

from .making import outline, sections, text


def levels(*headings: str) -> list[int]:
    """The levels of bold headings, each with a paragraph below."""
    blocks = [block for words in headings for block in (text(words, bold=True), text())]
    return [level for level, *_ in outline(*blocks, title="Some Policy")]


def test_parts_of_a_number_tell_the_level() -> None:
    assert levels("4. Conduct", "4.1 Tone", "4.2 Records", "4.2.1 Posts", "5. Review") == [1, 2, 2, 3, 1]


def test_a_final_zero_adds_no_level() -> None:
    assert levels("1.0 Conduct", "1.1 Tone", "2.0 Review") == [1, 2, 1]


def test_numerals_letters_and_figures_in_the_order_in_which_they_appear() -> None:
    assert levels("I. CONDUCT", "A. Tone", "1. Posts", "2. Mail", "B. Records", "II. REVIEW") == [1, 2, 3, 3, 2, 1]


def test_letters_above_numerals_where_they_come_first() -> None:
    assert levels("A. Conduct", "I. Tone", "II. Mail", "B. Records") == [1, 2, 2, 1]


def test_i_after_h_is_a_letter() -> None:
    assert levels("I. LEAVE", "G. Garden Leave", "H. Study Days", "I. Snow Days", "J. Visits", "II. PAY") == [
        1,
        2,
        2,
        2,
        2,
        1,
    ]


def test_v_after_iv_is_a_numeral_and_c_after_b_a_letter() -> None:
    assert levels("IV. CONDUCT", "A. Tone", "B. Mail", "C. Posts", "V. RECORDS") == [1, 2, 2, 2, 1]


def test_a_skipped_number_keeps_the_level() -> None:
    assert levels("XI. CONDUCT", "A. Tone", "XIII. REVIEW") == [1, 2, 1]


def test_an_appendix_is_a_part_of_the_document() -> None:
    assert levels("I. CONDUCT", "A. Tone", "Appendix A: Sites", "Appendix B: Forms") == [1, 2, 1, 1]


def test_size_ranks_headings_without_numbers() -> None:
    blocks = [
        block
        for words, size in (("Conduct", 18.0), ("Tone", 14.0), ("Mail", 14.0), ("Records", 18.0))
        for block in (text(words, size=size, bold=True), text())
    ]
    assert [level for level, *_ in outline(*blocks, title="x")] == [1, 2, 2, 1]


def test_capitals_rank_above_bold_below_the_same_size() -> None:
    blocks = [text("CONDUCT", bold=True), text(), text("Tone", bold=True), text(), text("RECORDS", bold=True), text()]
    assert [level for level, *_ in outline(*blocks, title="x")] == [1, 2, 1]


def test_an_unnumbered_heading_that_looks_like_a_numbered_one_is_its_sibling() -> None:
    blocks = [
        text("1 Conduct", size=20.0, bold=True),
        text("In short", size=14.0, bold=True),
        text(),
        text("1.1 Tone", size=14.0, bold=True),
        text(),
        text("2 Records", size=20.0, bold=True),
        text(),
    ]
    assert [level for level, *_ in outline(*blocks, title="x")] == [1, 2, 2, 1]


def test_numbers_of_differing_punctuation_belong_together() -> None:
    assert levels("6 Records", "6.1 Mail", "7. Review") == [1, 2, 1]


def test_rules_with_a_word_and_a_number_are_siblings() -> None:
    found = sections(
        text("Rule 1: Orders", bold=True), text(), text("Rule 2: Dress", underline=True), text(), title="x"
    )
    assert [(section.level, section.number, section.title) for section in found] == [
        (1, "1", "Orders"),
        (1, "2", "Dress"),
    ]


def test_parents_stand_above_their_parts() -> None:
    found = sections(
        *(block for words in ("I. CONDUCT", "A. Tone", "II. REVIEW") for block in (text(words), text())), title="x"
    )
    assert [section.parent for section in found] == [0, 1, 0]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("SECTION 7.4 INTERNET USE", "7.4"),
        ("VII. RECORDS", "VII"),
        ("A. Definitions of Terms", "A"),
        ("4.2 Purpose", "4.2"),
        ("Article 3. Accounts", "3"),
        ("(b) Personal Accounts", "b"),
    ],
)
def test_the_number_of_a_section_is_bare(words: str, number: str) -> None:
    assert [section.number for section in sections(text(words, bold=True), text(), title="x")] == [number]


def test_outlines_deeper_than_nine_levels_stay_at_nine() -> None:
    words = [".".join(["1"] * depth) + " Part" for depth in range(2, 14)]
    assert max(levels("1. Part", *words)) == 9
