"""The sheet "Matrix": a document a row, a requirement a column, status in word and colour, evidence as a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policylint.model.report import Requirement
from policylint.outputs.portfolio.matrix import Matrix, Row, is_corrected, standing_of
from policylint.outputs.portfolio.sheet import BRAND, LINE, SOFT, Book, cell_text, write
from policylint.outputs.portfolio.words import VERDICTS, note, share, title_of
from policylint.outputs.verdicts import closing_words
from policylint.outputs.wording import shortened

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NOTES_UP_TO: Final = 16_000
"""Cells (300 documents of 53 requirements) up to which each has a note: Excel opens a sheet with more only slowly."""

LEGEND: Final = (
    "(brackets): a gap that needs no work: somebody decided about it, or the profile does not ask for it.  "
    "*: a person corrected the status.  \u2013: not checked."
)
NOTES: Final = "Rest on a cell to read the evidence."

_FIXED: Final = (("Document", 38), ("Verdict", 11), ("Covered", 5), ("Legacy", 5), ("Missing", 5), ("Open", 5))
_HEADS, _FIRST = 3, 4
"""The row of the headings, and the first row of documents."""
_CELL: Final = 8.4
_SCALE: Final = 49
_ON_PAGE: Final = 215
"""The percentage at which the sheet is printed, and how many characters wide a page may then be."""
_HEADER: Final = 120
_NOTE_WIDTH, _LETTERS = 380, 62
"""Width of a note in points, and how many letters go in a line of it."""


def write_matrix(book: Book, matrix: Matrix) -> bool:
    """Write the sheet. Whether its cells have notes comes back."""
    sheet = book.sheet("Matrix")
    has_notes = len(matrix.checked) * len(matrix.columns) <= NOTES_UP_TO
    _heads(book, sheet, matrix, has_notes)
    sheet.set_comments_author("policylint")
    for index, row in enumerate(matrix.rows, _FIRST):
        _row(book, sheet, index, row, has_notes)
    end = _FIRST + len(matrix.rows)
    sheet.freeze_panes(_FIRST, 1)
    sheet.repeat_rows(_HEADS - 1, _HEADS)
    sheet.repeat_columns(0)
    if matrix.rows:
        sheet.autofilter(_HEADS, 0, end - 1, len(_FIXED) + len(matrix.columns) - 1)
    _totals(book, sheet, end + 1, matrix)
    _paper(sheet, matrix, end + 5)
    return has_notes


def _paper(sheet: Worksheet, matrix: Matrix, last: int) -> None:
    """On paper the title stands at the head of each page, the legend at its foot, and no element is torn apart."""
    sheet.print_area(_HEADS - 1, 0, last, len(_FIXED) + len(matrix.columns) - 1)
    title = shortened(cell_text(title_of(matrix.report)), _HEADER).replace("&", "&&")
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.set_header(f"&L&14&B{' ' if title[:1].isdigit() else ''}{title}")
    sheet.set_footer(f"&L&8{LEGEND}&R&8Page &P of &N")
    sheet.print_across()
    sheet.set_print_scale(_SCALE)
    breaks, start = [], len(_FIXED)
    used = float(sum(width for _, width in _FIXED))
    for group in matrix.groups:
        width = _CELL * len(group.columns)
        if used + width > _ON_PAGE and start > len(_FIXED):
            breaks.append(start)
            used = _FIXED[0][1]
        used += width
        start += len(group.columns)
    if breaks:
        sheet.set_v_pagebreaks(breaks)


def _heads(book: Book, sheet: Worksheet, matrix: Matrix, has_notes: bool) -> None:
    write(sheet, 0, 0, title_of(matrix.report), book.look(font_size=16, bold=True, font_color=BRAND))
    sheet.set_row(0, 26)
    legend = f"{closing_words(matrix.report)}  {LEGEND}{f'  {NOTES}' if has_notes else ''}"
    write(sheet, 1, 0, legend, book.look(font_color=SOFT))
    sheet.set_row(1, 20)
    sheet.set_row(_HEADS - 1, 20)
    sheet.set_row(_HEADS, 200)
    upright = book.look(rotation=90, bold=True, bottom=2, bottom_color=BRAND, align="center", valign="top")
    for index, (title, width) in enumerate(_FIXED):
        sheet.set_column(index, index, width)
        look = book.look(bold=True, bottom=2, bottom_color=BRAND, valign="bottom") if index < 2 else upright
        write(sheet, _HEADS, index, title, look)
    group = book.look(
        bold=True, font_color="#FFFFFF", bg_color=BRAND, align="center", valign="vcenter", left=1, left_color="#FFFFFF"
    )
    start = len(_FIXED)
    for element in matrix.groups:
        end = start + len(element.columns) - 1
        if end > start:
            sheet.merge_range(_HEADS - 1, start, _HEADS - 1, end, "", group)
        write(sheet, _HEADS - 1, start, element.title, group)
        sheet.set_column(start, end, _CELL)
        for index, column in enumerate(element.columns, start):
            write(sheet, _HEADS, index, column.title, upright)
        start = end + 1


def _row(book: Book, sheet: Worksheet, index: int, row: Row, has_notes: bool) -> None:
    document, counts = row.document, row.tally
    plain = book.look(bottom=1, bottom_color=LINE)
    number = book.look(bottom=1, bottom_color=LINE, align="center")
    write(sheet, index, 0, document.source.name, plain)
    write(sheet, index, 1, VERDICTS[document.verdict], plain)
    checked = document.verdict == "checked"
    figures = (counts.covered, counts.legacy, counts.missing, counts.open)
    for column, figure in enumerate(figures, 2):
        write(sheet, index, column, figure if checked else "\u2013", number)
    for column, cell in enumerate(row.cells, len(_FIXED)):
        if cell is None:
            write(sheet, index, column, "\u2013", book.tone("none", align="center"))
            continue
        write(sheet, index, column, cell_word(cell), _tone(book, cell))
        if has_notes:
            text = cell_text(note(document, cell))
            lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
            sheet.write_comment(
                index, column, text, {"width": _NOTE_WIDTH, "height": 16 * lines + 12, "font_name": "Calibri",
                                      "font_size": 10, "color": "#FFFFFF"},
            )  # fmt: skip


def cell_word(requirement: Requirement) -> str:
    """The status as people see it; in brackets where the gap needs no work, with a star where a person corrected it."""
    star = "*" if is_corrected(requirement) else ""
    word = requirement.standing + star
    return f"({word})" if standing_of(requirement) in ("decided", "not-asked") else word


def _tone(book: Book, requirement: Requirement) -> Format:
    closed = standing_of(requirement) in ("decided", "not-asked")
    return book.tone("closed" if closed else requirement.standing, align="center")


def _totals(book: Book, sheet: Worksheet, start: int, matrix: Matrix) -> None:
    name = book.look(bold=True, bottom=1, bottom_color=LINE)
    number = book.look(bottom=1, bottom_color=LINE, align="center")
    total = matrix.total
    lines = (
        ("Covered", "covered", total.covered, [counts.covered for counts in matrix.tallies]),
        ("Legacy only", "legacy", total.legacy, [counts.legacy for counts in matrix.tallies]),
        ("Missing", "missing", total.missing, [counts.missing for counts in matrix.tallies]),
        ("Open gaps", "", total.open, [counts.open for counts in matrix.tallies]),
    )
    for index, (title, status, whole, figures) in enumerate(lines, start):
        write(sheet, index, 0, f"{title}, of {len(matrix.checked)} checked", name)
        write(sheet, index, 1, whole, number)
        for column in range(2, len(_FIXED)):
            write(sheet, index, column, "", number)
        for column, figure in enumerate(figures, len(_FIXED)):
            write(sheet, index, column, figure, book.tone(status, align="center") if status and figure else number)
    index = start + len(lines)
    write(sheet, index, 0, "Share covered", name)
    write(sheet, index, 1, share(total.covered, total.all), number)
    for column in range(2, len(_FIXED)):
        write(sheet, index, column, "", number)
    for column, counts in enumerate(matrix.tallies, len(_FIXED)):
        write(sheet, index, column, share(counts.covered, counts.all), number)
