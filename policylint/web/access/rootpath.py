"""The path below which a reverse proxy has the service: known whether the proxy passes it on or takes it away."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class RootPath:
    """Sets the root path of each request, as ASGI has it: `path` holds it, too."""

    def __init__(self, app: ASGIApp, *, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and self._root:
            path = scope["path"]
            within = path == self._root or path.startswith(f"{self._root}/")
            scope = {**scope, "root_path": self._root, "path": path if within else f"{self._root}{path}"}
        await self._app(scope, receive, send)
