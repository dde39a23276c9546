"""A server's parts, and what a visitor's document consists of once it was examined."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final, TypeVar

import msgspec

from policylint.model.report import Report
from policylint.model.text import DocumentText
from policylint.outputs.wording import open_count
from policylint.packs.files import pack_folder
from policylint.packs.profiles import known_profiles, load_profile
from policylint.web.access.newcomers import Newcomers
from policylint.web.access.rate import Rate, Streams
from policylint.web.access.visitor import Visitor, new_owner
from policylint.web.decisions.applied import applied, with_file
from policylint.web.operation.metrics import Metrics
from policylint.web.pages.surroundings import ProfileChoice
from policylint.web.panel.model import Panel
from policylint.web.panel.pictures import PagePictures
from policylint.web.recent import Recent
from policylint.web.settings import ServerSettings
from policylint.web.store import Store
from policylint.web.store.model import StoredDecision, StoredDocument
from policylint.web.upload import Slots
from policylint.web.work.runner import Runner

logger: Final = logging.getLogger("policylint.web")

_SWEEP: Final = 60.0
"""Seconds between two looks for documents whose time is over."""
_DRAWING: Final = 2
"""Pictures of pages that are drawn at a time; who waits for one holds no thread, for all else needs them."""
_STREAMS: Final = 12
"""Streams of events that one visitor has open at a time: browsers open six to a host."""
_SIGN_INS: Final = 20
"""Tries to sign in that one address has in a minute."""

_T = TypeVar("_T")


class Gone(Exception):
    """The document was deleted while it was asked for."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A document that was examined: the report with decisions, and the decisions themselves."""

    document: StoredDocument
    report: Report
    decisions: tuple[StoredDecision, ...]


@dataclass(slots=True)
class Service:
    """The parts of one server."""

    settings: ServerSettings
    store: Store
    metrics: Metrics
    runner: Runner
    pictures: PagePictures
    slots: Slots
    rate: Rate
    address_rate: Rate
    sign_ins: Rate = field(default_factory=lambda: Rate(_SIGN_INS))
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    streams: Streams = field(default_factory=lambda: Streams(_STREAMS))
    newcomers: Newcomers = field(default_factory=Newcomers)
    _reports: Recent[Report] = field(default_factory=Recent)
    _panels: Recent[Panel] = field(default_factory=Recent)
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_DRAWING))
    _adding: dict[str, tuple[asyncio.Lock, list[None]]] = field(default_factory=dict)

    @classmethod
    def create(cls, settings: ServerSettings) -> Service:
        """Open the store and set up the rest; nothing runs yet. Raises `UserMistake` as `Store.open`."""
        metrics = Metrics()
        store = Store.open(settings.database, settings.data)
        return cls(
            settings=settings,
            store=store,
            metrics=metrics,
            runner=Runner(store, settings, metrics),
            pictures=PagePictures(limits=settings.limits, workers=_DRAWING),
            slots=Slots(settings.bounds.uploads),
            rate=Rate(settings.bounds.rate),
            address_rate=Rate(settings.bounds.address_rate),
        )

    async def examined(self, document: StoredDocument) -> Examined:
        """What was found in a document that is done. Raises `Gone` where it was deleted meanwhile."""
        return await asyncio.to_thread(self.examined_now, document)

    def examined_now(self, document: StoredDocument) -> Examined:
        """As `examined`, for threads."""
        decisions = self.store.decisions(document.id)
        report = applied(self.plain(document), decisions, today=date.today(), packs=self.settings.packs)
        return Examined(document, with_file(report, decisions, document.name), decisions)

    def open_now(self, document: StoredDocument) -> int:
        """How many gaps and findings nobody has decided about, with what was decided here. Reads the database."""
        if document.state != "done" or not self.store.decisions(document.id):
            return document.open
        with suppress(Gone):
            return open_count(self.examined_now(document).report.documents[0])
        return document.open

    def plain(self, document: StoredDocument) -> Report:
        """The report as it was made, with no decision of this service in it. Raises as `examined`."""
        report = self._reports.get(document.id)
        if report is None:
            report = Report.from_json(self.part(document, "report.json"))
            self._reports.put(document.id, report)
        return report

    def part(self, document: StoredDocument, name: str) -> bytes:
        """A part that a worker made of a document. Reads a file; raises as `examined`."""
        data = self.store.files.read(document.id, name)
        if data is None:
            raise Gone
        return data

    def text(self, document: StoredDocument) -> DocumentText:
        """Headings and clauses. Reads a file; raises as `examined`."""
        return msgspec.msgpack.decode(self.part(document, "text.msgpack"), type=DocumentText)

    def panel(self, document: StoredDocument) -> Panel | None:
        """What is shown beside the verdicts; None where nothing can be. Reads a file."""
        panel = self._panels.get(document.id)
        if panel is None:
            data = self.store.files.read(document.id, "panel.msgpack")
            if data is None:
                return None
            panel = msgspec.msgpack.decode(data, type=Panel)
            self._panels.put(document.id, panel)
        return panel

    def forget(self, identifier: str) -> None:
        """Keep nothing of a document that was deleted, and do nothing more for it. Belongs to the event loop."""
        self._reports.forget(identifier)
        self._panels.forget(identifier)
        self.runner.abandon(identifier)

    def owner_for(self, visitor: Visitor) -> str:
        """What a visitor's documents are filed under; for a newcomer with a mark the same for a moment."""
        return visitor.owner or self.newcomers.owner(visitor.mark, new_owner)

    async def one_at_a_time(self, owner: str, do: Callable[[], Awaitable[_T]]) -> _T:
        """Do something for an owner after what is being done for the same one."""
        lock, here = self._adding.setdefault(owner, (asyncio.Lock(), []))
        here.append(None)
        try:
            async with lock:
                return await do()
        finally:
            here.pop()
            if not here:  # whoever comes next is the first again
                del self._adding[owner]

    async def keep_tidy(self) -> None:
        """Delete, for as long as the server runs, what has had its time, and what a crash has left."""
        while True:
            try:
                self._reports.tidy()
                self._panels.tidy()
                gone = await asyncio.to_thread(self.store.expire, time.time())
                if gone:
                    self.metrics.expired(gone)
                    self._reports.clear()
                    self._panels.clear()
                    logger.info("expired", extra={"documents": gone})
                await asyncio.to_thread(self.store.sweep)
            except Exception:
                logger.exception("tidying failed")
            await asyncio.sleep(_SWEEP)


@cache
def profiles_of(packs: tuple[str, ...]) -> tuple[ProfileChoice, ...]:
    """The profiles of the packs, in order of their names."""
    choices = {}
    for pack in packs:
        folder = pack_folder(pack)
        for name in known_profiles(folder):
            profile = load_profile(name, folder=folder)
            choices[profile.id] = ProfileChoice(profile.id, profile.title, " ".join(profile.about.split()))
    return tuple(sorted(choices.values(), key=lambda choice: choice.title))
