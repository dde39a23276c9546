"""Servers that are killed or told to stop: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.inprocess import Workers, upload, wait_for, within
from tests.web.operation.looking import figure, kept, sent, state_of, stored
from tests.web.serving import server, settled

pytestmark = pytest.mark.slow  # they start servers


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_of_twenty_documents_none_is_lost_and_none_done_twice(tmp_path: Path) -> None:
    """The server is killed in the middle of them, then told to stop, and started a third time."""
    data = tmp_path / "data"
    policy = "Social Media Policy\n\n1. Records\n\nEmployees must keep every post, number {}.\n"

    def done(client: httpx.Client) -> int:
        return sum(one["state"] == "done" for one in client.get("/api/v1/documents").json()["documents"])

    with server(data, "--rate", "0") as running:
        with running.client() as client:
            ids = [sent(client, f"{number}.txt", policy.format(number).encode()) for number in range(20)]
            cookies = dict(client.cookies)
            wait_for(lambda: done(client) >= 3)
        running.stop(signal.SIGKILL)
    before = stored(data)
    assert sorted(before) == sorted(ids)
    # What a killed server leaves on its way in or out goes with the next start, once it is old: what is young may be
    # another server's that writes it just now. The kill may itself have left some.
    documents = data / "documents"
    for folder in (documents / ("A" * 32), documents / ids[0] / ".staged", documents / ".trash"):
        folder.mkdir()
    for left in (documents / ("A" * 32), *documents.rglob(".*")):
        os.utime(left, (0, 0))

    with server(data, "--rate", "0") as running:
        with running.client(cookies=cookies) as client:
            so_far = sum(row["state"] == "done" for row in before.values())
            wait_for(lambda: done(client) >= so_far + 3)
        assert running.stop(signal.SIGTERM) == 0
    between = stored(data)
    assert {row["state"] for row in between.values()} <= {"done", "waiting"}
    # To be told to stop is no try that failed: what waits has no more of them than the kill had left it with.
    waits = [row for row in between.values() if row["state"] == "waiting"]
    assert all(row["attempts"] <= before[row["id"]]["attempts"] for row in waits)

    with server(data, "--rate", "0") as running:
        with running.client(cookies=cookies) as client:
            assert [settled(client, identifier)["state"] for identifier in ids] == ["done"] * 20
            figures = client.get("/metrics").text
        assert running.stop(signal.SIGINT) == 0
    assert figure(figures, "policylint_examined_total", state="done") == len(waits)
    after = stored(data)
    assert sorted(after) == sorted(ids)
    assert sum(row["attempts"] for row in after.values()) <= 21
    finished = {row["id"]: row["finished"] for row in between.values() if row["state"] == "done"}
    assert all(after[identifier]["finished"] == moment for identifier, moment in finished.items())
    assert {path.partition("/")[0] for path in kept(data)} == set(ids)
    assert not [path for path in kept(data) if "/." in path]


def test_work_that_does_not_end_in_time_is_put_back_without_counting(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=0.2) as light, light.client() as client:
        ids = [sent(client, "at work.pdf"), sent(client, "waiting.pdf")]
        wait_for(lambda: workers.asked)
        cookies = dict(client.cookies)
        light.stop()
    rows = stored(tmp_path / "data")
    assert [(rows[one]["state"], rows[one]["attempts"], rows[one]["holder"]) for one in ids] == [("waiting", 0, "")] * 2
    with within(tmp_path / "data") as light, light.client(cookies=cookies) as client:
        wait_for(lambda: [state_of(client, identifier) for identifier in ids] == ["done", "done"])
        assert light.workers.checked == ["at work.pdf", "waiting.pdf"]  # in the old order


def test_work_that_ends_in_time_is_kept(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=30.0) as light, light.client() as client:
        ids = [sent(client, "at work.pdf"), sent(client, "waiting.pdf")]
        wait_for(lambda: workers.asked)
        light.server.handle_exit(signal.SIGTERM, None)
        wait_for(lambda: light.service.runner._stopping)
        workers.held = False
        light.stop()
    rows = stored(tmp_path / "data")
    assert [rows[one]["state"] for one in ids] == ["done", "waiting"]


def test_a_stream_of_events_ends_with_the_server(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, grace=30.0) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        told = threading.Event()

        def listen() -> list[dict[str, Any]]:
            found = []
            with client.stream("GET", f"/documents/{identifier}/events") as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: "):
                        found.append(json.loads(line.removeprefix("data: ")))
                        told.set()
            return found

        with ThreadPoolExecutor(1) as pool:
            events = pool.submit(listen)
            assert told.wait(30)
            light.server.handle_exit(signal.SIGTERM, None)
            assert events.result(20)[-1]["state"] in ("waiting", "working")  # while the work still goes on
            assert workers.held
            workers.held = False
        light.stop()
    assert stored(tmp_path / "data")[identifier]["state"] == "done"


def test_a_server_that_stops_takes_in_nothing_new(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        client.get("/")
        light.service.stopping.set()
        refused = upload(client, ("a.pdf", b"x"))
        assert refused.status_code == 503 and refused.headers["retry-after"]
        answer = client.get("/readyz")
        assert answer.status_code == 503 and "stopping" in answer.json()["problems"]
