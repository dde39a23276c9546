"""For whoever runs the service: whether it lives, whether it can work, and its figures."""

from __future__ import annotations

import asyncio
import hmac
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from policylint import __version__
from policylint.web.access.visitor import Refusal, bearer
from policylint.web.operation.metrics import CONTENT_TYPE
from policylint.web.routes.asking import Serving

router: Final = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def health() -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/readyz")
async def readiness(service: Serving) -> Response:
    """The database answers, a worker is warm, and nobody has told the server to stop."""
    problems = []
    try:
        await asyncio.to_thread(service.store.ping)
    except Exception:
        problems.append("the database does not answer")
    if not service.runner.is_ready:
        problems.append("no worker is warm")
    if service.stopping.is_set():
        problems.append("stopping")
    status = 503 if problems else 200
    return JSONResponse({"status": "not ready" if problems else "ready", "problems": problems}, status)


@router.get("/metrics")
async def metrics(request: Request, service: Serving) -> Response:
    """The figures. On a loopback service they are open; on others they take the token that was set for them."""
    token = service.settings.metrics_token
    if token:
        if not hmac.compare_digest(bearer(request).encode(), token.encode()):
            raise Refusal(401, "These figures take the token of --metrics-token-file.")
    elif service.settings.mode != "loopback":
        raise Refusal(404, "There is no such page.")
    counts = await asyncio.to_thread(service.store.counts)
    return PlainTextResponse(
        service.metrics.text(counts={str(state): number for state, number in counts.items()}, busy=service.runner.busy),
        media_type=CONTENT_TYPE,
    )
