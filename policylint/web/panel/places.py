"""Numbers for the words of a document to which the verdicts of its report point."""

from __future__ import annotations

from collections.abc import Iterator

from policylint.model.report import DocumentReport, Evidence, Finding, Requirement
from policylint.model.reviews import closing
from policylint.web.panel.model import TONES, PlaceBook, Tone, VerdictRef, WordsInPlace, words_in_place

_FINDING_TONES: dict[str, Tone] = {"rights": "rights", "legacy": "legacy"}
"""By the group of a finding, which its id begins with; other findings are loose ends."""


def place_numbers(report: DocumentReport) -> PlaceBook:
    """Number the places of a report: in the order of the document, as far as the report knows it.

    The words of each evidence of a requirement or a finding are a place, and those of the clause that came nearest to
    settling a gap; the same words in the same place are one, with all their verdicts. Words of another document of
    the policy set are none.
    """
    found: dict[WordsInPlace, tuple[Evidence, list[VerdictRef]]] = {}
    for evidence, verdict in _pointers(report):
        if not evidence.document:
            _, verdicts = found.setdefault(words_in_place(evidence), (evidence, []))
            if verdict not in verdicts:
                verdicts.append(verdict)
    places = sorted(found.values(), key=lambda place: _position(place[0]))
    return PlaceBook(
        evidence=tuple(evidence for evidence, _ in places),
        verdicts=tuple(
            tuple(sorted(verdicts, key=lambda verdict: TONES.index(verdict.tone))) for _, verdicts in places
        ),
        numbers={words_in_place(evidence): number for number, (evidence, _) in enumerate(places, 1)},
    )


def _pointers(report: DocumentReport) -> Iterator[tuple[Evidence, VerdictRef]]:
    for requirement in report.requirements:
        verdict = VerdictRef(card=requirement.id, title=requirement.title, tone=_tone(requirement))
        yield from ((evidence, verdict) for evidence in requirement.evidence)
        if requirement.nearest:
            yield requirement.nearest.evidence, verdict
    for number, finding in enumerate(report.findings, 1):
        verdict = VerdictRef(card=f"f-{number}", title=finding.title, tone=_tone(finding))
        yield from ((evidence, verdict) for evidence in finding.evidence)


def _tone(about: Requirement | Finding) -> Tone:
    """The tone of a verdict, as its card has it: what somebody has dealt with calls for nobody any more."""
    if closing(about) is not None:
        return "decided"
    if isinstance(about, Requirement):
        return about.standing
    return _FINDING_TONES.get(about.id.partition(".")[0], "loose")


def _position(evidence: Evidence) -> tuple[int, int, int, float, float]:
    """A key for the order of the document; those that it cannot tell apart stay in the order of the verdicts."""
    box = evidence.boxes[0] if evidence.boxes else None
    return (
        evidence.page or 0,
        evidence.paragraph or evidence.line or 0,
        evidence.column or 0,
        box.top if box else 0.0,
        box.x0 if box else 0.0,
    )
