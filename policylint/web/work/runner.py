"""The runner: takes waiting documents from the store, one for each free worker; what visitors wait for comes first."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

from policylint.web.settings import ServerSettings
from policylint.web.store import Store, StoreTrouble
from policylint.web.store.model import StoredDocument
from policylint.web.work.process import WorkerGone, WorkerProcess
from policylint.web.work.tasks import Answer, Broken, Check, Checked, Made, Progress, Refused, Task

logger: Final = logging.getLogger("policylint.web")

_LEASE: Final = 30.0
"""Seconds after which a document that nobody reports on is somebody else's."""
_BEAT: Final = 10.0
"""Seconds between two words that the runner is still at it."""
_LOOK: Final = 1.0
"""Seconds after which a worker with nothing to do looks for documents that another server has taken in."""
_MARGIN: Final = 120.0
"""Seconds that judging may take beyond what reading may."""
_MAKING: Final = 300.0
"""Seconds that drawing a report may take."""
_TASKS: Final = 200
_MEMORY: Final = 1_200_000_000
"""After so many tasks, or with so many bytes in use, a worker makes room for a new one."""
_MOST_MAKING: Final = 100
_MOST_OWN: Final = 4
"""Files that visitors wait for at a time, and that one of them does."""
_REPRIEVE: Final = 3.0
"""Seconds that a worker has for a document which was deleted meanwhile; a new worker takes as long to become warm."""

FAULT: Final = "policylint failed on this document. That is a fault of ours; it is in the log of this service."
NO_ROOM: Final = "The result could not be kept: the disk of this service is full. Try again later."
MAKING_OVERTIME: Final = "Making this file took longer than the limit allows."
OVERTIME: Final = "Examining this document took longer than the limit allows."


class Busy(Exception):
    """More is asked for than can be done; another try may do."""


class Failed(Exception):
    """What was asked for could not be made; the message is a sentence for people."""


class Watcher(Protocol):
    """Who is told of the work, for measuring: names of what happened, and seconds."""

    def examined(self, state: str, seconds: float, waited: float) -> None:
        """A document was examined, or given up; how long that took, and how long it had waited."""

    def made(self, kind: str, seconds: float) -> None:
        """A file was made for a visitor."""

    def worker_ended(self, why: str) -> None:
        """A worker ended other than with the server."""


@dataclass(slots=True, eq=False)
class _Wish:
    """A file that a visitor waits for."""

    task: Task
    owner: str
    future: asyncio.Future[Answer]


