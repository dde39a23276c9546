"""Signing in with a token, and what may be had without."""

from __future__ import annotations

from pathlib import Path

import pytest

from policylint.web.settings import digest
from tests.web.access.asking import CLERK, COUNSEL, TOKENS, document_of, filled, routes
from tests.web.inprocess import Within, upload, within

pytestmark = pytest.mark.slow  # they start servers

OPEN = {
    ("GET", "/about"),
    ("GET", "/api"),
    ("GET", "/api/openapi.json"),
    ("GET", "/favicon.ico"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/robots.txt"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/static/{version}/{name}"),
}
"""What everybody may ask for where a token is needed for all else. A new route is not among them by itself."""


def test_on_loopback_nobody_has_to_sign_in(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        assert light.settings.mode == "loopback"
        assert client.get("/").status_code == 200
        assert upload(client, ("a.txt", b"x")).status_code == 200
        assert client.get("/sign-in").headers["location"] == "/"


def test_without_a_token_only_what_is_open_is_answered(closed: Within) -> None:
    with closed.client() as nobody:
        answered = set()
        for method, path in routes(closed):
            page = nobody.request(method, filled(path, "A" * 32))
            data = nobody.request(method, filled(path, "A" * 32), headers={"Accept": "application/json"})
            if path == "/metrics":
                assert (page.status_code, data.status_code) == (404, 404)
            elif path.startswith("/api/v1/"):
                assert (page.status_code, data.status_code) == (401, 401), path
                assert data.headers["www-authenticate"] == "Bearer"
            elif page.headers.get("location", "").startswith("/sign-in?next="):
                assert (page.status_code, data.status_code) == (303, 401), path
            else:
                answered.add((method, path))
        assert answered == OPEN


@pytest.mark.parametrize(
    "header", ["Bearer wrong-token-0123456789abcdef", "Bearer", "Basic YTpi", f"Bearer {CLERK}x", CLERK]
)
def test_a_wrong_token_is_answered_401(closed: Within, header: str) -> None:
    with closed.client(headers={"Authorization": header}) as client:
        assert client.get("/api/v1/documents").status_code == 401


def test_who_signs_in_sees_the_documents_of_their_token_until_they_sign_out(closed: Within) -> None:
    with closed.client() as browser, closed.client(headers={"Authorization": f"Bearer {CLERK}"}) as program:
        identifier = document_of(program)
        wrong = browser.post("/sign-in", data={"token": f"{CLERK}x"})
        assert wrong.status_code == 401 and not browser.cookies
        assert browser.post("/sign-in", data={"token": f" {CLERK}\n"}).headers["location"] == "/"
        assert browser.get(f"/documents/{identifier}").status_code == 200
        assert "clerk" in browser.get("/").text
        session = dict(browser.cookies)
        assert browser.post("/sign-out").status_code == 303
        assert not browser.cookies
        # What somebody has kept of it is of no use.
        assert closed.client(cookies=session).get(f"/documents/{identifier}").status_code == 303


def test_a_session_ends_with_its_token(tmp_path: Path) -> None:
    with within(tmp_path / "data", tokens=TOKENS) as light, light.client() as browser:
        browser.post("/sign-in", data={"token": CLERK})
        assert browser.get("/").status_code == 200
        session = dict(browser.cookies)
    with within(tmp_path / "data", tokens={digest(COUNSEL): "counsel"}) as light:
        assert light.client(cookies=session).get("/").status_code == 303
    # Nor does it open more than its own documents where everybody is let in.
    with within(tmp_path / "data", public=True) as light:
        assert light.client(cookies=session).get("/documents").status_code == 200


def test_signing_in_is_throttled(tmp_path: Path) -> None:
    with within(tmp_path / "data", tokens=TOKENS) as light, light.client() as client:
        statuses = [client.post("/sign-in", data={"token": f"guess-{number}"}).status_code for number in range(25)]
        assert statuses == [401] * 20 + [429] * 5
        refused = client.post("/sign-in", data={"token": CLERK}, headers={"X-Forwarded-For": "10.9.8.7"})
        assert refused.status_code == 429 and int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\r\nSet-Cookie: x=1",
        "javascript:alert(1)",
        "evil.example",
        " //evil.example",
        "///evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(closed: Within, path: str) -> None:
    with closed.client() as browser:
        answer = browser.post("/sign-in", params={"next": path}, data={"token": CLERK})
        closed.service.sign_ins._buckets.clear()
        assert answer.headers["location"] == "/"
        assert browser.get("/sign-in", params={"next": path}).headers["location"] == "/"


def test_signing_in_leads_back_to_where_somebody_was(closed: Within) -> None:
    with closed.client() as browser:
        asked = browser.get("/documents").headers["location"]
        assert asked == "/sign-in?next=/documents"
        assert browser.post(asked, data={"token": CLERK}).headers["location"] == "/documents"
