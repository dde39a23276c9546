"""Running the application: binds, logs, and stops with nothing lost."""

from __future__ import annotations

import os
import socket
import tempfile
from types import FrameType
from typing import Final

import uvicorn

from policylint.errors import UserMistake, reason_of
from policylint.web.app import make_app
from policylint.web.operation import logs
from policylint.web.service import Service
from policylint.web.settings import ServerSettings

_BACKLOG: Final = 512
_CONNECTIONS: Final = 900
"""Connections at a time; what comes beyond is answered 503. A process has 1,024 descriptors where nobody says more."""
_IDLE: Final = 20
"""Seconds for which a connection is kept open for another request."""


class Server(uvicorn.Server):
    """uvicorn, which tells the service at once that it is to stop: streams of events end, nothing new is begun."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop. To have stopped as told is no failure: the signal does not end the process a second time."""
        self._service.stopping.set()
        self._service.runner.wind_down()
        super().handle_exit(sig, frame)
        self._captured_signals.clear()


def serve(settings: ServerSettings, *, log_level: str = "info") -> None:
    """Serve until a signal says to stop; work under way is then ended or put back.

    Raises:
        UserMistake: As `make_app`; M515 for an address that cannot be bound.
    """
    logs.configure(log_level)
    _keep_incoming_apart(settings)
    app = make_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # One parser and no other, whatever is installed beside it: two Host headers, say, are refused by this one.
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # told apart by us, from trusted addresses only
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=max(1, round(settings.grace)),
        backlog=_BACKLOG,
        limit_concurrency=_CONNECTIONS,
        lifespan="on",
    )
    listening = _bound(settings)
    Server(config, app.state.service).run(sockets=[listening])


def _keep_incoming_apart(settings: ServerSettings) -> None:
    """Have files on their way in, and folders of readers, on the disk of the data: elsewhere it may be memory."""
    if "TMPDIR" in os.environ:
        return
    folder = settings.data / "incoming"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserMistake("M525", path=settings.data.as_posix(), reason=reason_of(error)) from None
    tempfile.tempdir = str(folder)


def _bound(settings: ServerSettings) -> socket.socket:
    """The socket, bound. A port of 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        listening.close()
        raise UserMistake("M515", host=settings.host, port=settings.port, reason=reason_of(error)) from None
    listening.set_inheritable(True)
    return listening
