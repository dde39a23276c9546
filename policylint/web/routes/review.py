"""Decisions about verdicts: said on the page, taken back, downloaded as a file, and uploaded from one."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from policylint.decisions import require_agreement
from policylint.errors import UserMistake
from policylint.packs.files import rules_of
from policylint.web.access.visitor import Refusal, Visitor, keep_cookie
from policylint.web.decisions import (
    FILE_NAME,
    Mistake,
    Said,
    applied,
    decisions_file,
    decisions_in_file,
    entry_of,
    said_in,
)
from policylint.web.pages.report_parts import Draft, Filters, Problem
from policylint.web.phrases import sentence
from policylint.web.routes.asking import Asking, Done, Serving, download, service_of, to
from policylint.web.routes.documents import report_answer
from policylint.web.service import Gone, Service
from policylint.web.settings import Bounds
from policylint.web.store.model import StoredDocument
from policylint.web.upload import received

router: Final = APIRouter(include_in_schema=False)

_FIELDS: Final = ("rule", "finding", "kind", "status", "reason", "owner", "expires", "settled_by", "section")
_MOST_DECISIONS: Final = 2_000
_FILE_BYTES: Final = 2_000_000


@router.post("/documents/{identifier}/decisions")
async def say(request: Request, document: Done, service: Serving, visitor: Asking) -> Response:
    """Say something of a verdict: agree, correct, accept, and so on."""
    form = await small_form(request)
    draft = Draft(**{field: form.get(field, "") for field in _FIELDS})

    def keep() -> Said:
        examined = service.examined_now(document)
        said = said_in(form, examined.report.documents[0], examined.decisions, today=date.today())
        if len(examined.decisions) >= _MOST_DECISIONS:
            raise Mistake("", f"There are {_MOST_DECISIONS:,} decisions about this document; take some back first.")
        if not service.store.change_decisions(document.id, visitor.owner, remove=said.replaces, add=[said.decision]):
            raise Gone
        return said

    try:
        # One after the other: what a form replaces is told from what there is when it is read.
        said = await service.one_at_a_time(document.id, partial(asyncio.to_thread, keep))
    except Mistake as mistake:
        problems = (Problem(mistake.field, mistake.words),)
        return await report_answer(request, service, visitor, document, Filters(), problems=problems, draft=draft)
    answer = to(service, f"/documents/{document.id}?said=decided#{quote(draft.card)}")
    return await _remembering(answer, service, visitor, said.decision.owner)


@router.post("/documents/{identifier}/decisions/{number}/delete")
async def take_back(request: Request, document: Done, service: Serving, visitor: Asking, number: int) -> Response:
    """Take back what was said."""
    if not await asyncio.to_thread(service.store.remove_decision, document.id, number, visitor.owner):
        raise Refusal(404, "This decision was taken back already.")
    form = await small_form(request)
    card = form.get("card", "")
    return to(service, f"/documents/{document.id}?said=taken-back{f'#{quote(card)}' if card else ''}")


@router.get("/documents/{identifier}/decisions.toml")
async def decisions(document: Done, service: Serving) -> Response:
    """The decisions file, for the repository in which the policy lies."""
    found = await asyncio.to_thread(service.store.decisions, document.id)
    if not found:
        raise Refusal(404, "Nothing has been decided about this document yet.")
    data = await asyncio.to_thread(decisions_file, found, document.name)
    return download(data, FILE_NAME, "application/toml")


@router.post("/documents/{identifier}/decisions.toml")
async def upload_decisions(request: Request, document: Done, service: Serving, visitor: Asking) -> Response:
    """Take the decisions about this document from a file, in place of those that there are; all of them or none."""
    bounds = Bounds(file_bytes=_FILE_BYTES, quiet_seconds=service.settings.bounds.quiet_seconds)
    async with service.slots.one(), received(request, bounds, files=1) as form:
        if not form.files:
            return await _file_problem(request, service, visitor, document, "Choose a decisions file first.")
        data = await asyncio.to_thread(form.files[0].file.read)

    def keep() -> tuple[int, int]:
        found, others = decisions_in_file(data, document.name, known_rules=lambda: rules_of(service.settings.packs))
        if len(found) > _MOST_DECISIONS:
            raise Mistake("file", f"The file holds more than {_MOST_DECISIONS:,} decisions about this document.")
        if found:
            require_agreement(entry_of(decision, document.name) for decision in found)
            applied(service.plain(document), found, today=date.today(), packs=service.settings.packs)
            service.store.replace_decisions(document.id, visitor.owner, found)
        return len(found), others

    try:
        taken, others = await service.one_at_a_time(document.id, partial(asyncio.to_thread, keep))
    except (UserMistake, Mistake) as mistake:
        return await _file_problem(request, service, visitor, document, sentence(str(mistake)))
    return to(service, f"/documents/{document.id}?said=file&in={taken}&out={others}")


async def _file_problem(
    request: Request, service: Service, visitor: Visitor, document: StoredDocument, words: str
) -> Response:
    return await report_answer(request, service, visitor, document, Filters(), problems=(Problem("file", words),))


async def _remembering(answer: Response, service: Service, visitor: Visitor, name: str) -> Response:
    """The answer, with the name kept for the next decision of the same session."""
    if visitor.secret and name and name != visitor.reviewer:
        await asyncio.to_thread(service.store.set_reviewer, visitor.secret, name)
        keep_cookie(answer, visitor.secret, service.settings)
    return answer


async def small_form(request: Request) -> dict[str, str]:
    """The fields of a small form. Raises `Refusal` 413 where it is not small, 408 where it takes too long."""
    size, pieces = 0, []
    try:
        async with asyncio.timeout(service_of(request).settings.bounds.quiet_seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > 100_000:
                    raise Refusal(413, "This form is too large.")
                pieces.append(piece)
    except TimeoutError:
        raise Refusal(408, "The form came too slowly, so it was given up. Try again.") from None
    except ClientDisconnect:
        raise Refusal(400, "The form broke off.") from None
    try:
        pairs = parse_qsl(b"".join(pieces).decode("utf-8"), keep_blank_values=True, max_num_fields=50)
    except (UnicodeDecodeError, ValueError):
        raise Refusal(400, "The form could not be read.") from None
    return dict(pairs)
