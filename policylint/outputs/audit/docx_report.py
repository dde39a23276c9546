"""The auditor's report as DOCX, for Word and LibreOffice, made with python-docx."""

from __future__ import annotations

from policylint.model.report import Report
from policylint.outputs.audit.blocks import CoveragePicture
from policylint.outputs.audit.content import audit_report
from policylint.outputs.audit.docx_body import Body
from policylint.outputs.audit.docx_file import describe, members, new_document, number_pages
from policylint.outputs.embedded import with_report
from policylint.outputs.office import pack


def render(report: Report) -> bytes:
    """Draw the report as a DOCX file with the report's JSON in it.

    Its first member says which program wrote it, and nothing is compressed, so that it is known by its first bytes.
    """
    content = audit_report(report)
    document = new_document()
    describe(
        document,
        title=content.title,
        subject=content.subject,
        author=content.author,
        keywords=", ".join(content.keywords),
        day=content.date,
    )
    number_pages(document, content.running)
    document.sections[0].different_first_page_header_footer = True
    Body(document, content, _picture).write()
    return pack(with_report(members(document), report))


def _picture(block: CoveragePicture) -> bytes:
    from policylint.outputs.audit.picture import coverage_png

    return coverage_png(block.document)
