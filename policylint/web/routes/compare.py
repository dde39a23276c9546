"""Comparing two of a visitor's documents as versions of one policy."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from policylint.web.access.visitor import Refusal
from policylint.web.comparison import compared
from policylint.web.pages import site as pages
from policylint.web.routes.asking import Asking, Serving, document_for, done, page, surroundings_of

router: Final = APIRouter(include_in_schema=False)

_Chosen = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{16,64}$")]


@router.get("/compare")
async def compare(service: Serving, visitor: Asking, old: _Chosen, new: _Chosen) -> Response:
    """What the new version gained and lost."""
    if old == new:
        raise Refusal(400, "Choose two different documents to compare.")

    def drawn() -> str:
        versions = [done(document_for(identifier, service, visitor)) for identifier in (old, new)]
        examined = [service.examined_now(document) for document in versions]
        texts = [service.text(document) for document in versions]
        before, after = ((one.report, text) for one, text in zip(examined, texts, strict=True))
        diff = compared(before, after)
        return pages.compare(surroundings_of(service, visitor, "documents"), versions[0], versions[1], diff)

    return page(await asyncio.to_thread(drawn))
