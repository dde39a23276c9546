"""What every route asks first: the service, who asks, the document that is meant, and what surrounds a page."""

from __future__ import annotations

import time
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from policylint import machine
from policylint.web.access.crosssite import require_own_site
from policylint.web.access.visitor import Refusal, Visitor, visitor_of
from policylint.web.pages.surroundings import Ceilings, PageKey, Surroundings
from policylint.web.service import Service, profiles_of
from policylint.web.store.model import StoredDocument

_SUFFIXES: Final = (".pdf", ".docx", ".md", ".markdown", ".html", ".htm", ".txt", ".text")
_OFFICE: Final = (".doc", ".odt", ".rtf")

NOT_THERE: Final = (
    "There is no such document, or it is not yours. Uploads are deleted after a time, and only whoever uploaded "
    "one can see it."
)

Identifier = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{16,64}$", description="The document's id.")]


class SignInFirst(Exception):
    """Somebody has to sign in before this is answered."""


def service_of(request: Request) -> Service:
    """The server's parts."""
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


Serving = Annotated[Service, Depends(service_of)]


def visitor_for(request: Request, service: Serving) -> Visitor:
    """Who asks; not from another site, and signed in where that is asked for.

    Raises:
        Refusal: As `visitor_of` and `require_own_site`.
        SignInFirst: Nobody is signed in.
    """
    visitor = visitor_of(request, service.settings, service.store)
    if visitor is None or not visitor.by_token:
        require_own_site(request, request.method)
    if visitor is None:
        raise SignInFirst
    return visitor


Asking = Annotated[Visitor, Depends(visitor_for)]


def maybe_visitor(request: Request, service: Serving) -> Visitor | None:
    """As `visitor_for`, for pages that everybody may see: None where nobody is signed in."""
    return visitor_of(request, service.settings, service.store)


Perhaps = Annotated[Visitor | None, Depends(maybe_visitor)]


def document_for(identifier: Identifier, service: Serving, visitor: Asking) -> StoredDocument:
    """The visitor's document. Raises `Refusal` 404 for one that is not there, and for another's alike."""
    document = service.store.document(identifier, visitor.owner) if visitor.owner else None
    if document is None:
        raise Refusal(404, NOT_THERE)
    return document


Meant = Annotated[StoredDocument, Depends(document_for)]


def done(document: Meant) -> StoredDocument:
    """The visitor's document, of which there is a report. Raises `Refusal` 409 where there is none yet."""
    if document.state == "failed":
        raise Refusal(409, document.problem)
    if document.state != "done":
        raise Refusal(409, "This document is still being examined.", retry_after=1)
    return document


Done = Annotated[StoredDocument, Depends(done)]


def surroundings_of(service: Service, visitor: Visitor | None, page: PageKey = "", *, notice: str = "") -> Surroundings:
    """What surrounds a page."""
    settings = service.settings
    office = machine.office() is not None
    return Surroundings(
        root=settings.root,
        page=page,
        signed_in_as=visitor.name if visitor else "",
        may_sign_out=settings.mode == "token" and visitor is not None and bool(visitor.secret),
        notice=notice,
        ceilings=Ceilings(settings.bounds.file_bytes, settings.limits.pages, settings.bounds.files),
        lifetime_hours=settings.lifetime / 3600,
        suffixes=(*_SUFFIXES, *(_OFFICE if office else ())),
        reads_office=office,
        reads_scans=machine.tesseract() is not None or machine.has_rapidocr(),
        profiles=profiles_of(settings.packs),
        is_public=settings.mode == "public",
        now=time.time(),
    )


def page(html: str, status: int = 200) -> HTMLResponse:
    """A page."""
    return HTMLResponse(html, status)


def to(service: Service, path: str) -> RedirectResponse:
    """Go on at a path of the service, by GET."""
    return RedirectResponse(f"{service.settings.root}{path}", 303)


def sign_in_path(request: Request) -> str:
    """Where to sign in, and come back from."""
    here = request.url.path.removeprefix(request.app.state.service.settings.root) or "/"
    query = f"?{request.url.query}" if request.url.query else ""
    back = here + query if request.method == "GET" else "/"
    return f"/sign-in?next={quote(back, safe='/')}"


def wants_json(request: Request) -> bool:
    """Whether the answer is to be JSON: it is for the API, and for scripts that say so."""
    return request.scope["path"].removeprefix(request.scope.get("root_path", "")).startswith("/api/") or (
        "application/json" in request.headers.get("accept", "")
    )


def attachment(name: str) -> str:
    """The Content-Disposition of a download. RFC 6266: a plain name for old programs, and the right one."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " .-_()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def download(data: bytes, name: str, media_type: str) -> Response:
    """A file for the visitor to keep. Should a browser show it, it is without scripts, and alone."""
    from policylint.web.access.headers import DOWNLOAD

    return Response(
        data,
        media_type=media_type,
        headers={"Content-Disposition": attachment(name), "Content-Security-Policy": DOWNLOAD},
    )
