"""Other sites: their forms change nothing here, and their names do not lead here."""

from __future__ import annotations

from pathlib import Path

import pytest

from policylint.web.access.crosssite import is_known_host
from policylint.web.settings import ServerSettings
from tests.web.access.asking import CLERK, connection, document_of, filled, routes
from tests.web.inprocess import Within, within
from tests.web.sockets import exchange, head

pytestmark = pytest.mark.slow  # they start servers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "SELF"},
    ],
)
def test_nothing_is_changed_for_another_site(public: Within, headers: dict[str, str]) -> None:
    headers = {name: value.replace("SELF", public.url) for name, value in headers.items()}
    with public.client() as browser:
        identifier = document_of(browser)
        for method, path in routes(public):
            if method not in ("GET", "HEAD", "OPTIONS"):
                answer = browser.request(method, filled(path, identifier), headers=headers)
                # Where nobody signs in there is nothing to sign in to.
                assert answer.status_code == 403, (method, path)
        assert browser.get(f"/documents/{identifier}", headers=headers).status_code == 200
        assert len(browser.get("/api/v1/documents").json()["documents"]) == 1


def test_another_site_signs_nobody_in_or_out(closed: Within) -> None:
    with closed.client() as browser:
        evil = {"Sec-Fetch-Site": "cross-site"}
        assert browser.post("/sign-in", data={"token": CLERK}, headers=evil).status_code == 403
        browser.post("/sign-in", data={"token": CLERK})
        assert browser.post("/sign-out", headers=evil).status_code == 403
        assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "SELF"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
def test_our_own_pages_and_programs_may_send(public: Within, headers: dict[str, str]) -> None:
    headers = {name: value.replace("SELF", public.url) for name, value in headers.items()}
    with public.client() as client:
        assert client.post("/documents", files={"files": ("a.txt", b"x")}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", ""]
)
def test_on_loopback_no_other_name_leads_here(tmp_path: Path, host: str) -> None:
    with within(tmp_path / "data") as light:
        assert exchange(light.port, [head("/", method="GET", length=0, host=host)]).status == 421
        for own in ("localhost", f"localhost:{light.port}", "127.0.0.1", "[::1]:80", "LOCALHOST"):
            assert exchange(light.port, [head("/", method="GET", length=0, host=own)]).status == 200


def test_a_public_service_goes_by_its_names_only() -> None:
    settings = ServerSettings(data=Path("data"), public=True, names=("Policy.Town.Example",))

    def asked(host: str) -> bool:
        return is_known_host(connection(host=host), settings)

    assert asked("policy.town.example") and asked("POLICY.town.example:443") and asked("localhost:8080")
    assert not asked("town.example") and not asked("policy.town.example.evil.example") and not asked("")


def test_two_names_at_once_are_none(public: Within) -> None:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert exchange(public.port, [request]).status == 400
