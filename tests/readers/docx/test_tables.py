"""Tables: rows that are rows, and tables that only put paragraphs in their places."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Reader
from .making import box, cell, level, lists, para, row, run, style, table

Texts = Callable[..., list[str]]
LONG = "Staff must not post anything about a client on any social media site, whatever the site is called. "


def kinds(read: Reader, body: str, **parts: str) -> list[tuple[str, str]]:
    """Kind and text of the blocks."""
    return [(block.kind, block.text) for block in read(body, parts=parts).blocks]


def test_row_is_one_block_without_its_empty_cells(read: Reader) -> None:
    body = para("before") + table(row("Role", "", "Duty"), row("Editor", "posts", "")) + para("after")
    assert kinds(read, body) == [
        ("paragraph", "before"),
        ("row", "Role | Duty"),
        ("row", "Editor | posts"),
        ("paragraph", "after"),
    ]


def test_row_has_the_number_of_its_first_paragraph(read: Reader) -> None:
    body = para("before") + table(row("", "b", "c"), row("d", "e", "f"))
    assert [block.paragraph for block in read(body).blocks] == [1, 3, 5]


def test_merged_cells_are_read_once(texts: Texts) -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("Posting", begins), cell("who")),
        row(cell("Posting", goes_on), cell("when")),
        row(cell("wide", '<w:gridSpan w:val="2"/>'), cell("x", '<w:hMerge w:val="continue"/>')),
    )
    assert texts(body) == ["Posting | who", "when", "wide"]


def test_deleted_and_hidden_rows_are_left_out(texts: Texts) -> None:
    deleted = row("gone", "gone", properties='<w:del w:id="1" w:author="a"/>')
    hidden = row("unseen", "unseen", properties="<w:hidden/>")
    inserted = row("new", "too", properties='<w:ins w:id="1" w:author="a"/>')
    assert texts(table(row("a", "b"), deleted, hidden, inserted)) == ["a | b", "new | too"]


def test_short_paragraphs_of_a_cell_are_joined(texts: Texts) -> None:
    assert texts(table(row("Office", cell(para("1 High Street") + para("Elmsford"))))) == [
        "Office | 1 High Street Elmsford"
    ]


def test_one_column_is_layout(read: Reader) -> None:
    body = table(row(cell(para("Scope", style="H"))), row(cell(para("All staff.") + para("log out", item=(1, 0)))))
    parts = {"styles": style("H", "heading 1"), "numbering": lists({1: level(0)})}
    assert kinds(read, body, **parts) == [("heading", "Scope"), ("paragraph", "All staff."), ("item", "log out")]


def test_cell_that_spans_the_table_is_layout(read: Reader) -> None:
    wide = row(cell("1. Purpose", '<w:gridSpan w:val="2"/>'))
    assert kinds(read, table(row("Policy", "HR-7"), wide)) == [("row", "Policy | HR-7"), ("item", "1. Purpose")]


def test_only_filled_cell_with_several_paragraphs_is_layout(read: Reader) -> None:
    body = table(row("a", "b"), row("", cell(para("All staff.") + para("And volunteers."))))
    assert kinds(read, body)[1:] == [("paragraph", "All staff."), ("paragraph", "And volunteers.")]


def test_long_cell_keeps_its_paragraphs_and_lists(read: Reader) -> None:
    long = cell(para(LONG) + para("log out", item=(1, 0)) + para(LONG))
    body = table(row(cell(para(run("Conduct", "<w:b/>"))), long, "HR", "2014"))
    assert kinds(read, body, numbering=lists({1: level(0)})) == [
        ("paragraph", "Conduct"),
        ("paragraph", LONG.strip()),
        ("item", "log out"),
        ("paragraph", LONG.strip()),
        ("row", "HR | 2014"),
    ]


def test_long_single_paragraph_stays_in_its_row(read: Reader) -> None:
    assert kinds(read, table(row("Conduct", LONG * 3))) == [("row", f"Conduct | {(LONG * 3).strip()}")]


def test_tables_within_tables_are_read_in_order(texts: Texts) -> None:
    inner = table(*(row(f"role {number}", "posts, answers and deletes what others have posted") for number in range(4)))
    body = table(row("Roles", cell(para("These:") + inner + para())))
    assert texts(body)[:3] == ["Roles", "These:", "role 0 | posts, answers and deletes what others have posted"]


def test_notes_of_a_row_follow_it(read: Reader) -> None:
    body = table(row(cell(para(run("a") + box(para("aside")))), "b"))
    assert kinds(read, body) == [("row", "a | b"), ("note", "aside")]


def test_row_is_bold_when_all_its_cells_are(read: Reader) -> None:
    bold = cell(para(run("Role", "<w:b/>")))
    blocks = read(table(row(bold, bold), row(bold, "Duty"))).blocks
    assert [block.style.bold for block in blocks] == [True, False]


def test_row_of_contents_has_their_role(read: Reader) -> None:
    line = cell(para("Scope", style="T"))
    assert read(table(row(line, line)), parts={"styles": style("T", "toc 1")}).blocks[0].role == "contents"
