"""The runner: documents and files that visitors wait for take turns, and what nobody wants any more is given up."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from policylint.web.settings import Bounds
from policylint.web.work.tasks import Check, Draw
from tests.outputs.samples import report
from tests.web.inprocess import Within, Workers, examined, wait_for, within
from tests.web.serving import settled

pytestmark = pytest.mark.slow  # they start servers


@pytest.fixture
def workers() -> Workers:
    parts = {"report.json": report().to_json().encode(), "text.msgpack": b"", "panel.msgpack": b""}
    return Workers(answer=lambda task: examined(task, parts))


@pytest.fixture
def served(tmp_path: Path, workers: Workers) -> Iterator[Within]:
    bounds = Bounds(rate=5)
    with within(tmp_path / "data", workers, bounds=bounds) as found:
        yield found
        workers.held = False


def submitted(client: httpx.Client, name: str) -> str:
    answer = client.post("/api/v1/documents", files={"file": (name, name.encode())})
    assert answer.status_code == 202
    identifier: str = answer.json()["id"]
    return identifier


def test_a_visitor_waits_for_a_few_files_at_a_time(served: Within, workers: Workers) -> None:
    with served.client() as client, ThreadPoolExecutor(4) as pool:
        identifier = submitted(client, "policy.txt")
        settled(client, identifier)
        workers.held = True
        address = f"/documents/{identifier}/report.csv"
        waiting = [pool.submit(client.get, address) for _ in range(4)]
        wait_for(lambda: len(served.service.runner._making) == 4)
        answer = client.get(address)
        assert answer.status_code == 503 and answer.headers["retry-after"]
        workers.held = False
        assert {future.result().status_code for future in waiting} == {200}
        assert client.get(address).status_code == 200


def test_a_document_does_not_wait_for_all_files_that_are_asked_for(served: Within, workers: Workers) -> None:
    with served.client() as client, ThreadPoolExecutor(4) as pool:
        first = submitted(client, "first.txt")
        settled(client, first)
        workers.held = True
        files = [pool.submit(client.get, f"/documents/{first}/report.csv") for _ in range(4)]
        wait_for(lambda: len(served.service.runner._making) == 4)
        second = submitted(client, "second.txt")
        workers.asked.clear()
        workers.held = False
        settled(client, second)
        assert [future.result().status_code for future in files] == [200] * 4
        order = [type(task) for task in workers.asked]
        assert order.index(Check) <= 1 and order.count(Draw) >= 3


def test_what_was_deleted_is_not_read_to_its_end(served: Within, workers: Workers) -> None:
    workers.held = True
    with served.client() as client:
        identifier = submitted(client, "endless.txt")
        wait_for(lambda: client.get(f"/api/v1/documents/{identifier}").json()["state"] == "working")
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        wait_for(lambda: not served.service.runner._asking)
        workers.held = False
        assert settled(client, submitted(client, "next.txt"))["state"] == "done"


def test_more_files_than_a_minutes_worth_come_through_once_a_minute(served: Within) -> None:
    with served.client() as client:
        files = [("files", (f"{number}.txt", str(number).encode())) for number in range(7)]
        assert client.post("/documents", files=files).status_code == 303  # counted for the address
        assert client.post("/documents", files=files).status_code == 303  # for the visitor, who is known now
        assert client.post("/documents", files=files).status_code == 429


def test_a_status_asked_for_a_deleted_document_is_not_there(served: Within, workers: Workers) -> None:
    workers.held = True
    with served.client() as client, ThreadPoolExecutor(1) as pool:
        identifier = submitted(client, "policy.txt")
        answer = pool.submit(client.get, f"/api/v1/documents/{identifier}", params={"wait": 20})
        wait_for(lambda: served.service.runner._changed)
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        assert answer.result().status_code == 404


def test_notes_are_refused_for_a_text_without_a_word_of_where_it_lies(served: Within) -> None:
    with served.client() as client:
        identifier = submitted(client, "policy.txt")
        settled(client, identifier)
        answer = client.get(f"/api/v1/documents/{identifier}/annotated")
        assert answer.status_code == 409
        assert identifier not in answer.text and "policylint check" not in answer.text
