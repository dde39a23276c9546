"""The server's side of one worker process: start it, ask it, and know when it is gone."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Final

import msgspec

from policylint.web.settings import ServerSettings
from policylint.web.work.tasks import HEADER, Answer, FromWorker, Progress, Ready, Setup, Task, frame, from_worker

OnProgress = Callable[[Progress], None]

_STARTING: Final = 120.0
"""Seconds that a worker has to become warm."""
_DYING: Final = 5.0
"""Seconds that a worker which was told to end has for it."""


_SECRET: Final = ("POLICYLINT_", "PG")
"""How the names of variables begin that tell of the database: a worker has nothing to do with it."""


class WorkerGone(Exception):
    """The worker ended, or was ended, before it answered."""


class WorkerProcess:
    """A worker process. One task at a time."""

    def __init__(self, process: Process) -> None:
        """Use `start`."""
        self._process = process

    @classmethod
    async def start(cls, settings: ServerSettings) -> WorkerProcess:
        """Start a worker and wait until it is warm.

        Raises:
            WorkerGone: It ended, or was not warm in time.
        """
        # Of its own session: a signal to the terminal's group is for the server, and the server ends its workers.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # nothing is imported from the folder in which the server happens to be started
            "-m",
            "policylint.web.work.worker",
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if not name.startswith(_SECRET)},
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_STARTING):
                await worker._send(_setup(settings))
                if not isinstance(await worker._receive(), Ready):
                    raise WorkerGone
        except (TimeoutError, WorkerGone, asyncio.CancelledError):
            await worker.kill()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet, as far as is known."""
        return self._process.returncode is None

    async def ask(self, task: Task, *, seconds: float, on_progress: OnProgress | None = None) -> Answer:
        """Have a task done.

        Args:
            task: What to do.
            seconds: How long it may take; then the worker is killed.
            on_progress: Told of slow work.

        Raises:
            WorkerGone: The worker ended before it answered.
            TimeoutError: It took too long.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._send(task)
                while isinstance(answer := await self._receive(), (Progress, Ready)):
                    if on_progress and isinstance(answer, Progress):
                        on_progress(answer)
                return answer
        except (TimeoutError, asyncio.CancelledError):
            await self.kill()
            raise

    async def stop(self) -> None:
        """Let it end by itself, soon, or end it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _DYING)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End it at once. Children of its door end with it: each has its line to it cut."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def _send(self, message: Setup | Task) -> None:
        line = self._process.stdin
        assert line
        try:
            line.write(frame(message))
            await line.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise WorkerGone from None

    async def _receive(self) -> FromWorker:
        line = self._process.stdout
        assert line
        try:
            head = await line.readexactly(HEADER)
            data = await line.readexactly(int.from_bytes(head, "big"))
        except (asyncio.IncompleteReadError, ConnectionResetError):
            await self._process.wait()
            raise WorkerGone from None
        return from_worker.decode(data)


def _setup(settings: ServerSettings) -> Setup:
    ocr = settings.ocr
    limits: dict[str, float] = msgspec.to_builtins(asdict(settings.limits))
    return Setup(
        limits=limits,
        ocr_engine=ocr.engine,
        ocr_languages=ocr.languages,
        ocr_confidence=ocr.confidence,
        packs=settings.packs,
    )
