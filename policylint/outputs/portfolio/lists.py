"""The sheets of the workbook that are lists: gaps, findings, elements, documents, decisions, change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from policylint.model import reviews
from policylint.model.report import Decision, DocumentReport, Finding, Requirement
from policylint.outputs.portfolio.change import Change
from policylint.outputs.portfolio.matrix import Matrix
from policylint.outputs.portfolio.sheet import LINE, Book, Head, Value
from policylint.outputs.portfolio.words import (
    VERDICTS,
    closing_words_of,
    here_words,
    peer_words,
    reviewed,
    share,
)
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import (
    baseline_mark,
    decision_words,
    decisions_to_look_at,
    group_title,
    long_place,
    recognition_words,
    short_place,
)

_GAPS: Final = (
    *(Head("Document", 26), Head("Group", 16), Head("Requirement or finding", 22), Head("Id", 21)),
    *(
        Head("Status", 9, "status"),
        Head("Severity", 9, "figure"),
        Head("Words", 44),
        Head("Section", 24),
        Head("Place", 13),
    ),
    *(Head("Why", 36), Head("What to do", 40), Head("A clause to start from", 44), Head("Since the baseline", 10)),
)
_FINDINGS: Final = (
    *(Head("Document", 26), Head("Group", 16), Head("Finding", 22), Head("Id", 21), Head("Severity", 9, "figure")),
    *(Head("Open", 7, "figure"), Head("Words", 44), Head("Section", 26), Head("Place", 13), Head("Why", 36)),
    *(Head("What to do", 40), Head("Whom the law covers", 30), Head("Sources", 34), Head("Decision and review", 34)),
)
_ELEMENTS: Final = (
    *(
        Head("Element", 26),
        Head("Covered", 10, "figure"),
        Head("Legacy", 10, "figure"),
        Head("Missing", 10, "figure"),
        Head("Share covered", 10, "figure"),
    ),
    *(Head("Documents here", 44), Head("Elsewhere", 80)),
)
_DOCUMENTS: Final = (
    *(
        Head("Document", 36),
        Head("Title", 30),
        Head("Verdict", 11),
        Head("Kind", 21),
        Head("Requirements", 9, "figure"),
    ),
    *(
        Head("Covered", 9, "figure"),
        Head("Legacy", 9, "figure"),
        Head("Missing", 9, "figure"),
        Head("Share covered", 9, "figure"),
        Head("Open", 8, "figure"),
    ),
    *(
        Head("Findings", 9, "figure"),
        Head("Decided", 9, "figure"),
        Head("Confirmed", 10, "figure"),
        Head("Changed", 9, "figure"),
        Head("Pages", 8, "figure"),
    ),
    *(Head("Profile", 12), Head("Remark", 40), Head("Report", 28), Head("SHA-256", 36)),
)
_DECISIONS: Final = (
    *(Head("Document", 30), Head("Requirement or finding", 26), Head("Id", 22), Head("Kind", 17), Head("Reason", 48)),
    *(Head("Owner", 24), Head("Date", 11), Head("Until", 11), Head("Settled by", 28), Head("State", 10)),
    *(Head("Written in", 32),),
)
_CHANGE: Final = (
    *(Head("What", 26), Head("Document", 36), Head("Requirement or finding", 30), Head("Id", 24)),
    *(Head("Before", 12, "status"), Head("Now", 12, "status"), Head("Because", 60)),
)


def write_gaps(book: Book, matrix: Matrix) -> None:
    """What is left to do: a row for each open gap and finding."""
    titles = {group.id: group.title for group in matrix.groups}
    book.table("Gaps", _GAPS, (row for one in matrix.checked for row in _open(one.document, titles)), fixed=3)


def _open(document: DocumentReport, titles: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    for requirement in document.requirements:
        if requirement.is_open:
            group = titles[requirement.element]
            clause = requirement.model_clause
            yield _gap(document, requirement, group, requirement.standing, _why(requirement), clause)
    for finding in document.findings:
        if finding.is_open:
            yield _gap(document, finding, group_title(finding.id), "finding", finding.why, "")


def _gap(
    document: DocumentReport, about: Requirement | Finding, group: str, status: str, why: str, clause: str
) -> tuple[Value, ...]:
    name, mark = document.source.name, baseline_mark(about)
    return (
        *(name, group, about.title, about.id, status, about.severity),
        *_words(about), why, about.remedy, clause, mark,
    )  # fmt: skip


def _why(requirement: Requirement) -> str:
    near = requirement.nearest
    return f"{requirement.why} The words are the nearest clause. {near.lacks}" if near else requirement.why


def _words(about: Requirement | Finding) -> tuple[Value, Value, Value]:
    """The words, the section and the page, paragraph or line; those of the nearest clause where a gap has none."""
    evidence = next(iter(about.evidence), None)
    if evidence is None and isinstance(about, Requirement) and about.nearest:
        evidence = about.nearest.evidence
    return (evidence.quote, long_place(evidence), short_place(evidence)) if evidence else ("", "", "")


def write_findings(book: Book, matrix: Matrix) -> None:
    """Every clause to rework, open or not."""
    book.table("Findings", _FINDINGS, (row for one in matrix.checked for row in _findings(one.document)), fixed=3)


def _findings(document: DocumentReport) -> Iterator[tuple[Value, ...]]:
    for finding in document.findings:
        said = [closing_words_of(finding), decision_words(finding.review) if finding.review else ""]
        yield (
            *(document.source.name, group_title(finding.id), finding.title, finding.id, finding.severity),
            *("yes" if finding.is_open else "no", *_words(finding), finding.why, finding.remedy, finding.applies_to),
            *("; ".join(finding.sources), " ".join(part for part in said if part)),
        )


def write_elements(book: Book, matrix: Matrix) -> None:
    """Each element over the portfolio, beside what is known of other people's policies."""
    rows = (
        (
            *(element.group.title, element.tally.covered, element.tally.legacy, element.tally.missing),
            *(share(element.tally.covered, element.tally.all), here_words(element)),
            "\n".join(peer_words(peer) for peer in element.peers),
        )
        for element in matrix.elements()
    )
    book.table("Elements", _ELEMENTS, rows)


