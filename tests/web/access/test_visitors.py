"""One visitor and another: what belongs to one is not there for the other."""

from __future__ import annotations

import secrets
from contextlib import closing

import httpx
import pytest

from tests.web.access.asking import CLERK, COUNSEL, about_documents, document_of, filled, routes
from tests.web.inprocess import Within, upload

pytestmark = pytest.mark.slow  # they start servers


def test_the_walk_meets_every_route_about_a_document(public: Within) -> None:
    found = about_documents(public)
    assert len(found) >= 20
    assert {("GET", "/documents/{identifier}"), ("DELETE", "/api/v1/documents/{identifier}")} <= set(found)
    assert all("identifier" in path or "document" not in path or path.count("/") <= 4 for _, path in routes(public))


def strangers(light: Within) -> dict[str, httpx.Client]:
    """Visitors who do not own the document."""
    if light.settings.mode == "token":
        return {"another token": light.client(headers={"Authorization": f"Bearer {COUNSEL}"})}
    known = light.client()
    upload(known, ("mine.txt", b"mine"))
    return {
        "nobody": light.client(),
        "somebody known": known,
        "a forged session": light.client(cookies={"policylint": secrets.token_urlsafe(32)}),
        "a mark": light.client(cookies={"policylint": f"new.{secrets.token_hex(16)}"}),
        "a token": light.client(headers={"Authorization": f"Bearer {secrets.token_hex(20)}"}),
    }


@pytest.mark.parametrize("mode", ["public", "closed"])
def test_to_another_visitor_a_document_is_not_there_whatever_they_ask(
    request: pytest.FixtureRequest, mode: str
) -> None:
    light: Within = request.getfixturevalue(mode)
    headers = {"Authorization": f"Bearer {CLERK}"} if mode == "closed" else {}
    with light.client(headers=headers) as owner:
        identifier = document_of(owner)
        for who, stranger in strangers(light).items():
            with closing(stranger):
                for method, path in about_documents(light):
                    answer = stranger.request(method, filled(path, identifier))
                    assert answer.status_code == 404, (who, method, path)
                    assert identifier not in answer.text and ".pdf" not in answer.text
                for pair in (
                    {"old": identifier, "new": identifier[::-1]},
                    {"old": identifier[::-1], "new": identifier},
                ):
                    assert stranger.get("/compare", params=pair).status_code == 404
                listed = stranger.get("/documents").text + stranger.get("/api/v1/documents").text
                assert identifier not in listed
                for over_all in ("/documents.xlsx", "/documents.dashboard.html"):
                    assert stranger.get(over_all).status_code == (200 if who == "somebody known" else 404)
        # The owner is told something else by every one of them: the walk above could have failed.
        for method, path in about_documents(light):
            if path != "/documents/{identifier}/delete":  # one deletion is enough, and is the last
                assert owner.request(method, filled(path, identifier)).status_code != 404, (method, path)
        assert owner.get(f"/documents/{identifier}").status_code == 404


def test_another_ones_document_and_none_at_all_look_alike(public: Within) -> None:
    with public.client() as owner, public.client() as stranger:
        identifier = document_of(owner)
        none = secrets.token_urlsafe(24)
        for path in ("/documents/{}", "/documents/{}/report.pdf", "/api/v1/documents/{}"):
            one, other = stranger.get(path.format(identifier)), stranger.get(path.format(none))
            assert (one.status_code, one.text) == (other.status_code, other.text)
            assert one.headers.keys() == other.headers.keys()


def test_a_decision_is_taken_back_by_its_owner_only_and_through_its_own_document(public: Within) -> None:
    with public.client() as owner, public.client() as stranger:
        mine, theirs = document_of(owner), document_of(stranger)
        number = public.service.store.decisions(mine)[0].id
        assert stranger.post(f"/documents/{theirs}/decisions/{number}/delete").status_code == 404
        assert stranger.post(f"/documents/{mine}/decisions/{number}/delete").status_code == 404
        assert len(public.service.store.decisions(mine)) == 1
        assert owner.post(f"/documents/{mine}/decisions/{number}/delete").status_code == 303


@pytest.mark.parametrize("identifier", ["x", "..%2f..%2fetc", "%00" * 32, "A" * 32, "A" * 33, "é" * 32, "-" * 32])
def test_what_is_no_id_is_not_there(public: Within, identifier: str) -> None:
    with public.client() as client:
        for path in ("/documents/{}", "/documents/{}/original", "/documents/{}/pages/1.webp", "/documents/{}/events"):
            assert client.get(path.format(identifier)).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "9" * 80, "1e3", "x", "%2e%2e", "²"])
def test_a_page_that_cannot_be_is_not_there(public: Within, number: str) -> None:
    with public.client() as client:
        identifier = document_of(client)
        assert client.get(f"/documents/{identifier}/pages/{number}.webp").status_code == 404
        assert client.post(f"/documents/{identifier}/decisions/{number}/delete").status_code == 404


def test_an_id_cannot_be_guessed(public: Within) -> None:
    with public.client() as client:
        ids = [upload(client, (f"{number}.txt", b"x")).json()["documents"][0]["id"] for number in range(40)]
    assert len(set(ids)) == 40
    # 192 random bits: each place takes nearly as many of the 64 signs as 40 draws can show.
    assert {len(identifier) for identifier in ids} == {32}
    assert all(len({identifier[place] for identifier in ids}) > 15 for place in range(32))
