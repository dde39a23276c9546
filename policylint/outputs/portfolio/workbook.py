"""The portfolio as an Excel workbook: the matrix, and beside it what to do, who decided what, and how to check it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Final

from policylint.model.report import Report
from policylint.outputs import office
from policylint.outputs.embedded import with_report
from policylint.outputs.portfolio.about import write_about
from policylint.outputs.portfolio.change import change_between
from policylint.outputs.portfolio.lists import (
    write_change,
    write_decisions,
    write_documents,
    write_elements,
    write_findings,
    write_gaps,
)
from policylint.outputs.portfolio.matrix import matrix_of
from policylint.outputs.portfolio.matrix_sheet import write_matrix
from policylint.outputs.portfolio.sheet import CREATED, Book, cell_text
from policylint.outputs.portfolio.words import fits, title_of

CARRIES_UP_TO: Final = 24_000_000
"""Bytes of JSON (some 300 documents) that a workbook carries for `policylint verify`; beyond, it carries none."""

_NONE: Final[Mapping[str, str]] = {}


def render(report: Report, *, earlier: Report | None = None, links: Mapping[str, str] = _NONE) -> bytes:
    """Draw the workbook.

    Args:
        report: What to draw.
        earlier: An earlier report on the same portfolio; what changed since gets a sheet of its own.
        links: Where the report on a document lies, by the document's name: a path from the workbook's folder on.

    Every text is written as text with Excel's mark for it, so that none becomes a formula or a link, now or when a
    person edits the cell. The report's JSON goes into it where `policylint verify` can draw the same workbook from that
    alone: not with an earlier report or links, nor where it would make the file too large to open.
    """
    import xlsxwriter

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    workbook.set_properties({"title": cell_text(title_of(report)), "author": "policylint", "created": CREATED})
    matrix = matrix_of(report)
    carries = earlier is None and not links and fits(report, CARRIES_UP_TO)
    book = Book(workbook)
    has_notes = write_matrix(book, matrix)
    write_gaps(book, matrix)
    write_findings(book, matrix)
    write_elements(book, matrix)
    write_documents(book, matrix, links)
    write_decisions(book, matrix)
    if earlier is not None:
        write_change(book, change_between(earlier, report))
    write_about(book, matrix, carries=carries, has_notes=has_notes)
    workbook.close()
    members = {name: _with_slashes(name, data) for name, data in office.unpack(stream.getvalue()).items()}
    return office.pack(with_report(members, report) if carries else members)


def _with_slashes(name: str, data: bytes) -> bytes:
    """The links of a sheet as addresses: XlsxWriter writes them as paths of Windows, which others cannot follow."""
    return data.replace(b"\\", b"/") if name.startswith("xl/worksheets/_rels/") else data
