"""Who asks: the owner of documents behind a request, told from a session, a token or the reverse proxy."""

from __future__ import annotations

import ipaddress
import secrets
import time
from dataclasses import dataclass
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from policylint.web.access.newcomers import MARK
from policylint.web.settings import ServerSettings, digest
from policylint.web.store import Store

SESSION_SECONDS: Final = 30 * 24 * 3600.0
"""How long a session lives after its last use."""
_SHORTEST: Final = 32
"""Characters of a secret that somebody chose to be known by where no token is asked for."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    `owner` is what their documents are filed under; empty for somebody who has none yet. `name` is what to call them,
    `secret` their session's, `by_token` whether they came with a token in a header, which no other site can send.
    `mark` tells the browser of somebody who has no documents yet: a first form that is sent twice is one visitor's.
    """

    owner: str = ""
    name: str = ""
    secret: str = ""
    reviewer: str = ""
    by_token: bool = False
    mark: str = ""


class Refusal(Exception):
    """The request cannot be answered: why, as an HTTP status and a sentence."""

    def __init__(self, status: int, problem: str, *, retry_after: int = 0) -> None:
        self.status = status
        self.problem = problem
        self.retry_after = retry_after
        super().__init__(problem)


SIGN_IN_FIRST: Final = "Sign in first: this service asks for a token."


def visitor_of(connection: HTTPConnection, settings: ServerSettings, store: Store) -> Visitor | None:
    """Who asks; None where somebody has to sign in first. Reads the database.

    Raises:
        Refusal: 403 where the reverse proxy's word is asked for and is not there, 401 for a token that is wrong.
    """
    if settings.mode == "proxy":
        return _by_proxy(connection, settings, store)
    token = bearer(connection)
    if token:
        return _by_token(token, settings)
    secret = connection.cookies.get(cookie_name(settings), "")
    mark = secret if secret.startswith(MARK) else ""
    session = store.session(secret, time.time()) if secret and not mark else None
    if session is not None:
        name = settings.tokens.get(session.owner.removeprefix("token:"), "")
        if settings.mode == "token" and not name:
            return None  # the token was taken out of the file since
        return Visitor(session.owner, name, secret, session.reviewer)
    return None if settings.mode == "token" else Visitor(mark=mark)


def bearer(connection: HTTPConnection) -> str:
    """The token of an Authorization header; empty where there is none."""
    scheme, _, value = connection.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def owner_of_token(token: str, settings: ServerSettings) -> str:
    """What the documents of a token's holder are filed under; empty where the token is not one of the service's."""
    known = digest(token)
    return f"token:{known}" if known in settings.tokens else ""


def started(response: Response, owner: str, settings: ServerSettings, store: Store) -> Visitor:
    """Begin a session, and have the browser keep it."""
    secret = store.open_session(owner, SESSION_SECONDS, time.time())
    keep_cookie(response, secret, settings)
    return Visitor(owner=owner, secret=secret)


def mark_browser(response: Response, visitor: Visitor, settings: ServerSettings, mark: str) -> None:
    """Have the browser of somebody unknown keep a mark until it is closed, or a session takes its place."""
    if visitor.owner or visitor.mark:
        return
    response.set_cookie(
        cookie_name(settings),
        mark,
        path="/" if settings.https else settings.root or "/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def keep_cookie(response: Response, secret: str, settings: ServerSettings) -> None:
    """Have the browser keep a session's secret."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=int(SESSION_SECONDS),
        path="/" if settings.https else settings.root or "/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, settings: ServerSettings) -> None:
    """Have the browser forget its session."""
    response.delete_cookie(
        cookie_name(settings),
        path="/" if settings.https else settings.root or "/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )


def cookie_name(settings: ServerSettings) -> str:
    """The name under which browsers keep it: by HTTPS one that no neighbour of the host can set."""
    return "__Host-policylint" if settings.https else "policylint"


def new_owner() -> str:
    """What the documents of somebody new are filed under."""
    return f"visitor:{secrets.token_hex(16)}"


def _by_token(token: str, settings: ServerSettings) -> Visitor:
    if settings.mode == "token":
        owner = owner_of_token(token, settings)
        if not owner:
            raise Refusal(401, "This token is not one of the service's.")
        return Visitor(owner, settings.tokens[digest(token)], by_token=True)
    if len(token) < _SHORTEST:
        raise Refusal(401, f"A token has at least {_SHORTEST} characters; draw one by chance.")
    return Visitor(f"bearer:{digest(token)}", by_token=True)


def _by_proxy(connection: HTTPConnection, settings: ServerSettings, store: Store) -> Visitor:
    peer = peer_of(connection)
    if not settings.is_trusted(peer):
        raise Refusal(403, "This service is reached through its reverse proxy.")
    values = connection.headers.getlist(settings.proxy_header)
    name = _as_sent(values[0]).strip() if len(values) == 1 else ""
    if not name:
        raise Refusal(403, "The reverse proxy does not say who you are.")
    secret = connection.cookies.get(cookie_name(settings), "")
    owner = f"user:{digest(name)}"
    session = store.session(secret, time.time()) if secret else None
    known = session is not None and session.owner == owner
    return Visitor(owner, name, secret if known else "", session.reviewer if session and known else name)


def _as_sent(value: str) -> str:
    """The value of a header, which comes as Latin-1, in the UTF-8 that proxies send names in."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def peer_of(connection: HTTPConnection) -> str:
    """The address at the other end of the line."""
    return connection.client.host if connection.client else ""


def address_of(connection: HTTPConnection, settings: ServerSettings) -> str:
    """The address that asks: the last one in X-Forwarded-For that is no trusted proxy's, where such a one speaks."""
    peer = peer_of(connection)
    hops = [hop.strip() for line in connection.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while settings.trusted and settings.is_trusted(peer) and hops:
        peer = hops.pop()
    return peer


def address_key(address: str) -> str:
    """What one address counts as: of IPv6 the network of one customer (RFC 6177), who has all addresses in it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address
