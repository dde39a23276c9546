"""Numbers that are there, numbers that could be meant, and those that a document plainly does not have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policylint.model.document import Block, Document, Source
from policylint.structure.parts import goes_on, parts_of, readings
from policylint.structure.places import Places

from .making import MORE, PROSE, heading, item, row, structured, text


def chapters(*numbers: str) -> list[Block]:
    """Numbered headings with a sentence below each."""
    return [block for number in numbers for block in (heading(f"{number} Rules of kind {number}"), text(PROSE))]


def places(*blocks: Block, media_type: str = "application/pdf") -> Places:
    document = structured(*blocks)
    return Places(replace(document, source=replace(document.source, media_type=media_type)))


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("4.02(B)", ("4", "2", "b")),
        ("II.B.3", ("ii", "b", "3")),
        ("6.0", ("6",)),
        ("0", ("0",)),
        ("(c)", ("c",)),
        ("\u2022", ()),
    ],
)
def test_a_number_has_parts(number: str, parts: tuple[str, ...]) -> None:
    assert parts_of(number) == parts


@pytest.mark.parametrize(
    ("part", "meanings"),
    [
        ("14", {("n", 14)}),
        ("IV", {("n", 4)}),
        ("i", {("n", 1), ("l", 9)}),
        ("b", {("l", 2)}),
        ("bb", {("l", 28)}),
        ("use", set()),
        ("9" * 5000, set()),
    ],
)
def test_a_part_may_be_read_in_several_ways(part: str, meanings: set[tuple[str, int]]) -> None:
    assert readings(part) == meanings


@pytest.mark.parametrize(
    ("known", "part", "expected"),
    [
        ("1 2 3", "4", True),
        ("1 3 4", "2", True),
        ("1 2 3", "2", False),
        ("1 2", "3", False),
        ("1 2 3", "9", False),
        ("1 4 9", "10", False),
        ("a b c", "d", True),
        ("i ii iii", "V", True),
    ],
)
def test_a_number_goes_on_where_the_others_count_through(known: str, part: str, expected: bool) -> None:
    assert goes_on(known.split(), part) is expected


def test_a_numbered_heading_is_there() -> None:
    assert places(*chapters("1.", "2.", "3.")).has_number("2")


def test_a_number_behind_the_last_heading_is_not() -> None:
    assert not places(*chapters("1.", "2.", "3.")).has_number("4")


def test_a_number_that_was_deleted_from_the_middle_is_not() -> None:
    assert not places(*chapters("1.", "2.", "4.", "5.")).has_number("3")


def test_two_headings_are_no_way_of_counting() -> None:
    assert places(*chapters("1.", "2.")).has_number("3")


def test_a_number_far_behind_the_last_one_is_another_documents() -> None:
    assert places(*chapters("1.", "2.", "3.")).has_number("508")


def test_a_dotted_number_is_looked_for_among_its_siblings() -> None:
    found = places(*chapters("1.", "1.1", "1.2", "2.", "2.1", "2.2", "3.", "3.1"))
    assert found.has_number("2.1")
    assert not found.has_number("2.3")
    assert not found.has_number("4.1")


def test_a_dotted_number_that_longer_ones_imply_is_there() -> None:
    assert places(*chapters("1.", "2.", "3.", "4.2.1")).has_number("4.2")


def test_an_item_within_a_numbered_section_is_put_together_with_it() -> None:
    found = places(
        *chapters("1.", "2."), text("Staff must not:"), item("(a) swear;"), item("(b) shout;"), item("(c) lie.")
    )
    assert found.has_number("2(b)")
    assert not found.has_number("2(d)")
    assert found.has_number("1(d)"), "section 1 has no items, so how it counts nobody knows"


def test_items_of_three_levels_are_put_together() -> None:
    found = places(
        heading("II. Conduct"),
        item("A. Members are polite."),
        item("1. They do not swear.", level=2),
        item("2. They do not shout.", level=2),
    )
    assert found.has_number("II.A.2")


def test_letters_and_figures_of_the_same_section_mean_the_same() -> None:
    assert places(*chapters("1.", "2.", "3.")).has_number("III")


def test_a_number_that_stands_in_running_text_as_if_it_opened_a_part_is_there() -> None:
    blocks = [*chapters("1.", "2.", "3."), text(f"{MORE} 4. Records. {PROSE}")]
    assert places(*blocks).has_number("4")


def test_a_chapter_is_only_missing_where_there_are_chapters() -> None:
    assert places(*chapters("1.", "2.", "3.")).has_number("4", kind="chapter")
    assert not places(*chapters("Chapter 1:", "Chapter 2:", "Chapter 3:")).has_number("4", kind="chapter")


def test_an_item_of_a_list_is_no_section_where_the_format_tells_them_apart() -> None:
    items = [item("Staff keep this rule.", level=1, label=f"{number}.") for number in range(1, 6)]
    blocks = [*chapters("1.", "2.", "3."), *items]
    assert not places(*blocks, media_type="text/markdown").has_number("4")
    assert places(*blocks, media_type="application/pdf").has_number("4")
    assert places(*blocks, media_type="text/markdown").has_number("4", kind="paragraph")


def test_a_figure_in_a_table_is_no_number_of_a_part() -> None:
    assert not places(*chapters("1.", "2.", "3."), row("4", "Call the press office"), text(PROSE)).has_number("4")


def test_nothing_is_missing_where_a_page_could_not_be_read() -> None:
    document = replace(
        structured(*chapters("1.", "2.", "3.")),
        notes=("Page 4 holds a picture without text and could not be read.",),
    )
    assert Places(document).has_number("4")


def test_an_empty_document_lacks_nothing() -> None:
    assert Places(Document(Source("a.txt", "0" * 64, "text/plain", 0), ())).has_number("4.2")
