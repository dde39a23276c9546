"""Titles, contents, forms and running lines."""

from __future__ import annotations

import pytest

from policylint.model.document import Block

from .making import MORE, PROSE, heading, item, plain, row, running, structured, text, titles


def roles(*blocks: Block, title: str = "") -> list[str]:
    """The role of each block."""
    return [block.role for block in structured(*blocks, title=title).blocks]


def test_the_biggest_line_at_the_top_is_the_title() -> None:
    built = structured(text("Social Media Policy", size=22.0), text(), text("Records", size=14.0), text(MORE))
    assert built.title == "Social Media Policy"
    assert built.blocks[0].role == "title"
    assert [section.title for section in built.sections[1:]] == ["Records"]


def test_the_issuer_above_the_title_is_not_the_title() -> None:
    built = structured(
        text("TOWN OF MADE", size=22.0),
        text("Social Media Policy", size=16.0),
        text(),
        text("Records", bold=True),
        text(),
    )
    assert built.title == "Social Media Policy"
    assert [block.role for block in built.blocks[:2]] == ["title", "title"]


def test_a_subject_line_names_the_title() -> None:
    built = structured(
        text("POLICE DEPARTMENT", size=16.0, bold=True),
        text("DIRECTIVE: 12"),
        text("SUBJECT: Posting Online"),
        text("PURPOSE", bold=True),
        text(),
    )
    assert built.title == "Posting Online"
    assert [block.role for block in built.blocks] == ["title", "body", "title", "body", "body"]


def test_a_cell_can_name_the_title() -> None:
    built = structured(row("Title: Rules of Conduct", "Number: 200"), text("Purpose", bold=True), text())
    assert built.title == "Rules of Conduct"


def test_a_row_that_names_the_title_and_a_date_stays_text() -> None:
    cover = row("SUBJECT: Rules of Conduct", "REVISED: May 2, 2019")
    built = structured(cover, text("Purpose", bold=True), text())
    assert built.title == "Rules of Conduct"
    assert built.blocks[0].role == "body"


def test_the_declared_title_holds() -> None:
    built = structured(heading("Code of Conduct"), text(), heading("Records", 2), text(), title="Code of Conduct")
    assert built.title == "Code of Conduct"
    assert [section.title for section in built.sections[1:]] == ["Records"]


def test_a_declared_title_that_names_no_document_yields_to_a_heading_that_does() -> None:
    built = structured(
        heading("Activate Your Account"), heading("Acceptable Use Policy", 3), text(), title="Activate Your Account"
    )
    assert built.title == "Acceptable Use Policy"


def test_a_title_over_two_lines_is_one() -> None:
    built = structured(
        text("Employee Handbook and", size=22.0),
        text("Personnel Policy", size=22.0),
        text(),
        text("Pay", bold=True),
        text(),
    )
    assert built.title == "Employee Handbook and Personnel Policy"


@pytest.mark.parametrize("words", ["Purpose", "Statement of Policy", "Introduction", "1. Scope"])
def test_the_first_section_is_not_the_title(words: str) -> None:
    assert len(titles(text(words, bold=True), text(), text("Records", bold=True), text())) == 2


def test_the_date_on_the_cover_stays_text() -> None:
    assert (
        roles(
            text("Social Media Policy", size=22.0), text("Updated August 2025"), text(), text("Pay", bold=True), text()
        )[1]
        == "body"
    )


def test_headings_that_follow_each_other_without_text_are_an_outline_and_no_cover() -> None:
    blocks = [
        heading(words, level)
        for words, level in (("Use", 1), ("Public", 2), ("Staff", 3), ("Guests", 3), ("Press", 3), ("Rest", 2))
    ]
    assert len(titles(*blocks, heading("End", 1), text())) >= 6


def test_lines_that_lead_to_page_numbers_are_contents() -> None:
    blocks = [
        text("Contents", bold=True),
        text("Purpose ........ 3"),
        text("Scope ........ 4"),
        text("Purpose", bold=True),
        text(),
    ]
    assert roles(*blocks, title="Some Policy") == ["contents"] * 3 + ["body", "body"]


