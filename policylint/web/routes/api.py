"""The HTTP API, version 1: submit, status, report, delete. The same limits, the same errors as on the pages."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from policylint.web.access.visitor import Refusal
from policylint.web.routes.asking import NOT_THERE, Asking, Done, Meant, Serving, download
from policylint.web.routes.making import KINDS, DraftFormat, ReportFormat, annotated_file, document_file, draft_file
from policylint.web.routes.taking_in import take_in, with_session
from policylint.web.service import Service
from policylint.web.store.model import StoredDocument

router: Final = APIRouter(prefix="/api/v1")

_LONGEST_WAIT: Final = 30.0


class Links(BaseModel):
    """Where to go on from a document; paths on this server."""

    self: str
    report: str
    page: str


class Document(BaseModel):
    """A document that was uploaded, and what is known of it."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    id: str
    name: str
    size: Annotated[int, Field(description="Bytes.")]
    sha256: str
    profile: Annotated[str, Field(description="The profile that it is checked with; empty for none.")]
    any_kind: bool
    state: Annotated[
        Literal["waiting", "working", "done", "failed"],
        Field(description="done: there is a report. failed: it could not be examined, see `problem`."),
    ]
    stage: Annotated[str, Field(description="Slow work under way, such as `ocr`; empty for none.")]
    done: Annotated[int, Field(description="Parts of that work that are done.")]
    of: int
    ahead: Annotated[int, Field(description="Documents that are examined before it.")]
    problem: str
    verdict: Annotated[
        Literal["", "checked", "not-applicable", "unreadable"],
        Field(description="Empty until there is a report. There is no such thing as passing."),
    ]
    kind: str
    title: str
    covered: int
    legacy: int
    missing: int
    open: Annotated[int, Field(description="Gaps and findings about which nobody has decided.")]
    created: Annotated[datetime, Field(description="UTC.")]
    expires: Annotated[datetime, Field(description="When it is deleted, UTC.")]
    links: Links


class Documents(BaseModel):
    """The documents of whoever asks, newest first."""

    documents: list[Document]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: Annotated[str, Field(description="A sentence for people: what is wrong, and what to do.")]


