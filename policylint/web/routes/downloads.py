"""Files to keep: the report in its formats, the annotated copy, the draft, the original, and all documents together."""

from __future__ import annotations

import asyncio
from typing import Final

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from policylint.web.access.headers import DOWNLOAD
from policylint.web.access.visitor import Refusal, Visitor
from policylint.web.routes.asking import Asking, Done, Meant, Serving, attachment, download
from policylint.web.routes.documents import report_over
from policylint.web.routes.making import ReportFormat, annotated_file, document_file, draft_file, report_file
from policylint.web.service import Service

router: Final = APIRouter(include_in_schema=False)

_ENDS: Final[dict[str, ReportFormat]] = {
    "html": "html",
    "docx": "docx",
    "pdf": "pdf",
    "json": "json",
    "xlsx": "xlsx",
    "sarif": "sarif",
    "md": "markdown",
    "csv": "csv",
    "oscal.json": "oscal",
}
_MOST_TOGETHER: Final = 60
"""Documents in one workbook: their reports are all held at once."""
_TOO_MANY: Final = (
    f"One workbook holds {_MOST_TOGETHER} documents. Delete some first, or use 'policylint portfolio' on your machine."
)
_NOTHING: Final = "None of your documents has been examined yet."


@router.get("/documents/{identifier}/report.{end}")
async def report(document: Done, service: Serving, end: str) -> Response:
    """The report on a document, in the format that the end of the address tells."""
    if end not in _ENDS:
        raise Refusal(404, f"There is no such format; there are {', '.join(_ENDS)}.")
    made = await document_file(service, document, _ENDS[end])
    return download(made.data, made.name, made.media_type)


@router.get("/documents/{identifier}/annotated")
async def annotated(document: Done, service: Serving, break_signature: bool = False) -> Response:
    """A copy of the document with the verdicts in it."""
    made = await annotated_file(service, document, break_signature=break_signature)
    return download(made.data, made.name, made.media_type)


@router.get("/documents/{identifier}/draft.docx")
async def draft_docx(document: Done, service: Serving) -> Response:
    """A draft addendum for a word processor."""
    made = await draft_file(service, document, "docx")
    return download(made.data, made.name, made.media_type)


@router.get("/documents/{identifier}/draft.md")
async def draft_markdown(document: Done, service: Serving) -> Response:
    """A draft addendum as Markdown."""
    made = await draft_file(service, document, "md")
    return download(made.data, made.name, made.media_type)


@router.get("/documents/{identifier}/original")
async def original(document: Meant, service: Serving) -> Response:
    """The file as it was uploaded. Never shown by us: it is whatever somebody sent."""
    path = service.store.files.path(document.id)
    if not await asyncio.to_thread(path.is_file):
        raise Refusal(404, "The file is gone.")
    headers = {"Content-Disposition": attachment(document.name), "Content-Security-Policy": DOWNLOAD}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


@router.get("/documents.xlsx")
async def workbook(service: Serving, visitor: Asking) -> Response:
    """A workbook over all documents of the visitor."""
    return await _over_all(service, visitor, "xlsx")


@router.get("/documents.dashboard.html")
async def dashboard(service: Serving, visitor: Asking) -> Response:
    """A dashboard page over all documents of the visitor."""
    return await _over_all(service, visitor, "dashboard")


async def _over_all(service: Service, visitor: Visitor, format_: ReportFormat) -> Response:
    documents = await asyncio.to_thread(service.store.documents, visitor.owner) if visitor.owner else ()
    if sum(document.state == "done" for document in documents) > _MOST_TOGETHER:
        raise Refusal(413, _TOO_MANY)
    found, _ = await asyncio.to_thread(report_over, service, documents)
    if found is None:
        raise Refusal(404, _NOTHING)
    made = await report_file(service, found, format_, stem="policies", owner=visitor.owner)
    return download(made.data, made.name, made.media_type)
