"""What the page of one's documents shows: a row for each, and the matrix of requirements by documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policylint.model.report import Requirement, StatusWord
from policylint.outputs.portfolio.dashboard import closed_words
from policylint.outputs.portfolio.matrix import Group, Matrix, Row, Tally, tally
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import STATUS_TITLE, kind_words, open_count
from policylint.web.pages.progress import progress_words
from policylint.web.store.model import StoredDocument

Tone = Literal["covered", "partly", "legacy", "missing"]


@dataclass(frozen=True, slots=True)
class ElementCell:
    """What a document settles of an element of the checklist: the shape, and the same in words.

    `share` is such as "3 of 6", and `rest` says of what, and what became of the others.
    """

    title: str
    tone: Tone
    share: str
    rest: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the list.

    `about` says what kind of document it is; `elements` has a cell for each element, None where its checklist lacks
    that, and is empty where the document was not checked, and `words` say why; `open` counts gaps and findings. `again`
    is what the button says that has it examined again; empty where there is none.
    """

    document: StoredDocument
    about: str = ""
    elements: tuple[ElementCell | None, ...] = ()
    open: int = 0
    words: str = ""
    again: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A verdict on one requirement in one document: its status, and why a gap needs no work."""

    standing: StatusWord
    words: str
    closed: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A requirement with its verdict in each document; None where a document's checklist lacks it."""

    id: str
    title: str
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """An element with its requirements; how many of its verdicts in all documents there are, and are covered."""

    title: str
    covered: int
    all: int
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows. `columns` are the documents that were checked, in the order of the matrix' cells."""

    rows: tuple[DocumentRow, ...]
    groups: tuple[Group, ...]
    columns: tuple[StoredDocument, ...]
    matrix: tuple[MatrixGroup, ...]

    @property
    def pending(self) -> bool:
        """Whether any document is still to be examined."""
        return any(row.pending for row in self.rows)


def overview_of(documents: Sequence[StoredDocument], matrix: Matrix | None) -> Overview:
    """What to show of some documents.

    Args:
        documents: All of an owner's, in the order in which they are listed.
        matrix: That of a report over those of them that are done, in the same order; None where none is.

    Raises:
        ValueError: The matrix has not a row for each document that is done.
    """
    done = [document for document in documents if document.state == "done"]
    found = dict(zip([document.id for document in done], matrix.rows if matrix else (), strict=True))
    checked = [document for document in done if found[document.id].document.verdict == "checked"]
    return Overview(
        rows=tuple(_rows(documents, found, matrix)),
        groups=matrix.groups if matrix and checked else (),
        columns=tuple(checked),
        matrix=tuple(_matrix(matrix, [found[document.id] for document in checked])) if matrix else (),
    )


def element_tone(cells: Sequence[Requirement]) -> Tone:
    """The shape for an element: all of it covered, part of it, only legacy clauses (and gaps), or nothing at all."""
    standings = {cell.standing for cell in cells}
    if standings == {"covered"}:
        return "covered"
    if "covered" in standings:
        return "partly"
    return "legacy" if "legacy" in standings else "missing"


def _rows(
    documents: Sequence[StoredDocument], found: Mapping[str, Row], matrix: Matrix | None
) -> Iterator[DocumentRow]:
    for document in documents:
        row = found.get(document.id)
        if row is None:
            pending = document.state in ("waiting", "working")
            again = "" if pending else "Try again"
            yield DocumentRow(document, words=_state_words(document), again=again, pending=pending)
        elif row.document.verdict != "checked" or matrix is None:
            again = "Check it all the same" if row.document.verdict == "not-applicable" else ""
            yield DocumentRow(document, words=verdict_words(row.document), again=again)
        else:
            elements = tuple(_elements(matrix.groups, row))
            yield DocumentRow(document, about=_about(row), elements=elements, open=open_count(row.document))


def _state_words(document: StoredDocument) -> str:
    if document.state == "waiting":
        return "Waiting to be checked."
    return document.problem or progress_words(document, 0)


def _about(row: Row) -> str:
    kind = kind_words(row.document)
    counts = row.tally
    return f"{kind[0].upper()}{kind[1:]}: {counts.covered} of {counts.all} {', '.join(_settled(counts))}"


def _elements(groups: Sequence[Group], row: Row) -> Iterator[ElementCell | None]:
    for group, cells in _by_group(groups, row):
        there = [cell for cell in cells if cell]
        if not there:
            yield None
            continue
        counts = tally(there)
        share = f"{counts.covered} of {counts.all}"
        yield ElementCell(group.title, element_tone(there), share, ", ".join(_settled(counts)))


def _settled(counts: Tally) -> Iterator[str]:
    yield "covered"
    if counts.legacy:
        yield f"{counts.legacy} legacy only"
    if counts.missing:
        yield f"{counts.missing} missing"


def _by_group(groups: Sequence[Group], row: Row) -> Iterator[tuple[Group, tuple[Requirement | None, ...]]]:
    start = 0
    for group in groups:
        end = start + len(group.columns)
        yield group, row.cells[start:end]
        start = end


def _matrix(matrix: Matrix, rows: Sequence[Row]) -> Iterator[MatrixGroup]:
    by_row = [[cells for _, cells in _by_group(matrix.groups, row)] for row in rows]
    for index, group in enumerate(matrix.groups):
        parts = [groups[index] for groups in by_row]
        counts = tally(cell for cells in parts for cell in cells)
        lines = tuple(
            MatrixLine(column.id, column.title, tuple(_cell(cells[place]) for cells in parts))
            for place, column in enumerate(group.columns)
        )
        yield MatrixGroup(group.title, counts.covered, counts.all, lines)


def _cell(requirement: Requirement | None) -> MatrixCell | None:
    if requirement is None:
        return None
    return MatrixCell(requirement.standing, STATUS_TITLE[requirement.standing], closed_words(requirement))
