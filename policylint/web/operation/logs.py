"""Logs: a JSON object a line, on standard error. They hold no word of a document, no file name, and no whole address
of a report.
"""

from __future__ import annotations

import json
import logging
import re
import time
from datetime import UTC, datetime
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_IDENTIFIER: Final = re.compile(r"(?<=/documents/)([A-Za-z0-9_-]{8})[A-Za-z0-9_-]+")
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName", "color_message"}

access_logger: Final = logging.getLogger("policylint.web.access")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event, and whatever `extra` says."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        said |= {key: value for key, value in vars(record).items() if key not in _USUAL}
        if record.exc_info and record.exc_info[1]:
            from policylint.web.operation.traces import trace_of

            said["trace"] = trace_of(record.exc_info[1])
        return json.dumps(said, ensure_ascii=True, default=str)


def configure(level: str = "INFO") -> None:
    """Send everything that is logged to standard error, as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    for noisy in ("alembic", "multipart", "python_multipart"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def shown_path(path: str) -> str:
    """A path as it is logged: of a document's unguessable address no more than tells it from others."""
    return _IDENTIFIER.sub(r"\1~", path)


class AccessLog:
    """Logs each request when its answer ends: method, path, status, bytes and milliseconds. No query, no address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.monotonic(), 0, 0

        async def count(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, count)
        finally:
            access_logger.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": shown_path(scope["path"])[:200],
                    "status": status,
                    "bytes": size,
                    "ms": round((time.monotonic() - begun) * 1000, 1),
                },
            )
