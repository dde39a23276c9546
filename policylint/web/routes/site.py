"""Pages that are about no document: start, about, the API's, signing in, the sample; and what pages are made of."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from policylint.web.access.crosssite import require_own_site
from policylint.web.access.visitor import (
    SESSION_SECONDS,
    Refusal,
    address_key,
    address_of,
    drop_cookie,
    keep_cookie,
    mark_browser,
    owner_of_token,
)
from policylint.web.pages import site as pages
from policylint.web.pages.assets import asset_path, assets
from policylint.web.routes.asking import Asking, Perhaps, Serving, page, surroundings_of, to
from policylint.web.routes.notices import notice_of
from policylint.web.routes.review import small_form
from policylint.web.routes.taking_in import take_in_bytes, with_session

router: Final = APIRouter(include_in_schema=False)

SAMPLE: Final = "sample-internet-policy-1998.pdf"
_FOREVER: Final = "public, max-age=31536000, immutable"


@router.get("/")
async def start(request: Request, service: Serving, visitor: Asking) -> Response:
    """Where a policy is uploaded."""
    answer = page(pages.start(surroundings_of(service, visitor, "start", notice=notice_of(request))))
    mark_browser(answer, visitor, service.settings, service.newcomers.mark())
    return answer


@router.post("/sample")
async def sample(request: Request, service: Serving, visitor: Asking) -> Response:
    """Check the sample policy."""
    data = await asyncio.to_thread(sample_file().read_bytes)
    taken = await take_in_bytes(service, visitor, request, SAMPLE, data)
    return await with_session(to(service, f"/documents/{taken.documents[0].id}"), service, visitor, taken)


@router.get("/about")
async def about(service: Serving, visitor: Perhaps) -> Response:
    """What the service does, and what happens to a file."""
    return page(pages.about(surroundings_of(service, visitor, "about")))


@router.get("/api")
async def api(request: Request, service: Serving, visitor: Perhaps) -> Response:
    """How programs use the service."""
    scheme = "https" if service.settings.https else request.url.scheme
    base = f"{scheme}://{request.headers.get('host', '')}{service.settings.root}"
    return page(pages.api(surroundings_of(service, visitor), base, needs_token=service.settings.mode == "token"))


@router.get("/sign-in")
async def sign_in(request: Request, service: Serving, visitor: Perhaps) -> Response:
    """Where a token is typed in."""
    if service.settings.mode != "token":
        return to(service, "/")
    if visitor is not None:
        return to(service, _next(request.query_params.get("next", "")))
    return page(pages.sign_in(surroundings_of(service, None)))


@router.post("/sign-in")
async def signing_in(request: Request, service: Serving) -> Response:
    """Take a token, and begin a session."""
    require_own_site(request, request.method)
    settings = service.settings
    if settings.mode != "token":
        return to(service, "/")
    seconds = service.sign_ins.take(address_key(address_of(request, settings)))
    if seconds:
        raise Refusal(429, f"Too many tries. Try again in {seconds} seconds.", retry_after=seconds)
    form = await small_form(request)
    owner = owner_of_token(form.get("token", "").strip(), settings)
    if not owner:
        words = "This is not one of the service's tokens. Check that you have copied all of it."
        return page(pages.sign_in(surroundings_of(service, None), words), 401)
    answer = to(service, _next(request.query_params.get("next", "")))
    secret = await asyncio.to_thread(service.store.open_session, owner, SESSION_SECONDS, time.time())
    keep_cookie(answer, secret, settings)
    return answer


@router.post("/sign-out")
async def sign_out(service: Serving, visitor: Asking) -> RedirectResponse:
    """End the session."""
    if visitor.secret:
        await asyncio.to_thread(service.store.close_session, visitor.secret)
        service.newcomers.forget(visitor.owner)
    answer = to(service, "/sign-in" if service.settings.mode == "token" else "/?said=signed-out")
    drop_cookie(answer, service.settings)
    return answer


@router.get("/static/{version}/{name}")
async def static(version: str, name: str) -> Response:
    """Stylesheet, scripts and pictures. Their address changes with them, so browsers may keep them for good."""
    asset = assets().get(name)
    if asset is None:
        raise Refusal(404, "There is no such file.")
    return Response(
        asset.content,
        media_type=asset.media_type,
        headers={"Cache-Control": _FOREVER, "Cross-Origin-Resource-Policy": "same-origin"},
    )


@router.get("/favicon.ico")
async def favicon(service: Serving) -> Response:
    """Browsers ask for it by this name, whatever pages say."""
    return to(service, asset_path("icon.svg"))


@router.get("/robots.txt")
async def robots() -> Response:
    """Reports are nobody else's."""
    return Response("User-agent: *\nDisallow: /documents\n", media_type="text/plain")


def sample_file() -> Path:
    """The sample policy: beside this package where it is installed, else among the documents of our own."""
    package = Path(__file__).parents[2]
    inside = package / "web" / "sample" / SAMPLE
    return inside if inside.is_file() else package.parent / "corpus" / "files" / "marlow-internet-1998-pdf.pdf"


def _next(path: str) -> str:
    """Where to go after signing in: a page of ours, never another site."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and len(path) < 200 else "/"