@dataclass(slots=True)
class _News:
    """What those wait for who want to know of a change to a document, and how many they are."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0


class Runner:
    """Workers, and what they do next. Belongs to one event loop."""

    def __init__(self, store: Store, settings: ServerSettings, watcher: Watcher) -> None:
        """Nothing is started yet."""
        self._store = store
        self._settings = settings
        self._watcher = watcher
        self._wishes: deque[_Wish] = deque()
        self._making: list[_Wish] = []
        self._asking: dict[str, asyncio.Task[Answer]] = {}
        self._news = asyncio.Condition()
        self._changed: dict[str, _News] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._beat: asyncio.Task[None] | None = None
        self._stopping = False
        self._warm = 0
        self._busy = 0
        self._holders: set[str] = set()

    @property
    def is_ready(self) -> bool:
        """Whether a worker is warm."""
        return self._warm > 0

    @property
    def busy(self) -> int:
        """Workers that are at work."""
        return self._busy

    async def start(self) -> None:
        """Start the workers; returns before they are warm."""
        for number in range(self._settings.workers):
            self._loops.append(asyncio.create_task(self._work(), name=f"worker-{number}"))
        self._beat = asyncio.create_task(self._keep_beating(), name="beat")

    async def stop(self) -> None:
        """Take nothing new, let what is under way end within the time of grace, and put the rest back to wait."""
        self._stopping = True
        for wish in self._wishes:
            if not wish.future.done():
                wish.future.set_exception(Busy())
        self._wishes.clear()
        await self.wake()
        if self._loops:
            _, late = await asyncio.wait(self._loops, timeout=self._settings.grace)
            for loop in late:
                loop.cancel()
            await asyncio.gather(*self._loops, return_exceptions=True)
        if self._beat:
            self._beat.cancel()
            with suppress(asyncio.CancelledError):
                await self._beat
        for news in self._changed.values():
            news.event.set()

    def wind_down(self) -> None:
        """Begin nothing new: the server is about to stop."""
        self._stopping = True

    def abandon(self, identifier: str) -> None:
        """Nobody wants a document any more: what reads it is soon ended."""
        task = self._asking.get(identifier)
        if task is not None:
            asyncio.get_running_loop().call_later(_REPRIEVE, task.cancel)

    async def wake(self) -> None:
        """There is something to do."""
        async with self._news:
            self._news.notify_all()

    async def make(self, task: Task, kind: str, owner: str) -> Made:
        """Have a file made for a visitor who waits for it.

        Raises:
            Busy: Too many wait already, of this visitor or at all; nobody came to it in time; or the server stops.
            Failed: It cannot be made; the message says why.
        """
        own = sum(wish.owner == owner for wish in self._making)
        if self._stopping or len(self._making) >= _MOST_MAKING or own >= _MOST_OWN:
            raise Busy
        begun = time.monotonic()
        wish = _Wish(task, owner, asyncio.get_running_loop().create_future())
        self._making.append(wish)
        self._wishes.append(wish)
        try:
            await self.wake()
            async with asyncio.timeout(2 * _MAKING):
                answer = await wish.future
        except TimeoutError:
            raise Busy from None
        finally:
            wish.future.cancel()
            self._making.remove(wish)
        self._watcher.made(kind, time.monotonic() - begun)
        if isinstance(answer, Made):
            return answer
        if isinstance(answer, Broken):
            logger.error("making a file failed", extra={"kind": kind, "trace": answer.trace})
        raise Failed(answer.problem if isinstance(answer, Refused) else FAULT)

    async def change(self, identifier: str, seconds: float) -> None:
        """Wait until something happens to a document, at most so many seconds."""
        news = self._changed.setdefault(identifier, _News())
        news.waiting += 1
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(news.event.wait(), seconds)
        finally:
            news.waiting -= 1
            if not news.waiting and self._changed.get(identifier) is news:
                del self._changed[identifier]

    def _tell(self, identifier: str) -> None:
        news = self._changed.pop(identifier, None)
        if news:
            news.event.set()

    async def _keep_beating(self) -> None:
        """Say that this server is still at its documents, and take over those of servers that are no more."""
        while True:
            await asyncio.sleep(_BEAT)
            now = time.time()
            try:
                for holder in tuple(self._holders):
                    await asyncio.to_thread(self._store.prolong, holder, _LEASE, now)
                if await asyncio.to_thread(self._store.reclaim, now):
                    await self.wake()
            except Exception:
                logger.exception("the database does not answer")

    async def _work(self) -> None:
        """One worker's life, and that of those who come after it."""
        failures = 0
        while not self._stopping:
            try:
                worker = await WorkerProcess.start(self._settings)
            except Exception:
                failures += 1
                logger.error("a worker could not be started", extra={"failures": failures})
                self._watcher.worker_ended("start")
                await asyncio.sleep(min(30.0, 2.0**failures))
                continue
            failures = 0
            self._warm += 1
            try:
                await self._serve(worker)
            except WorkerGone:
                logger.warning("a worker ended", extra={"pid": worker.pid})
                self._watcher.worker_ended("crash")
            except TimeoutError:
                logger.warning("a worker took too long", extra={"pid": worker.pid})
                self._watcher.worker_ended("timeout")
            except Exception:
                logger.exception("a worker is replaced after a fault")
                self._watcher.worker_ended("fault")
                await asyncio.sleep(_LOOK)
            finally:
                self._warm -= 1
                await worker.stop()

    async def _serve(self, worker: WorkerProcess) -> None:
        """Give a worker one task after another, until it is to be replaced or the server stops.

        Where both wait, a document and a file for somebody come in turn, so that neither holds up the other.
        """
        tasks = 0
        while not self._stopping and tasks < _TASKS:
            try:
                memory = await self._next(worker, wish_first=tasks % 2 == 0)
            except StoreTrouble as trouble:  # what it had in hand waits again, at once or when its lease ends
                logger.error("the store failed", extra={"problem": str(trouble)})
                await asyncio.sleep(_LOOK)
                continue
            if memory is None:
                continue
            tasks += 1
            if memory > _MEMORY:
                self._watcher.worker_ended("memory")
                return

    async def _next(self, worker: WorkerProcess, *, wish_first: bool) -> int | None:
        """Do the next thing, a document or a file that somebody waits for. Returns the memory of the worker, None where
        there was nothing to do.
        """
        if self._wishes and wish_first:
            return await self._fulfil(worker, self._wishes.popleft())
        # A holder of its own for each document: one of which nothing more can be told is not held by being at others.
        holder = secrets.token_hex(8)
        document = await asyncio.to_thread(self._store.claim, holder, _LEASE, time.time())
        if document is not None:
            self._holders.add(holder)
            try:
                return await self._examine(worker, document, holder)
            finally:
                self._holders.discard(holder)
        if self._wishes:
            return await self._fulfil(worker, self._wishes.popleft())
        async with self._news:
            if not self._wishes and not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), _LOOK)
        if not worker.is_alive:
            raise WorkerGone
        return None

    async def _fulfil(self, worker: WorkerProcess, wish: _Wish) -> int:
        if wish.future.done():  # whoever asked is gone
            return 0
        self._busy += 1
        try:
            answer = await worker.ask(wish.task, seconds=_MAKING)
        except BaseException as error:
            if not wish.future.done():
                wish.future.set_result(Refused(problem=MAKING_OVERTIME if isinstance(error, TimeoutError) else FAULT))
            raise
        finally:
            self._busy -= 1
        if not wish.future.done():
            wish.future.set_result(answer)
        return getattr(answer, "memory", 0)

    async def _examine(self, worker: WorkerProcess, document: StoredDocument, holder: str) -> int:
        """Have a document examined and keep what came of it. Whatever happens, it is not left as being worked at."""
        begun, state = time.monotonic(), "waiting"
        waited = max(0.0, time.time() - document.created)
        self._busy += 1
        self._tell(document.id)
        try:
            answer = await self._asked(worker, document, holder)
            state = await self._keep(document, holder, answer)
        except TimeoutError:
            with suppress(StoreTrouble):
                state = await self._fail(document, holder, OVERTIME)
            raise
        except BaseException as error:  # the worker is gone, the database is, or the server stops
            tried = not isinstance(error, asyncio.CancelledError | StoreTrouble)
            give_back = partial(self._store.give_back, document.id, holder, tried=tried)
            with suppress(StoreTrouble):
                await asyncio.shield(asyncio.to_thread(give_back))
            raise
        finally:
            self._busy -= 1
            self._tell(document.id)
            self._watcher.examined(state, time.monotonic() - begun, waited)
        return getattr(answer, "memory", 0)

    async def _asked(self, worker: WorkerProcess, document: StoredDocument, holder: str) -> Answer:
        """The worker's answer. Raises as `WorkerProcess.ask`; `WorkerGone` also where the document was deleted."""
        asking = asyncio.ensure_future(
            worker.ask(
                self._check(document),
                seconds=self._settings.limits.seconds + self._settings.limits.ocr_seconds + _MARGIN,
                on_progress=lambda progress: self._on_progress(document.id, holder, progress),
            )
        )
        self._asking[document.id] = asking
        try:
            done, _ = await asyncio.wait({asking})
        except asyncio.CancelledError:
            asking.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await asking
            raise
        finally:
            self._asking.pop(document.id, None)
        if asking.cancelled():
            raise WorkerGone
        return done.pop().result()

    def _check(self, document: StoredDocument) -> Check:
        day = datetime.fromtimestamp(document.created).date()
        return Check(
            file=str(self._store.files.path(document.id)),
            name=document.name,
            profile=document.profile,
            any_kind=document.any_kind,
            as_of=day.isoformat(),
        )

    async def _keep(self, document: StoredDocument, holder: str, answer: Answer) -> str:
        if isinstance(answer, Checked):
            try:
                kept = await asyncio.to_thread(self._store.finish, document.id, holder, answer.finished, answer.parts)
            except StoreTrouble as trouble:
                logger.error("a result could not be kept", extra={"problem": str(trouble)})
                if not trouble.full:
                    raise
                return await self._fail(document, holder, NO_ROOM)
            return "done" if kept else "deleted"
        if isinstance(answer, Broken):
            logger.error("examining failed", extra={"document": document.id[:8], "trace": answer.trace})
        return await self._fail(document, holder, answer.problem if isinstance(answer, Refused) else FAULT)

    async def _fail(self, document: StoredDocument, holder: str, problem: str) -> str:
        await asyncio.shield(asyncio.to_thread(self._store.fail, document.id, holder, problem))
        return "failed"

    def _on_progress(self, identifier: str, holder: str, progress: Progress) -> None:
        async def keep() -> None:
            with suppress(StoreTrouble):
                is_wanted = await asyncio.to_thread(
                    self._store.report_progress, identifier, holder, progress.stage, progress.done, progress.of
                )
                if not is_wanted:
                    self.abandon(identifier)
            self._tell(identifier)

        background(keep())


_background: Final[set[asyncio.Task[None]]] = set()


def background(work: Coroutine[Any, Any, None]) -> None:
    """Let something go on by itself; it is held until it ends."""
    task = asyncio.create_task(work)
    _background.add(task)
    task.add_done_callback(_background.discard)
