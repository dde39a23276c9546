"""What paragraphs declare themselves to be: headings, titles, contents, items; and headers and footers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Reader
from .making import box, field, level, lists, note, para, row, run, style, table

Texts = Callable[..., list[str]]


def styled(read: Reader, *styles: str, properties: str = "") -> tuple[str, int | None, str]:
    """Kind, level and role of a paragraph in the first of some styles."""
    block = read(para("Scope of use", properties, style="S"), parts={"styles": "".join(styles)}).blocks[0]
    return block.kind, block.level, block.role


@pytest.mark.parametrize(
    ("name", "level"),
    [("heading 1", 1), ("Heading 3", 3), ("\u00dcberschrift 2", 2), ("Titre 1", 1), ("T\u00edtulo 4", 4)],
)
def test_heading_styles_are_known_by_name(read: Reader, name: str, level: int) -> None:
    assert styled(read, style("S", name)) == ("heading", level, "body")


def test_style_based_on_a_heading_is_one(read: Reader) -> None:
    chain = style("S", "Policy head", based_on="T") + style("T", "Other", based_on="H") + style("H", "heading 2")
    assert styled(read, chain) == ("heading", 2, "body")


def test_styles_based_on_each_other_do_no_harm(read: Reader) -> None:
    assert styled(read, style("S", "One", based_on="T"), style("T", "Two", based_on="S"))[0] == "paragraph"


def test_outline_level_makes_a_heading(read: Reader) -> None:
    assert styled(read, style("S", "Clause", paragraph='<w:outlineLvl w:val="2"/>')) == ("heading", 3, "body")
    assert styled(read, style("S", "Normal"), properties='<w:outlineLvl w:val="0"/>') == ("heading", 1, "body")


def test_outline_level_nine_makes_text(read: Reader) -> None:
    assert styled(read, style("S", "heading 1"), properties='<w:outlineLvl w:val="9"/>')[0] == "paragraph"


def test_title_style_gives_the_title(read: Reader) -> None:
    document = read(para("Social Media Policy", style="S") + para("Text."), parts={"styles": style("S", "Title")})
    assert document.title == "Social Media Policy"
    assert [(block.kind, block.role) for block in document.blocks] == [("heading", "title"), ("paragraph", "body")]


def test_title_of_two_lines_is_put_together(read: Reader) -> None:
    body = para("Town of Elmsford", style="S") + para("Social Media Policy", style="S")
    assert read(body, parts={"styles": style("S", "Document Title")}).title == "Town of Elmsford Social Media Policy"


def test_title_lines_behind_the_front_are_headings(read: Reader) -> None:
    body = para("Handbook", style="S") + para("Rules for all of us. " * 20) + para("E-mail", style="S")
    blocks = read(body, parts={"styles": style("S", "Title")}).blocks
    assert [(block.kind, block.level, block.role) for block in blocks] == [
        ("heading", None, "title"),
        ("paragraph", None, "body"),
        ("heading", 1, "body"),
    ]


def test_declared_title_holds_when_it_can_be_seen(read: Reader) -> None:
    assert (
        read(para("Acme social media policy 2020"), title="Acme Social Media Policy").title
        == "Acme Social Media Policy"
    )


def test_declared_title_that_is_nowhere_is_not_believed(read: Reader) -> None:
    assert read(para("Social media policy"), title="Microsoft Word - draft7").title == ""


def test_contents_styles_have_their_role(read: Reader) -> None:
    body = para("Contents", style="H") + para("1 Scope\t3", style="S") + para("Scope", style="H")
    blocks = read(body, parts={"styles": style("S", "toc 1") + style("H", "TOC Heading")}).blocks
    assert [block.role for block in blocks] == ["contents", "contents", "body"]


def test_contents_field_has_its_role_to_its_end(read: Reader) -> None:
    begun = field('TOC \\o "1-3"', run("Scope 3")).removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    blocks = read(para(begun) + para("Use 4") + para(end + run("Scope.")) + para("All staff.")).blocks
    assert [(block.text, block.role) for block in blocks] == [
        ("Scope 3", "contents"),
        ("Use 4", "contents"),
        ("Scope.", "body"),
        ("All staff.", "body"),
    ]


def test_contents_field_that_never_ends_is_passed_over(read: Reader) -> None:
    begun = field("TOC", run("Scope 3")).removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert [block.role for block in read(para(begun) + para("All staff.")).blocks] == ["body", "body"]


def test_contents_control_has_its_role(read: Reader) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent>{para('Contents')}{para('Scope 3')}</w:sdtContent></w:sdt>"
    assert [block.role for block in read(control + para("Scope")).blocks] == ["contents", "contents", "body"]


def test_content_controls_stand_in_their_place(texts: Texts) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{para('two')}</w:sdtContent></w:sdt>"
    inline = f"<w:sdt><w:sdtContent>{run('three')}</w:sdtContent></w:sdt>"
    assert texts(para("one") + control + para(inline)) == ["one", "two", "three"]


def test_continued_list_item_has_the_level_of_its_style(read: Reader) -> None:
    body = para("Staff must log out.", item=(1, 0)) + para("This holds at home too.", style="S")
    parts = {"numbering": lists({1: level(0)}), "styles": style("S", "List Continue 2")}
    assert [(block.kind, block.level) for block in read(body, parts=parts).blocks] == [("item", 1), ("paragraph", 2)]


def test_lines_of_a_paragraph_that_are_items_become_blocks(read: Reader) -> None:
    lines = "<w:r><w:br/></w:r>".join(run(line) for line in ("Staff must not:", "1. post secrets", "2. share log-ins"))
    blocks = read(para(lines)).blocks
    assert [(block.kind, block.label, block.paragraph) for block in blocks] == [
        ("paragraph", "", 1),
        ("item", "1.", 1),
        ("item", "2.", 1),
    ]


def test_empty_line_divides_a_paragraph_and_a_break_alone_does_not(texts: Texts) -> None:
    pause = "<w:r><w:br/></w:r>"
    assert texts(para(run("one") + pause + run("more") + pause + pause + run("two"))) == ["one more", "two"]


def test_headers_and_footers_stand_at_the_end_once(read: Reader) -> None:
    header = para("Social Media Policy") + para("Revised 2014")
    footer = para("Revised 2014") + table(row("HR-7", "Page 1"))
    blocks = read(para("All staff."), parts={"header": header, "footer": footer}).blocks
    assert [(block.text, block.role, block.paragraph) for block in blocks[1:]] == [
        ("Social Media Policy", "running", None),
        ("Revised 2014", "running", None),
        ("HR-7 | Page 1", "running", None),
    ]


def test_lists_in_a_header_do_not_go_on_in_it(read: Reader) -> None:
    parts = {"numbering": lists({1: level(0)}), "header": para("Head", item=(1, 0))}
    assert [block.label for block in read(para("Text", item=(1, 0)), parts=parts).blocks] == ["1", "1"]


def test_footnote_follows_the_paragraph_that_names_it(read: Reader) -> None:
    named = run("Post with care") + '<w:r><w:footnoteReference w:id="5"/></w:r>' + run(".")
    mark = "<w:r><w:footnoteRef/></w:r>"
    notes = note(5, para(mark + run(" See HR-7.")), para("And HR-8."))
    blocks = read(para("First.") + para(named) + para("Last."), parts={"footnotes": notes}).blocks
    assert [(block.kind, block.text, block.label, block.paragraph) for block in blocks] == [
        ("paragraph", "First.", "", 1),
        ("paragraph", "Post with care.", "", 2),
        ("note", "See HR-7.", "1", 2),
        ("note", "And HR-8.", "", 2),
        ("paragraph", "Last.", "", 3),
    ]


def test_notes_are_read_once_and_separators_never(read: Reader) -> None:
    reference = '<w:r><w:endnoteReference w:id="5"/></w:r>'
    notes = '<w:endnote w:id="0" w:type="separator"><w:p/></w:endnote>' + note(5, para("See HR-7."), kind="endnote")
    body = para(run("one") + reference) + para(run("two") + reference + reference.replace("5", "0"))
    blocks = read(body, parts={"endnotes": notes}).blocks
    assert [(block.text, block.label) for block in blocks] == [("one", ""), ("See HR-7.", "i"), ("two", "")]


def test_text_box_is_read_once_behind_its_paragraph(read: Reader) -> None:
    body = para("before") + para(run("holder") + box(para("in the box"), table(row("a", "b")))) + para("after")
    blocks = read(body).blocks
    assert [(block.kind, block.text, block.paragraph) for block in blocks] == [
        ("paragraph", "before", 1),
        ("paragraph", "holder", 2),
        ("note", "in the box", 3),
        ("note", "a", 4),
        ("note", "b", 5),
        ("paragraph", "after", 6),
    ]


def test_text_box_within_a_text_box_is_read_once(texts: Texts) -> None:
    assert texts(para(run("holder") + box(para(run("outer") + box(para("inner")))))) == ["holder", "outer", "inner"]


def test_remarks_say_what_was_not_simply_read(read: Reader) -> None:
    inserted = f'<w:ins w:id="1" w:author="a">{run("new")}</w:ins>'
    assert read(para("old")).notes == ()
    assert "tracked changes" in read(para(inserted)).notes[0]
    assert "embeds" in read(para("old") + '<w:altChunk r:id="x"/>').notes[0]
