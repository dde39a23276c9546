"""The same form twice, and more than there is room for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policylint.web.settings import Bounds
from tests.web.inprocess import Within, Workers, upload, wait_for, within
from tests.web.sockets import exchange, form, head, part
from tests.web.upload.looking import is_empty

pytestmark = pytest.mark.slow  # they start servers


@pytest.mark.parametrize("known", [False, True], ids=["a newcomer", "somebody known"])
def test_the_same_form_sent_twice_at_once_is_one_document(tmp_path: Path, known: bool) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers) as light:
        with light.client() as client:
            client.get("/")
            if known:
                upload(client, ("first.txt", b"first"))
            cookies = dict(client.cookies)

        def send(_: int) -> str:
            with light.client(cookies=cookies) as browser:
                identifier: str = upload(browser, ("policy.txt", b"the same")).json()["documents"][0]["id"]
                return identifier

        with ThreadPoolExecutor(6) as pool:
            ids = set(pool.map(send, range(6)))
        assert len(ids) == 1
        assert sum(light.service.store.counts().values()) == 1 + known


def test_two_newcomers_are_two(light: Within) -> None:
    for _ in range(2):
        with light.client() as browser:
            browser.get("/")
            upload(browser, ("policy.txt", b"the same"))
            assert len(browser.get("/api/v1/documents").json()["documents"]) == 1
    assert sum(light.service.store.counts().values()) == 2


def test_the_same_file_with_other_options_is_another_document(light: Within) -> None:
    with light.client() as client:
        first = upload(client, ("a.txt", b"x")).json()["documents"][0]["id"]
        assert upload(client, ("a.txt", b"x"), any_kind="on").json()["documents"][0]["id"] != first
        assert upload(client, ("b.txt", b"x")).json()["documents"][0]["id"] != first
        assert upload(client, ("a.txt", b"x")).json()["documents"][0]["id"] == first


def test_a_full_queue_refuses_and_takes_again_later(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, bounds=Bounds(waiting=2)) as light, light.client() as client:
        upload(client, ("0.txt", b"0"))
        wait_for(lambda: workers.asked)  # it is at work, and waits no longer
        assert [upload(client, (f"{number}.txt", b"%d" % number)).status_code for number in (1, 2)] == [200, 200]
        big = ("3.txt", bytes(20_000_000))
        refused = upload(client, big)
        assert refused.status_code == 503
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "Nothing was kept" in refused.json()["problem"]
        page = client.post("/documents", files={"files": big})
        assert page.status_code == 503 and page.headers["retry-after"]
        assert len(client.get("/api/v1/documents").json()["documents"]) == 3
        workers.held = False
        wait_for(lambda: light.service.store.waiting_count() == 0)
        assert upload(client, big).status_code == 200


def test_too_many_uploads_in_a_minute_are_refused(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(rate=2, files=5)) as light, light.client() as client:
        upload(client, ("known.txt", b"known"))  # as a newcomer, by the address
        assert upload(client, ("0.txt", b"0")).status_code == 200
        assert upload(client, ("1.txt", b"1")).status_code == 200
        refused = upload(client, ("2.txt", b"2"))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        identifier = client.get("/api/v1/documents").json()["documents"][0]["id"]
        assert client.post(f"/documents/{identifier}/again").status_code == 429
        assert len(client.get("/api/v1/documents").json()["documents"]) == 3


def test_new_cookies_do_not_get_around_the_bound_of_an_address(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(rate=0, address_rate=3)) as light:
        statuses = []
        for number in range(5):
            with light.client(headers={"X-Forwarded-For": f"10.0.0.{number}"}) as client:
                statuses.append(upload(client, ("a.txt", b"x")).status_code)
    assert statuses == [200, 200, 200, 429, 429]


def test_one_visitor_has_a_share_and_others_theirs(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned=2)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0"), ("1.txt", b"1")).status_code == 200
        refused = upload(client, ("2.txt", b"2"))
        assert refused.status_code == 413 and "Delete some first" in refused.json()["problem"]
        with light.client() as other:
            assert upload(other, ("2.txt", b"2")).status_code == 200
        identifier = client.get("/api/v1/documents").json()["documents"][0]["id"]
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        assert upload(client, ("2.txt", b"2")).status_code == 200


def test_a_visitors_bytes_are_bounded_too(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned_bytes=1_000)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0" * 900)).status_code == 200
        assert upload(client, ("1.txt", b"1" * 200)).status_code == 413


def test_all_files_of_a_form_are_kept_or_none(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned=2)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0"), ("1.txt", b"1"), ("2.txt", b"2")).status_code == 413
        assert is_empty(light)


def test_more_uploads_at_a_time_than_there_are_places_for_are_refused(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(uploads=1)) as light, light.client() as client:
        go_on = threading.Event()

        def slow() -> Iterator[bytes]:
            body = form(part("files", b"slow", filename=b"slow.txt"))
            yield head("/documents", length=len(body)) + body[:20]
            go_on.wait(30)
            yield body[20:]

        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(exchange, light.port, slow())
            wait_for(lambda: light.service.slots._free == 0)
            refused = upload(client, ("a.txt", b"x"))
            assert refused.status_code == 503 and refused.headers["retry-after"]
            go_on.set()
            assert first.result().status == 200
        assert upload(client, ("a.txt", b"x")).status_code == 200


def test_turns_of_one_owner_never_overlap(light: Within) -> None:
    """Three at once: the third comes just when the first has ended and the second has not begun."""
    import asyncio

    async def all_three() -> int:
        service, inside, most = light.service, 0, 0

        async def do() -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            inside -= 1

        async def late() -> None:
            await first
            await service.one_at_a_time("owner", do)

        first = asyncio.create_task(service.one_at_a_time("owner", do))
        second = asyncio.create_task(service.one_at_a_time("owner", do))
        await asyncio.gather(first, second, late(), late())
        assert not service._adding
        return most

    assert asyncio.run(all_three()) == 1
