"""Headings that no file declares: bold, bigger, underlined, capital, centred and numbered lines."""

from __future__ import annotations

import pytest

from .making import MORE, PROSE, item, outline, plain, row, structured, text, titles


@pytest.mark.parametrize(
    "look",
    [{"bold": True}, {"size": 14.0}, {"underline": True}, {"bold": True, "italic": True}, {"size": 11.0, "bold": True}],
)
def test_a_line_that_stands_out_heads_the_text_below(look: dict[str, float | bool]) -> None:
    assert titles(text(), text("Records", **look), text(MORE)) == ["Records"]


def test_capitals_alone_make_a_heading() -> None:
    assert titles(text(), text("RECORDS AND RETENTION"), text(MORE)) == ["RECORDS AND RETENTION"]


def test_centred_capitals_make_a_heading() -> None:
    assert titles(text(), text("RECORDS", centred=True), text(MORE)) == ["RECORDS"]


@pytest.mark.parametrize("words", ["Section 3. Use of accounts", "ARTICLE IV. Accounts", "Appendix B: Approved sites"])
def test_a_line_that_names_its_part_is_a_heading_in_any_look(words: str) -> None:
    assert len(titles(text(), text(words), text(MORE))) == 1


@pytest.mark.parametrize("words", ["4.2 Purpose", "IV. PROCEDURES", "A. Definitions of Terms", "3. Personal Accounts"])
def test_a_numbered_title_over_text_is_a_heading_in_any_look(words: str) -> None:
    assert len(titles(text(), text(words), text(MORE))) == 1


def test_a_question_can_be_a_heading() -> None:
    assert titles(text(), text("Who may speak for the town?", bold=True), text(MORE)) == ["Who may speak for the town?"]


def test_the_colon_of_a_bold_line_is_no_part_of_the_title() -> None:
    assert titles(text(), text("Personal Accounts:", bold=True), text(MORE)) == ["Personal Accounts"]


def test_the_title_loses_number_and_closing_dash() -> None:
    assert outline(text(), text("IV. PROCEDURES -", bold=True), text(MORE)) == [(1, "IV", "PROCEDURES")]


def test_title_case_lines_head_plain_text_without_any_look() -> None:
    assert titles(plain(PROSE), plain("Personal Accounts"), plain(MORE)) == ["Personal Accounts"]


def test_a_bold_sentence_is_no_heading() -> None:
    assert titles(text(), text("Employees must never share a password with anybody.", bold=True), text(MORE)) == []


def test_a_long_bold_statement_without_full_stop_is_no_heading() -> None:
    words = "Copies of this policy are kept in the front office and in the car of every duty manager"
    assert titles(text(), text(words, bold=True), text(MORE)) == []


def test_a_bold_warning_is_no_heading() -> None:
    assert titles(text(), text("NOTE: Accounts are monitored", bold=True), text(MORE)) == []


def test_a_sentence_in_capitals_is_no_heading() -> None:
    assert titles(text(), text("THIS ORDER REMAINS IN FORCE UNTIL IT IS WITHDRAWN"), text(MORE)) == []


def test_a_numbered_sentence_is_no_heading() -> None:
    blocks = [text(), item("1. Employees shall log off."), item("2. Employees shall report losses."), text(MORE)]
    assert titles(*blocks) == []


def test_a_document_of_numbered_sentences_only_has_no_sections() -> None:
    assert (
        titles(*(item(f"{number}. Employees shall follow rule {number} at all times.") for number in range(1, 9))) == []
    )


def test_a_sentence_about_a_section_is_no_heading() -> None:
    assert titles(text(), text("Section 3 applies to every volunteer of the town."), text(MORE)) == []


@pytest.mark.parametrize(
    "words", ["Effective date: May 2019", "Number: 12", "March 3, 2020", "12 Mill Road, Suite 4", "press@town.example"]
)
def test_bold_dates_addresses_and_fields_are_no_headings(words: str) -> None:
    assert titles(text(), text(words, bold=True), text(MORE)) == []


def test_a_line_on_adoption_stays_text_even_when_declared() -> None:
    history = text("Adopted by the board in May 2003", bold=True)
    assert titles(text(), history, text(MORE)) == []


def test_bold_items_of_a_list_are_no_headings() -> None:
    blocks = [text(), *(text(f"{number}. Strong Passwords", bold=True) for number in range(1, 5)), text(MORE)]
    assert titles(*blocks) == []


def test_a_bulleted_line_is_no_heading_in_any_look() -> None:
    assert titles(text(), item("• Personal Accounts", bold=True, size=16.0), text(MORE)) == []


def test_the_last_item_of_a_list_is_no_heading_of_the_text_below() -> None:
    blocks = [text("Days off are granted for:"), item("a. House Moves"), item("b. Other Needs"), text(MORE)]
    assert titles(*blocks) == []


def test_a_definition_is_no_heading() -> None:
    assert titles(text(), text("Blog: A diary on the web that readers may comment on."), text(MORE)) == []


def test_table_rows_are_no_headings() -> None:
    assert titles(text(), row("Site", "Owner", bold=True), row("Our page", "Press office"), text(MORE)) == []


def test_a_bold_lead_to_a_list_is_no_heading() -> None:
    assert titles(text(), text("You must not:", bold=True), item("a. Share passwords."), text(MORE)) == []


def test_bold_tells_nothing_where_all_text_is_bold() -> None:
    blocks = [text(bold=True), text("and the list goes on", bold=True), text(MORE, bold=True)]
    assert titles(*blocks) == []


def test_a_look_that_mostly_marks_remarks_marks_no_heading() -> None:
    remark = "Think about who reads your posts and write down three examples of what could go wrong."
    blocks = [block for _ in range(5) for block in (text(), text(remark, italic=True, size=11.5))]
    assert titles(*blocks, text("Example Text", italic=True, size=11.5), text(MORE)) == []


def test_a_hyperlink_alone_on_its_line_is_no_heading() -> None:
    from dataclasses import replace

    from policylint.model.document import Link

    line = replace(
        text("Information Security Policy", bold=True, underline=True), links=(Link(0, 27, "https://a.example"),)
    )
    assert titles(text(), line, text(MORE)) == []


def test_names_under_a_signature_are_no_headings() -> None:
    closing = [text("By Order Of", bold=True), text("Jo Field", bold=True), text("Chief of Staff", bold=True)]
    assert titles(text("Records", bold=True), text(), *closing, title="Records Policy") == ["Records"]


def test_a_figure_before_a_bold_title_is_its_number_where_others_count_on() -> None:
    blocks = [text(), text("3 Use of Accounts", bold=True), text(MORE), text("4 Records", bold=True), text()]
    assert outline(*blocks) == [(1, "3", "Use of Accounts"), (1, "4", "Records")]


def test_a_lone_figure_is_a_word_of_the_title() -> None:
    assert outline(text(), text("10 Tips for Posting", bold=True), text(MORE)) == [(1, "", "10 Tips for Posting")]


def test_a_bare_figure_before_a_sentence_is_no_number() -> None:
    assert titles(text(), text("10 Employees attended the course in spring.", bold=True), text(MORE)) == []


def test_items_that_are_no_headings_keep_their_kind() -> None:
    built = structured(text(), item("1. Employees shall log off when they leave."), text(MORE))
    assert built.blocks[1].kind == "item"
    assert built.blocks[1].label == "1."
