"""The report that an auditor signs, as blocks: what it says and in which order, whatever draws it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policylint.model.report import DocumentReport, Report
from policylint.outputs.audit.blocks import AuditReport, Block, Contents, Facts, Heading, Paragraph
from policylint.outputs.audit.elements import element_pages, finding_pages, has_findings
from policylint.outputs.audit.records import decisions, not_read, notes, requirement_table, signatures, verifying
from policylint.outputs.audit.scope import cover, document_facts, given_cover, report_title, scope, subject
from policylint.outputs.audit.summary import document_id, document_summary, overall
from policylint.outputs.audit.words import plain, said


def audit_report(report: Report) -> AuditReport:
    """The whole report, on one document or on several.

    Every word that others wrote is on one line in it, with what could act made visible. Headings of level 1 and 2 have
    numbers, and an id of their own each.
    """
    title = report_title(report)
    return AuditReport(
        title=title,
        author=said(given_cover(report).prepared_by),
        subject=subject(report),
        keywords=("policylint", "policy gap report", *(said(pack.id) for pack in report.packs)),
        date=said(given_cover(report).date),
        running=f"{title} \u00b7 {subject(report)}",
        blocks=tuple(_numbered(_blocks(report))),
    )


def _blocks(report: Report) -> Iterator[Block]:
    yield cover(report)
    yield Contents("Contents", depth=2 if len(report.documents) == 1 else 1)
    yield from scope(report)
    if len(report.documents) == 1:
        yield from _single(report, report.documents[0])
    else:
        yield from overall(report)
        before = None
        for number, document in enumerate(report.documents, 1):
            # Documents that were not checked have a few lines each: those that follow each other share pages.
            new_page = document.summary is not None or before is None or before.summary is not None
            yield from _part(report, number, document, new_page=new_page)
            before = document
    yield from decisions(report)
    yield from notes(report)
    yield from not_read(report)
    yield from verifying(report)
    yield from signatures(report)


def _single(report: Report, document: DocumentReport) -> Iterator[Block]:
    yield Heading(1, "Summary", "summary", new_page=document.summary is not None)
    yield from document_summary(report, 1, document)
    if document.requirements:
        yield Heading(1, "Requirements by element", "elements", new_page=True)
        yield from element_pages(report, 1, document, first_page=False)
    if has_findings(document):
        yield Heading(1, "Clauses to rework", "findings", new_page=True)
        yield from finding_pages(1, document)
    if document.requirements:
        yield Heading(1, "All requirements", "requirements", new_page=True)
        yield requirement_table(1, document)


def _part(report: Report, number: int, document: DocumentReport, *, new_page: bool) -> Iterator[Block]:
    """One document of several, as a part of its own."""
    yield Heading(1, said(document.source.name), document_id(number), new_page=new_page)
    yield Facts(document_facts(report, document))
    yield from document_summary(report, number, document)
    yield from element_pages(report, number, document, first_page=True)
    yield from finding_pages(number, document)
    if document.requirements:
        yield Heading(2, "All requirements", f"d{number}-requirements", new_page=True)
        yield Paragraph(plain("Every requirement of the checklist with its status."), with_next=True)
        yield requirement_table(number, document)


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings of level 1 and 2 with their numbers before them, so that a reader can cite them."""
    first = second = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            first, second = first + 1, 0
            yield replace(block, text=f"{first} {block.text}")
        elif isinstance(block, Heading) and block.level == 2:
            second += 1
            yield replace(block, text=f"{first}.{second} {block.text}")
        else:
            yield block
