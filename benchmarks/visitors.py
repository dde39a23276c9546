"""Visitors of a server: each uploads a policy and waits as the page does, and looks at what came of it."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import httpx

from tests.web.serving import Running

Outcome = Literal["report", "busy", "error"]

_BUSY: Final = frozenset({429, 503})
_EVENTS: Final = re.compile(r'data-events="([^"]+)"')
_PATIENCE: Final = 120.0
"""Seconds after which a visitor gives up; then the document is lost."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of one upload.

    `seconds` from the first byte sent to the last byte of the report page. `outcome` is "busy" where the server said
    that it cannot take the file now, "error" for every other answer that is no report. `wrong` says what of the report
    belongs to another document, or what else is not as it should be; empty where all is well. `waited` is whether the
    page that says that it is being checked came first.
    """

    seconds: float
    outcome: Outcome
    address: str = ""
    html: str = ""
    wrong: str = ""
    waited: bool = False


def visit(client: httpx.Client, name: str, data: bytes) -> Visit:
    """Upload a file, and wait for the page of its report."""
    begun = time.perf_counter()

    def after() -> float:
        return time.perf_counter() - begun

    waited = False
    try:
        answer = client.post("/documents", files={"files": (name, data, "application/pdf")}, data={"profile": ""})
        if answer.status_code in _BUSY:
            return Visit(after(), "busy", wrong=f"status {answer.status_code}")
        if answer.status_code != 303:
            return Visit(after(), "error", wrong=f"the upload was answered with {answer.status_code}")
        address = answer.headers["location"]
        while after() < _PATIENCE:
            page = client.get(address)
            if page.status_code != 200:
                return Visit(after(), "error", address, wrong=f"the page was answered with {page.status_code}")
            events = _EVENTS.search(page.text)
            if events is None:
                return Visit(after(), "report", address, page.text, waited=waited)
            waited = True
            with client.stream("GET", events[1]) as stream:
                for _ in stream.iter_lines():
                    pass
        return Visit(after(), "error", address, wrong="there was no report in time", waited=waited)
    except httpx.HTTPError as error:
        return Visit(after(), "error", wrong=type(error).__name__)


def wrong_with(client: httpx.Client, found: Visit, data: bytes, words: str) -> str:
    """What is not as it should be with a report: whether it is the report on this file. Empty where it is.

    Args:
        client: The visitor.
        found: What they got.
        data: The file that they uploaded.
        words: What stands on its page, and on that of no other visitor.
    """
    if found.outcome != "report":
        return found.wrong
    if words and words not in found.html:
        return f"the page does not say {words}"
    listed = [one["links"]["page"] for one in client.get("/api/v1/documents").json()["documents"]]
    if listed != [found.address]:
        return f"the visitor has {len(listed)} documents"
    answer = client.get(f"/api/v1{found.address}/report")
    if answer.status_code != 200:
        return f"the report was answered with {answer.status_code}"
    document = answer.json()["documents"][0]
    if document["source"]["sha256"] != hashlib.sha256(data).hexdigest():
        return "the report is about another file"
    if document["verdict"] != "checked":
        return f"the verdict is {document['verdict']}"
    return ""


def all_at_once(running: Running, files: Sequence[tuple[str, bytes]], words: Sequence[str]) -> list[Visit]:
    """As many visitors as there are files upload theirs at the same moment. Looks at every report afterwards."""
    gate = threading.Barrier(len(files))

    def one(client: httpx.Client, file: tuple[str, bytes]) -> Visit:
        gate.wait(60)
        return visit(client, *file)

    clients = [running.client() for _ in files]
    try:
        with ThreadPoolExecutor(len(files)) as pool:
            found = list(pool.map(one, clients, files))
        looked = []
        for client, each, (_, data), said in zip(clients, found, files, words, strict=True):
            looked.append(
                Visit(each.seconds, each.outcome, each.address, "", wrong_with(client, each, data, said), each.waited)
            )
        return looked
    finally:
        for client in clients:
            client.close()
