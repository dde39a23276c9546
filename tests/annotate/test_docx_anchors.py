"""Where a comment's range begins and ends in a DOCX file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from policylint.annotate.docx_copy import annotate_docx
from policylint.annotate.docx_words import seen
from policylint.readers.docx import read_docx
from tests.annotate.docx_making import W, about, anchored, copied, first_comment, part, plain, written
from tests.readers.docx.making import box, field, note, para, row, run, table

WORDS = st.lists(st.sampled_from(("aa", "bb &", "c<d", "é", "\U0001f600", " ", "  e")), min_size=1, max_size=4).map(
    "".join
)
RUNS = st.lists(
    st.one_of(
        WORDS.map(run),
        WORDS.map(lambda text: run(text, "<w:b/>")),
        WORDS.map(lambda text: f'<w:ins w:id="7" w:author="a">{run(text)}</w:ins>'),
        WORDS.map(lambda text: f'<w:del w:id="8" w:author="a">{run(text).replace("w:t", "w:delText")}</w:del>'),
        WORDS.map(lambda text: f'<w:hyperlink w:anchor="x">{run(text)}</w:hyperlink>'),
        WORDS.map(lambda text: field(" REF x ", run(text))),
        st.just("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c d</w:t></w:r>"),
    ),
    min_size=1,
    max_size=5,
).map("".join)


@given(RUNS, st.data())
@settings(max_examples=60, deadline=None)
def test_any_words_of_any_runs(runs: str, data: st.DataObject) -> None:
    package = written(para(run("First.")) + f"<w:p>{runs}</w:p>")
    text = "".join(block.text for block in read_docx(package, name="x").blocks if block.paragraph == 2)
    if not seen(text):
        return
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    if not seen(quote):
        return
    copy = copied(package, about("First.", 1), about(quote, 2))
    first, words = anchored(copy)
    assert first == "First."
    assert seen(words) == seen(quote)
    assert plain(part(copy)) == plain(part(package))


def test_a_run_is_divided_where_the_words_begin_and_end() -> None:
    copy = copied(
        written('<w:p><w:r w:rsidR="01"><w:rPr><w:b/></w:rPr><w:t>One. Two. Three.</w:t></w:r></w:p>'), about("Two.")
    )
    head = '<w:r w:rsidR="01"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
    assert (
        f'<w:p>{head}One. </w:t></w:r><w:commentRangeStart w:id="0"/>{head}Two.</w:t></w:r>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:commentReference w:id="0"/></w:r>'
        f"{head} Three.</w:t></w:r></w:p>"
    ) in part(copy).decode()


def test_clauses_side_by_side_leave_no_empty_run() -> None:
    copy = copied(written(para("One.Two.")), about("One."), about("Two."))
    assert anchored(copy) == ["One.", "Two."]
    assert all(run.findtext(f"{W}t") != "" for run in etree.fromstring(part(copy)).iter(f"{W}r"))


@pytest.mark.parametrize(
    "runs",
    [
        "<w:r><w:t> One. Two. </w:t></w:r>",
        "<w:r><w:t><![CDATA[One. Two.]]></w:t></w:r>",
        '<w:r><w:rPr><w:rPrChange w:id="3" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>One. Two.</w:t></w:r>',
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>One. Two.</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent><w:r><w:t>One. Two.</w:t></w:r>'
        "</w:sdtContent></w:sdt>",
        "<mc:AlternateContent><mc:Choice><w:r><w:t>One. Two.</w:t></w:r></mc:Choice></mc:AlternateContent>",
    ],
    ids=["spaces-that-are-cut", "cdata", "tracked-look", "plain-control", "locked", "alternatives"],
)
def test_what_must_not_be_divided_is_taken_whole(runs: str) -> None:
    data = written(f"<w:p><w:r><w:t>Before.</w:t></w:r>{runs}<w:r><w:t>After.</w:t></w:r></w:p>")
    copy = copied(data, about("Two."))
    assert [seen(words) for words in anchored(copy)] == ["One.Two."]
    assert runs in part(copy).decode()


def test_the_sign_of_a_comment_is_not_inserted_text_itself() -> None:
    copy = copied(written(f'<w:p><w:ins w:id="7" w:author="a">{run("New words.")}</w:ins></w:p>'), about("New words."))
    signs = [each.getparent().getparent().tag for each in etree.fromstring(part(copy)).iter(f"{W}commentReference")]
    assert signs == [f"{W}p"]


def test_deleted_words_never_hold_a_comment() -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>Keep it.</w:delText></w:r></w:del>'
    data = written(para(f"{deleted}{run('Keep it.')}"))
    result = annotate_docx(data, [about("Keep it.")], name="x")
    assert anchored(result.data) == ["Keep it."]
    assert deleted.encode() in part(result.data)
    assert result.remarks == ("The document has tracked changes; they were kept. No comment stands at deleted words.",)


def test_hidden_words_and_instructions_of_fields_are_stepped_over() -> None:
    data = written(para(run("Two. hidden", "<w:vanish/>") + field(' REF "Two." ', run("One. Two."))))
    assert anchored(copied(data, about("Two."))) == ["Two."]


def test_words_that_run_on_over_a_deleted_mark() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    data = written(f"<w:p><w:pPr>{mark}</w:pPr>{run('Keep ')}</w:p>{para('records.')}")
    assert anchored(copied(data, about("Keep records.", 2))) == ["Keep records."]


def test_a_row_is_held_from_its_first_cell_to_its_last() -> None:
    data = written(table(row("Owner", "Human Resources", "Ext. 5")))
    copy = copied(data, about("Owner | Human Resources | Ext. 5"))
    assert anchored(copy) == ["OwnerHuman ResourcesExt. 5"]


def test_whole_words_come_before_parts_of_words() -> None:
    data = written(para("Recordskeeping is hard. Records"))
    xml = part(copied(data, about("Records"))).decode()
    assert xml.index("commentRangeStart") > xml.index("hard")


def test_words_in_a_text_box_are_noted_where_the_box_hangs() -> None:
    data = written(para(run("Held.") + box(para("Boxed words."))))
    copy = copied(data, about("Boxed words.", 2))
    root = etree.fromstring(part(copy))
    assert [each.getparent().getparent().tag for each in root.iter(f"{W}commentRangeStart")] == [f"{W}body"]
    assert first_comment(copy).text.startswith("About words in a text box: “Boxed words.”")


def test_words_in_a_footnote_are_noted_at_its_sign() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = written(para(run("Held.") + reference), footnotes=note(2, para("Kept two years.")))
    copy = copied(data, about("Kept two years."))
    assert f'<w:commentRangeStart w:id="0"/>{reference}<w:commentRangeEnd w:id="0"/>'.encode() in part(copy)
    assert first_comment(copy).text.startswith("About words in a footnote: “Kept two years.”")


@pytest.mark.parametrize("paragraph", [None, 1, 99])
def test_words_that_are_nowhere_are_noted_all_the_same(paragraph: int | None) -> None:
    copy = copied(written(para("Only this.")), about("Not there.", paragraph))
    assert anchored(copy) == ["Only this."]
    assert first_comment(copy).text.startswith("About these words: “Not there.”\n")
