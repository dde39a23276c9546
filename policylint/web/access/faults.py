"""Faults of ours: answered like everything else, with the same headers, and logged without a word of a document."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Faults:
    """Answers a request that failed, where the answer has not begun. `answer` draws it and tells the log."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            response = self._answer(Request(scope), error)
            if begun:  # half an answer is none: the connection is cut, and the client sees that something is missing
                raise ConnectionAbortedError from None
            await response(scope, receive, send)
