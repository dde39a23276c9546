"""Databases that fail, come back and are shared."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from policylint.web.store import Store, StoreTrouble
from policylint.web.work import runner as runner_module
from tests.web.inprocess import Workers, examined, upload, wait_for, within
from tests.web.operation.looking import sent, state_of

pytestmark = pytest.mark.slow  # they start servers


def test_a_server_whose_database_fails_says_so_and_goes_on_when_it_answers(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        client.get("/")
        with pytest.MonkeyPatch.context() as patch:
            failed = threading.Event()

            def fail(*_: object, **__: object) -> None:
                failed.set()
                raise StoreTrouble("the database cannot be used (it is gone)")

            for name in ("claim", "ping", "documents", "waiting_count", "document", "session"):
                patch.setattr(Store, name, fail)
            wait_for(failed.is_set)
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["problems"]) == (503, ["the database does not answer"])
            refused = upload(client, ("a.pdf", b"x"))
            assert refused.status_code == 503 and refused.headers["retry-after"]
            assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        # The worker has had no part in it, and is warm still: another would take seconds.
        assert "policylint_worker_ends_total{" not in client.get("/metrics").text


def hasten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have leases end soon, and a server look for such."""
    for name, seconds in {"_LEASE": 0.5, "_BEAT": 0.05, "_LOOK": 0.05}.items():
        monkeypatch.setattr(runner_module, name, seconds)


