"""Ruled tables: which pages are searched for them, where their cells stand, and what happens on a drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

import pytest

from policylint.model.document import Document
from policylint.readers.pdf import ruling, tables
from policylint.readers.pdf.drawing import Edge

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
    """How many lines each page has that is searched for tables."""
    numbers: list[int] = []
    find = ruling.close_cells

    def noting(edges: list[Edge]) -> object:
        numbers.append(len(edges))
        return find(edges)

    monkeypatch.setattr("policylint.readers.pdf.tables.close_cells", noting)
    return numbers


def test_only_pages_with_a_ruled_table_are_searched(pdf: PdfFile, document: Read, asked: list[int]) -> None:
    pdf.page(pdf.lines(72, 100, ["Staff keep", "their word."]), pdf.rule(72, 740, 540, 740), pdf.rule(72, 50, 540, 50))
    pdf.page(pdf.grid([40, 570], [30, 760]), pdf.text(72, 100, "Nobody posts for another."))
    add_table(pdf)
    pdf.page(pdf.grid([72, 192, 312], [100, 120, 140]), pdf.text(72, 300, "The form above is empty."))
    rows = [block.text for block in document(pdf).blocks if block.kind == "row"]
    assert (asked, rows) == ([6], TEXTS)


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


@pytest.mark.parametrize(
    ("module", "limit"), [(tables, "MOST_CELLS"), (ruling, "MOST_CROSSINGS"), (ruling, "MOST_TRIES")]
)
def test_drawing_is_read_plain(
    pdf: PdfFile, document: Read, monkeypatch: pytest.MonkeyPatch, module: ModuleType, limit: str
) -> None:
    monkeypatch.setattr(module, limit, 3)
    add_table(pdf)
    found = document(pdf)
    assert all(block.kind != "row" for block in found.blocks)
    assert sorted(" ".join(block.text for block in found.blocks).split()) == sorted(
        " ".join(cell for row in ROWS for cell in row).split()
    )
    assert found.notes == ("Page 1: tables were read as plain text, without rows and cells.",)


def edges(xs: Sequence[float], ys: Sequence[float]) -> list[Edge]:
    """The lines of a grid."""
    return [Edge(True, y, xs[0], xs[-1], True) for y in ys] + [Edge(False, x, ys[0], ys[-1], True) for x in xs]


def test_lines_that_almost_coincide_are_one() -> None:
    doubled = [Edge(edge.across, edge.at + 1, edge.start, edge.end, True) for edge in edges([0, 50, 90], [0, 20, 40])]
    assert sorted(ruling.close_cells(edges([0, 50, 90], [0, 20, 40]) + doubled)[0]) == [
        (0.5, 0.5, 50.5, 20.5),
        (0.5, 20.5, 50.5, 40.5),
        (50.5, 0.5, 90.5, 20.5),
        (50.5, 20.5, 90.5, 40.5),
    ]


def test_line_that_ends_at_another_parts_only_the_cells_it_reaches() -> None:
    lines = [*edges([0, 90], [0, 20, 40]), Edge(False, 50, 20, 40, True)]
    assert sorted(ruling.close_cells(lines)[0]) == [(0, 0, 90, 20), (0, 20, 50, 40), (50, 20, 90, 40)]


def test_pieces_of_a_line_are_joined() -> None:
    pieces = [Edge(False, 50, 0, 19, True), Edge(False, 50, 21, 40, True)]
    assert len(ruling.close_cells(edges([0, 90], [0, 20, 40]) + pieces)[0]) == 4


def test_tables_apart_are_two_and_a_frame_is_none() -> None:
    lines = edges([0, 50, 90], [0, 20]) + edges([0, 50, 90], [100, 120]) + edges([200, 300], [0, 20])
    assert [len(table) for table in ruling.close_cells(lines)] == [2, 2]


def test_search_of_a_dense_mesh_ends() -> None:
    comb = [Edge(True, 4.0 * place, 0, 4000, True) for place in range(1000)]
    with pytest.raises(ruling.TooDense):
        ruling.close_cells(comb + [Edge(False, 4.0 * place, 0, 4000, True) for place in range(1000)])
