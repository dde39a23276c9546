"""Decisions about verdicts: said on the page, taken back, downloaded as a file, and uploaded from one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, cast, get_args
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from policylint.errors import UserMistake
from policylint.packs.files import rules_of
from policylint.web.access.visitor import Refusal, Visitor, keep_cookie
from policylint.web.decisions.applied import contradicting
from policylint.web.decisions.file import FILE_NAME, decisions_file, decisions_in_file
from policylint.web.decisions.form import NewDecision, said_in
from policylint.web.decisions.typed import Mistake
from policylint.web.pages.card_filter import ALL
from policylint.web.pages.report_parts import Draft, Filters, Problem
from policylint.web.phrases import sentence
from policylint.web.routes.asking import Asking, Done, Serving, download, service_of, to
from policylint.web.routes.documents import View, report_answer
from policylint.web.service import Gone, Service
from policylint.web.settings import Bounds
from policylint.web.store.decisions import DecisionsChanged
from policylint.web.store.model import StoredDocument
from policylint.web.upload import received

router: Final = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visitor saw when a form was sent: the filters, and the part of the document. Empty is what is usual."""

    show: str = ""
    q: str = ""
    view: View | None = None
    part: int = 1

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Seen:
        """From the form's fields; what the page itself would not take is left out."""
        show, q, view, part = (form.get(field, "") for field in ("show", "q", "view", "part"))
        return cls(
            show=show if len(show) <= 40 and show != ALL else "",
            q=q if len(q) <= 200 else "",
            view=cast(View, view) if view in get_args(View) else None,
            part=int(part) if part.isascii() and part.isdigit() and len(part) <= 6 and 1 <= int(part) <= 100_000 else 1,
        )

    def query(self, *, said: str) -> str:
        """The query of the page's address; `said` picks the notice on it."""
        fields = (
            ("show", self.show),
            ("q", self.q),
            ("view", self.view or ""),
            ("part", str(self.part) if self.part > 1 else ""),
            ("said", said),
        )
        return urlencode([(name, value) for name, value in fields if value])


_FIELDS: Final = ("rule", "finding", "kind", "status", "reason", "owner", "expires", "settled_by", "section")
_MOST_DECISIONS: Final = 2_000
_FILE_BYTES: Final = 2_000_000
_TRIES: Final = 20
"""Times that a review is thought through anew since another server has kept one meanwhile."""


@router.post("/documents/{identifier}/decisions")
async def say(request: Request, document: Done, service: Serving, visitor: Asking) -> Response:
    """Say something of a verdict: agree, correct, accept, and so on."""
    form = await small_form(request)
    draft = Draft(**{field: form.get(field, "") for field in _FIELDS})

    def keep() -> NewDecision:
        examined = service.examined_now(document)
        said = said_in(form, examined.report.documents[0], examined.decisions, today=date.today())
        if len(examined.decisions) >= _MOST_DECISIONS:
            raise Mistake("", f"There are {_MOST_DECISIONS:,} decisions about this document; take some back first.")
        left = [decision for decision in examined.decisions if decision.id not in said.replaces]
        if said.decision in contradicting(service.plain(document), [*left, said.decision], today=date.today()):
            raise Mistake("kind", "This contradicts another decision about the same words; take that one back first.")
        given = [decision.id for decision in examined.decisions]
        if not service.store.change_decisions(
            document.id, visitor.owner, given=given, remove=said.replaces, add=[said.decision]
        ):
            raise Gone
        return said

    def keep_at_last() -> NewDecision:
        for _ in range(_TRIES):
            try:
                return keep()
            except DecisionsChanged:
                continue
        raise Refusal(503, "Others are reviewing this document just now. Try again.", retry_after=1)

    try:
        # One after the other: what a form replaces is told from what there is when it is read.
        said = await service.one_at_a_time(document.id, partial(asyncio.to_thread, keep_at_last))
    except Mistake as mistake:
        problems = (Problem(mistake.field, mistake.words),)
        seen = Seen.of(form)
        return await report_answer(
            request,
            service,
            visitor,
            document,
            Filters(seen.show or ALL, seen.q),
            view=seen.view,
            part=seen.part,
            problems=problems,
            draft=draft,
        )
    answer = to(service, f"/documents/{document.id}?{Seen.of(form).query(said='decided')}#{quote(draft.card)}")
    return await _remembering(answer, service, visitor, said.decision.owner)


@router.post("/documents/{identifier}/decisions/{number}/delete")
async def take_back(request: Request, document: Done, service: Serving, visitor: Asking, number: int) -> Response:
    """Take back what was said."""
    form = await small_form(request)
    if not await asyncio.to_thread(service.store.remove_decision, document.id, number, visitor.owner):
        raise Refusal(404, "This decision was taken back already.")
    card = form.get("card", "")
    address = f"/documents/{document.id}?{Seen.of(form).query(said='taken-back')}"
    return to(service, f"{address}#{quote(card)}" if card else address)


@router.get("/documents/{identifier}/decisions.toml")
async def decisions(document: Done, service: Serving) -> Response:
    """The decisions file, for the repository in which the policy lies."""
    found = await asyncio.to_thread(service.store.decisions, document.id)
    if not found:
        raise Refusal(404, "Nothing has been decided about this document yet.")
    try:
        data = await asyncio.to_thread(decisions_file, found, document.name)
    except UserMistake:
        raise Refusal(409, "A decisions file cannot name this document. Rename it, and upload it again.") from None
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
            unfit = contradicting(service.plain(document), found, today=date.today())
            if unfit:
                rules = ", ".join(sorted({decision.rule for decision in unfit}))
                raise Mistake("file", f"Decisions of the file contradict each other, or fit no verdict: {rules}.")
            if not service.store.replace_decisions(document.id, visitor.owner, found):
                raise Gone
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
