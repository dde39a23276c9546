"""Automatic numbers, checked once against what LibreOffice shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.readers.docx.numerals import written

from .conftest import Reader
from .making import box, cell, level, lists, para, restart, row, style, table

Numbered = Callable[..., list[str]]
OUTLINE = "".join(level(depth) for depth in range(9))


def items(*places: tuple[int, int]) -> str:
    """A paragraph "x" for each (list, level)."""
    return "".join(para("x", item=place) for place in places)


def labels(numbered: Numbered, body: str, numbering: str, **parts: str) -> list[str]:
    """The numbers of the paragraphs, which all read "x"."""
    return [text.removesuffix("x").strip() for text in numbered(body, parts={"numbering": numbering, **parts})]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (14, "decimalZero", "14"),
        (1, "upperLetter", "A"),
        (27, "lowerLetter", "aa"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (44, "lowerRoman", "xliv"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"),
        (21, "cardinalText", "Twenty-one"),
        (105, "cardinalText", "One hundred five"),
        (2, "ordinalText", "Second"),
        (20, "ordinalText", "Twentieth"),
        (32, "ordinalText", "Thirty-second"),
        (6, "chicago", "††"),
        (26, "hex", "1A"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "none", ""),
        (3, "japaneseCounting", "3"),
        (0, "upperRoman", "0"),
        (0, "lowerLetter", "0"),
        (10**9, "upperRoman", "1000000000"),
    ],
)
def test_number_is_written(number: int, kind: str, shown: str) -> None:
    assert written(number, kind) == shown


def test_custom_format_pads_with_zeros() -> None:
    assert written(7, "custom", pattern="001, 002, 003, ...") == "007"


def test_levels_count_and_start_over(numbered: Numbered) -> None:
    body = items((1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2))
    assert labels(numbered, body, lists({1: OUTLINE})) == ["1", "1.1", "1.2", "2", "2.1", "2.1.1"]


def test_skipped_levels_count_as_used(numbered: Numbered) -> None:
    body = items((1, 1), (1, 1), (1, 0), (1, 1), (1, 3), (1, 2), (1, 3), (1, 0), (1, 2), (1, 1))
    shown = ["1.1", "1.2", "2", "2.1", "2.1.1.1", "2.1.2", "2.1.2.1", "3", "3.1.1", "3.2"]
    assert labels(numbered, body, lists({1: OUTLINE})) == shown


def test_text_around_the_number_is_part_of_the_label(read: Reader) -> None:
    numbering = lists({1: level(0, text="Section %1.") + level(1, "lowerLetter", "(%2)")})
    blocks = read(items((1, 0), (1, 1), (1, 1)), parts={"numbering": numbering}).blocks
    assert [(block.label, block.label_end, block.text) for block in blocks] == [
        ("Section 1.", 0, "x"),
        ("(a)", 0, "x"),
        ("(b)", 0, "x"),
    ]


def test_lists_of_one_definition_share_their_count(numbered: Numbered) -> None:
    numbering = lists({1: OUTLINE}, {1: (1, ""), 2: (1, "")})
    assert labels(numbered, items((1, 0), (2, 0), (2, 1), (1, 0)), numbering) == ["1", "2", "2.1", "3"]


def test_lists_of_two_definitions_do_not(numbered: Numbered) -> None:
    assert labels(numbered, items((1, 0), (2, 0), (1, 0)), lists({1: OUTLINE, 2: OUTLINE})) == ["1", "1", "2"]


def test_list_that_sets_a_start_begins_anew_once(numbered: Numbered) -> None:
    numbering = lists({1: OUTLINE}, {1: (1, ""), 2: (1, restart(0, 1)), 3: (1, restart(0, 7))})
    body = items((1, 0), (1, 0), (2, 0), (2, 1), (1, 0), (2, 0), (3, 0), (3, 0))
    assert labels(numbered, body, numbering) == ["1", "2", "1", "1.1", "2", "3", "7", "8"]


def test_start_set_for_a_lower_level_leaves_the_upper_one(numbered: Numbered) -> None:
    numbering = lists({1: OUTLINE}, {1: (1, ""), 2: (1, restart(0, 1) + restart(1, 4))})
    assert labels(numbered, items((1, 0), (1, 0), (1, 1), (2, 1), (2, 1)), numbering) == ["1", "2", "2.1", "2.4", "2.5"]


def test_list_may_put_a_level_of_its_own(numbered: Numbered) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = lists({1: OUTLINE}, {1: (1, ""), 2: (1, own)})
    assert labels(numbered, items((1, 0), (2, 0), (2, 1), (1, 0)), numbering) == ["1", "B)", "B.1", "3"]


def test_restart_may_be_switched_off_or_tied_to_a_higher_level(numbered: Numbered) -> None:
    never = level(2, text="%3)", extra='<w:lvlRestart w:val="0"/>')
    chapter = level(3, text="[%4]", extra='<w:lvlRestart w:val="1"/>')
    numbering = lists({1: level(0) + level(1) + never + chapter})
    body = items((1, 0), (1, 1), (1, 2), (1, 3), (1, 1), (1, 2), (1, 3), (1, 0), (1, 2), (1, 3))
    assert labels(numbered, body, numbering) == ["1", "1.1", "1)", "[1]", "1.2", "2)", "[2]", "2", "3)", "[1]"]


def test_legal_numbering_turns_roman_chapters_into_digits(numbered: Numbered) -> None:
    numbering = lists({1: level(0, "upperRoman", "%1.") + level(1) + level(2, "lowerLetter", extra="<w:isLgl/>")})
    assert labels(numbered, items((1, 0), (1, 0), (1, 1), (1, 2)), numbering) == ["I.", "II.", "II.1", "2.1.1"]


def test_start_other_than_one(numbered: Numbered) -> None:
    assert labels(numbered, items((1, 0), (1, 0)), lists({1: level(0, "lowerLetter", "%1.", start=26)})) == [
        "z.",
        "aa.",
    ]


def test_level_without_number_counts_but_makes_no_item(read: Reader) -> None:
    numbering = lists({1: level(0) + level(1, "none", "") + level(2)})
    blocks = read(items((1, 0), (1, 1), (1, 2)), parts={"numbering": numbering}).blocks
    assert [(block.kind, block.label) for block in blocks] == [("item", "1"), ("paragraph", ""), ("item", "1..1")]


def test_bullets_of_symbol_fonts_show_what_they_look_like(read: Reader) -> None:
    def glyph(depth: int, text: str, font: str) -> str:
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
        return level(depth, "bullet", text).replace("</w:lvl>", f"{fonts}</w:lvl>")

    numbering = lists(
        {
            1: glyph(0, "\uf0b7", "Symbol")
            + glyph(1, "o", "Courier New")
            + glyph(2, "\uf0a7", "Wingdings")
            + glyph(3, "\u2013", "Arial")
            + glyph(4, "\uf0e9", "Webdings")
        }
    )
    blocks = read(items((1, 0), (1, 1), (1, 2), (1, 3), (1, 4)), parts={"numbering": numbering}).blocks
    assert [(block.label, block.level) for block in blocks] == [("•", 1), ("o", 2), ("▪", 3), ("\u2013", 4), ("•", 5)]


def test_style_brings_its_list_and_its_linked_level(numbered: Numbered) -> None:
    styles = style("One", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>') + style(
        "Two", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'
    )
    numbering = lists(
        {1: level(0, extra='<w:pStyle w:val="One"/>') + level(1, extra='<w:pStyle w:val="Two"/>')},
    )
    body = para("x", style="One") + para("x", style="Two") + para("x", style="Two") + para("x", style="One")
    assert labels(numbered, body, numbering, styles=styles) == ["1", "1.1", "1.2", "2"]


def test_style_inherits_the_list_and_may_go_deeper(numbered: Numbered) -> None:
    styles = (
        style("One", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + style("Same", based_on="One")
        + style("Deeper", based_on="One", paragraph='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + style("Plain", based_on="One", paragraph='<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    numbering = lists({1: level(0, extra='<w:pStyle w:val="One"/>') + level(1)})
    body = "".join(para("x", style=name) for name in ("One", "Same", "Deeper", "Plain"))
    assert labels(numbered, body, numbering, styles=styles) == ["1", "2", "2.1", ""]


def test_paragraph_may_switch_its_style_s_number_off_or_change_its_level(numbered: Numbered) -> None:
    styles = style("One", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = (
        para("x", style="One")
        + para("x", '<w:numPr><w:numId w:val="0"/></w:numPr>', style="One")
        + para("x", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', style="One")
        + para("x", style="One")
    )
    assert labels(numbered, body, lists({1: OUTLINE}), styles=styles) == ["1", "", "1.1", "2"]


def test_numbering_style_is_followed_to_its_definition(numbered: Numbered) -> None:
    styles = style("Outline", kind="numbering", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>')
    numbering = lists({1: OUTLINE, 2: '<w:numStyleLink w:val="Outline"/>'})
    assert labels(numbered, items((1, 0), (2, 0), (2, 1)), numbering, styles=styles) == ["1", "2", "2.1"]


def test_empty_paragraphs_count_and_deleted_and_hidden_ones_do_not(numbered: Numbered) -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    gone = '<w:del w:id="2" w:author="a"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    hidden = para("<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>", f"{listed}<w:rPr><w:vanish/></w:rPr>")
    body = (
        items((1, 0))
        + para("", listed)
        + f"<w:p><w:pPr>{listed}{deleted}</w:pPr>{gone}</w:p>"
        + items((1, 0))
        + hidden
        + items((1, 0))
    )
    assert labels(numbered, body, lists({1: OUTLINE})) == ["1", "3", "4"]


def test_cells_count_in_order_and_a_row_shows_the_first_number(read: Reader) -> None:
    body = items((1, 0)) + table(row(cell(para("who", item=(1, 0))), cell(para("what", item=(1, 0))))) + items((1, 0))
    blocks = read(body, parts={"numbering": lists({1: OUTLINE})}).blocks
    assert [(block.label, block.text) for block in blocks] == [("1", "x"), ("2", "who | what"), ("4", "x")]


def test_text_boxes_count_apart(numbered: Numbered) -> None:
    body = items((1, 0)) + para(box(para("x", item=(1, 0)))) + items((1, 0))
    assert labels(numbered, body, lists({1: OUTLINE})) == ["1", "1", "2"]


def test_heading_keeps_its_number(read: Reader) -> None:
    parts = {"numbering": lists({1: OUTLINE}), "styles": style("H", "heading 2")}
    block = read(para("Scope", style="H", item=(1, 1)), parts=parts).blocks[0]
    assert (block.kind, block.level, block.label, block.label_end) == ("heading", 2, "1.1", 0)


def test_automatic_number_goes_before_a_typed_one_and_a_bullet_behind(read: Reader) -> None:
    numbering = lists({1: level(0, text="%1.") + level(1, "bullet", "•")})
    blocks = read(
        para("(a) Log out.", item=(1, 0)) + para("(b) Log in.", item=(1, 1)), parts={"numbering": numbering}
    ).blocks
    assert [(block.label, block.label_end) for block in blocks] == [("1.", 0), ("(b)", 4)]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("1. Log out.", "1.", "item"),
        ("(a) Log out.", "(a)", "item"),
        ("IV. Log out.", "IV.", "item"),
        ("• Log out.", "•", "item"),
        ("Section 3. Log out.", "Section 3.", "paragraph"),
        ("Log out.", "", "paragraph"),
    ],
)
def test_typed_label_stays_in_the_text(read: Reader, text: str, label: str, kind: str) -> None:
    block = read(para(text)).blocks[0]
    assert (block.text, block.label, block.kind) == (text, label, kind)
    assert block.wording == "Log out."


@pytest.mark.parametrize(
    "numbering",
    [
        "<w:num/>",
        '<w:num w:numId="1"/>',
        '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>',
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Loop"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        lists({1: '<w:lvl w:ilvl="x"/><w:lvl/><w:lvl w:ilvl="99"/>'}),
    ],
)
def test_broken_definitions_give_no_number(numbered: Numbered, numbering: str) -> None:
    styles = style("Loop", kind="numbering", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert labels(numbered, items((1, 0)), numbering, styles=styles) == [""]


def test_endless_number_text_is_cut(read: Reader) -> None:
    block = read(items((1, 0)), parts={"numbering": lists({1: level(0, text="%1" * 100_000)})}).blocks[0]
    assert len(block.label) <= 100
