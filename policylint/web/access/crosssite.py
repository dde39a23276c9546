"""Requests that another web page has made the visitor's browser send: told by what browsers say of them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from policylint.web.access.visitor import Refusal
from policylint.web.settings import LOOPBACK_NAMES, ServerSettings

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def require_own_site(connection: HTTPConnection, method: str) -> None:
    """See that a request which changes something comes from a page of this service, or from no page at all.

    Browsers say in `Sec-Fetch-Site`, else in `Origin`, where a request comes from, and no page can make them lie; what
    says neither is no browser, and carries nobody's session by accident. The cookie is kept from other sites, too.

    Raises:
        Refusal: 403 for what comes from another site.
    """
    if method in SAFE_METHODS:
        return
    site = connection.headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):
        return
    origin = connection.headers.get("origin")
    if site is None and (origin is None or _host(origin) == connection.headers.get("host", "")):
        return
    raise Refusal(403, "This form was sent from another site, so nothing was done. Open this service and try again.")


class KnownHost:
    """Refuses what asks for another name than the service's: a name of somebody else's may lead here, and read all."""

    def __init__(self, app: ASGIApp, *, settings: ServerSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 421."""
        if scope["type"] == "http" and not is_known_host(HTTPConnection(scope), self._settings):
            words = "This service does not go by that name."
            await PlainTextResponse(words, 421)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_known_host(connection: HTTPConnection, settings: ServerSettings) -> bool:
    """Whether a request asks for a name of the service: one of `settings.names`; on loopback, this machine's own."""
    name = _name(connection.headers.get("host", ""))
    if settings.names:
        allowed: frozenset[str] = LOOPBACK_NAMES | {known.lower() for known in settings.names}
    elif settings.mode == "loopback":
        allowed = LOOPBACK_NAMES | {settings.host.strip("[]").lower()}
    else:
        return True
    return name in allowed


def _host(origin: str) -> str:
    """Host and port of an origin; "null" has none."""
    return urlsplit(origin).netloc


def _name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()
