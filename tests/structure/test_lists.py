"""Levels of list items, and the words that introduce them."""

from __future__ import annotations

import pytest

from .making import MORE, heading, item, leads, plain, row, running, structured, text


def levels(*labels: str) -> list[int | None]:
    """Levels of full-sentence items with these labels, no places known."""
    built = structured(text(), *(item(f"{label} Staff must follow this rule at all times.") for label in labels))
    return [block.level for block in built.blocks[1:]]


def test_labels_in_the_order_of_their_appearance_make_levels() -> None:
    assert levels("A.", "1.", "a.", "b.", "2.", "B.") == [1, 2, 3, 3, 2, 1]


def test_numerals_in_brackets_stand_below_letters_in_brackets() -> None:
    assert levels("(a)", "(i)", "(ii)", "(b)") == [1, 2, 2, 1]


def test_i_after_h_goes_on_with_the_letters() -> None:
    assert levels("a.", "b.", "c.", "d.", "e.", "f.", "g.", "h.", "i.", "j.") == [1] * 10


def test_i_under_a_letter_begins_numerals() -> None:
    assert levels("a.", "i.", "ii.", "iii.", "b.") == [1, 2, 2, 2, 1]


def test_the_place_tells_the_level_of_bullets() -> None:
    blocks = [
        text("Sites include:"),
        item("• Town page", x=90),
        item("• Images", x=110),
        item("• Films", x=110),
        item("• Mail", x=90),
    ]
    assert [block.level for block in structured(*blocks).blocks[1:]] == [1, 2, 2, 1]


def test_the_declared_depth_of_an_item_is_kept() -> None:
    blocks = [text("Sites include:"), item("Town page", level=1, label="•"), item("Images", level=2, label="•")]
    assert [block.level for block in structured(*blocks).blocks[1:]] == [1, 2]


@pytest.mark.parametrize(
    "words",
    [
        "Employees must not:",
        "Employees are expected to",
        "The guide is meant to;",
        "Sites include, but are not limited to:",
        "The following uses, which carry risks, should be avoided.",
        "Use is prohibited as follows.",
        "The rules below apply to every account.",
        "Among them are such as",
        "The town keeps four lists",
        "Prohibited conduct \u2014",
    ],
)
def test_a_paragraph_that_announces_a_list_introduces_its_items(words: str) -> None:
    assert leads(text(), text(words), item("1. share a password"), item("2. post in anger")) == [(), (), (1,), (1,)]


@pytest.mark.parametrize(
    "words", ["Leave must be approved by the head of the unit.", "Accounts are owned by the town.", "Why?"]
)
def test_an_ordinary_sentence_introduces_nothing(words: str) -> None:
    assert leads(text(words), item("1. Staff must log off."), item("2. Staff must report losses.")) == [(), (), ()]


def test_leads_of_nested_lists_run_from_the_outermost_inwards() -> None:
    found = leads(
        text("Employees must not:"),
        item("1. post material that is:"),
        item("a. private"),
        item("b. false"),
        item("2. share passwords"),
    )
    assert found == [(), (0,), (0, 1), (0, 1), (0,)]


def test_an_item_that_is_a_whole_rule_introduces_nothing() -> None:
    found = leads(text("Employees must not:"), item("1. Share a password."), item("a. This includes trainees."))
    assert found[2] == ()


def test_a_short_caption_introduces_the_items_below_it() -> None:
    assert leads(text(), item("1. quality of service"), item("a. Answer in one day."), item("b. Be kind."))[2:] == [
        (1,),
        (1,),
    ]


def test_a_list_goes_on_over_a_page_break() -> None:
    found = leads(
        text("Employees must not:"),
        item("1. share passwords", page=1),
        running("Page 1"),
        running("Town of Made"),
        item("2. post in anger", page=2),
    )
    assert found == [(), (0,), (), (), (0,)]


