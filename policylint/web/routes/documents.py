"""A visitor's documents: upload, list, the report page, its panel, how far the work is, and deletion."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from msgspec.structs import replace
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from policylint.errors import UnreadableDocument
from policylint.model.report import Report
from policylint.outputs.portfolio.matrix import matrix_of
from policylint.web.access.visitor import Refusal, Visitor
from policylint.web.pages import site as pages
from policylint.web.pages.report_page import panel_fragment, report_page
from policylint.web.pages.report_parts import Draft, Filters, Problem
from policylint.web.pages.surroundings import Refused
from policylint.web.panel.model import PanelPart
from policylint.web.panel.places import place_numbers
from policylint.web.panel.show import panel_part
from policylint.web.routes.api import settled
from policylint.web.routes.asking import Asking, Done, Meant, Serving, page, surroundings_of, to, wants_json
from policylint.web.routes.notices import notice_of
from policylint.web.routes.offers import downloads_for
from policylint.web.routes.taking_in import Taken, take_in, with_session
from policylint.web.service import Gone, Service
from policylint.web.store.model import StoredDocument

router: Final = APIRouter(include_in_schema=False)

_PATIENCE: Final = 1.2
"""Seconds for which the page of a document that is being examined is held back: most are done by then."""
_STREAM: Final = 600.0
"""Seconds after which a stream of events ends; browsers open another by themselves."""
_ALIVE: Final = 15.0
"""Seconds after which a stream with no news shows that it lives, for proxies."""
_NO_PICTURE: Final = "This page cannot be drawn; its text is in the text view."
_WIDTH: Final = 1000
"""Pixels across a picture of a page: sharp in a column of half a screen at twice its resolution, near enough."""

View = Literal["pages", "text"]
PartNumber = Annotated[int, Query(ge=1, le=100_000)]


@router.post("/documents")
async def upload(request: Request, service: Serving, visitor: Asking) -> Response:
    """Take in one or several documents, and go to where their reports will be."""
    try:
        taken = await take_in(request, service, visitor)
    except Refusal as refusal:
        return _refused_upload(request, service, visitor, refusal)
    one = taken.documents[0]
    address = f"/documents/{one.id}" if len(taken.documents) == 1 else "/documents"
    if wants_json(request):
        answer: Response = JSONResponse(_json(service, taken, address))
    else:
        answer = to(service, address)
    return await with_session(answer, service, visitor, taken)


def _json(service: Service, taken: Taken, address: str) -> dict[str, Any]:
    root = service.settings.root
    return {
        "documents": [
            {
                "id": document.id,
                "name": document.name,
                "address": f"{root}/documents/{document.id}",
                "events": f"{root}/documents/{document.id}/events",
            }
            for document in taken.documents
        ],
        "refused": [],
        "address": f"{root}{address}",
    }


def _refused_upload(request: Request, service: Service, visitor: Visitor, refusal: Refusal) -> Response:
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if wants_json(request):
        return JSONResponse({"problem": refusal.problem}, refusal.status, headers=headers)
    surroundings = surroundings_of(service, visitor, "start")
    answer = page(pages.start(surroundings, (Refused("", refusal.problem),)), refusal.status)
    answer.headers.update(headers)
    return answer


@router.get("/documents")
async def list_documents(request: Request, service: Serving, visitor: Asking, sheet: PartNumber = 1) -> Response:
    """The visitor's documents, and the matrix of what they settle."""
    documents = await asyncio.to_thread(service.store.documents, visitor.owner) if visitor.owner else ()
    last = max(1, -(-len(documents) // pages.SHEET))
    number = min(sheet, last)
    rows = documents[(number - 1) * pages.SHEET : number * pages.SHEET]
    comparable = [document for document in documents if document.verdict == "checked"]

    def drawn() -> str:
        report, there = report_over(service, rows)
        return pages.documents(
            surroundings_of(service, visitor, "documents", notice=notice_of(request)),
            there,
            matrix_of(report) if report else None,
            comparable=comparable,
            sheet=pages.Sheet(number, last),
        )

    return page(await asyncio.to_thread(drawn))


def report_over(
    service: Service, documents: tuple[StoredDocument, ...]
) -> tuple[Report | None, tuple[StoredDocument, ...]]:
    """One report over those documents that are done, in their order, None where none is; and the documents without
    those that were deleted meanwhile. Reads files.
    """
    reports, there = [], []
    for document in documents:
        with suppress(Gone):
            if document.state == "done":
                reports.append(service.examined_now(document).report)
            there.append(document)
    if not reports:
        return None, tuple(there)
    report = replace(
        reports[0],
        documents=tuple(report.documents[0] for report in reports),
        decisions=tuple(use for report in reports for use in report.decisions),
        manifest=None,
    )
    return report, tuple(there)


@router.get("/documents/{identifier}")
async def show(
    request: Request,
    document: Meant,
    service: Serving,
    visitor: Asking,
    view: View | None = None,
    part: PartNumber = 1,
    show: Annotated[str, Query(max_length=40)] = "all",
    q: Annotated[str, Query(max_length=200)] = "",
    review: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The report page; while the document is being examined, the page that says so."""
    found = await settled(service, document, _PATIENCE)
    if found is None:
        return to(service, "/documents")
    if found.state != "done":
        ahead = await asyncio.to_thread(service.store.ahead_of, found.id)
        return page(pages.waiting(surroundings_of(service, visitor), found, ahead))
    chosen = Filters(show, q, review)
    return await report_answer(request, service, visitor, found, chosen, view=view, part=part)


async def report_answer(
    request: Request,
    service: Service,
    visitor: Visitor,
    document: StoredDocument,
    chosen: Filters,
    *,
    view: View | None = None,
    part: int = 1,
    problems: tuple[Problem, ...] = (),
    draft: Draft | None = None,
) -> Response:
    """The report page of a document that is done; with `problems`, what was typed stays, and the status is 422."""

    def drawn() -> str:
        examined = service.examined_now(document)
        about = examined.report.documents[0]
        return report_page(
            surroundings_of(service, visitor, notice=notice_of(request)),
            document,
            examined.report,
            _part(service, document, examined.report, view, part),
            place_numbers(about),
            examined.decisions,
            chosen,
            downloads_for(service, document, about),
            visitor.reviewer or visitor.name,
            problems,
            draft,
        )

    return page(await asyncio.to_thread(drawn), 422 if problems else 200)


def _part(
    service: Service, document: StoredDocument, report: Report, view: View | None, number: int
) -> PanelPart | None:
    panel = service.panel(document)
    if panel is None or not (panel.blocks or panel.pages):
        return None
    chosen: View = view or ("pages" if panel.pages else "text")
    return panel_part(panel, report.documents[0], chosen, number)


@router.get("/documents/{identifier}/panel")
async def panel(
    document: Done, service: Serving, visitor: Asking, view: View | None = None, part: PartNumber = 1
) -> Response:
    """A part of the document beside the verdicts, alone."""

    def drawn() -> str:
        examined = service.examined_now(document)
        shown = _part(service, document, examined.report, view, part)
        if shown is None:
            raise Refusal(404, "There is nothing to show of this document.")
        return panel_fragment(surroundings_of(service, visitor), document, shown)

    return page(await asyncio.to_thread(drawn))


@router.get("/documents/{identifier}/pages/{number}.webp")
async def picture(document: Meant, service: Serving, number: Annotated[int, Path(ge=1, le=100_000)]) -> Response:
    """A picture of a page of a PDF. It is drawn once, and kept with the document."""
    files, name = service.store.files, f"pages/{number}.webp"

    def drawn() -> bytes:
        data = files.read(document.id)
        shown = service.panel(document)
        if data is None or shown is None or not 1 <= number <= len(shown.pages):
            raise Refusal(404, "There is no such page.")
        try:
            made = service.pictures.draw(data, number, _WIDTH)
        except UnreadableDocument:
            files.write(document.id, name, b"")  # not tried again: it may take as long as it may
            raise Refusal(422, _NO_PICTURE) from None
        files.write(document.id, name, made)
        return made

    data = await asyncio.to_thread(files.read, document.id, name)
    if data is None:
        async with service.drawing:
            data = await asyncio.to_thread(drawn)
    return Response(data, media_type="image/webp", headers={"Cache-Control": "private, max-age=300"})


@router.get("/documents/{identifier}/events")
async def events(document: Meant, service: Serving) -> Response:
    """Server-sent events on how far the examination is, until it is done."""
    if not service.streams.has_room(document.owner):
        raise Refusal(429, "Too many pages of this service are open at a time. Close some.", retry_after=5)
    return StreamingResponse(
        _until_closed(service, document),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
    )


async def _until_closed(service: Service, document: StoredDocument) -> AsyncIterator[str]:
    service.streams.take(document.owner)  # not before: a stream that nobody begins to read is never closed
    try:
        async for event in _events(service, document):
            yield event
    finally:
        service.streams.give_back(document.owner)


async def _events(service: Service, document: StoredDocument) -> AsyncIterator[str]:
    ends, spoken, last = time.monotonic() + _STREAM, time.monotonic(), ""
    found: StoredDocument | None = document
    while found is not None:
        waiting = found.state == "waiting"
        said = {
            "state": found.state,
            "stage": found.stage or ("reading" if found.state == "working" else ""),
            "done": found.done,
            "of": found.of,
            "ahead": await asyncio.to_thread(service.store.ahead_of, found.id) if waiting else 0,
        }
        words = json.dumps(said)
        if words != last:
            yield f"event: progress\ndata: {words}\n\n"
            last, spoken = words, time.monotonic()
        elif time.monotonic() - spoken > _ALIVE:
            yield ": still at it\n\n"
            spoken = time.monotonic()
        if found.state in ("done", "failed") or time.monotonic() > ends or service.stopping.is_set():
            return
        await service.runner.change(found.id, 1.0)
        found = await asyncio.to_thread(service.store.document, found.id, found.owner)
    yield f"event: progress\ndata: {json.dumps({'state': 'failed', 'stage': '', 'done': 0, 'of': 0, 'ahead': 0})}\n\n"


@router.post("/documents/{identifier}/delete")
async def delete(document: Meant, service: Serving, visitor: Asking) -> RedirectResponse:
    """Delete a document with everything that was made of it."""
    await asyncio.to_thread(service.store.delete, document.id, visitor.owner)
    service.forget(document.id)
    return to(service, "/documents?said=deleted")


@router.post("/documents/{identifier}/again")
async def again(request: Request, document: Meant, service: Serving, visitor: Asking) -> RedirectResponse:
    """Examine a document again that was given up, or whatever its kind."""
    from policylint.web.routes.taking_in import take_in_stored

    taken = await take_in_stored(request, service, visitor, document)
    return to(service, f"/documents/{taken.documents[0].id}")
