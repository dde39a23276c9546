"""From a report to a matrix of documents by requirements, and to what is counted over it.

A row is a document: an auditor filters, sorts and adds documents, while the checklist stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from policylint.model.report import DocumentReport, PeerFigure, Report, Requirement, StatusWord
from policylint.outputs.wording import open_findings

Standing = Literal["covered", "open", "decided", "not-asked"]
"""What a cell calls for: nothing, somebody, nobody any more, nobody in this organisation."""


@dataclass(frozen=True, slots=True)
class Column:
    """A requirement of the checklist, with its group."""

    id: str
    title: str
    element: str


@dataclass(frozen=True, slots=True)
class Group:
    """An element of the checklist with its requirements."""

    id: str
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A document and its verdict on each column; None where it was not checked or its checklist lacks the column."""

    document: DocumentReport
    cells: tuple[Requirement | None, ...]

    @property
    def tally(self) -> Tally:
        """The counts over the row."""
        return tally(self.cells)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requirements have each status in the eyes of people (`Requirement.standing`), and how many are open."""

    covered: int
    legacy: int
    missing: int
    open: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.covered + self.legacy + self.missing


@dataclass(frozen=True, slots=True)
class CommonGap:
    """A requirement and what came of it over all checked documents."""

    column: Column
    tally: Tally


@dataclass(frozen=True, slots=True)
class CommonFinding:
    """A kind of finding: how many open clauses there are in how many documents."""

    id: str
    title: str
    severity: str
    clauses: int
    documents: int


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element over all checked documents: its verdicts, and the documents that settle some of it and all of it."""

    group: Group
    tally: Tally
    some: int
    whole: int
    documents: int
    peers: tuple[PeerFigure, ...]


@dataclass(frozen=True)
class Matrix:
    """Documents by requirements, in the order of the report and of the checklist."""

    report: Report
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The requirements, group by group."""
        return tuple(column for group in self.groups for column in group.columns)

    @cached_property
    def checked(self) -> tuple[Row, ...]:
        """The documents that were judged."""
        return tuple(row for row in self.rows if row.document.verdict == "checked")

    @cached_property
    def unchecked(self) -> tuple[Row, ...]:
        """The others: unreadable, or of another kind."""
        return tuple(row for row in self.rows if row.document.verdict != "checked")

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """The counts over each column."""
        return tuple(tally(row.cells[index] for row in self.checked) for index in range(len(self.columns)))

    @cached_property
    def total(self) -> Tally:
        """The counts over everything."""
        return tally(cell for row in self.checked for cell in row.cells)

    def elements(self) -> tuple[ElementRow, ...]:
        """The elements in the order of the checklist, each with what is known of peers."""
        rows, start = [], 0
        for group in self.groups:
            end = start + len(group.columns)
            rows.append(self._element(group, start, end))
            start = end
        return tuple(rows)

    def _element(self, group: Group, start: int, end: int) -> ElementRow:
        parts = [[cell for cell in row.cells[start:end] if cell] for row in self.checked]
        parts = [cells for cells in parts if cells]
        covered = [sum(cell.standing == "covered" for cell in cells) for cells in parts]
        known = {group.id, *(column.id for column in group.columns)}
        return ElementRow(
            group=group,
            tally=tally(cell for cells in parts for cell in cells),
            some=sum(number > 0 for number in covered),
            whole=sum(number == len(cells) for number, cells in zip(covered, parts, strict=True)),
            documents=len(parts),
            peers=tuple(peer for pack in self.report.packs for peer in pack.peers if peer.about in known),
        )

    def common_gaps(self) -> tuple[CommonGap, ...]:
        """The requirements with open gaps: those that most documents leave open first, then as in the checklist."""
        gaps = [CommonGap(column, counts) for column, counts in zip(self.columns, self.tallies, strict=True)]
        return tuple(sorted((gap for gap in gaps if gap.tally.open), key=lambda gap: -gap.tally.open))

    def common_findings(self) -> tuple[CommonFinding, ...]:
        """The kinds of open findings: those in most documents first, then by id."""
        found: dict[str, list[tuple[int, str, str]]] = {}
        for index, row in enumerate(self.checked):
            for finding in open_findings(row.document):
                found.setdefault(finding.id, []).append((index, finding.title, finding.severity))
        kinds = (
            CommonFinding(identifier, hits[0][1], hits[0][2], len(hits), len({index for index, _, _ in hits}))
            for identifier, hits in found.items()
        )
        return tuple(sorted(kinds, key=lambda kind: (-kind.documents, -kind.clauses, kind.id)))


def matrix_of(report: Report) -> Matrix:
    """The matrix of a report.

    Documents may have been checked with different packs: the columns are all requirements of all of them, each group
    and requirement where it first comes.
    """
    titles: dict[str, str] = {}
    columns: dict[str, dict[str, Column]] = {}
    for document in report.documents:
        for element in document.summary.elements if document.summary else ():
            titles.setdefault(element.id, element.title)
        for requirement in document.requirements:
            group = columns.setdefault(requirement.element, {})
            group.setdefault(requirement.id, Column(requirement.id, requirement.title, requirement.element))
    groups = tuple(
        Group(identifier, titles.get(identifier, identifier.capitalize()), tuple(columns[identifier].values()))
        for identifier in (*(known for known in titles if known in columns), *(c for c in columns if c not in titles))
    )
    order = [column.id for group in groups for column in group.columns]
    return Matrix(report, groups, tuple(_row(document, order) for document in report.documents))


def _row(document: DocumentReport, order: Sequence[str]) -> Row:
    verdicts = {requirement.id: requirement for requirement in document.requirements}
    return Row(document, tuple(verdicts.get(identifier) for identifier in order))


def tally(cells: Iterable[Requirement | None]) -> Tally:
    """Count verdicts; what is None counts nowhere."""
    counts: dict[StatusWord, int] = {"covered": 0, "legacy": 0, "missing": 0}
    left = 0
    for cell in cells:
        if cell:
            counts[cell.standing] += 1
            left += cell.is_open
    return Tally(counts["covered"], counts["legacy"], counts["missing"], left)


def standing_of(requirement: Requirement) -> Standing:
    """What a verdict calls for."""
    if requirement.standing == "covered":
        return "covered"
    if not requirement.applies:
        return "not-asked"
    return "decided" if requirement.decision else "open"


def is_corrected(requirement: Requirement) -> bool:
    """Whether a person gave it another status than policylint did."""
    return requirement.standing != requirement.status
