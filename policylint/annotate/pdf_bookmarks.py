"""The verdicts as bookmarks: by element, then the findings, each leading to the place of its note."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from policylint.annotate.notes import REMARK_KINDS, RemarkKind
from policylint.model.report import DocumentReport, Evidence, Finding, Requirement
from policylint.model.text import DocumentText
from policylint.outputs.wording import STATUS_TITLE, by_group, one_line, shortened
from policylint.placing import place_of_gap

_ABOVE: Final = 8.0
"""Points of the page that a viewer shows above the words to which a bookmark leads."""
_LONGEST: Final = 120


class Bookmark(Struct, frozen=True, kw_only=True, gc=False):
    """A bookmark: its words, the page (from 1) and the point as displayed (origin top left) to which it leads."""

    title: str
    page: int
    x: float = 0.0
    y: float = 0.0
    children: tuple[Bookmark, ...] = ()


def branch_of(report: DocumentReport, text: DocumentText, *, only: Collection[RemarkKind] = REMARK_KINDS) -> Bookmark:
    """The branch "policylint", with a bookmark for each verdict that `notes_of` notes under the same `only`.

    Args:
        report: A report with the verdict "checked".
        text: The same document's headings and clauses.
        only: The kinds of verdict to list.
    """
    return Bookmark(title="policylint", page=1, children=(*_elements(report, text, only), *_findings(report, only)))


def _elements(report: DocumentReport, text: DocumentText, only: Collection[RemarkKind]) -> Iterator[Bookmark]:
    titles = {element.id: element.title for element in report.summary.elements} if report.summary else {}
    for element in dict.fromkeys(requirement.element for requirement in report.requirements):
        own = [requirement for requirement in report.requirements if requirement.element == element]
        asked = [each for each in own if each.standing == "covered" or each.applies]
        listed = tuple(_requirement(each, report, text) for each in asked if each.standing in only)
        if listed:
            covered = sum(each.standing == "covered" for each in asked)
            title = f"{titles.get(element, element)}: {covered} of {len(asked)} covered"
            yield _over(title, listed)


def _findings(report: DocumentReport, only: Collection[RemarkKind]) -> Iterator[Bookmark]:
    if "finding" not in only:
        return
    for _, title, findings in by_group([finding for finding in report.findings if finding.applies]):
        listed = tuple(mark for finding in findings for mark in _finding(finding))
        if listed:
            yield _over(title, listed)


def _requirement(requirement: Requirement, report: DocumentReport, text: DocumentText) -> Bookmark:
    clauses = [evidence for evidence in requirement.evidence if not evidence.document]
    noted = requirement.standing != "missing" and clauses
    place = clauses[0] if noted else place_of_gap(requirement, report, text)
    return _at(place, f"{STATUS_TITLE[requirement.standing]}: {requirement.title}")


def _finding(finding: Finding) -> Iterator[Bookmark]:
    for clause in finding.evidence:
        if not clause.document:
            yield _at(clause, f"{finding.title}: {clause.quote}")


def _over(title: str, listed: tuple[Bookmark, ...]) -> Bookmark:
    """A bookmark with others under it: it leads where the first of them does."""
    return Bookmark(title=_line(title), page=listed[0].page, x=listed[0].x, y=listed[0].y, children=listed)


def _at(place: Evidence, title: str) -> Bookmark:
    if not place.boxes:
        return Bookmark(title=_line(title), page=place.page or 1)
    first = place.boxes[0]
    return Bookmark(title=_line(title), page=first.page, x=first.x0, y=max(0.0, first.top - _ABOVE))


def _line(title: str) -> str:
    return one_line(shortened(title, _LONGEST))
