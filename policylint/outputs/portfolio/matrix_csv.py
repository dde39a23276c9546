"""The matrix as a table: a document a row, a requirement a column, one status word a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from policylint.model.report import Report, Requirement
from policylint.outputs.csv_table import safe_cell
from policylint.outputs.portfolio.change import change_between
from policylint.outputs.portfolio.matrix import Matrix, Row, is_corrected, matrix_of, standing_of

FIXED: Final = ("document", "verdict", "kind", "covered", "legacy", "missing", "open", "findings")
"""The columns before those of the requirements."""


def render(report: Report, *, earlier: Report | None = None) -> str:
    """UTF-8, commas. The first row has the ids, the second the element and the third the title of each requirement.

    A cell says `covered`, `legacy` or `missing`; with `-decided` or `-not-asked` after it where the gap needs no work,
    and with `-corrected` where a person changed the status. It is empty where a document was not checked. With an
    `earlier` report two columns more say how many requirements each document gained and lost. Cells are as safe as in
    the other table (`policylint.outputs.csv_table`).
    """
    matrix = matrix_of(report)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    for row in _rows(matrix, earlier):
        table.writerow([safe_cell(value) for value in row])
    return text.getvalue()


def _rows(matrix: Matrix, earlier: Report | None) -> Iterator[tuple[str | int | None, ...]]:
    columns = matrix.columns
    change = change_between(earlier, matrix.report) if earlier else None
    more = ("gained", "lost") if change else ()
    titles = {group.id: group.title for group in matrix.groups}
    blank = (None,) * (len(FIXED) - 1 + len(more))
    yield (*FIXED, *more, *(column.id for column in columns))
    yield ("(element)", *blank, *(titles[column.element] for column in columns))
    yield ("(title)", *blank, *(column.title for column in columns))
    for row in matrix.rows:
        name = row.document.source.name
        moved = [sum(one.document == name for one in side) for side in (change.gained, change.lost)] if change else []
        yield (*_head(row), *moved, *(status_word(cell) for cell in row.cells))


def _head(row: Row) -> tuple[str | int | None, ...]:
    document, counts = row.document, row.tally
    if document.verdict != "checked":
        return (document.source.name, document.verdict, document.kind, *(None,) * 5)
    figures = (counts.covered, counts.legacy, counts.missing, counts.open, len(document.findings))
    return (document.source.name, document.verdict, document.kind, *figures)


def status_word(requirement: Requirement | None) -> str | None:
    """The status of a cell as one word for programs."""
    if requirement is None:
        return None
    standing = standing_of(requirement)
    closed = f"-{standing}" if standing in ("decided", "not-asked") else ""
    return f"{requirement.standing}{'-corrected' if is_corrected(requirement) else ''}{closed}"
