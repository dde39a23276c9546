"""Lines into paragraphs: what is joined, what stands alone, and how a block looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policylint.model.document import Document

from .making import PdfFile

Read = Callable[[PdfFile], Document]
Texts = Callable[..., list[str]]

PROSE = [
    "Employees who speak for the agency on the network must name",
    "the agency and their own position, and they must keep to the",
    "facts that have been released.",
]
JOINED = " ".join(PROSE)


def test_wrapped_lines_make_one_paragraph(pdf: PdfFile, texts: Texts) -> None:
    assert texts(pdf.page(pdf.lines(72, 100, PROSE))) == [JOINED]


def test_each_word_has_a_box_from_the_top_left(pdf: PdfFile, document: Read) -> None:
    [block] = document(pdf.page(pdf.text(72, 100, "Post nothing.", size=10))).blocks
    first, second = block.marks
    assert (first.start, first.end, first.page) == (0, 4, 1)
    assert first.box == pytest.approx((72, 92.2, 96, 102.2))
    assert second.box == pytest.approx((102, 92.2, 150, 102.2))


def test_gap_between_lines_ends_a_paragraph(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.lines(72, 100, PROSE), pdf.lines(72, 142, PROSE))
    assert texts(page) == [JOINED, JOINED]


def test_line_that_was_broken_early_ends_a_paragraph(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.lines(72, 100, [*PROSE[:2], "facts.", "Nobody else may answer. " + PROSE[0][:34], *PROSE[1:]]))
    assert len(texts(page)) == 2


def test_first_line_indent_begins_a_paragraph(pdf: PdfFile, texts: Texts) -> None:
    full = ["the agency and their own position, and they must keep to it."]
    page = pdf.page(
        pdf.lines(72, 100, full),
        pdf.text(96, 112, "Managers who manage pages must read the posts each day, and"),
        pdf.lines(72, 124, full),
    )
    assert len(texts(page)) == 2


@pytest.mark.parametrize("look", [{"font": "bold"}, {"size": 14}])
def test_line_that_looks_like_a_heading_stands_alone(pdf: PdfFile, texts: Texts, look: dict[str, Any]) -> None:
    page = pdf.page(pdf.text(72, 100, "Comments by the public", **look), pdf.lines(72, 113, PROSE))
    assert texts(page) == ["Comments by the public", JOINED]


def test_line_in_capitals_stands_alone(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.text(72, 100, "COMMENTS BY THE PUBLIC"), pdf.lines(72, 112, PROSE))
    assert texts(page) == ["COMMENTS BY THE PUBLIC", JOINED]


def test_centred_lines_stay_apart(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(
        pdf.text(306 - 4.2 * 12, 60, "FIRE DISTRICT", size=14, font="bold"),
        pdf.text(306 - 4.2 * 19, 77, "SOCIAL MEDIA POLICY", size=14, font="bold"),
        pdf.lines(72, 120, PROSE),
    )
    first, second, text = document(page).blocks
    assert [first.text, second.text] == ["FIRE DISTRICT", "SOCIAL MEDIA POLICY"]
    assert second.style.centred and second.style.bold and second.style.size == 14
    assert not text.style.centred


def test_heading_in_the_margin_is_parted_from_the_text_beside_it(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.text(72, 100, "PURPOSE", font="bold"), pdf.lines(160, 100, PROSE))
    assert texts(page) == ["PURPOSE", JOINED]


@pytest.mark.parametrize(
    ("label", "typed"), [("1.", "1. "), ("(a)", "(a) "), ("\u2022", "\u2022 "), ("A.", "A. "), ("4.2", "4.2 ")]
)
def test_label_with_hanging_text_makes_an_item(pdf: PdfFile, document: Read, label: str, typed: str) -> None:
    page = pdf.page(
        pdf.text(72, 100, label), pdf.lines(108, 100, PROSE), pdf.text(72, 136, label), pdf.lines(108, 136, PROSE)
    )
    blocks = document(page).blocks
    assert [block.kind for block in blocks] == ["item", "item"]
    assert blocks[0].label == label
    assert blocks[0].wording == JOINED
    assert blocks[0].text == typed + JOINED


def test_figure_that_came_to_stand_at_the_beginning_of_a_line_is_no_label(pdf: PdfFile, texts: Texts) -> None:
    words = ["Requests that the manager has turned down are heard under section", "4. of the manual on personnel."]
    assert texts(pdf.page(pdf.lines(72, 100, words))) == [" ".join(words)]


def test_numbered_heading_is_left_to_the_structure(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(pdf.text(72, 100, "1. PURPOSE", font="bold"), pdf.lines(72, 124, PROSE))
    heading = document(page).blocks[0]
    assert (heading.kind, heading.label, heading.wording) == ("paragraph", "1.", "PURPOSE")


def test_word_divided_at_the_end_of_a_line_is_joined(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(
        pdf.lines(72, 100, ["Staff ask the public information office before an agen-", "cy page is opened."])
    )
    assert texts(page) == ["Staff ask the public information office before an agency page is opened."]


@pytest.mark.parametrize(("head", "tail"), [("self-", "service"), ("e-", "mail"), ("non-", "Federal"), ("21-", "day")])
def test_hyphen_that_belongs_to_the_word_is_kept(pdf: PdfFile, texts: Texts, head: str, tail: str) -> None:
    page = pdf.page(
        pdf.lines(72, 100, [f"Staff ask the public information office for the {head}", f"{tail} desk first."])
    )
    assert f" {head}{tail} " in texts(page)[0]


def test_own_words_of_the_document_decide_over_a_hyphen(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(
        pdf.lines(
            72, 100, ["The council of the town has laid down that each on-", "line post is kept for seven years."]
        ),
        pdf.text(72, 150, "Staff are trained before they go online for the town."),
    )
    assert texts(page)[0] == "The council of the town has laid down that each online post is kept for seven years."


def test_ligature_is_written_out(pdf: PdfFile, texts: Texts) -> None:
    pdf.differences = "1 /fi"
    assert texts(pdf.page(pdf.text(72, 100, "The \x01rst of\x01ce answers."))) == ["The first office answers."]


def test_raised_figure_does_not_stick_to_the_word(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.text(72, 100, "Every post"), pdf.text(132, 96, "2", size=6), pdf.text(142, 100, "is a record."))
    assert texts(page) == ["Every post 2 is a record."]


def test_line_drawn_under_words_is_underlining(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(pdf.text(72, 100, "RECORDS"), pdf.rule(72, 101.5, 114, 101.5), pdf.lines(72, 124, PROSE))
    assert [block.style.underline for block in document(page).blocks] == [True, False]


def test_style_tells_indent_and_space_before(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(pdf.lines(72, 100, PROSE), pdf.lines(100, 154, PROSE, font="italic"))
    first, second = document(page).blocks
    assert (first.style.indent, first.style.space_before) == (0, None)
    assert second.style.italic
    assert second.style.indent == pytest.approx(28, abs=0.1)
    assert second.style.space_before == pytest.approx(20)


def test_lines_of_a_table_of_contents_stay_apart(pdf: PdfFile, texts: Texts) -> None:
    entries = [
        "Purpose ........................................ 1",
        "Scope of this policy ........................... 2",
    ]
    assert texts(pdf.page(pdf.lines(72, 100, entries))) == entries


def test_footnote_does_not_interrupt_the_text(pdf: PdfFile, document: Read) -> None:
    pdf.page(
        pdf.lines(72, 660, PROSE[:2]),
        pdf.text(72, 717, "1", size=5),
        pdf.text(76, 720, "Found in the manual of the records office.", size=8),
    )
    pdf.page(pdf.lines(72, 72, ["law and to the facts that have been released."]))
    text, note = document(pdf).blocks
    assert text.text.endswith("they must keep to the law and to the facts that have been released.")
    assert (note.kind, note.text) == ("note", "1 Found in the manual of the records office.")


def test_link_is_kept_with_the_words_under_it(pdf: PdfFile, document: Read) -> None:
    extra = pdf.link(124, 88, 158, 104, "https://records.example/guide")
    [block] = document(pdf.page(pdf.text(72, 100, "Read the guide first."), extra=extra)).blocks
    [link] = block.links
    assert (block.text[link.start : link.end], link.target) == ("guide", "https://records.example/guide")


def test_line_named_by_a_bookmark_is_a_heading(pdf: PdfFile, document: Read) -> None:
    pdf.bookmarks = [("Comments by the public", 1)]
    page = pdf.page(pdf.lines(72, 100, ["2. Comments by the public", *PROSE]))
    heading, text = document(page).blocks
    assert (heading.kind, heading.level, heading.wording) == ("heading", 1, "Comments by the public")
    assert (text.kind, text.text) == ("paragraph", JOINED)


def test_bookmark_that_repeats_a_sentence_makes_no_heading(pdf: PdfFile, document: Read) -> None:
    pdf.bookmarks = [(JOINED, 1)]
    assert [block.kind for block in document(pdf.page(pdf.lines(72, 100, PROSE))).blocks] == ["paragraph"]


@pytest.mark.parametrize(
    ("declared", "title"),
    [("Social Media Policy", "Social Media Policy"), ("Microsoft Word - policy.doc", ""), ("Minutes of the board", "")],
)
def test_declared_title_must_stand_on_the_first_page(pdf: PdfFile, document: Read, declared: str, title: str) -> None:
    pdf.title = declared
    assert document(pdf.page(pdf.text(72, 100, "SOCIAL MEDIA POLICY"), pdf.lines(72, 140, PROSE))).title == title