def write_documents(book: Book, matrix: Matrix, links: Mapping[str, str]) -> None:
    """Every document with its verdict, its counts, and the digest of its bytes."""
    rows = [_document(row.document, links) for row in matrix.rows]
    book.table("Documents", _DOCUMENTS, rows)
    sheet = book.workbook.get_worksheet_by_name("Documents")
    column = next(index for index, head in enumerate(_DOCUMENTS) if head.title == "Report")
    link = book.look(font_color="#005EA2", underline=1, text_wrap=True, bottom=1, bottom_color=LINE)
    for index, row in enumerate(matrix.rows, 1):
        target = links.get(row.document.source.name)
        if target and index <= _MOST_LINKS:
            sheet.write_url(index, column, f"external:{target}", link, PurePosixPath(target).name)


_MOST_LINKS: Final = 65_000
"""Excel takes no more links in a sheet than some 65,530."""


def _document(document: DocumentReport, links: Mapping[str, str]) -> tuple[Value, ...]:
    summary, source = document.summary, document.source
    counts: tuple[Value, ...] = (None,) * 10
    if summary and document.verdict == "checked":
        standing = [requirement.standing for requirement in document.requirements]
        covered = standing.count("covered")
        said = reviews.tally(document.verdicts)
        left = sum(about.is_open for about in document.verdicts)
        counts = (
            *(len(standing), covered, standing.count("legacy"), standing.count("missing")),
            *(share(covered, len(standing)), left, len(document.findings), said.decided, *reviewed(document)),
        )
    return (
        *(source.name, document.title, VERDICTS[document.verdict], document.kind, *counts, source.pages),
        *(document.profile, _remark(document), links.get(source.name), source.sha256 or "not read"),
    )


def _remark(document: DocumentReport) -> str:
    said = "" if document.verdict == "checked" else verdict_words(document)
    read = recognition_words(document)
    read = f"{read[0].upper()}{read[1:]}." if read else ""
    return " ".join(words for words in (said, document.shortfall, read, *document.notes) if words)


def write_decisions(book: Book, matrix: Matrix) -> None:
    """What people have decided and reviewed, if anything; and the decisions that are not in force, with why."""
    rows = [row for one in matrix.checked for row in _decided(one.document)]
    for use in decisions_to_look_at(matrix.report):
        rows.append((use.document, use.why, use.rule, *_decision(use.decision, use.state)))
    if rows:
        book.table("Decisions", _DECISIONS, rows)


def _decided(document: DocumentReport) -> Iterator[tuple[Value, ...]]:
    for about in document.verdicts:
        for decision in (about.decision, about.review):
            if decision:
                yield (document.source.name, about.title, about.id, *_decision(decision, "in-force"))


def _decision(decision: Decision, state: str) -> tuple[Value, ...]:
    there = decision.settled_by
    elsewhere = ", ".join(part for part in (there.document, there.section) if part) if there else decision.status
    return (
        *(decision.kind, decision.reason, decision.owner, decision.date, decision.expires),
        *(elsewhere, state, decision.place),
    )


def write_change(book: Book, change: Change) -> None:
    """What an earlier report said otherwise: a row each."""
    book.table("Change", _CHANGE, _changes(change), fixed=2)


def _changes(change: Change) -> Iterator[tuple[Value, ...]]:
    yield ("In short", "", "", "", change.as_of, "", change.words)
    for sentence in change.basis:
        yield ("Not only the documents", "", "", "", "", "", sentence)
    for what, moved in (("Gained", change.gained), ("Lost", change.lost), ("Checklist", change.other)):
        for one in moved:
            yield (what, one.document, one.title, one.id, one.before, one.after, one.because)
    for what, findings in (("New clause to rework", change.new_findings), ("Clause gone", change.gone_findings)):
        for finding in findings:
            yield (what, finding.document, finding.title, finding.id, "", "", finding.quote)
    for name, before, after in change.verdicts:
        yield ("Verdict", name, "", "", VERDICTS.get(before, before), VERDICTS.get(after, after), "")
    for old, new in change.renamed:
        yield ("Document renamed", new, "", "", "", "", f"It was {old}; its bytes are the same.")
    for name in change.added:
        yield ("Document added", name, "", "", "", "", "")
    for name in change.gone:
        yield ("Document gone", name, "", "", "", "", "")
