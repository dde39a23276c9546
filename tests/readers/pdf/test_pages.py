"""Pages: reading order, running lines, tables, rotation and hidden text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.model.document import Document

from .making import PdfFile

Read = Callable[[PdfFile], Document]
Texts = Callable[..., list[str]]

LEFT = ["Posts of the agency are", "read every day, and what", "the public asks is heard", "and answered in a week."]
RIGHT = ["Staff who see a threat in", "a comment tell the chief", "of security at once, and", "they keep a copy of it."]
WIDE = ["This policy has been adopted by the board and is binding on", "all who work for the agency, paid or unpaid."]


def test_columns_are_read_one_after_the_other(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(
        pdf.text(72, 60, "A title that stands over both columns", size=14),
        pdf.lines(72, 100, LEFT),
        pdf.lines(320, 100, RIGHT),
        pdf.lines(72, 180, WIDE),
    )
    assert texts(page) == ["A title that stands over both columns", " ".join(LEFT), " ".join(RIGHT), " ".join(WIDE)]


def test_columns_whose_baselines_differ(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.lines(320, 104, RIGHT), pdf.lines(72, 100, LEFT))
    assert texts(page) == [" ".join(LEFT), " ".join(RIGHT)]


def test_paragraph_goes_on_in_the_next_column(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(
        pdf.lines(72, 100, [*LEFT[:3], "by whoever is on duty in"]), pdf.lines(320, 100, ["the press office.", *RIGHT])
    )
    joined = "Posts of the agency are read every day, and what the public asks is heard by whoever is on duty in"
    assert texts(page)[0] == f"{joined} the press office."


def test_labels_that_hang_from_the_right_hand_column(pdf: PdfFile, texts: Texts) -> None:
    items = [pdf.text(320, 100 + 48 * place, f"({label})") for place, label in enumerate("abcd")]
    page = pdf.page(
        pdf.lines(72, 100, LEFT * 4), *items, *(pdf.lines(348, 100 + 48 * place, RIGHT) for place in range(4))
    )
    assert texts(page)[1:] == [f"({label}) " + " ".join(RIGHT) for label in "abcd"]


def test_terms_beside_their_meaning_are_read_row_by_row(pdf: PdfFile, texts: Texts) -> None:
    terms = ["Account", "Comment", "Official page", "Record", "Post"]
    rows = [
        part
        for place, term in enumerate(terms)
        for part in (
            pdf.text(72, 100 + 30 * place, term),
            pdf.lines(200, 100 + 30 * place, ["means what is said here and", "nothing else."]),
        )
    ]
    assert texts(pdf.page(*rows)) == [f"{term} means what is said here and nothing else." for term in terms]


def test_tab_aligned_header_lines_are_read_across(pdf: PdfFile, texts: Texts) -> None:
    rows = [("Issued: 01/02/2012", "Effective: 02/01/2012"), ("Revised: 03/04/2015", "Rescinds: Order 7")]
    parts = [
        pdf.text(72 + 220 * side, 100 + 12 * place, cell)
        for place, row in enumerate(rows)
        for side, cell in enumerate(row)
    ]
    assert texts(pdf.page(*parts)) == [" ".join(row) for row in rows]


def page_with_margins(pdf: PdfFile, number: int, total: int, body: list[str]) -> None:
    pdf.page(
        pdf.text(72, 40, "Town of Elm Hollow"),
        pdf.lines(72, 100, body),
        pdf.text(72, 740, "Manual 4-2    Issued: 05/06/2013"),
        pdf.text(480, 740, f"Page {number} of {total}"),
    )


def test_running_lines_are_told_from_text_and_a_paragraph_goes_on_behind_them(pdf: PdfFile, document: Read) -> None:
    page_with_margins(pdf, 1, 3, WIDE[:1])
    page_with_margins(pdf, 2, 3, [WIDE[1], "", *LEFT])
    page_with_margins(pdf, 3, 3, RIGHT)
    blocks = document(pdf).blocks
    body = [block for block in blocks if block.role == "body"]
    assert [block.text for block in body[1:]] == [
        " ".join(WIDE),
        "Manual 4-2 Issued: 05/06/2013 Page 1 of 3",
        " ".join(LEFT),
        " ".join(RIGHT),
    ]
    assert [mark.page for mark in body[1].marks] == [1] * len(WIDE[0].split()) + [2] * len(WIDE[1].split())


def test_what_opens_the_document_stays_text(pdf: PdfFile, document: Read) -> None:
    for number in (1, 2, 3):
        page_with_margins(pdf, number, 3, WIDE)
    heads = [block for block in document(pdf).blocks if block.text == "Town of Elm Hollow"]
    assert [block.role for block in heads] == ["body", "running", "running"]


def test_date_in_a_footer_is_kept_once_as_text(pdf: PdfFile, document: Read) -> None:
    for number in (1, 2):
        page_with_margins(pdf, number, 2, WIDE)
    feet = [block for block in document(pdf).blocks if block.text.startswith("Manual")]
    assert [block.role for block in feet] == ["body", "running"]


@pytest.mark.parametrize("number", ["Page 1 of 1", "1", "- 1 -", "Page 1"])
def test_page_number_of_the_only_page(pdf: PdfFile, texts: Texts, number: str) -> None:
    page = pdf.page(pdf.lines(72, 100, WIDE), pdf.text(300, 750, number))
    assert texts(page) == [" ".join(WIDE)]
    assert texts(page, role="running") == [number]


def test_heading_that_repeats_at_one_place_is_no_running_line(pdf: PdfFile, texts: Texts) -> None:
    for body in (LEFT, RIGHT, WIDE):
        pdf.page(pdf.text(72, 40, "Elm Hollow Manual"), pdf.text(72, 100, "PURPOSE"), pdf.lines(72, 116, body))
    assert texts(pdf).count("PURPOSE") == 3


def test_ruled_table_gives_rows(pdf: PdfFile, document: Read) -> None:
    rows = [("Account", "Owner", "Since"), ("Town page", "Clerk", "2011"), ("Fire page", "Chief", "2014")]
    cells = [
        pdf.text(80 + 120 * column, 115 + 20 * place, cell)
        for place, row in enumerate(rows)
        for column, cell in enumerate(row)
    ]
    page = pdf.page(
        pdf.lines(72, 60, WIDE), pdf.grid([72, 192, 312, 432], [100, 120, 140, 160]), *cells, pdf.lines(72, 200, WIDE)
    )
    blocks = document(page).blocks
    assert [block.kind for block in blocks] == ["paragraph", "row", "row", "row", "paragraph"]
    assert [block.text for block in blocks[1:4]] == [" | ".join(row) for row in rows]


def test_cells_with_lists_are_read_as_text(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(
        pdf.grid([72, 300, 440], [100, 180]),
        pdf.lines(80, 120, ["1. Read the posts.", "2. Keep a copy.", "3. Tell the clerk."]),
        pdf.lines(308, 120, ["Nobody posts without", "the chief's word."]),
    )
    assert [block.kind for block in document(page).blocks] == ["item", "item", "item", "paragraph"]


@pytest.mark.parametrize("box", [([40, 570], [30, 760]), ([60, 550], [84, 132])])
def test_border_and_box_are_no_table(pdf: PdfFile, document: Read, box: tuple[list[float], list[float]]) -> None:
    [block] = document(pdf.page(pdf.grid(*box), pdf.lines(72, 100, WIDE))).blocks
    assert (block.kind, block.text) == ("paragraph", " ".join(WIDE))


def test_number_in_the_margin_does_not_tear_the_text_of_a_box(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(pdf.text(40, 112, "7.2", size=8), pdf.grid([70, 550], [84, 132]), pdf.lines(80, 100, WIDE))
    text, note = document(page).blocks
    assert (text.text, note.kind, note.text) == (" ".join(WIDE), "note", "7.2")


@pytest.mark.parametrize(
    ("rotate", "turn", "x", "y"),
    [(0, "1 0 0 1", 72, 692), (90, "0 1 -1 0", 100, 72), (180, "-1 0 0 -1", 540, 100), (270, "0 -1 1 0", 512, 720)],
)
def test_rotated_page_is_seen_as_displayed(
    pdf: PdfFile, document: Read, rotate: int, turn: str, x: float, y: float
) -> None:
    words = pdf.text(x, 792 - y if rotate == 0 else y, "Post nothing.", turn=turn)
    [block] = document(pdf.page(words, extra=f"/Rotate {rotate}")).blocks
    assert block.text == "Post nothing."
    assert block.marks[0].box == pytest.approx((72, 92.2, 96, 102.2), abs=0.1)


def test_boxes_count_from_the_visible_area(pdf: PdfFile, document: Read) -> None:
    extra = "/MediaBox [-20 -30 592 762] /CropBox [30 20 560 700]"
    [block] = document(pdf.page(pdf.text(80, 792 - 650, "Post nothing."), pdf.text(5, 100, "Cut"), extra=extra)).blocks
    assert block.text == "Post nothing."
    assert block.marks[0].box == pytest.approx((50, 42.2, 74, 52.2), abs=0.1)


def test_text_set_sideways_is_read_in_its_own_direction(pdf: PdfFile, document: Read) -> None:
    rows = [pdf.text(200 + 12 * place, 72, line, turn="0 1 -1 0") for place, line in enumerate(WIDE)]
    [block] = document(pdf.page(*rows)).blocks
    assert block.text == " ".join(WIDE)
    assert block.marks[0].box is not None
    x0, top, x1, bottom = block.marks[0].box
    assert (x1 - x0, bottom - top) == pytest.approx((10, 24), abs=0.1)


def test_stamp_at_the_side_is_no_text(pdf: PdfFile, document: Read) -> None:
    page = pdf.page(pdf.lines(72, 100, WIDE), pdf.text(30, 300, "RECEIVED 2014", turn="0 1 -1 0"))
    assert [(block.role, block.text) for block in document(page).blocks] == [
        ("body", " ".join(WIDE)),
        ("running", "RECEIVED 2014"),
    ]


def test_slanting_watermark_is_left_out(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.lines(72, 100, WIDE), pdf.text(100, 200, "DRAFT", turn="0.7 0.7 -0.7 0.7", size=60))
    assert texts(page) == [" ".join(WIDE)]


def test_invisible_text_under_a_scan_is_its_text_layer(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.picture(), pdf.lines(72, 100, WIDE * 2, mode=3))
    assert texts(page) == [" ".join(WIDE)] * 2


def test_invisible_text_beside_visible_text_is_not_read(pdf: PdfFile, texts: Texts) -> None:
    page = pdf.page(pdf.lines(72, 100, WIDE), pdf.text(72, 300, "All of this is covered.", mode=3))
    assert texts(page) == [" ".join(WIDE)]
