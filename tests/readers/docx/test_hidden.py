"""Words of a Word file that its reader does not see are told of and not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from docx.oxml.parser import parse_xml

from policylint import readers
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.readers.docx import read_docx
from policylint.readers.docx.backdrop import Backdrops
from policylint.readers.docx.styles import Styles

from .making import NAMESPACES, box, cell, members, note, packed, para, row, run, style, table

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
        "<w:imprint/>",
        f"<w14:textFill {W14}/>",
        f"<w14:textOutline {W14}/>",
        f"<w14:shadow {W14}/>",
        f"<w14:glow {W14}/>",
        f"<w14:reflection {W14}/>",
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


@pytest.mark.parametrize(
    "background",
    [
        b'<w:background w:color="003366"/>',
        b'<w:background w:color="FFFFFF"><v:background><v:fill type="frame"/></v:background></w:background>',
    ],
)
def test_the_background_of_the_document_lies_behind_its_headers_too(background: bytes) -> None:
    files = members(para(run(WORDS, WHITE)), parts={"header": para(run("All staff may post.", WHITE))})
    files["word/document.xml"] = files["word/document.xml"].replace(b"<w:body>", background + b"<w:body>")
    document = read_docx(packed(files), name="policy.docx")
    assert [block.text for block in document.blocks] == [WORDS, "All staff may post."]
    assert document.hidden == ()


def test_an_embedded_object_may_lie_behind_the_text(read: Reader) -> None:
    body = para("<w:r><w:object><v:shape/></w:object></w:r>") + para("All staff may post.") * 30
    assert read(body + para(run(WORDS, WHITE))).blocks[-1].text == WORDS


def test_the_defaults_of_the_document_may_shade_all_paragraphs(read: Reader) -> None:
    shade = '<w:shd w:val="clear" w:fill="003366"/>'
    defaults = f"<w:docDefaults><w:pPrDefault><w:pPr>{shade}</w:pPr></w:pPrDefault></w:docDefaults>"
    assert read(para(run(WORDS, WHITE)), parts={"styles": defaults}).blocks[0].text == WORDS


def test_an_effect_of_a_table_style_counts(read: Reader) -> None:
    effects = style("Glowing", kind="table", run=f"<w14:glow {W14}/>")
    inside = row(cell(para(run(WORDS, WHITE))))
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="Glowing"/></w:tblPr>{inside}</w:tbl>'
    assert read(body, parts={"styles": effects}).blocks[0].text == WORDS


def test_the_colour_of_a_table_is_found_behind_bookmarks(read: Reader) -> None:
    marks = '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>' * 4
    shade = '<w:tblPr><w:shd w:val="clear" w:fill="003366"/></w:tblPr>'
    body = f"<w:tbl>{marks}{shade}{row(cell(para(run(WORDS, WHITE))))}</w:tbl>"
    assert read(body).blocks[0].text == WORDS


def test_the_elements_around_many_white_paragraphs_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = para(run(WORDS, WHITE)) * 50
    body = parse_xml(f"<w:body {NAMESPACES}><w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl></w:body>")
    paragraphs = list(body.iter("{*}p"))
    searched: list[str] = []
    for element in (body, *paragraphs[0].iterancestors()):
        kind = type(element)
        found = kind.find

        def find(self: object, path: str, *rest: object, found: Callable[..., object] = found) -> object:
            searched.append(path)
            return found(self, path, *rest)

        monkeypatch.setattr(kind, "find", find)
    backdrops = Backdrops(Styles(None))
    assert all(backdrops.is_white(paragraph) for paragraph in paragraphs)
    around = [path for path in searched if not path.endswith("}pPr")]
    assert len(around) <= 20


def test_the_words_of_a_hidden_text_box_are_told_of_once_and_whole(read: Reader) -> None:
    inside = box(para(run("Post no na") + run("mes of clients.")), para("Ask the clerk."))
    document = read(para(run("All staff may post. ") + inside.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)))
    assert [hidden.text for hidden in document.hidden] == [f"{WORDS} Ask the clerk."]


def test_a_hidden_row_is_told_of(read: Reader) -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    hidden = row(cell(para(run(WORDS) + mark)), "Ask the clerk.", properties="<w:hidden/>")
    document = read(table(row("All staff", "may post."), hidden), parts={"footnotes": note(1, para("Or do not."))})
    assert [block.text for block in document.blocks] == ["All staff | may post."]
    assert [(hidden.kind, hidden.text, hidden.paragraph) for hidden in document.hidden] == [
        ("vanished", f"{WORDS} Ask the clerk.", 3),
        ("vanished", "Or do not.", 3),
    ]


def _marked(properties: str) -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:footnoteReference w:id="1"/></w:r>'


def test_a_note_with_a_hidden_mark_is_told_of(read: Reader) -> None:
    body = para(run("All staff may post.") + _marked("<w:vanish/>"))
    document = read(body, parts={"footnotes": note(1, para(WORDS))})
    assert [block.text for block in document.blocks] == ["All staff may post."]
    assert [(hidden.kind, hidden.text, hidden.paragraph) for hidden in document.hidden] == [("vanished", WORDS, 1)]


@pytest.mark.parametrize("marks", [_marked(WHITE), _marked('<w:sz w:val="2"/>'), _marked("<w:vanish/>") + _marked("")])
def test_a_note_that_can_be_seen_is_read(read: Reader, marks: str) -> None:
    document = read(para(run("All staff may post.") + marks), parts={"footnotes": note(1, para(WORDS))})
    assert [block.text for block in document.blocks] == ["All staff may post.", WORDS]
    assert document.hidden == ()