def test_underscores_that_lead_to_page_numbers_are_contents_and_no_form() -> None:
    assert roles(text("Purpose ________ 3"), text("Scope ________ 4"), text(PROSE)) == ["contents", "contents", "body"]


def test_page_numbers_without_leaders_are_contents_when_they_count_up() -> None:
    lines = [text(f"Part {word} {page}") for word, page in (("one", 2), ("two", 2), ("three", 5), ("four", 7))]
    assert roles(*lines, text()) == ["contents"] * 4 + ["body"]


def test_numbered_lines_that_repeat_the_headings_behind_them_are_contents() -> None:
    names = ["I. PURPOSE", "II. PROCEDURES", "III. REVIEW"]
    blocks = [text(name, bold=True) for name in names] + [
        block for name in names for block in (text(f"{name}:", bold=True), text())
    ]
    built = structured(text(), *blocks)
    assert [block.role for block in built.blocks[1:4]] == ["contents"] * 3
    assert [section.number for section in built.sections[1:]] == ["I", "II", "III"]


def test_a_list_below_in_this_section_is_contents() -> None:
    blocks = [
        text("In this section", bold=True),
        item("• Use of mail"),
        item("• Use of the web"),
        text("Use of mail", bold=True),
        text(),
    ]
    assert roles(text(), *blocks)[1:4] == ["contents"] * 3


def test_contents_make_no_section() -> None:
    assert titles(heading("Contents"), text("Purpose ..... 3"), heading("Purpose"), text(), title="Some Policy") == [
        "Purpose"
    ]


def test_links_into_the_document_are_contents() -> None:
    from dataclasses import replace

    from policylint.model.document import Link

    names = ["Purpose of use", "Scope of use", "Records of use"]
    lines = [replace(item(name, level=1, label="•"), links=(Link(0, len(name), "#x"),)) for name in names]
    blocks = [block for name in names for block in (heading(name, 2), text())]
    assert roles(text(), *lines, *blocks)[1:4] == ["contents"] * 3


def test_a_short_list_in_the_scope_is_no_contents_although_headings_repeat_it() -> None:
    names = ["Mail", "Web pages", "Telephones"]
    blocks = [text("This policy covers:"), *(item(f"• {name}") for name in names)]
    blocks += [block for name in names for block in (text(name, bold=True), text())]
    assert roles(*blocks)[1:4] == ["body"] * 3


@pytest.mark.parametrize(
    "words",
    [
        "Name: ____________",
        "Employee Signature ________",
        "______________________",
        "Signature",
        "Employee's signature:",
    ],
)
def test_lines_to_fill_in_or_sign_are_form(words: str) -> None:
    assert roles(text(), text(words)) == ["body", "form"]


def test_bare_fields_are_form_in_company() -> None:
    assert roles(text(), text("Print Name:"), text("Date:"), text("Department:")) == ["body", "form", "form", "form"]


@pytest.mark.parametrize(
    "words",
    [
        "I have read and understand the policy.",
        "Date: May 3, 2020",
        "Department",
        "I, ________, chosen as a member of the board on ________, promise to keep its rules and to serve the town.",
        "Effective Date: January 2019",
    ],
)
def test_what_is_no_line_to_fill_in_stays_text(words: str) -> None:
    assert roles(text(), text(words), text(MORE))[1] == "body"


def test_a_form_line_is_no_heading() -> None:
    assert titles(text(), text("Employee Name: ______", bold=True), text(MORE)) == []


def test_running_lines_keep_their_role_and_their_section() -> None:
    built = structured(heading("Records"), text(), running("Page 1"), text(MORE), title="x")
    assert built.blocks[2].role == "running"
    assert built.blocks[2].section == 1


def test_plain_text_knows_titles_by_capitals() -> None:
    built = structured(plain("SOCIAL MEDIA POLICY"), plain(PROSE), plain("RECORDS"), plain(MORE))
    assert built.title == "SOCIAL MEDIA POLICY"
    assert [section.title for section in built.sections[1:]] == ["RECORDS"]
