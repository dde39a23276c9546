"""The cover, what was checked and how, and what the report is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.model.report import OWN_TITLES, DocumentReport, Report
from policylint.model.report import Cover as Given
from policylint.outputs.audit.blocks import Block, Bullets, Cover, Facts, Heading, Paragraph, Piece, Pieces
from policylint.outputs.audit.words import code, plain, said
from policylint.outputs.verdicts import closing_words
from policylint.outputs.wording import LEGACY_MEANS, NOT_ADVICE, count, kind_words, recognition_words

_STATUSES: Final = (
    ("Covered", "A clause settles the requirement, and it holds for social media."),
    ("Legacy only", LEGACY_MEANS),
    (
        "Missing",
        "No clause was found that settles it. The report says what was searched, which clause came nearest, and what "
        "that clause lacks.",
    ),
)
_IS_NOT: Final = (
    (NOT_ADVICE,),
    (
        "A requirement is called missing when no clause was found that settles it. A clause that says it in very "
        "unusual words can be overlooked, so look at what came nearest.",
    ),
    ("The report is about words. Whether anybody follows the policy it does not say.",),
    ("A document that could not be read is named as such, and never counted as one in which everything is missing.",),
)


def given_cover(report: Report) -> Given:
    """What the auditor puts on the report; nothing where nobody said anything."""
    return report.cover or Given()


def report_title(report: Report) -> str:
    """The title that was asked for, else the usual one."""
    return said(given_cover(report).title) or OWN_TITLES[0]


def subject(report: Report) -> str:
    """What the report is about: the document's title, else its file; the number of documents where there are many."""
    if len(report.documents) != 1:
        return f"{count(len(report.documents), 'document')}"
    document = report.documents[0]
    return said(document.title or document.source.name)


def cover(report: Report) -> Cover:
    """The first page."""
    given = given_cover(report)
    rows: list[tuple[str, Pieces]] = []
    if len(report.documents) == 1:
        source = report.documents[0].source
        rows.append(("Document", plain(source.name)))
        rows.append(("SHA-256", code(source.sha256) if source.sha256 else plain("Not read")))
    else:
        rows.append(("Documents", plain(closing_words(report))))
    rows += [
        (label, plain(text))
        for label, text in (
            ("Checklist", _packs(report)),
            ("Dates judged as of", report.options.as_of),
            ("Prepared for", given.prepared_for),
            ("Prepared by", given.prepared_by),
            ("Date", given.date),
        )
        if text
    ]
    return Cover(report_title(report), subject(report), tuple(rows), NOT_ADVICE)


def scope(report: Report) -> Iterator[Block]:
    """Scope and method."""
    yield Heading(1, "Scope and method", "scope", new_page=True)
    yield Heading(2, "What was checked", "scope-what")
    if len(report.documents) == 1:
        yield Facts(document_facts(report, report.documents[0]))
    else:
        yield Paragraph(plain(f"{closing_words(report)} Each has a part of its own in this report."))
        yield Facts(_run_facts(report))
    yield from _method(report)
    yield Heading(2, "What this report is not", "scope-not")
    yield Bullets(tuple(plain(*item) for item in _IS_NOT))


def document_facts(report: Report, document: DocumentReport) -> tuple[tuple[str, Pieces], ...]:
    """What there is to know about a document and how it was checked; about the run, too, where it is the only one."""
    source = document.source
    parts = [
        count(number, noun)
        for number, noun in (
            (source.pages or 0, "page"),
            (document.sections, "section"),
            (document.clauses, "clause"),
            (document.words, "word"),
        )
        if number
    ]
    rows: list[tuple[str, Pieces]] = [
        (label, plain(text))
        for label, text in (
            ("File", source.name),
            ("Title", document.title),
            ("Kind", _kind(document)),
            ("Extent", ", ".join(parts)),
            ("Read with", _read_with(document)),
            ("Profile", document.profile),
            ("Policy set", document.policy_set or document.member_of),
        )
        if text
    ]
    if source.sha256:
        rows.insert(1, ("SHA-256", code(source.sha256)))
    return (*rows, *_run_facts(report)) if len(report.documents) == 1 else tuple(rows)


def _read_with(document: DocumentReport) -> str:
    """The programs that came between the file and its words."""
    found = document.recognition
    pages = f"{count(len(found.pages), 'page')} by OCR ({found.engine} {found.version})" if found else ""
    ways = (
        f"{pages}, {recognition_words(document).partition(', ')[2]}" if found else "",
        f"converted by {document.converter}" if document.converter else "",
        "the damaged file was mended first" if document.repaired else "",
    )
    return "; ".join(way for way in ways if way)


def _run_facts(report: Report) -> tuple[tuple[str, Pieces], ...]:
    summary = next((document.summary for document in report.documents if document.summary), None)
    rows = (
        ("Checklist", _packs(report) + (f", {count(summary.requirements, 'requirement')}" if summary else "")),
        ("Dates judged as of", report.options.as_of),
        ("Kinds", "Documents of every kind were checked." if report.options.any_kind else ""),
    )
    return tuple((label, plain(text)) for label, text in rows if text)


def _method(report: Report) -> Iterator[Block]:
    yield Heading(2, "How a verdict comes about", "scope-method")
    yield Paragraph(
        plain(
            "policylint splits a document into clauses and finds, for each requirement of the checklist, the clauses "
            "that settle it. The rules for this are written down in the checklist and use words, headings, who must "
            "act, and with what force. For each clause it then judges whether it holds for social media: by its own "
            "words, its section, the document's title and opening, or a clause that states the document's scope. The "
            "program works without a network, and the same document gives the same verdicts every time."
        )
    )
    yield Paragraph(plain("Each requirement gets one of three statuses:"), with_next=True)
    yield Bullets(tuple((Piece(f"{word}. ", strong=True), *plain(text)) for word, text in _STATUSES))
    yield Paragraph(
        plain(
            "The severity of a gap (high, medium or low) comes from the checklist; where a profile changes it, the "
            "report gives the reason. The counts are always over the whole checklist. Where a person has confirmed "
            "or corrected a verdict, or decided about a gap, the report shows that beside the verdict, which stays."
        )
    )


def _packs(report: Report) -> str:
    return ", ".join(f"{pack.title} {pack.version}" for pack in report.packs)


def _kind(document: DocumentReport) -> str:
    if not document.kind:
        return ""
    why = f": {document.kind_why}" if document.kind_why else ""
    words = kind_words(document)
    return f"{words[0].upper()}{words[1:]}{why}"
