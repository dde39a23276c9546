"""Where in a document a gap belongs: the place for a note about it, and for the clause that would close it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from policylint.model.report import DocumentReport, Evidence, Requirement
from policylint.model.text import DocumentText


def place_of_gap(requirement: Requirement, report: DocumentReport, text: DocumentText) -> Evidence:
    """The heading of the section in which what settles a gap should stand.

    That is the section in which most of these stand, and the first of several with as many; the first of these that
    stand in a section at all:

    1. the requirement's own clauses, which a legacy requirement has;
    2. the clauses that settle other requirements of the same element;
    3. the clause that came nearest to settling it.

    Where none does, it is the place of the whole document (`place_of_whole`).

    Args:
        requirement: A requirement of the report.
        report: What was found in the document.
        text: The same document's headings and clauses.

    Returns:
        A heading of `text` with its place; the section's first clause where the section has a number and no heading.
    """
    for clauses in _clauses_about(requirement, report):
        heading = _heading_above_most(clauses, text)
        if heading is not None:
            return heading
    return place_of_whole(report, text)


def place_of_whole(report: DocumentReport, text: DocumentText) -> Evidence:
    """Where to speak of the whole document: at the heading that is its title, else at its first clause or heading."""
    headings = [heading for heading in text.headings if heading.quote]
    title = next((each for each in headings if each.quote.casefold() in report.title.casefold()), None)
    return title or next(iter((*text.clauses[:1], *headings)), Evidence(quote=report.title))


def _clauses_about(requirement: Requirement, report: DocumentReport) -> Iterator[Iterable[Evidence]]:
    yield requirement.evidence
    kin = (other for other in report.requirements if other.element == requirement.element)
    yield [evidence for other in kin for evidence in other.evidence]
    yield (requirement.nearest.evidence,) if requirement.nearest else ()


def _heading_above_most(clauses: Iterable[Evidence], text: DocumentText) -> Evidence | None:
    """The heading above most of the clauses; words of other documents of a policy set do not count."""
    here = [clause for clause in clauses if clause.section and not clause.document]
    counts = Counter(clause.section for clause in here)
    order = {section: number for number, section in reversed(list(enumerate(text.sections)))}
    for section in sorted(counts, key=lambda section: (-counts[section], order.get(section, len(order)))):
        first = min((clause for clause in here if clause.section == section), key=_position)
        heading = _heading_before(first, text)
        if heading is not None:
            return heading
    return None


def _heading_before(clause: Evidence, text: DocumentText) -> Evidence | None:
    """The heading of the clause's section: of several that read the same, the last one before it."""
    same = [heading for heading in text.headings if heading.section == clause.section]
    if not same:
        return None
    heading = next((each for each in reversed(same) if _position(each) <= _position(clause)), same[0])
    if heading.quote:
        return heading
    return next((each for each in text.clauses if each.section == clause.section), clause)


def _position(evidence: Evidence) -> tuple[int, int, float]:
    """A key for the reading order, as good as the places are known."""
    top = evidence.boxes[0].top if evidence.boxes else float("inf")
    return evidence.page or 0, evidence.paragraph or evidence.line or 0, top
