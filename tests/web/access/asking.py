"""Servers for tests of access, and every way to ask them for something."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from starlette.requests import HTTPConnection
from starlette.routing import Route

from policylint.web.settings import digest
from tests.web.inprocess import Within, Workers, examined, upload, wait_for, within
from tests.web.serving import SAMPLE

CLERK, COUNSEL = "the-token-of-the-clerk-0123456789abcdef", "the-token-of-the-counsel-0123456789abcdef"
TOKENS = {digest(CLERK): "clerk", digest(COUNSEL): "counsel"}


def served(data: Path, parts: dict[str, bytes], **changes: Any) -> Any:
    """A server whose reports are those on the sample."""
    return within(data, Workers(answer=partial(examined, parts=parts)), **changes)


def document_of(client: httpx.Client) -> str:
    """The id of a new document of a visitor, which is done, with a decision about it."""
    name = f"{secrets.token_hex(4)}.pdf"
    identifier: str = upload(client, (name, SAMPLE.read_bytes())).json()["documents"][0]["id"]
    wait_for(lambda: client.get(f"/api/v1/documents/{identifier}").json()["state"] == "done")
    report = client.get(f"/documents/{identifier}/report.json").json()
    rule = next(found["id"] for found in report["documents"][0]["requirements"] if found["status"] == "missing")
    form = {"rule": rule, "kind": "accept", "reason": "Known.", "owner": "Ann", "expires": "2999-01-01"}
    assert client.post(f"/documents/{identifier}/decisions", data=form).status_code == 303
    return identifier


def routes(light: Within) -> list[tuple[str, str]]:
    """Every method and path that the application answers, whatever it includes."""

    def below(router: Any) -> Iterator[Route]:
        for route in router.routes:
            if isinstance(route, Route):
                yield route
            else:
                yield from below(route.original_router)

    found = [(method, route.path) for route in below(light.server.config.app) for method in route.methods or ()]
    return sorted({(method, path) for method, path in found if method != "HEAD"}, key=lambda one: (one[1], one[0]))


def filled(path: str, identifier: str) -> str:
    """A path with something in its gaps that is there."""
    values = {"identifier": identifier, "number": "1", "end": "html", "version": "1", "name": "site.css"}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda gap: values[gap[1]], path)


def about_documents(light: Within) -> list[tuple[str, str]]:
    """The routes about one document, those that delete it last."""
    found = [(method, path) for method, path in routes(light) if "{identifier}" in path]
    return sorted(found, key=lambda one: one[0] == "DELETE" or one[1].endswith("{identifier}/delete"))


def connection(peer: str = "192.0.2.1", host: str = "localhost", forwarded: tuple[str, ...] = ()) -> HTTPConnection:
    """What the application is told of who asks: the address that the connection comes from, and its headers."""
    lines = [(b"host", host.encode()), *((b"x-forwarded-for", line.encode()) for line in forwarded)]
    return HTTPConnection({"type": "http", "headers": lines, "client": (peer, 1)})