def test_a_bulleted_list_goes_on_over_a_page_break() -> None:
    found = leads(
        text("Staff must:"), item("• log off", x=90), running("Page 1"), item("• report losses", x=72, page=2)
    )
    assert found == [(), (0,), (), (0,)]


def test_a_numbered_list_goes_on_behind_a_paragraph() -> None:
    found = leads(
        text("Staff must:"), item("1. log off"), text("NOTE: Screens lock by themselves."), item("2. report losses")
    )
    assert found == [(), (0,), (), (0,)]


def test_bullets_go_on_behind_a_paragraph_within_an_item() -> None:
    found = leads(
        text("Staff must:", x=72), item("• log off", x=90), text("This takes a second.", x=108), item("• report", x=90)
    )
    assert found == [(), (0,), (), (0,)]


def test_bullets_behind_a_paragraph_of_the_text_are_a_new_list() -> None:
    found = leads(
        text("Staff must:", x=72),
        item("• log off", x=90),
        text("Guests are welcome.", x=72),
        item("• Open daily.", x=90),
    )
    assert found == [(), (0,), (), ()]


def test_a_second_lead_begins_a_second_list() -> None:
    found = leads(
        text("You must:"),
        item("a. log off"),
        text("You must not:"),
        item("a. share passwords"),
        item("b. post in anger"),
    )
    assert found == [(), (0,), (), (2,), (2,)]


def test_a_paragraph_within_an_item_can_introduce_a_list() -> None:
    found = leads(
        item("A. Harassment is prohibited.", x=72),
        text("Examples include the following:", x=90),
        item("1. slurs", x=108),
        item("2. threats", x=108),
        item("B. Retaliation is prohibited.", x=72),
    )
    assert found == [(), (), (1,), (1,), ()]


def test_a_heading_that_is_the_beginning_of_a_sentence_is_a_lead() -> None:
    found = leads(heading("Records"), text(), heading("Employees may not:", 2), item("• share passwords"))
    assert found[3] == (2,)


@pytest.mark.parametrize("words", ["Prohibited uses:", "Who the policy applies to", "What you may post"])
def test_a_heading_that_is_a_name_is_no_lead(words: str) -> None:
    assert leads(heading("Records"), text(), heading(words, 2), item("• Sharing passwords."))[3] == ()


def test_an_unfinished_lead_below_an_unfinished_lead_chains() -> None:
    found = leads(text("You must not:"), text("on official accounts:"), item("• argue"), item("• shout"))
    assert found[2] == (0, 1)


def test_items_without_signs_have_the_lead_of_the_sentence_that_they_finish() -> None:
    found = leads(
        text("The owner is responsible for:"),
        text("keeping the password;"),
        text("answering questions; and"),
        text("closing it."),
    )
    assert found == [(), (0,), (0,), (0,)]


def test_a_heading_ends_the_list() -> None:
    found = leads(
        text("Staff must:"), item("1. log off"), heading("Records"), item("2. Records are kept for two years.")
    )
    assert found[3] == ()


def test_a_header_row_introduces_the_rows_below() -> None:
    blocks = [row("Account", "Owner", bold=True), row("Town page", "Press office"), row("Police page", "Chief")]
    assert leads(*blocks) == [(), (0,), (0,)]


def test_the_short_first_row_of_a_table_of_sentences_is_a_header() -> None:
    long = "The press office answers every question within one working day"
    assert leads(row("Who", "What"), row("Press office", long), row("Clerk", long)) == [(), (0,), (0,)]


def test_tables_of_names_and_values_have_no_header() -> None:
    assert leads(row("Owner", "Clerk"), row("Version", "3.1"), row("Approved", "May 2020")) == [(), (), ()]


def test_a_table_ends_at_a_paragraph() -> None:
    blocks = [row("Account", "Owner", bold=True), row("Town page", "Clerk"), text(MORE), row("Other page", "Chief")]
    assert leads(*blocks)[3] == ()


def test_text_behind_a_list_has_no_lead() -> None:
    assert leads(plain("Staff must:"), item("• log off"), plain(MORE))[2] == ()
