"""Reviews that come at the same time, and what is kept of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl

import httpx
import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from policylint.model.report import Manifest, Report
from policylint.web.panel.model import Panel
from policylint.web.store import Store
from policylint.web.store.model import StoredDecision
from policylint.web.store.tables import DocumentTable
from tests.outputs.samples import report
from tests.web.inprocess import Within, Workers, examined, within
from tests.web.serving import settled

pytestmark = pytest.mark.slow  # they start servers

RULE = next(item.id for item in report().documents[0].requirements if item.status == "missing")


def made() -> Report:
    """A report with all that a decisions file takes: the samples have no fingerprints."""
    document = report().documents[0]
    marked = tuple(replace(item, fingerprint=f"{n:016x}") for n, item in enumerate(document.requirements))
    return replace(report(), documents=(replace(document, requirements=marked),), manifest=Manifest())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Within]:
    parts = {
        "report.json": made().to_json().encode(),
        "text.msgpack": b"",
        "panel.msgpack": msgspec.msgpack.encode(Panel()),
    }
    with within(tmp_path / "data", Workers(answer=lambda task: examined(task, parts))) as running:
        yield running


@pytest.fixture
def client(served: Within) -> Iterator[httpx.Client]:
    with served.client() as visitor:
        yield visitor


@pytest.fixture
def identifier(client: httpx.Client) -> str:
    answer = client.post("/api/v1/documents", files={"file": ("policy.txt", b"words")})
    return str(settled(client, answer.json()["id"])["id"])


def say(client: httpx.Client, identifier: str, kind: str = "accept", **fields: str) -> httpx.Response:
    form = {"rule": RULE, "finding": "", "kind": kind, "reason": "Known.", "owner": "Ada Clerk", **fields}
    return client.post(f"/documents/{identifier}/decisions", data=form)


def owner_of(served: Within, identifier: str) -> str:
    with served.service.store._database.read() as connection:
        return str(connection.execute(select(DocumentTable.owner).where(DocumentTable.id == identifier)).scalar_one())


def test_two_reviews_at_once_leave_one_and_a_report_that_can_be_seen(
    served: Within, client: httpx.Client, identifier: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda kind: say(client, identifier, kind), ["accept", "not-applicable"] * 4))
    assert {answer.status_code for answer in answers} == {303}
    assert client.get(f"/documents/{identifier}").status_code == 200
    assert len(served.service.store.decisions(identifier)) == 1


def test_a_review_that_another_server_was_faster_than_takes_its_place(
    served: Within, client: httpx.Client, identifier: str
) -> None:
    say(client, identifier, "accept")
    store, owner = served.service.store, owner_of(served, identifier)
    (elsewhere,) = store.decisions(identifier)
    store.remove_decision(identifier, elsewhere.id, owner)
    read = type(store).decisions
    looks: list[str] = []

    def decisions(self: Store, id: str) -> tuple[StoredDecision, ...]:
        found = read(self, id)
        looks.append(id)
        if len(looks) == 1:  # the other server keeps its own just after this one has looked
            store.add_decision(id, owner, elsewhere)
        return found

    with patch.object(type(store), "decisions", decisions):
        assert say(client, identifier, "not-applicable").status_code == 303
    assert [found.kind for found in store.decisions(identifier)] == ["not-applicable"]


def test_decisions_that_contradict_each_other_are_shown_and_can_be_taken_back(
    served: Within, client: httpx.Client, identifier: str
) -> None:
    say(client, identifier, "accept")
    store = served.service.store
    (first,) = store.decisions(identifier)
    second = store.add_decision(identifier, owner_of(served, identifier), replace(first, kind="not-applicable"))
    assert second is not None
    page = client.get(f"/documents/{identifier}")
    assert page.status_code == 200
    assert "It contradicts another decision" in page.text
    assert f"/decisions/{second.id}/delete" in page.text
    assert client.get("/documents").status_code == 200
    assert client.get(f"/documents/{identifier}/report.json").status_code == 200


def test_the_report_names_the_decisions_file(client: httpx.Client, identifier: str) -> None:
    say(client, identifier)
    file = client.get(f"/documents/{identifier}/decisions.toml")
    assert file.status_code == 200
    digest = hashlib.sha256(file.content).hexdigest()
    manifest = client.get(f"/documents/{identifier}/report.json").json()["manifest"]
    assert manifest["files"] == [{"role": "decisions", "name": "policylint-decisions.toml", "sha256": digest}]


def test_what_was_seen_is_seen_again_after_a_review(client: httpx.Client, identifier: str) -> None:
    seen = {"show": "missing", "q": "a&b #c", "view": "text", "part": "3"}
    address = say(client, identifier, **seen).headers["location"]
    query, _, fragment = address.partition("?")[2].partition("#")
    assert (dict(parse_qsl(query)), fragment) == ({**seen, "said": "decided"}, RULE)


@pytest.mark.parametrize(
    "fields",
    [{"show": "x" * 41}, {"q": "x" * 201}, {"view": "upside-down"}, {"part": "0"}, {"part": "\u0663"}, {"part": "1e9"}],
)
def test_what_the_page_would_not_take_is_not_kept(
    client: httpx.Client, identifier: str, fields: dict[str, str]
) -> None:
    assert say(client, identifier, **fields).headers["location"] == f"/documents/{identifier}?said=decided#{RULE}"


def test_what_was_seen_is_seen_again_after_taking_back(served: Within, client: httpx.Client, identifier: str) -> None:
    say(client, identifier)
    (kept,) = served.service.store.decisions(identifier)
    form = {"card": RULE, "show": "decided"}
    answer = client.post(f"/documents/{identifier}/decisions/{kept.id}/delete", data=form)
    assert answer.headers["location"] == f"/documents/{identifier}?show=decided&said=taken-back#{RULE}"


def test_links_on_the_page_of_a_wrong_review_lead_back_to_the_report(tmp_path: Path) -> None:
    rule = next(item.id for item in report().documents[0].requirements if item.status == "missing")
    panel = msgspec.msgpack.encode(Panel())
    parts = {"report.json": report().to_json().encode(), "text.msgpack": b"", "panel.msgpack": panel}
    workers = Workers(answer=lambda task: examined(task, parts))
    with within(tmp_path / "data", workers) as served, served.client() as client:
        answer = client.post("/api/v1/documents", files={"file": ("policy.txt", b"words")})
        address = f"/documents/{settled(client, answer.json()['id'])['id']}"
        form = {"rule": rule, "finding": "", "kind": "accept", "reason": "", "owner": "Ada Clerk"}
        wrong = client.post(f"{address}/decisions", data=form)
        assert wrong.status_code == 422
        assert 'href="?' not in wrong.text and f'href="{address}?review=' in wrong.text
