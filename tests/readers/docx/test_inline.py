"""The words of a paragraph: what is shown, what is not, and where links lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.model.document import Link

from .conftest import Reader
from .making import field, para, row, run, style, table

Texts = Callable[..., list[str]]
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>", "e-mail"),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t></w:r>", "cooperate"),
        ("<w:r><w:t>co\u00adoperate\u00a0now</w:t></w:r>", "cooperate now"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> agreed</w:t></w:r>', "☑ agreed"),
        ('<w:r><w:sym w:font="Symbol" w:char="none"/><w:t>agreed</w:t></w:r>', "agreed"),
        (run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run(" agreed"), "✓ agreed"),
        (run("see ") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>" + run("below"), "see below"),
        (f"<w:smartTag>{run('City')}</w:smartTag>" + run(" staff"), "City staff"),
        (
            "<w:ruby><w:rt><w:r><w:t>no</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>yes</w:t></w:r></w:rubyBase></w:ruby>",
            "yes",
        ),
    ],
)
def test_signs_show_what_word_shows(read: Reader, content: str, shown: str) -> None:
    assert [block.text for block in read(para(content), plain=False).blocks] == [shown]


def test_insertions_are_kept_and_deletions_left_out(texts: Texts) -> None:
    change = 'w:id="1" w:author="a"'
    content = (
        run("Staff ")
        + f"<w:ins {change}>{run('must')}</w:ins>"
        + f"<w:del {change}><w:r><w:delText>may</w:delText></w:r></w:del>"
        + f"<w:moveTo {change}>{run(' log')}</w:moveTo>"
        + f"<w:moveFrom {change}>{run(' not')}</w:moveFrom>"
        + run(" out.")
    )
    assert texts(para(content)) == ["Staff must log out."]


def test_words_run_on_over_a_deleted_paragraph_mark(read: Reader) -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = para("Staff must ", deleted) + para("log out.", style="H")
    blocks = read(body, plain=False, parts={"styles": style("H", "heading 1")}).blocks
    assert [(block.text, block.kind, block.paragraph) for block in blocks] == [("Staff must log out.", "heading", 2)]


def test_words_before_a_deleted_mark_are_kept_without_a_paragraph_behind(texts: Texts) -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert texts(para("one", deleted) + table(row("a", "b")) + para("two", deleted)) == ["one", "a | b", "two"]


def test_drop_capital_belongs_to_its_word(read: Reader) -> None:
    capital = para("S", '<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert [block.text for block in read(capital + para("taff must log out."), plain=False).blocks] == [
        "Staff must log out."
    ]


def test_hidden_text_is_left_out(texts: Texts) -> None:
    assert texts(para(run("seen ") + run("unseen", "<w:vanish/>") + run("too", '<w:vanish w:val="0"/>'))) == [
        "seen too"
    ]


def test_text_hidden_by_its_style_is_left_out(texts: Texts) -> None:
    styles = style("Secret", kind="character", run="<w:vanish/>")
    assert texts(para(run("seen") + run("unseen", '<w:rStyle w:val="Secret"/>')), parts={"styles": styles}) == ["seen"]


def test_comments_are_left_out(texts: Texts) -> None:
    marks = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    assert texts(para(marks.format(run("Staff log out.")))) == ["Staff log out."]


def test_field_shows_its_result_only(texts: Texts) -> None:
    assert texts(para(run("page ") + field("PAGE \\* MERGEFORMAT", run("7")))) == ["page 7"]
    assert texts(para(f'<w:fldSimple w:instr=" DATE ">{run("May 2014")}</w:fldSimple>')) == ["May 2014"]


def test_fields_within_an_instruction_show_nothing(texts: Texts) -> None:
    inner = field("PAGE", run("7"))
    content = f"{BEGIN}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{run('unseen')}{SEPARATE}{run('seen')}{END}"
    assert texts(para(content + run("."))) == ["seen."]


def test_field_without_result_shows_nothing(texts: Texts) -> None:
    entry = f'{BEGIN}<w:r><w:instrText> XE "logging" </w:instrText></w:r>{END}'
    assert texts(para(run("Log") + entry + run(" out."))) == ["Log out."]


@pytest.mark.parametrize("broken", [BEGIN, BEGIN + SEPARATE, SEPARATE, END, END + END, BEGIN + BEGIN + END])
def test_broken_field_costs_no_other_paragraph(texts: Texts, broken: str) -> None:
    assert texts(para(broken + run("one")) + para("two") + para(field("PAGE", run("3"))))[-2:] == ["two", "3"]


def test_check_boxes_of_forms_show_their_state(read: Reader) -> None:
    def check(state: str) -> str:
        data = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
        return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{END}'

    body = para(
        run("yes ") + check('<w:default w:val="0"/><w:checked/>') + run(" no ") + check('<w:default w:val="0"/>')
    )
    assert read(body, plain=False).blocks[0].text == "yes ☒ no ☐"


def test_typed_note_sign_does_not_stick_to_its_word(texts: Texts) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert texts(para(run("passwords") + run("15", raised) + run("."))) == ["passwords 15."]
    assert texts(para(run("the 1") + run("st", raised) + run(" day"))) == ["the 1st day"]


def test_links_lead_where_the_relationship_says(read: Reader) -> None:
    links = {"r1": "https://example.org/policy"}
    content = (
        run("See ")
        + f'<w:hyperlink r:id="r1">{run("this ")}{run("page")}</w:hyperlink>'
        + run(" or ")
        + f'<w:hyperlink w:anchor="scope">{run("below")}</w:hyperlink>'
        + f'<w:hyperlink r:id="lost">{run("!")}</w:hyperlink>'
    )
    block = read(para(content), links=links).blocks[0]
    assert block.text == "See this page or below!"
    assert block.links == (Link(4, 13, "https://example.org/policy"), Link(17, 22, "#scope"))


@pytest.mark.parametrize(
    ("instruction", "target"),
    [
        ('HYPERLINK "https://example.org/"', "https://example.org/"),
        (' HYPERLINK https://example.org/ \\o "tip"', "https://example.org/"),
        ('HYPERLINK \\l "scope"', "#scope"),
        ('HYPERLINK "https://example.org/" \\l "scope"', "https://example.org/#scope"),
    ],
)
def test_links_lead_where_the_field_says(read: Reader, instruction: str, target: str) -> None:
    assert read(para(field(instruction, run("here")))).blocks[0].links == (Link(0, 4, target),)


def test_links_in_a_row_move_with_their_cell(read: Reader) -> None:
    linked = f'<w:tc>{para(f"""<w:hyperlink w:anchor="hr">{run("HR-7")}</w:hyperlink>""")}</w:tc>'
    block = read(table(row("Policy", linked))).blocks[0]
    assert (block.text, block.links) == ("Policy | HR-7", (Link(9, 13, "#hr"),))
