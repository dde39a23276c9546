"""From `Block.paragraph` back to the XML."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policylint.readers.docx import open_docx, paragraph_elements, read_docx

from .making import box, cell, check_places, level, lists, members, note, own_text, packed, para, row, run, style, table

pytestmark = pytest.mark.slow

WORDS = st.text(alphabet="abc ", max_size=12).map(lambda text: f"{text}x")


def body_of(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some paragraphs or tables, one behind the other."""
    return st.lists(blocks, min_size=1, max_size=4).map("".join)


PARAGRAPHS = st.one_of(
    WORDS.map(para),
    WORDS.map(lambda text: para(text, style="H")),
    WORDS.map(lambda text: para(text, item=(1, 0))),
    WORDS.map(lambda text: para(f'<w:ins w:id="1" w:author="a">{run(text)}</w:ins>{run(" end")}')),
    WORDS.map(lambda text: para(run(text) + '<w:r><w:footnoteReference w:id="1"/></w:r>')),
    WORDS.map(lambda text: f"<w:sdt><w:sdtContent>{para(text)}</w:sdtContent></w:sdt>"),
    st.tuples(WORDS, WORDS).map(lambda pair: para(run(pair[0]) + box(para(pair[1])))),
    st.just(para()),
)


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Tables whose cells hold `inner`."""
    cells = body_of(inner).map(lambda content: cell(content))
    return st.lists(st.lists(cells, min_size=1, max_size=3).map(lambda each: row(*each)), min_size=1, max_size=3).map(
        lambda rows: table(*rows)
    )


@given(body_of(st.recursive(PARAGRAPHS, tables, max_leaves=8)))
@settings(max_examples=150, deadline=None)
def test_every_block_stands_in_its_paragraph_and_no_word_is_lost(body: str) -> None:
    parts = {"styles": style("H", "heading 1"), "numbering": lists({1: level(0)}), "footnotes": note(1, para("aside"))}
    data = packed(members(para("first") + body, parts=parts))
    document = read_docx(data, name="x")
    check_places(document, data)
    written = "".join(map(own_text, paragraph_elements(open_docx(data))))
    assert sum(block.text.count("x") for block in document.blocks) == written.count("x")


def test_all_paragraphs_count_but_the_second_copies_of_text_boxes() -> None:
    deleted = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr></w:p>'
    body = para("1") + para() + deleted + para(run("4") + box(para("5"))) + table(row("6", cell(para("7") + para("8"))))
    elements = paragraph_elements(open_docx(packed(members(body))))
    texts = ["".join(text.text for text in element.iter("{*}t")) for element in elements]
    assert [text[:1] for text in texts] == ["1", "", "", "4", "5", "6", "7", "8"]


def test_files_of_python_docx_are_read() -> None:
    made = docx.Document()
    made.add_heading("Social Media Policy", 0)
    made.add_heading("Scope", 1)
    made.add_paragraph("All staff.", style="List Number")
    made.add_paragraph("All volunteers.", style="List Number")
    made.add_paragraph("and others", style="List Bullet 2")
    out = io.BytesIO()
    made.save(out)
    document = read_docx(out.getvalue(), name="x")
    check_places(document, out.getvalue())
    assert document.title == "Social Media Policy"
    assert [(block.kind, block.label, block.text) for block in document.blocks] == [
        ("heading", "", "Social Media Policy"),
        ("heading", "", "Scope"),
        ("item", "1.", "All staff."),
        ("item", "2.", "All volunteers."),
        ("item", "•", "and others"),
    ]
