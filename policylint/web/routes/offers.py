"""What can be downloaded of a document."""

from __future__ import annotations

from typing import Final

from policylint.model.report import DocumentReport
from policylint.outputs.wording import open_count
from policylint.web.pages.report_parts import Download
from policylint.web.service import Service
from policylint.web.store.model import StoredDocument

_REPORTS: Final = (
    ("Report", "DOCX", "report.docx", "To edit and sign, in Word or LibreOffice."),
    ("Report", "PDF", "report.pdf", "To print and to file."),
    ("Report", "HTML", "report.html", "One page that carries its own data, to send on."),
    ("Workbook", "XLSX", "report.xlsx", "Every verdict in a table."),
    ("Report", "Markdown", "report.md", "For a wiki or a ticket."),
    ("Verdicts", "CSV", "report.csv", "A row for each verdict."),
    ("Data", "JSON", "report.json", "Everything, for programs."),
    ("Findings", "SARIF", "report.sarif", "For code-scanning tools."),
    ("Assessment", "OSCAL", "report.oscal.json", "For compliance tools."),
)
_ANNOTATED: Final = {"application/pdf": "PDF", "application/zip": "DOCX"}


def downloads_for(service: Service, document: StoredDocument, about: DocumentReport) -> tuple[Download, ...]:
    """What can be downloaded of a document that is done; what would come to nothing is not offered."""

    def at(path: str) -> str:
        return f"{service.settings.root}/documents/{document.id}/{path}"

    offers = [Download(label, kind, at(path), words) for label, kind, path, words in _REPORTS]
    if about.verdict == "checked":
        annotated = _ANNOTATED.get(document.media_type)
        if annotated and not about.converter:
            words = "A copy of the document with a note at each clause."
            offers.append(Download("Annotated copy", annotated, at("annotated"), words))
        if open_count(about):
            words = "Clauses for what is open, for counsel to work on."
            offers.append(Download("Draft addendum", "DOCX", at("draft.docx"), words))
            offers.append(Download("Draft addendum", "Markdown", at("draft.md"), words))
    offers.append(Download("Original", "as uploaded", at("original"), "The file that was checked."))
    return tuple(offers)
