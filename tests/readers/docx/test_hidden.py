"""Words of a Word file that its reader does not see are told of and not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint import readers
from policylint.limits import Limits
from policylint.model.document import Document

from .making import cell, members, packed, para, row, run, table

Reader = Callable[..., Document]
WORDS = "Post no names of clients."
WHITE = '<w:color w:val="FFFFFF"/>'


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:vanish/>", "vanished"),
        (WHITE, "white"),
        ('<w:color w:val="FEFEFE"/>', "white"),
        ('<w:sz w:val="2"/>', "tiny"),
    ],
)
def test_hidden_words_are_told_of_and_not_read(read: Reader, properties: str, kind: str) -> None:
    document = read(para(run("All staff may post. ") + run(WORDS, properties)))
    assert [block.text for block in document.blocks] == ["All staff may post."]
    assert [(hidden.kind, hidden.text, hidden.paragraph) for hidden in document.hidden] == [(kind, WORDS, 1)]


@pytest.mark.parametrize(
    "body",
    [
        para(run(WORDS, WHITE + '<w:shd w:val="clear" w:fill="003366"/>')),
        para(run(WORDS, WHITE + '<w:highlight w:val="darkBlue"/>')),
        para(run(WORDS, WHITE), '<w:shd w:val="clear" w:fill="003366"/>'),
        table(row(cell(para(run(WORDS, WHITE)), '<w:shd w:val="clear" w:fill="003366"/>'))),
        para(run(WORDS, '<w:color w:val="auto"/>')),
        para(run(WORDS, '<w:sz w:val="12"/>')),
        para(run(WORDS, '<w:vanish w:val="0"/>')),
    ],
)
def test_white_on_a_colour_and_small_print_are_read(read: Reader, body: str) -> None:
    document = read(body)
    assert (document.blocks[0].text, document.hidden) == (WORDS, ())


def test_white_words_near_a_floating_shape_may_stand_on_it_and_are_read(read: Reader) -> None:
    shape = para("<w:r><w:pict><v:rect/></w:pict></w:r>")
    assert WORDS in [block.text for block in read(shape + para(run(WORDS, WHITE))).blocks]


def test_hidden_words_of_neighbours_are_told_of_as_one() -> None:
    body = para("All staff may post.") + para(run(WORDS, "<w:vanish/>")) + para(run("Ask the clerk.", "<w:vanish/>"))
    document = readers.read(packed(members(body)), name="policy.docx", limits=Limits())
    assert [hidden.text for hidden in document.hidden] == [f"{WORDS} Ask the clerk."]


ANCHOR = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'behindDoc="1"/></w:drawing></w:r>'
)
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def test_a_shape_behind_the_text_may_lie_behind_all_of_it(read: Reader) -> None:
    body = para(ANCHOR) + para("All staff may post.") * 30 + para(run(WORDS, WHITE))
    assert read(body).blocks[-1].text == WORDS


def test_a_shape_of_a_header_lies_behind_the_pages(read: Reader) -> None:
    document = read(para(run(WORDS, WHITE)), parts={"header": para(ANCHOR)})
    assert (document.blocks[0].text, document.hidden) == (WORDS, ())


@pytest.mark.parametrize(
    "effect",
    [
        "<w:outline/>",
        "<w:shadow/>",
        "<w:emboss/>",
        f"<w14:textFill {W14}/>",
        f"<w14:textOutline {W14}/>",
        f"<w14:glow {W14}/>",
    ],
)
def test_white_words_with_an_effect_are_read(read: Reader, effect: str) -> None:
    assert read(para(run(WORDS, WHITE + effect))).blocks[0].text == WORDS


def test_a_row_may_have_a_colour_of_its_own(read: Reader) -> None:
    shade = '<w:tblPrEx><w:shd w:val="clear" w:fill="003366"/></w:tblPrEx>'
    body = f"<w:tbl><w:tblPr/><w:tr>{shade}{cell(para(run(WORDS, WHITE)))}</w:tr></w:tbl>"
    assert read(body).blocks[0].text == WORDS


def test_a_text_box_in_hidden_words_is_hidden(read: Reader) -> None:
    shape = f"<w:pict><v:textbox><w:txbxContent>{para(WORDS)}</w:txbxContent></v:textbox></w:pict>"
    box = f"<w:r><w:rPr><w:vanish/></w:rPr>{shape}</w:r>"
    document = read(para(run("All staff may post. ") + box))
    assert [block.text for block in document.blocks] == ["All staff may post."]
    assert [hidden.text for hidden in document.hidden] == [WORDS]
