"""Downloads of one document: the report in its formats, the annotated copy, the draft."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from policylint.model.report import Report
from policylint.web.access.visitor import Refusal
from policylint.web.service import Service
from policylint.web.store.model import StoredDocument
from policylint.web.work.runner import Busy, Failed
from policylint.web.work.tasks import Annotate, DraftAddendum, Draw, Made, Task

ReportFormat = Literal["html", "docx", "pdf", "json", "xlsx", "sarif", "markdown", "csv", "oscal", "dashboard"]
DraftFormat = Literal["docx", "md"]

_BUSY: Final = "This service is busy making other files. Try again in a moment."
_NO_NOTES: Final = "Notes can be put into PDF and DOCX files only. Take the report as HTML or DOCX."
_SIGNED: Final = (
    "This document is digitally signed, and a copy with notes in it is no longer what was signed. To have one all the "
    "same, add ?break_signature=true to the address."
)
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Kind:
    """A format of a download: the end of its file's name, and its media type."""

    suffix: str
    media_type: str


KINDS: Final[dict[ReportFormat, Kind]] = {
    "html": Kind(".html", "text/html; charset=utf-8"),
    "docx": Kind(".docx", DOCX),
    "pdf": Kind(".pdf", "application/pdf"),
    "json": Kind(".json", "application/json"),
    "xlsx": Kind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "sarif": Kind(".sarif", "application/sarif+json"),
    "markdown": Kind(".md", "text/markdown; charset=utf-8"),
    "csv": Kind(".csv", "text/csv; charset=utf-8"),
    "oscal": Kind(".oscal.json", "application/json"),
    "dashboard": Kind(".dashboard.html", "text/html; charset=utf-8"),
}
DRAFTS: Final[dict[DraftFormat, str]] = {"docx": DOCX, "md": "text/markdown; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class File:
    """A file for a visitor."""

    data: bytes
    name: str
    media_type: str


async def report_file(service: Service, report: Report, format_: ReportFormat, *, stem: str, owner: str) -> File:
    """A report in a format. Raises `Refusal` 503 where the service is busy, 409 where it cannot be made."""
    kind = KINDS[format_]
    if format_ == "json":
        data = (await asyncio.to_thread(report.to_json)).encode("utf-8")
    else:
        task = Draw(report=await asyncio.to_thread(msgspec.json.encode, report), format=format_)
        data = (await _made(service, task, format_, owner)).data
    return File(data, f"{stem}{kind.suffix}", kind.media_type)


async def document_file(service: Service, document: StoredDocument, format_: ReportFormat) -> File:
    """The report on a document. Raises as `report_file`."""
    examined = await service.examined(document)
    return await report_file(service, examined.report, format_, stem=f"{_stem(document)}-report", owner=document.owner)


async def annotated_file(service: Service, document: StoredDocument, *, break_signature: bool = False) -> File:
    """A copy of a PDF or DOCX with the verdicts in it. Raises as `report_file`."""
    if document.media_type not in (PDF, ZIP):
        raise Refusal(409, _NO_NOTES)
    examined = await service.examined(document)
    task = Annotate(
        file=str(service.store.files.path(document.id)),
        name=document.name,
        report=msgspec.json.encode(examined.report),
        text=await asyncio.to_thread(service.part, document, "text.msgpack"),
        break_signature=break_signature,
    )
    made = await _made(service, task, "annotated", document.owner)
    is_pdf = document.media_type == PDF
    name = f"{_stem(document)}-annotated{'.pdf' if is_pdf else '.docx'}"
    return File(made.data, name, "application/pdf" if is_pdf else DOCX)


async def draft_file(service: Service, document: StoredDocument, format_: DraftFormat) -> File:
    """A draft for all that is open. Raises as `report_file`."""
    examined = await service.examined(document)
    task = DraftAddendum(
        report=msgspec.json.encode(examined.report),
        text=await asyncio.to_thread(service.part, document, "text.msgpack"),
        format=format_,
    )
    made = await _made(service, task, "draft", document.owner)
    return File(made.data, f"{_stem(document)}-draft.{format_}", DRAFTS[format_])


async def _made(service: Service, task: Task, kind: str, owner: str) -> Made:
    try:
        return await service.runner.make(task, kind, owner)
    except Busy:
        service.metrics.refused("making")
        raise Refusal(503, _BUSY, retry_after=5) from None
    except Failed as failure:
        words = _SIGNED if "--break-signature" in str(failure) else str(failure)
        raise Refusal(409, words) from None


def _stem(document: StoredDocument) -> str:
    """The document's name without its end."""
    stem, dot, suffix = document.name.rpartition(".")
    return stem if dot and stem and len(suffix) <= 10 else document.name
