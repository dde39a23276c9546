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