PROBLEM_TYPE: Final = "application/problem+json"
_TITLES: Final = {
    400: "The request makes no sense",
    401: "A token is asked for",
    403: "Not allowed",
    404: "Not there",
    408: "Too slow",
    405: "There is no such method here",
    409: "Not as things stand",
    413: "Too large",
    415: "Another form of upload is asked for",
    422: "It cannot be done",
    429: "Too many uploads",
    503: "Busy",
    507: "No room",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a request may come to, for the OpenAPI document."""
    return {
        status: {
            "description": _TITLES[status],
            "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            **({"headers": {"Retry-After": {"schema": {"type": "integer"}}}} if status in (429, 503) else {}),
        }
        for status in sorted({401, 403, *statuses})
    }


def problem(status: int, detail: str, *, retry_after: int = 0) -> Response:
    """A problem as the API answers it."""
    said = Problem(title=_TITLES.get(status, "It went wrong"), status=status, detail=detail)
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(said.model_dump(), status, media_type=PROBLEM_TYPE, headers=headers)


_UPLOAD: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The document."},
                        "profile": {"type": "string", "description": "A profile's id; none if it is left out."},
                        "any_kind": {
                            "type": "string",
                            "enum": ["true", "false"],
                            "description": "Check it whatever kind of document it is.",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "/documents",
    status_code=202,
    response_model=Document,
    responses=problems(400, 408, 413, 415, 422, 429, 503, 507),
    openapi_extra=_UPLOAD,
    summary="Submit a document",
)
async def submit(request: Request, service: Serving, visitor: Asking) -> Response:
    """Take in one document to be examined. The answer names it; ask for its state until that is done or failed."""
    taken = await take_in(request, service, visitor, files=1)
    document = taken.documents[0]
    shown = await described(service, document)
    answer = JSONResponse(shown.model_dump(mode="json"), 202, headers={"Location": shown.links.self})
    return await with_session(answer, service, visitor, taken)


@router.get("/documents", response_model=Documents, responses=problems(422), summary="List your documents")
async def list_documents(service: Serving, visitor: Asking) -> Documents:
    """The documents of whoever asks, newest first."""
    documents = await asyncio.to_thread(service.store.documents, visitor.owner) if visitor.owner else ()
    return Documents(documents=[await described(service, document) for document in documents])


@router.get(
    "/documents/{identifier}", response_model=Document, responses=problems(404, 422), summary="The state of a document"
)
async def status(
    document: Meant,
    service: Serving,
    visitor: Asking,
    wait: Annotated[
        float, Query(ge=0, le=_LONGEST_WAIT, description="Seconds to wait for it to be done before answering.")
    ] = 0.0,
) -> Document:
    """The state of a document, and its numbers once it was examined."""
    found = await settled(service, document, wait)
    if found is None:
        raise Refusal(404, NOT_THERE)
    return await described(service, found)


@router.get(
    "/documents/{identifier}/report",
    response_class=Response,
    responses={
        200: {
            "description": "The report.",
            "content": {
                kind.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in KINDS.values()
                if "json" not in kind.media_type
            }
            | {"application/json": {"schema": {"type": "object"}}, "application/sarif+json": {}},
        },
        **problems(404, 409, 422, 503),
    },
    summary="The report on a document",
)
async def report(
    document: Done,
    service: Serving,
    format: Annotated[ReportFormat, Query(description="The format of the report.")] = "json",
) -> Response:
    """The report on a document, in one of its formats, with the decisions that were made about it."""
    made = await document_file(service, document, format)
    return download(made.data, made.name, made.media_type)


@router.get(
    "/documents/{identifier}/annotated",
    response_class=Response,
    responses={
        200: {
            "description": "The copy.",
            "content": {
                "application/pdf": {"schema": {"type": "string", "format": "binary"}},
                KINDS["docx"].media_type: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        **problems(404, 409, 422, 503),
    },
    summary="A copy of the document with the verdicts in it",
)
async def annotated(
    document: Done,
    service: Serving,
    break_signature: Annotated[bool, Query(description="Go on with a document that is digitally signed.")] = False,
) -> Response:
    """A copy of a PDF or DOCX document with a note at each clause that a verdict is about."""
    made = await annotated_file(service, document, break_signature=break_signature)
    return download(made.data, made.name, made.media_type)


@router.get(
    "/documents/{identifier}/draft",
    response_class=Response,
    responses={
        200: {
            "description": "The draft.",
            "content": {
                KINDS["docx"].media_type: {"schema": {"type": "string", "format": "binary"}},
                "text/markdown": {"schema": {"type": "string"}},
            },
        },
        **problems(404, 409, 422, 503),
    },
    summary="A draft addendum",
)
async def draft(
    document: Done, service: Serving, format: Annotated[DraftFormat, Query(description="Its format.")] = "docx"
) -> Response:
    """A draft of clauses for what the document leaves open, for counsel to work on."""
    made = await draft_file(service, document, format)
    return download(made.data, made.name, made.media_type)


@router.delete("/documents/{identifier}", status_code=204, responses=problems(404, 422), summary="Delete a document")
async def delete(document: Meant, service: Serving, visitor: Asking) -> Response:
    """Delete a document with everything that was made of it."""
    await asyncio.to_thread(service.store.delete, document.id, visitor.owner)
    service.forget(document.id)
    return Response(status_code=204)


async def described(service: Service, document: StoredDocument) -> Document:
    """A document as the API shows it."""
    waiting = document.state == "waiting"
    here = f"/api/v1/documents/{document.id}"
    fields = ("id", "name", "size", "sha256", "profile", "any_kind", "state", "stage", "done", "of", "problem")
    numbers = ("verdict", "kind", "title", "covered", "legacy", "missing")
    return Document(
        **{field: getattr(document, field) for field in (*fields, *numbers)},
        open=await asyncio.to_thread(service.open_now, document),
        ahead=await asyncio.to_thread(service.store.ahead_of, document.id) if waiting else 0,
        created=datetime.fromtimestamp(document.created, UTC),
        expires=datetime.fromtimestamp(document.expires, UTC),
        links=Links(
            self=service.settings.root + here,
            report=f"{service.settings.root}{here}/report",
            page=f"{service.settings.root}/documents/{document.id}",
        ),
    )


async def settled(service: Service, document: StoredDocument, seconds: float) -> StoredDocument | None:
    """The document once it is done or failed, or as it is after so many seconds; None where it is gone."""
    ends = time.monotonic() + seconds
    found: StoredDocument | None = document
    while found and found.state in ("waiting", "working") and (left := ends - time.monotonic()) > 0:
        if service.stopping.is_set():
            break
        await service.runner.change(document.id, min(1.0, left))
        found = await asyncio.to_thread(service.store.document, document.id, document.owner)
    return found


def allowed_methods(scope: Scope) -> str:
    """The methods of the API that a path has, for the Allow header; empty where it has none. One route knows its own
    only.
    """
    found: set[str] = set()
    for route in router.routes:
        if isinstance(route, Route) and route.matches(scope)[0] != Match.NONE:
            found |= route.methods or set()
    return ", ".join(sorted(found))


__all__ = ["PROBLEM_TYPE", "problem", "router", "settled"]
