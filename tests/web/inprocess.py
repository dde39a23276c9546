"""A server for tests in a thread of this process: real sockets, bounds at will, and workers that do as they are told.

What takes real workers, or a process that can be killed, takes `tests.web.serving`.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import httpx
import uvicorn

from policylint.web.app import make_app
from policylint.web.server import Server
from policylint.web.service import Service
from policylint.web.settings import ServerSettings
from policylint.web.store.model import Finished
from policylint.web.work import runner
from policylint.web.work.process import OnProgress, WorkerGone
from policylint.web.work.tasks import Answer, Check, Checked, Made, Task
from tests.web.serving import free_port

FINISHED = Finished(verdict="checked", kind="policy", title="A policy", covered=1, legacy=0, missing=1, open=1)


@dataclass
class Workers:
    """What the workers of a server do: wait until they may work, then answer.

    `asked` are the tasks so far, `held` whether they wait, `starting` whether new ones become warm; `answer` makes the
    answer to a task, and may raise `WorkerGone`.
    """

    answer: Callable[[Task], Answer] = field(default=lambda task: examined(task))
    held: bool = False
    starting: bool = True
    asked: list[Task] = field(default_factory=list)

    @property
    def checked(self) -> list[str]:
        """The names of the documents that they were asked to examine."""
        return [task.name for task in self.asked if isinstance(task, Check)]


def examined(task: Task, parts: dict[str, bytes] | None = None) -> Answer:
    """A report on what is to be examined, a file for all else."""
    if isinstance(task, Check):
        return Checked(
            finished=FINISHED, parts=parts or {"report.json": b"{}", "text.msgpack": b"", "panel.msgpack": b""}
        )
    return Made(data=b"made")


def _worker_class(workers: Workers) -> type:
    class Worker:
        pid = 0

        def __init__(self) -> None:
            self.is_alive = True

        @classmethod
        async def start(cls, _: ServerSettings) -> Self:
            while not workers.starting:
                await asyncio.sleep(0.01)
            return cls()

        async def ask(self, task: Task, *, seconds: float, on_progress: OnProgress | None = None) -> Answer:
            workers.asked.append(task)
            while workers.held:
                await asyncio.sleep(0.01)
            try:
                return workers.answer(task)
            except WorkerGone:
                self.is_alive = False
                raise

        async def stop(self) -> None:
            self.is_alive = False

    return Worker


@dataclass
class Within:
    """A server that runs in a thread."""

    url: str
    settings: ServerSettings
    service: Service
    workers: Workers
    server: Server
    thread: threading.Thread

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **options: Any) -> httpx.Client:
        """A visitor with cookies of their own."""
        return httpx.Client(base_url=self.url, timeout=30, **options)

    def stop(self) -> None:
        """Tell it to stop as a signal does, and wait for the end."""
        self.server.handle_exit(signal.SIGTERM, None)
        self.thread.join(60)
        assert not self.thread.is_alive()


@contextmanager
def within(data: Path, workers: Workers | None = None, **changes: Any) -> Iterator[Within]:
    """Run a server, and stop it afterwards. `changes` are fields of its settings."""
    workers = workers or Workers()
    port = free_port()
    settings = ServerSettings(**{"data": data, "port": port, "workers": 1, "grace": 5.0, **changes})
    with patch.object(runner, "WorkerProcess", _worker_class(workers)):
        app = make_app(settings)
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            http="h11",
            ws="none",
            lifespan="on",
            proxy_headers=False,
            timeout_graceful_shutdown=max(1, round(settings.grace)),
        )
        server = Server(config, app.state.service)
        thread = threading.Thread(target=server.run, name="server")
        thread.start()
        running = Within(f"http://127.0.0.1:{port}", settings, app.state.service, workers, server, thread)
        try:
            wait_for(lambda: server.started and (running.service.runner.is_ready or not workers.starting))
            yield running
        finally:
            workers.held, workers.starting = False, True
            if thread.is_alive():
                running.stop()


def wait_for(happened: Callable[[], Any], seconds: float = 60.0) -> None:
    """Wait until something has happened. Raises `TimeoutError`."""
    ends = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > ends:
            raise TimeoutError("it has not happened")
        time.sleep(0.02)


def upload(client: httpx.Client, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
    """Send the form of the start page, as a script does that wants JSON."""
    parts = [("files", file) for file in files]
    return client.post("/documents", files=parts, data=fields, headers={"Accept": "application/json"})
