"""What is left of a request when its answer is ready: let pass for a while, and then cut off."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOO_SLOW: Final = 408


class Remains:
    """Keeps nothing of what is sent after a request was refused, and closes the line to whoever does not stop sending.

    Who waits for leave to send (`Expect: 100-continue`) and was not given it has sent nothing: the answer is all that
    they get. Nor does anybody wait for who was too slow already.
    """

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        """`seconds` is how long the rest of a request is let pass: a browser shows no answer before it has sent all."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        waits_for_leave = Headers(scope=scope).get("expect", "").lower() == "100-continue"
        ended = False

        async def take() -> Message:
            nonlocal ended, waits_for_leave
            waits_for_leave = False  # to be asked for the body is the leave
            message = await receive()
            ended = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not ended:
                if not waits_for_leave and message["status"] != _TOO_SLOW:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(self._seconds):
                            while not ended:
                                await take()
                if not ended:
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, take, answer)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
