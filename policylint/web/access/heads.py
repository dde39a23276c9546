"""HEAD requests: answered as GET is, without the body, so that a page which is there is not said to be missing."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class Heads:
    """Passes HEAD on as GET, but for the API, whose document names each method. The server leaves the body out."""

    def __init__(self, app: ASGIApp, *, root: str) -> None:
        self._app = app
        self._api = f"{root}/api/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not scope["path"].startswith(self._api):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
