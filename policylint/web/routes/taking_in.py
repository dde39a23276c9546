"""Taking uploads in: whether there is room, what was sent, and what is kept of it. Pages and API share it."""

from __future__ import annotations

import asyncio
import hashlib
import math
import time
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from starlette.requests import Request
from starlette.responses import Response

from policylint.examine import media_type
from policylint.web.access.visitor import Refusal, Visitor, address_key, address_of, started
from policylint.web.service import Service, profiles_of
from policylint.web.store import StoreTrouble
from policylint.web.store.model import NewDocument, StoredDocument
from policylint.web.upload import DISK_FULL, file_name, received

_PIECE: Final = 1 << 20
_HEAD: Final = 1024
_SECONDS_EACH: Final = 1.0
"""Seconds that a waiting document is reckoned to take, for saying when to come back."""
_TWICE: Final = 60.0
"""Seconds within which the same file with the same options is the same upload, sent twice."""

_YES: Final = frozenset({"on", "true"})
_NO: Final = frozenset({"", "false"})

FULL: Final = "This service holds as much as it may. Nothing was kept; try again later, when older documents are gone."
QUEUE_FULL: Final = "This service is busy: too many documents wait already. Nothing was kept; try again in a moment."


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an upload: whose it is, and the documents, in the order of the files."""

    owner: str
    documents: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    stream: BinaryIO
    size: int
    sha256: str
    head: bytes


async def take_in(request: Request, service: Service, visitor: Visitor, *, files: int | None = None) -> Taken:
    """Receive an upload and keep it. What is returned is on the disk and in the database.

    Args:
        request: The request, of which nothing was read yet.
        service: The server.
        visitor: Who uploads.
        files: How many files at most, if not as many as the bounds allow.

    Raises:
        Refusal: The upload cannot be taken; nothing of it is kept.
    """
    _require_rate(request, service, visitor, 1)
    await _require_room(service)
    async with service.slots.one(), received(request, service.settings.bounds, files=files) as form:
        if not form.files:
            raise Refusal(400, "Choose a file first.")
        # One was counted before anything was read. More than a minute's worth counts as a minute's, or it never came.
        rates = [rate for rate in (service.settings.bounds.rate, service.settings.bounds.address_rate) if rate]
        rest = min([len(form.files), *rates]) - 1
        if rest > 0:
            _require_rate(request, service, visitor, rest)
        profile = form.fields.get("profile", "")
        if profile and profile not in {choice.id for choice in profiles_of(service.settings.packs)}:
            raise Refusal(400, "There is no such profile; choose one of the list.")
        any_kind = form.fields.get("any_kind", "")
        if any_kind not in _YES | _NO:
            raise Refusal(400, "Say true or false for any_kind.")
        opened = [await asyncio.to_thread(_described, file.filename, file.file) for file in form.files]
        return await keep(service, service.owner_for(visitor), opened, profile=profile, any_kind=any_kind in _YES)


async def take_in_bytes(service: Service, visitor: Visitor, request: Request, name: str, data: bytes) -> Taken:
    """Keep a file that is here already. Raises as `take_in`."""
    _require_rate(request, service, visitor, 1)
    await _require_room(service)
    owner = service.owner_for(visitor)
    return await keep(service, owner, [_described(name, BytesIO(data))], profile="", any_kind=False)


async def keep(service: Service, owner: str, files: list[_File], *, profile: str, any_kind: bool) -> Taken:
    """Keep files, all or none, and have them examined. Raises `Refusal` 413 and 507."""
    settings = service.settings

    def add() -> tuple[StoredDocument, ...]:
        store, now = service.store, time.time()
        known = store.documents(owner)
        if store.kept_bytes() + sum(file.size for file in files) > settings.bounds.kept_bytes:
            service.metrics.refused("full")
            raise Refusal(507, FULL)
        _require_share(service, known, files)
        kept: list[StoredDocument] = []
        fresh: list[str] = []
        try:
            for file in files:
                new = NewDocument(
                    owner=owner,
                    name=file.name,
                    media_type=media_type(file.head),
                    size=file.size,
                    sha256=file.sha256,
                    profile=profile,
                    any_kind=any_kind,
                    lifetime=settings.lifetime,
                )
                twin = _twin(new, (*known, *kept), now)
                if twin is None:
                    file.stream.seek(0)
                    twin = store.add(new, file.stream, now)
                    fresh.append(twin.id)
                kept.append(twin)
        except StoreTrouble as trouble:
            for identifier in fresh:
                with suppress(StoreTrouble):
                    store.delete(identifier, owner)
            if trouble.full:
                service.metrics.refused("full")
                raise Refusal(507, DISK_FULL) from None
            raise
        service.metrics.took_in(len(fresh))
        return tuple(kept)

    async def adding() -> tuple[StoredDocument, ...]:
        return await asyncio.to_thread(add)

    documents = await service.one_at_a_time(owner, adding)
    await service.runner.wake()
    return Taken(owner, documents)


async def with_session(answer: Response, service: Service, visitor: Visitor, taken: Taken) -> Response:
    """The answer, with a session for somebody who has just become known. Without one, nobody could see what was kept:
    it goes where that cannot be begun.
    """
    if not visitor.owner:
        try:
            await asyncio.to_thread(started, answer, taken.owner, service.settings, service.store)
        except StoreTrouble:
            for document in taken.documents:
                with suppress(StoreTrouble):
                    await asyncio.to_thread(service.store.delete, document.id, taken.owner)
            raise
    return answer


async def take_in_stored(request: Request, service: Service, visitor: Visitor, document: StoredDocument) -> Taken:
    """Have a document examined anew, whatever its kind, as an upload of its own. Raises as `take_in`."""
    _require_rate(request, service, visitor, 1)
    await _require_room(service)
    data = await asyncio.to_thread(service.store.files.read, document.id)
    if data is None:
        raise Refusal(404, "The file is gone; upload it again.")
    any_kind = document.any_kind or document.state == "done"
    file = _described(document.name, BytesIO(data))
    return await keep(service, visitor.owner, [file], profile=document.profile, any_kind=any_kind)


def _twin(new: NewDocument, known: tuple[StoredDocument, ...], now: float) -> StoredDocument | None:
    """The document that a form which is sent twice has brought already."""
    for old in known:
        same = (old.sha256, old.name, old.profile, old.any_kind) == (new.sha256, new.name, new.profile, new.any_kind)
        if same and now - old.created < _TWICE and old.state != "failed":
            return old
    return None


def _described(name: str | None, stream: BinaryIO) -> _File:
    """A file that was received, with its digest. Reads it."""
    digest, size, head = hashlib.sha256(), 0, b""
    stream.seek(0)
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        head = head or piece[:_HEAD]
    return _File(file_name(name), stream, size, digest.hexdigest(), head)


def _require_rate(request: Request, service: Service, visitor: Visitor, number: int) -> None:
    address = address_key(address_of(request, service.settings))
    seconds = service.rate.take(visitor.owner or address, number)
    if not seconds:
        seconds = service.address_rate.take(address, number)
        if seconds:
            service.rate.give_back(visitor.owner or address, number)
    if seconds:
        service.metrics.refused("rate")
        raise Refusal(429, f"Too many uploads in a short time. Try again in {seconds} seconds.", retry_after=seconds)


async def _require_room(service: Service) -> None:
    """See, before anything is read, that what is sent will be examined in a while."""
    waiting = await asyncio.to_thread(service.store.waiting_count)
    if service.stopping.is_set():
        raise Refusal(503, "This service is about to stop. Try again in a minute.", retry_after=30)
    if waiting >= service.settings.bounds.waiting:
        service.metrics.refused("busy")
        seconds = max(2, math.ceil((waiting - service.settings.bounds.waiting + 1) * _SECONDS_EACH))
        raise Refusal(503, QUEUE_FULL, retry_after=min(60, seconds))


def _require_share(service: Service, known: tuple[StoredDocument, ...], files: list[_File]) -> None:
    bounds = service.settings.bounds
    size = sum(document.size for document in known) + sum(file.size for file in files)
    if len(known) + len(files) > bounds.owned or size > bounds.owned_bytes:
        service.metrics.refused("share")
        raise Refusal(
            413,
            f"You have as many documents here as one visitor may have ({bounds.owned:,} documents, "
            f"{bounds.owned_bytes / 1e6:,.0f} MB). Delete some first.",
        )
