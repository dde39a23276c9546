"""The application: its parts, its routes, and what stands around every request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response

from policylint import __version__
from policylint.packs.load import load_packs
from policylint.web.access.crosssite import KnownHost
from policylint.web.access.faults import Faults
from policylint.web.access.headers import SecureHeaders
from policylint.web.access.heads import Heads
from policylint.web.access.remains import Remains
from policylint.web.access.rootpath import RootPath
from policylint.web.access.visitor import SIGN_IN_FIRST, Refusal
from policylint.web.operation.logs import AccessLog
from policylint.web.operation.metrics import Measured
from policylint.web.operation.traces import trace_of
from policylint.web.pages import site as pages
from policylint.web.routes import api, compare, documents, downloads, operation, review, site
from policylint.web.routes.asking import NOT_THERE, SignInFirst, page, sign_in_path, surroundings_of, wants_json
from policylint.web.service import Gone, Service, profiles_of
from policylint.web.settings import ServerSettings
from policylint.web.store import StoreTrouble
from policylint.web.upload import DISK_FULL
from policylint.web.work.runner import background

logger: Final = logging.getLogger("policylint.web")

_THREADS: Final = 32
_COMPRESSED_FROM: Final = 1_000
"""Bytes from which on an answer is worth packing."""
_STORE_DOWN: Final = "The database of this service does not answer. Nothing was changed; try again in a moment."
_FAULT: Final = "Something went wrong on our side. It is in the log of this service; your documents are still there."


def make_app(settings: ServerSettings) -> FastAPI:
    """The application.

    Raises:
        UserMistake: Settings that make no sense; a database or a folder that cannot be used.
    """
    settings.require_sense()
    service = Service.create(settings)
    app = FastAPI(
        title="policylint",
        version=__version__,
        description="Finds what an old Internet-use or thin social-media policy fails to settle.",
        lifespan=lambda _: _running(service),
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page loads scripts from elsewhere; /api is ours
        redoc_url=None,
        # Errors of form are told by us, so the library's own answer to them is no part of the API.
        responses={},
    )
    app.state.service = service
    for module in (operation, api, site, downloads, review, compare, documents):
        app.include_router(module.router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    _add_handlers(app, service)
    # The last one added is the first that sees a request.
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=5)
    app.add_middleware(KnownHost, settings=settings)
    app.add_middleware(Remains, seconds=settings.bounds.linger_seconds)
    app.add_middleware(SecureHeaders, https=settings.https)
    app.add_middleware(Measured, metrics=service.metrics, router=app.router)
    app.add_middleware(AccessLog)
    app.add_middleware(Heads, root=settings.root)
    app.add_middleware(RootPath, root=settings.root)
    return app


@asynccontextmanager
async def _running(service: Service) -> AsyncIterator[None]:
    """What runs beside the requests."""
    if not service.store.is_shared:
        await asyncio.to_thread(service.store.reclaim_all)
    # Most threads wait for a disk or a database, so there may be more of them than processors.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "policylint-web"))
    await service.runner.start()
    tidying = asyncio.create_task(service.keep_tidy())
    # What to do about a gap that only a person sees stands in the packs; loading them takes seconds.
    background(_load(service))
    try:
        yield
    finally:
        service.stopping.set()
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying
        await service.runner.stop()
        await asyncio.to_thread(service.pictures.close)
        await asyncio.to_thread(service.store.close)


async def _load(service: Service) -> None:
    await asyncio.to_thread(load_packs, service.settings.packs)


def _add_handlers(app: FastAPI, service: Service) -> None:
    def answer(request: Request, status: int, words: str, *, retry_after: int = 0) -> Response:
        if wants_json(request):
            return api.problem(status, words, retry_after=retry_after)
        drawn = pages.problem(surroundings_of(service, None), status, words=words, retry_after=retry_after or None)
        response = page(drawn, status)
        if retry_after:
            response.headers["Retry-After"] = str(retry_after)
        return response

    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return answer(request, refusal.status, refusal.problem, retry_after=refusal.retry_after)

    @app.exception_handler(SignInFirst)
    async def sign_in_first(request: Request, _: SignInFirst) -> Response:
        if wants_json(request):
            return answer(request, 401, SIGN_IN_FIRST)
        return RedirectResponse(f"{service.settings.root}{sign_in_path(request)}", 303)

    @app.exception_handler(Gone)
    async def gone(request: Request, _: Gone) -> Response:
        return answer(request, 404, NOT_THERE)

    @app.exception_handler(StoreTrouble)
    async def troubled(request: Request, trouble: StoreTrouble) -> Response:
        logger.error("the store failed", extra={"problem": str(trouble), "full": trouble.full})
        if trouble.full:
            return answer(request, 507, DISK_FULL)
        return answer(request, 503, _STORE_DOWN, retry_after=10)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if not wants_json(request):
            return answer(request, 404, "There is no such page.")
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if isinstance(part, str | int))
        return answer(request, 422, f"{where}: {first['msg']}.")

    @app.exception_handler(HTTPException)
    async def not_there(request: Request, error: HTTPException) -> Response:
        words = "There is no such page." if error.status_code == 404 else str(error.detail)
        response = answer(request, error.status_code, words)
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        if error.status_code == 405 and (allowed := api.allowed_methods(request.scope)):
            response.headers["Allow"] = allowed
        return response

    def broken(request: Request, error: Exception) -> Response:
        logger.error("a request failed", extra={"trace": trace_of(error)})
        return answer(request, 500, _FAULT)

    app.add_middleware(Faults, answer=broken)


def _openapi(app: FastAPI) -> dict[str, object]:
    """The OpenAPI document: of the API only, with its problems, and who may ask."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title="policylint",
            version=__version__,
            description=app.description,
            routes=app.routes,
            servers=[{"url": app.state.service.settings.root or "/"}],
        )
        form = schema["paths"]["/api/v1/documents"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        known = profiles_of(app.state.service.settings.packs)
        form["properties"]["profile"]["enum"] = ["", *(choice.id for choice in known)]
        parts = schema.setdefault("components", {})
        parts.setdefault("schemas", {})["Problem"] = api.Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            parts["schemas"].pop(name, None)
        mode = app.state.service.settings.mode
        if mode != "proxy":
            parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
            schema["security"] = [{"bearer": []}] if mode == "token" else [{}, {"bearer": []}]
        app.openapi_schema = schema
    return app.openapi_schema
