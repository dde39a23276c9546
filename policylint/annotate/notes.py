"""What is to be noted in a document, and at which words, whatever its format."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal, get_args

from policylint.model.report import DocumentReport, Evidence, Finding, Requirement
from policylint.model.text import DocumentText
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import (
    NOT_ADVICE,
    STATUS_TITLE,
    decision_words,
    group_title,
    one_line,
    quoted,
    review_words,
    short_place,
    shortened,
)
from policylint.placing import place_of_gap, place_of_whole

RemarkKind = Literal["finding", "legacy", "missing", "covered"]
"""What a remark is about, from what calls most for somebody to what least does."""

NoteKind = Literal["finding", "legacy", "missing", "covered", "summary"]

_CITED: Final = 90
"""Characters of another clause that a remark repeats."""

REMARK_KINDS: Final[tuple[RemarkKind, ...]] = get_args(RemarkKind)


@dataclass(frozen=True, slots=True)
class Remark:
    """One verdict: what it is about, then a paragraph each for why, what to do and what people decided.

    Nothing in it can act as a control or direction character; every string is one line. `label` is the verdict in a
    word or two, `name` and `id` say what it is about.
    """

    kind: NoteKind
    label: str
    name: str
    id: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """The remark in a line."""
        return f"{self.label}: {self.name}" + (f" ({self.id})" if self.id else "")


@dataclass(frozen=True, slots=True)
class Note:
    """All that is said at one place: a clause's words, a heading, or the beginning of the document."""

    place: Evidence
    remarks: tuple[Remark, ...]

    @property
    def kind(self) -> NoteKind:
        """The kind of the remark that calls most for somebody; it gives the note its colour."""
        return min((remark.kind for remark in self.remarks), key=_weight)

    @property
    def title(self) -> str:
        """The verdicts on one line, each with what it is about."""
        labels = dict.fromkeys(remark.label for remark in self.remarks)
        return "; ".join(
            f"{label}: {', '.join(remark.name for remark in self.remarks if remark.label == label)}" for label in labels
        )

    @property
    def body(self) -> str:
        """The remarks as plain text: each with its title, unless there is only one; an empty line between them."""
        if len(self.remarks) == 1:
            return "\n".join(self.remarks[0].lines)
        return "\n\n".join("\n".join((remark.title, *remark.lines)) for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class AnnotatedCopy:
    """The copy's bytes, and remarks for whoever asked for it: whole sentences."""

    data: bytes
    remarks: tuple[str, ...] = ()


def notes_of(
    report: DocumentReport, text: DocumentText, *, only: Collection[RemarkKind] = REMARK_KINDS
) -> tuple[Note, ...]:
    """The notes on a document: its summary first, the others in reading order.

    A clause has one note, whatever the number of verdicts about it. What is missing, and what is settled without a
    clause of this document, is noted at the heading where it belongs. What the profile does not ask for is left out.

    Args:
        report: A report with the verdict "checked", decisions and reviews in it.
        text: The same document's headings and clauses.
        only: The kinds of remark to make. The summary is always there, and counts all.
    """
    places: dict[tuple[Evidence, object], tuple[Evidence, list[Remark]]] = {}
    for at, remark in chain(_findings(report, text), _requirements(report, text)):
        if remark.kind in only:
            places.setdefault((_words_alone(at), at.boxes), (at, []))[1].append(remark)
    notes = [Note(at, tuple(_in_order(remarks))) for at, remarks in places.values()]
    order = {_words_alone(clause): number for number, clause in enumerate(text.clauses)}
    return (_summary(report, text), *sorted(notes, key=lambda note: _position(note.place, order)))


def _requirements(report: DocumentReport, text: DocumentText) -> Iterator[tuple[Evidence, Remark]]:
    for requirement in report.requirements:
        standing = requirement.standing
        if standing != "covered" and not requirement.applies:
            continue
        clauses = [evidence for evidence in requirement.evidence if not evidence.document]
        if standing == "missing" or not clauses:
            yield place_of_gap(requirement, report, text), _remark(requirement)
        else:
            yield clauses[0], _remark(requirement)
            yield from ((clause, _also(requirement, clauses[0])) for clause in clauses[1:])


def _findings(report: DocumentReport, text: DocumentText) -> Iterator[tuple[Evidence, Remark]]:
    for finding in report.findings:
        if finding.applies:
            here = [clause for clause in finding.evidence if not clause.document] or [place_of_whole(report, text)]
            yield from ((clause, _finding(finding)) for clause in here)


def _remark(requirement: Requirement) -> Remark:
    standing = requirement.standing
    lines = [] if requirement.status == standing == "missing" else [requirement.why]
    if standing != "covered":
        lines += (requirement.matters, _labelled("What to do", requirement.remedy))
    if standing == "missing" and requirement.nearest:
        near = requirement.nearest
        lines.append(f"Nearest: {_cited(near.evidence)}. {near.lacks}")
    lines += (f"Settled in {_cited(evidence)}." for evidence in requirement.evidence if evidence.document)
    return _made(standing, STATUS_TITLE[standing], requirement, [*lines, *_people(requirement)])


def _also(requirement: Requirement, first: Evidence) -> Remark:
    """The remark at a further clause: why the status is what it is, the report says of the first one."""
    standing = requirement.standing
    return _made(standing, STATUS_TITLE[standing], requirement, [f"This clause, too; see {_cited(first)}."])


def _cited(evidence: Evidence) -> str:
    """The first words of a clause and where it stands."""
    # Word numbers no paragraphs, so that the section must do there.
    at = short_place(evidence) if evidence.paragraph is None else ""
    where = ", ".join(part for part in (evidence.document, *evidence.section[-1:], at) if part)
    return quoted(shortened(evidence.quote, _CITED)) + (f" ({where})" if where else "")


def _finding(finding: Finding) -> Remark:
    lines = [finding.why]
    if finding.matters not in finding.why:
        lines.append(finding.matters)
    lines += (_labelled("What to do", finding.remedy), _labelled("Whom the law covers", finding.applies_to))
    return _made("finding", group_title(finding.id), finding, [*lines, *_people(finding)])


def _people(about: Requirement | Finding) -> Iterator[str]:
    """What people decided about it and said of the verdict."""
    if about.decision:
        yield f"Decided: {decision_words(about.decision)}"
    if about.review:
        yield decision_words(about.review)


def _summary(report: DocumentReport, text: DocumentText) -> Note:
    """What is said of the whole document, at its title."""
    lines = (
        verdict_words(report),
        review_words(report),
        "A note stands at each clause that settles a requirement or calls for rework, and at the heading under which "
        "a missing rule belongs.",
        NOT_ADVICE,
    )
    remark = Remark("summary", "policylint", "summary", "", tuple(_tidy(lines)))
    return Note(place_of_whole(report, text), (remark,))


def _made(kind: NoteKind, label: str, about: Requirement | Finding, lines: Iterable[str]) -> Remark:
    return Remark(kind, one_line(label), one_line(about.title), one_line(about.id), tuple(_tidy(lines)))


def _tidy(lines: Iterable[str]) -> Iterator[str]:
    return (one_line(" ".join(line.split())) for line in lines if line.strip())


def _labelled(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""


def _in_order(remarks: Iterable[Remark]) -> list[Remark]:
    """Each verdict once, what calls most for somebody first."""
    first: dict[str, Remark] = {}
    for remark in remarks:
        first.setdefault(remark.title, remark)
    return sorted(first.values(), key=lambda remark: _weight(remark.kind))


def _weight(kind: NoteKind) -> int:
    return get_args(NoteKind).index(kind)


def _words_alone(evidence: Evidence) -> Evidence:
    """The words and their place, by which one knows a clause, without what a rule found in it."""
    return Evidence(
        quote=evidence.quote,
        page=evidence.page,
        paragraph=evidence.paragraph,
        line=evidence.line,
        column=evidence.column,
    )


def _position(evidence: Evidence, order: Mapping[Evidence, int]) -> tuple[int, int, int, int, float]:
    """A key for the reading order. Only the order of the clauses tells apart those of one paragraph of a DOCX."""
    top = evidence.boxes[0].top if evidence.boxes else 0.0
    number = order.get(_words_alone(evidence), -1) if evidence.paragraph is not None else 0
    return evidence.page or 0, evidence.paragraph or evidence.line or 0, evidence.column or 0, number, top