@pytest.mark.parametrize("name", ["finish", "give_back", "prolong"])
def test_a_result_that_the_database_does_not_take_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Once with the document given back at once, once with its lease at an end because that failed, too."""
    hasten(monkeypatch)
    workers = Workers(held=True)
    with within(tmp_path / "data", workers) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: workers.asked)
        with pytest.MonkeyPatch.context() as patch:
            failed = threading.Event()

            def fail(*_: object, **__: object) -> None:
                failed.set()
                raise StoreTrouble("the database cannot be used (it is gone)")

            for one in {"finish", name}:
                patch.setattr(Store, one, fail)
            workers.held = False
            wait_for(failed.is_set)
        wait_for(lambda: state_of(client, identifier) == "done")
        assert len(workers.checked) >= 2


def test_what_a_server_that_is_no_more_was_at_is_taken_over(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasten(monkeypatch)
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, database=postgres_url) as light, light.client() as client:
        first = sent(client, "first.pdf")
        wait_for(lambda: workers.asked)
        second = sent(client, "second.pdf")
        gone = light.service.store.claim("a server that is no more", lease_seconds=0.1)
        assert gone is not None and gone.id == second
        workers.held = False
        wait_for(lambda: [state_of(client, one) for one in (first, second)] == ["done", "done"])
        assert workers.checked == ["first.pdf", "second.pdf"]


def test_two_servers_share_a_queue_and_what_is_in_it(
    tmp_path: Path, parts: dict[str, bytes], postgres_url: str
) -> None:
    held, free = Workers(held=True), Workers(answer=lambda task: examined(task, parts))
    with (
        within(tmp_path / "data", held, database=postgres_url) as one,
        within(tmp_path / "data", free, database=postgres_url) as other,
        one.client() as client,
    ):
        names = [f"{number}.pdf" for number in range(4)]
        ids = [sent(client, name) for name in names]
        # One takes at most one of them, and comes to no end with it: the rest is the other's.
        wait_for(lambda: len(free.checked) >= 3)
        with other.client(cookies=dict(client.cookies)) as visitor:
            wait_for(lambda: sum(state_of(visitor, identifier) == "done" for identifier in ids) >= 3)
            done = next(identifier for identifier in ids if state_of(visitor, identifier) == "done")
            assert visitor.get(f"/documents/{done}").status_code == client.get(f"/documents/{done}").status_code == 200
            held.held = False
            wait_for(lambda: all(state_of(visitor, identifier) == "done" for identifier in ids))
            assert visitor.delete(f"/api/v1/documents/{done}").status_code == 204
        assert client.get(f"/documents/{done}").status_code == 404
        assert sorted(held.checked + free.checked) == names


def test_a_server_on_postgresql_finds_everything_again(tmp_path: Path, postgres_url: str) -> None:
    with within(tmp_path / "data", database=postgres_url) as light, light.client() as client:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        cookies = dict(client.cookies)
    held = Workers(held=True)
    with (
        within(tmp_path / "data", held, database=postgres_url, grace=0.1) as light,
        light.client(cookies=cookies) as client,
    ):
        assert state_of(client, identifier) == "done"
        other = sent(client, "b.pdf")
        wait_for(lambda: held.asked)
    with within(tmp_path / "data", database=postgres_url) as light, light.client(cookies=cookies) as client:
        wait_for(lambda: state_of(client, other) == "done")


def test_a_server_outlives_its_postgresql(
    tmp_path: Path, postgres_url: str, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    hasten(monkeypatch)

    name = postgres_url.partition("@/")[2].partition("?")[0]

    def execute(statement: str) -> None:
        with psycopg.connect(host=postgres_server, user="policylint", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with within(tmp_path / "data", database=postgres_url) as light, light.client() as client:
        first = sent(client, "first.pdf")
        wait_for(lambda: state_of(client, first) == "done")
        execute(end)  # as when it was started anew: nobody notices
        assert client.get("/readyz").status_code == 200
        second = sent(client, "second.pdf")
        execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        try:
            execute(end)
            wait_for(lambda: client.get("/readyz").status_code == 503)
            for answer in (client.get("/documents"), upload(client, ("third.pdf", b"x"))):
                assert answer.status_code == 503
                assert answer.headers["retry-after"]
                assert "policylint@" not in answer.text and name not in answer.text
            assert client.get("/healthz").status_code == 200
        finally:
            execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        wait_for(lambda: client.get("/readyz").status_code == 200)
        third = sent(client, "third.pdf")
        wait_for(lambda: state_of(client, third) == "done")
        wait_for(lambda: state_of(client, second) == "done")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_no_writing_breaks_no_database(
    tmp_path: Path, parts: dict[str, bytes], request: pytest.FixtureRequest, database: str
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    workers = Workers(answer=lambda task: examined(task, parts))
    with within(tmp_path / "data", workers, database=url) as light, light.client() as client:
        identifier = sent(client, "a\x01\ud7ff.txt")
        wait_for(lambda: state_of(client, identifier) == "done")
        found = client.get(f"/documents/{identifier}/report.json").json()["documents"][0]["requirements"]
        rule = next(one["id"] for one in found if one["status"] == "missing")
        form = f"rule={rule}&kind=accept&owner=A%00nn&expires=2999-01-01&reason="
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        for reason in ("%00", "x%00y", "%ED%A0%80", "%E2%80%AEx", "%0D%0Ax", "x" * 1999, "%F0%9F%98%80"):
            answer = client.post(f"/documents/{identifier}/decisions", content=form + reason, headers=kind)
            assert answer.status_code in (303, 422)
        assert client.get(f"/documents/{identifier}").status_code == 200
        file = client.get(f"/documents/{identifier}/decisions.toml")
        assert file.status_code == 200 and "\x00" not in file.text and "\u202e" not in file.text
        back = client.post(f"/documents/{identifier}/decisions.toml", files={"file": ("d.toml", file.content)})
        assert back.status_code == 303
        evil = file.content.replace(b'owner = "A nn"', b'owner = "A\\u0000nn"')
        assert evil != file.content
        answer = client.post(f"/documents/{identifier}/decisions.toml", files={"file": ("d.toml", evil)})
        assert answer.status_code in (303, 422)
        assert client.get(f"/documents/{identifier}", params={"q": "\x00", "show": "\x00"}).status_code == 200
        assert client.get("/sign-in", params={"next": "\x00"}).status_code == 303
