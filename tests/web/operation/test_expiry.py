"""What is over leaves nothing: neither a file nor a row nor a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from policylint.web import service as service_module
from tests.web.inprocess import Within, Workers, examined, wait_for, within
from tests.web.operation.looking import MARKER, figure, kept, sent, state_of

pytestmark = pytest.mark.slow  # they start servers


def holding(data: Path, word: str) -> list[str]:
    """The files in a data folder in which a word stands, or whose name has it."""
    files = [path for path in data.rglob("*") if path.is_file()]
    return [path.name for path in files if word in str(path) or word.encode() in path.read_bytes()]


def decided(light: Within, client: httpx.Client) -> str:
    """A document that is done, with the marker in its text, its name, and a decision about it."""
    identifier = sent(client, f"{MARKER}.txt", f"Social Media Policy {MARKER}".encode())
    wait_for(lambda: state_of(client, identifier) == "done")
    found = client.get(f"/documents/{identifier}/report.json").json()["documents"][0]["requirements"]
    rule = next(one["id"] for one in found if one["status"] == "missing")
    form = {"rule": rule, "kind": "accept", "reason": f"Known {MARKER}.", "owner": "Ann", "expires": "2999-01-01"}
    assert client.post(f"/documents/{identifier}/decisions", data=form).status_code == 303
    assert {"policylint.db-wal", "report.json", "upload"} <= set(holding(light.settings.data, MARKER))
    return identifier


@pytest.fixture
def tidy(tmp_path: Path, parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Within]:
    """A server that looks all the time for what is over."""
    monkeypatch.setattr(service_module, "_SWEEP", 0.05)
    with within(tmp_path / "data", Workers(answer=partial(examined, parts=parts)), lifetime=3600.0) as light:
        yield light


def test_of_a_document_whose_time_is_over_nothing_is_left(tidy: Within) -> None:
    with tidy.client() as client:
        identifier = decided(tidy, client)
        connection = sqlite3.connect(tidy.settings.data / "policylint.db", timeout=30)
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("UPDATE document SET expires = created - 1")
        connection.commit()
        connection.close()
        for path in ("", "/original", "/report.json", "/events", "/decisions.toml"):
            assert client.get(f"/documents/{identifier}{path}").status_code == 404
        wait_for(lambda: figure(client.get("/metrics").text, "policylint_expired_total") == 1)
        wait_for(lambda: not kept(tidy.settings.data))
        assert holding(tidy.settings.data, MARKER) == []
        assert identifier not in tidy.service._reports


@pytest.mark.parametrize("way", ["page", "api"])
def test_of_a_document_that_is_deleted_nothing_is_left_at_once(tidy: Within, way: str) -> None:
    with tidy.client() as client:
        identifier = sent(client, f"{MARKER}.txt", f"Social Media Policy {MARKER}".encode())
        wait_for(lambda: state_of(client, identifier) == "done")
        assert client.get(f"/documents/{identifier}").status_code == 200
        assert holding(tidy.settings.data, MARKER)
        if way == "page":
            assert client.post(f"/documents/{identifier}/delete").status_code == 303
        else:
            assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        assert holding(tidy.settings.data, MARKER) == []
        assert kept(tidy.settings.data) == []
        assert client.get(f"/documents/{identifier}").status_code == 404
        assert identifier not in tidy.service._reports


def test_a_document_that_is_deleted_while_it_is_examined_leaves_nothing(
    tmp_path: Path, parts: dict[str, bytes]
) -> None:
    workers = Workers(held=True, answer=lambda task: examined(task, parts))
    with within(tmp_path / "data", workers) as light, light.client() as client:
        identifier = sent(client, f"{MARKER}.txt", MARKER.encode())
        wait_for(lambda: workers.asked)
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        workers.held = False
        wait_for(lambda: figure(client.get("/metrics").text, "policylint_examined_total", state="deleted") == 1)
        assert kept(light.settings.data) == [] and holding(light.settings.data, MARKER) == []


def test_files_are_for_whoever_runs_the_server_only(tidy: Within) -> None:
    with tidy.client() as client:
        identifier = sent(client, "a.txt")
        wait_for(lambda: state_of(client, identifier) == "done")
    paths = list(tidy.settings.data.rglob("*"))
    assert len(paths) > 5
    assert [path for path in paths if path.stat().st_mode & 0o077] == []
