"""How paragraphs look: through defaults, styles, lists and their own properties."""

from __future__ import annotations

import pytest

from policylint.model.document import Style

from .conftest import Reader
from .making import level, lists, para, run, style

DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:before="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def look(read: Reader, body: str, **parts: str) -> Style:
    """The look of the first block."""
    return read(body, parts=parts).blocks[0].style


def test_defaults_hold_where_nothing_else_is_said(read: Reader) -> None:
    assert look(read, para("text"), styles=DEFAULTS) == Style(size=11.0, indent=0.0, space_before=6.0)


def test_size_is_ten_points_when_it_is_said_nowhere(read: Reader) -> None:
    assert look(read, para("text")).size == 10.0


def test_default_style_holds_for_paragraphs_that_name_none_or_a_lost_one(read: Reader) -> None:
    styles = style("N", "Normal", run='<w:sz w:val="24"/>', default=True)
    assert look(read, para("text"), styles=styles).size == 12.0
    assert look(read, para("text", style="Lost"), styles=styles).name == "Normal"


def test_nearer_styles_go_before_farther_ones(read: Reader) -> None:
    styles = DEFAULTS + style("A", run='<w:sz w:val="28"/><w:i/>') + style("B", based_on="A", run='<w:sz w:val="32"/>')
    found = look(read, para("text", style="B"), styles=styles)
    assert (found.size, found.italic, found.name) == (16.0, True, "B")


def test_own_properties_go_before_styles(read: Reader) -> None:
    styles = style("A", run='<w:b/><w:sz w:val="28"/>', paragraph='<w:jc w:val="center"/>')
    found = look(
        read, para(run("text", '<w:b w:val="0"/><w:sz w:val="20"/>'), '<w:jc w:val="left"/>', style="A"), styles=styles
    )
    assert (found.bold, found.size, found.centred) == (False, 10.0, False)


def test_bold_of_both_styles_cancels_out(read: Reader) -> None:
    styles = style("A", run="<w:b/>") + style("Strong", kind="character", run="<w:b/>")
    strong = run("text", '<w:rStyle w:val="Strong"/>')
    assert look(read, para(strong, style="A"), styles=styles).bold is False
    assert look(read, para(strong), styles=styles).bold is True


def test_bold_needs_all_the_words(read: Reader) -> None:
    assert look(read, para(run("Use of", "<w:b/>") + run("  ") + run(" e-mail", "<w:b/>"))).bold is True
    assert look(read, para(run("Use of", "<w:b/>") + run(" e-mail"))).bold is False


def test_underline_may_be_none(read: Reader) -> None:
    assert look(read, para(run("text", '<w:u w:val="single"/>'))).underline is True
    assert look(read, para(run("text", '<w:u w:val="none"/>'))).underline is False


def test_size_is_that_of_most_letters(read: Reader) -> None:
    body = para(run("A", '<w:sz w:val="40"/>') + run("ll staff log out", '<w:sz w:val="24"/>'))
    assert look(read, body).size == 12.0


def test_centred_and_space_before(read: Reader) -> None:
    found = look(read, para("text", '<w:spacing w:before="240"/><w:jc w:val="center"/>'))
    assert (found.centred, found.space_before) == (True, 12.0)


@pytest.mark.parametrize(
    ("properties", "indent"),
    [
        ('<w:ind w:left="720"/>', 36.0),
        ('<w:ind w:start="720" w:firstLine="360"/>', 36.0),
        ('<w:ind w:left="720" w:hanging="360"/>', 18.0),
        ('<w:ind w:left="1in"/>', 72.0),
        ('<w:ind w:left="-400"/>', 0.0),
        ('<w:ind w:left="wide"/>', 0.0),
    ],
)
def test_indent_is_the_leftmost_edge(read: Reader, properties: str, indent: float) -> None:
    assert look(read, para("text", properties)).indent == indent


def test_leading_tabs_indent(read: Reader) -> None:
    tabs = "<w:r><w:tab/><w:tab/></w:r>"
    assert look(read, para(tabs + run("text"))).indent == 72.0
    assert look(read, para(tabs + run("text")), settings='<w:defaultTabStop w:val="400"/>').indent == 40.0


def test_list_indents_its_items_unless_the_style_or_the_paragraph_does(read: Reader) -> None:
    numbering = lists({1: level(0).replace("</w:lvl>", '<w:pPr><w:ind w:left="800" w:hanging="400"/></w:pPr></w:lvl>')})
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = style("Flat", paragraph=listed) + style("Own", paragraph=f'{listed}<w:ind w:left="200" w:hanging="0"/>')
    parts = {"numbering": numbering, "styles": styles}
    assert look(read, para("x", style="Flat"), **parts).indent == 20.0
    assert look(read, para("x", style="Own"), **parts).indent == 10.0
    assert look(read, para("x", '<w:ind w:left="1000"/>', style="Flat"), **parts).indent == 30.0
