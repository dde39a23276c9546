"""Ruled tables: which pages pdfplumber is asked about, where its cells stand, and what happens when it fails."""

from __future__ import annotations

from collections.abc import Callable

import pdfplumber
import pytest

from policylint.model.document import Document
from policylint.readers.pdf import read_pdf, tables

from .making import PdfFile

Read = Callable[[PdfFile], Document]

ROWS = [("Account", "Owner"), ("Town page", "Clerk")]
TEXTS = [" | ".join(row) for row in ROWS]
TURNS = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}


def add_table(pdf: PdfFile, *, top: float = 100, extra: str = "") -> None:
    cells = [
        pdf.text(80 + 120 * column, top + 15 + 20 * place, cell)
        for place, row in enumerate(ROWS)
        for column, cell in enumerate(row)
    ]
    pdf.page(pdf.grid([72, 192, 312], [top, top + 20, top + 40]), *cells, extra=extra)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that pdfplumber is asked about."""
    numbers: list[int] = []
    find = pdfplumber.page.Page.find_tables

    def noting(page: pdfplumber.page.Page) -> object:
        numbers.append(page.page_number)
        return find(page)

    monkeypatch.setattr(pdfplumber.page.Page, "find_tables", noting)
    return numbers


def test_only_pages_with_a_ruled_table_go_through_pdfplumber(pdf: PdfFile, document: Read, asked: list[int]) -> None:
    pdf.page(pdf.lines(72, 100, ["Staff keep", "their word."]), pdf.rule(72, 740, 540, 740), pdf.rule(72, 50, 540, 50))
    pdf.page(pdf.grid([40, 570], [30, 760]), pdf.text(72, 100, "Nobody posts for another."))
    add_table(pdf)
    pdf.page(pdf.grid([72, 192, 312], [100, 120, 140]), pdf.text(72, 300, "The form above is empty."))
    rows = [block.text for block in document(pdf).blocks if block.kind == "row"]
    assert (asked, rows) == ([3], TEXTS)


@pytest.mark.parametrize("boxes", ["", "/MediaBox [-20 -30 592 762] /CropBox [30 20 560 700]"])
def test_cells_stand_where_the_words_are(pdf: PdfFile, document: Read, boxes: str) -> None:
    add_table(pdf, extra=boxes)
    assert [block.text for block in document(pdf).blocks] == TEXTS


@pytest.mark.parametrize("rotate", [90, 180, 270])
@pytest.mark.parametrize(
    "boxes", ["", "/MediaBox [-20 -30 592 762]", "/MediaBox [5 9 612 792] /CropBox [30 20 560 700]"]
)
def test_table_of_a_turned_page(pdf: PdfFile, document: Read, rotate: int, boxes: str) -> None:
    # Words set for the turned view, in a grid that frames them whichever way it is held.
    turn = TURNS[rotate]
    right, down = {90: ((0, 1), (1, 0)), 180: ((-1, 0), (0, 1)), 270: ((0, -1), (-1, 0))}[rotate]
    start = (300, 300)

    def at(x: float, y: float) -> tuple[float, float]:
        return start[0] + right[0] * x + down[0] * y, start[1] + right[1] * x + down[1] * y

    words = [
        pdf.text(*at(8 + 120 * column, 15 + 20 * place), cell, turn=turn)
        for place, row in enumerate(ROWS)
        for column, cell in enumerate(row)
    ]
    (xa, ya), (xb, yb), (xc, yc) = at(0, 0), at(120, 20), at(240, 40)
    grid = pdf.grid(sorted([xa, xb, xc]), sorted(792 - y for y in (ya, yb, yc)))
    pdf.page(grid, *words, extra=f"/Rotate {rotate} {boxes}")
    assert [block.text for block in document(pdf).blocks] == TEXTS


def test_table_set_sideways(pdf: PdfFile, document: Read) -> None:
    words = [
        pdf.text(115 + 20 * place, 80 + 120 * column, cell, turn=TURNS[90])
        for place, row in enumerate(ROWS)
        for column, cell in enumerate(row)
    ]
    pdf.page(pdf.grid([100, 120, 140], [792 - y for y in (312, 192, 72)]), *words)
    assert [block.text for block in document(pdf).blocks] == TEXTS


def test_white_lines_rule_no_table(pdf: PdfFile, document: Read) -> None:
    white = b"1 1 1 RG " + pdf.rule(107, 100, 107, 140) + b" 0 0 0 RG"
    add_table(pdf)
    pdf.pages[0] += b"\n" + white
    assert [block.text for block in document(pdf).blocks] == TEXTS


def test_text_is_read_plain_where_pdfplumber_fails(
    pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: object) -> object:
        raise KeyError("broken")

    monkeypatch.setattr(pdfplumber.page.Page, "find_tables", fail)
    add_table(pdf)
    found = document(pdf)
    assert sorted(" ".join(block.text for block in found.blocks).split()) == sorted(
        " ".join(cell for row in ROWS for cell in row).split()
    )
    assert found.notes == ("Page 1: tables were read as plain text, without rows and cells.",)


def test_text_is_read_plain_where_the_file_does_not_open(pdf: PdfFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*anything: object, **options: object) -> object:
        raise ValueError("broken")

    monkeypatch.setattr(pdfplumber, "open", fail)
    add_table(pdf)
    found = read_pdf(pdf.encoded(), name="policy.pdf")
    assert all(block.kind != "row" for block in found.blocks)
    assert found.notes


def test_pages_beyond_the_cap_are_named(pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_TABLE_PAGES", 1)
    for top in (100, 250, 400):
        add_table(pdf, top=top)
    found = document(pdf)
    assert {block.marks[0].page for block in found.blocks if block.kind == "row"} == {1}
    assert found.notes == ("Pages 2 to 3: tables were read as plain text, without rows and cells.",)


def test_drawing_with_too_many_cells_is_no_table(pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_CELLS", 3)
    add_table(pdf)
    assert all(block.kind != "row" for block in document(pdf).blocks)
