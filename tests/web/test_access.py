"""Who may see and do what, as those meet it who may not."""

from __future__ import annotations

import asyncio
import http.cookies
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from click.testing import CliRunner
from starlette.requests import HTTPConnection
from starlette.routing import Route

from policylint.cli.serve import command
from policylint.errors import UserMistake
from policylint.web.access.crosssite import is_known_host
from policylint.web.access.visitor import address_of
from policylint.web.settings import Bounds, ServerSettings, digest, read_tokens, trusted_networks
from policylint.web.work.process import WorkerProcess
from policylint.web.work.tasks import Check, Checked
from tests.web.inprocess import Within, Workers, examined, upload, wait_for, within
from tests.web.serving import SAMPLE, server, submit
from tests.web.sockets import exchange, head

CLERK, COUNSEL = "the-token-of-the-clerk-0123456789abcdef", "the-token-of-the-counsel-0123456789abcdef"
TOKENS = {digest(CLERK): "clerk", digest(COUNSEL): "counsel"}
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


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a real worker makes of the sample."""

    async def examine() -> dict[str, bytes]:
        worker = await WorkerProcess.start(ServerSettings(data=tmp_path_factory.mktemp("parts")))
        task = Check(file=str(SAMPLE), name=SAMPLE.name, profile="", any_kind=True, as_of="2026-11-28")
        answer = await worker.ask(task, seconds=120)
        await worker.stop()
        assert isinstance(answer, Checked)
        return answer.parts

    return asyncio.run(examine())


def served(data: Path, parts: dict[str, bytes], **changes: Any) -> Any:
    """A server whose reports are those on the sample."""
    return within(data, Workers(answer=partial(examined, parts=parts)), **changes)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, bytes]) -> Iterator[Within]:
    bounds = Bounds(rate=0, address_rate=0, linger_seconds=0.5)
    with served(tmp_path_factory.mktemp("public") / "data", parts, public=True, bounds=bounds) as light:
        yield light


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, bytes]) -> Iterator[Within]:
    """A server that asks for a token."""
    bounds = Bounds(rate=0, address_rate=0)
    with served(tmp_path_factory.mktemp("closed") / "data", parts, tokens=TOKENS, bounds=bounds) as light:
        yield light


def document_of(client: httpx.Client) -> str:
    """The id of a new document of a visitor, which is done, with a decision about it."""
    name = f"{secrets.token_hex(4)}.pdf"
    identifier: str = upload(client, (name, SAMPLE.read_bytes())).json()["documents"][0]["id"]
    wait_for(lambda: client.get(f"/api/v1/documents/{identifier}").json()["state"] == "done")
    report = client.get(f"/documents/{identifier}/report.json").json()
    rule = next(found["id"] for found in report["documents"][0]["requirements"] if found["status"] == "missing")
    form = {"rule": rule, "kind": "accept", "reason": "Known.", "owner": "Ann", "expires": "2999-01-01"}
    assert client.post(f"/documents/{identifier}/decisions", data=form).status_code == 303
    return identifier


def routes(light: Within) -> list[tuple[str, str]]:
    """Every method and path that the application answers, whatever it includes."""

    def below(router: Any) -> Iterator[Route]:
        for route in router.routes:
            if isinstance(route, Route):
                yield route
            else:
                yield from below(route.original_router)

    found = [(method, route.path) for route in below(light.server.config.app) for method in route.methods or ()]
    return sorted({(method, path) for method, path in found if method != "HEAD"}, key=lambda one: (one[1], one[0]))


def filled(path: str, identifier: str) -> str:
    """A path with something in its gaps that is there."""
    values = {"identifier": identifier, "number": "1", "end": "html", "version": "1", "name": "site.css"}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda gap: values[gap[1]], path)


def about_documents(light: Within) -> list[tuple[str, str]]:
    """The routes about one document, those that delete it last."""
    found = [(method, path) for method, path in routes(light) if "{identifier}" in path]
    return sorted(found, key=lambda one: one[0] == "DELETE" or one[1].endswith("{identifier}/delete"))


# One visitor and another


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


# Log-in


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


# Cookies


def cookie(answer: httpx.Response) -> http.cookies.Morsel[str]:
    """The one cookie that an answer sets."""
    lines = answer.headers.get_list("set-cookie")
    assert len(lines) == 1
    (morsel,) = http.cookies.SimpleCookie(lines[0]).values()
    return morsel


@pytest.mark.parametrize("root", ["", "/policylint"])
def test_a_session_is_for_this_service_alone(tmp_path: Path, root: str) -> None:
    with within(tmp_path / "data", public=True, root=root) as light, light.client() as client:
        for answer in (client.get("/"), upload(client, ("a.txt", b"x"))):
            kept = cookie(answer)
            assert (kept.key, kept["httponly"], kept["samesite"], kept["secure"]) == ("policylint", True, "lax", "")
            assert kept["path"] == (root or "/") and not kept["domain"]
        assert len(kept.value) == 43  # 256 bits


def test_by_https_a_session_goes_over_nothing_else(tmp_path: Path) -> None:
    with within(tmp_path / "data", public=True, https=True, root="/policylint") as light, light.client() as client:
        for answer in (client.get("/"), upload(client, ("a.txt", b"x"))):
            kept = cookie(answer)
            assert kept.key == "__Host-policylint"  # which browsers take only so
            assert (kept["secure"], kept["path"], kept["domain"], kept["httponly"]) == (True, "/", "", True)
            assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_a_session_is_kept_in_the_database_only_as_what_cannot_be_used(public: Within) -> None:
    with public.client() as client:
        document_of(client)
        secret = client.cookies["policylint"].encode()
    files = [path for path in public.settings.data.rglob("*") if path.is_file()]
    assert files and not any(secret in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    "value", ["", "x", "é" * 40, "a;b", "'; DROP TABLE sessions; --", "new.", "A" * 5_000, "\\ud800"]
)
def test_a_session_that_is_none_is_nobodys(public: Within, value: str) -> None:
    answer = httpx.get(f"{public.url}/documents", headers={b"Cookie": b"policylint=" + value.encode()})
    assert answer.status_code == 200


# Other sites


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
        return is_known_host(_asking(host=host), settings)

    assert asked("policy.town.example") and asked("POLICY.town.example:443") and asked("localhost:8080")
    assert not asked("town.example") and not asked("policy.town.example.evil.example") and not asked("")


def test_two_names_at_once_are_none(public: Within) -> None:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert exchange(public.port, [request]).status == 400


# Reverse proxies


def _asking(peer: str = "192.0.2.1", host: str = "localhost", forwarded: tuple[str, ...] = ()) -> HTTPConnection:
    lines = [(b"host", host.encode()), *((b"x-forwarded-for", line.encode()) for line in forwarded)]
    return HTTPConnection({"type": "http", "headers": lines, "client": (peer, 1)})


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("1.1.1.1, 198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("1.1.1.1", "198.51.100.7"), "198.51.100.7"),
        ("10.0.0.1", ("198.51.100.7, 10.0.0.2",), "198.51.100.7"),
        ("::ffff:10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("nonsense",), "nonsense"),
    ],
)
def test_whose_address_it_is(peer: str, forwarded: tuple[str, ...], address: str) -> None:
    settings = ServerSettings(data=Path("data"), public=True, trusted=trusted_networks(("10.0.0.0/24",)))
    assert address_of(_asking(peer, forwarded=forwarded), settings) == address


def test_without_trusted_proxies_nobody_speaks_for_others() -> None:
    settings = ServerSettings(data=Path("data"), public=True)
    assert address_of(_asking("192.0.2.1", forwarded=("198.51.100.7",)), settings) == "192.0.2.1"


def test_the_proxys_word_is_believed_from_its_address_only(tmp_path: Path) -> None:
    ann, bob = {"X-Remote-User": "ann"}, {"X-Remote-User": "bob"}
    settings: dict[str, Any] = {"proxy_header": "X-Remote-User"}
    with (
        within(tmp_path / "a", trusted=trusted_networks(("127.0.0.0/8",)), **settings) as light,
        light.client() as client,
    ):
        identifier = upload_as(client, ann)
        assert client.get(f"/api/v1/documents/{identifier}", headers=ann).status_code == 200
        assert client.get(f"/api/v1/documents/{identifier}", headers=bob).status_code == 404
        assert client.get("/documents").status_code == 403
        assert client.get("/documents", headers={"X-Remote-User": ""}).status_code == 403
        both = [("X-Remote-User", "bob"), ("X-Remote-User", "ann")]
        assert client.get("/documents", headers=both).status_code == 403
        assert client.get("/documents", headers={"X_Remote_User": "ann"}).status_code == 403
        token = {"Authorization": f"Bearer {secrets.token_hex(20)}"}
        assert client.get("/documents", headers=token).status_code == 403
        evil = {**ann, "Sec-Fetch-Site": "cross-site"}
        assert client.post(f"/documents/{identifier}/delete", headers=evil).status_code == 403
    with (
        within(tmp_path / "b", trusted=trusted_networks(("192.0.2.0/24",)), **settings) as light,
        light.client() as client,
    ):
        for headers in (ann, {**ann, "X-Forwarded-For": "192.0.2.1"}, {**ann, "Forwarded": "for=192.0.2.1"}):
            assert client.get("/documents", headers=headers).status_code == 403


def upload_as(client: httpx.Client, headers: dict[str, str]) -> str:
    answer = client.post("/api/v1/documents", files={"file": ("a.txt", b"x")}, headers=headers)
    assert answer.status_code == 202
    identifier: str = answer.json()["id"]
    return identifier


# What every answer says to browsers

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def require_safe(answer: httpx.Response) -> None:
    """See that an answer says to browsers what it has to."""
    for name, value in _ALWAYS.items():
        assert answer.headers.get(name) == value, name
    policy = answer.headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    assert rules["default-src"] == "'none'" and rules["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in policy and "http" not in policy and "*" not in policy
    assert rules["script-src"] in ("'self'", "'none'")
    if "attachment" in answer.headers.get("content-disposition", ""):
        assert "sandbox" in policy and rules["script-src"] == "'none'"
    else:
        assert "unsafe-inline" not in policy and rules["base-uri"] == "'none'" and rules["form-action"] == "'self'"


def test_every_answer_says_what_a_browser_may_do_with_it(public: Within) -> None:
    seen = set()
    with public.client() as client:
        identifier = document_of(client)
        asked = [(method, filled(path, identifier)) for method, path in routes(public)]
        asked = [
            one for one in asked if one != ("DELETE", f"/api/v1/documents/{identifier}") and "/delete" not in one[1]
        ]
        asked += [
            ("GET", "/no/such/page"),
            ("GET", "/static/1/../../etc/passwd"),
            ("PUT", "/documents"),
            ("GET", f"/documents/{identifier}?part=x"),
            ("GET", f"/api/v1/documents/{identifier}?wait=x"),
            ("GET", "/compare?old=x&new=y"),
            ("GET", f"/compare?old={identifier}&new={identifier}"),
        ]
        for method, path in asked:
            answer = client.request(method, path)
            require_safe(answer)
            if not path.startswith(("/static/", "/favicon")) and not path.endswith(".webp"):
                assert answer.headers["cache-control"] == "no-store", path
            seen.add(answer.status_code)
        for headers in ({"Host": "localhost"}, {"Sec-Fetch-Site": "cross-site"}):
            require_safe(client.post("/documents", headers=headers))
    assert {200, 303, 400, 404, 405, 415, 422} <= seen


def test_a_fault_of_ours_says_so_too_and_tells_nothing(public: Within, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("words of a document")

    with public.client() as client:
        identifier = document_of(client)
        monkeypatch.setattr(public.service.store, "decisions", fail)
        for accept in ("text/html", "application/json"):
            answer = client.get(f"/documents/{identifier}", headers={"Accept": accept})
            assert answer.status_code == 500
            assert "words of a document" not in answer.text and "Traceback" not in answer.text
            require_safe(answer)


def test_names_that_lead_elsewhere_and_too_much_are_refused_safely(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(file_bytes=10, files=1), tokens={}) as light, light.client() as client:
        for answer in (
            client.get("/", headers={"Host": "evil.example"}),
            upload(client, ("a.txt", bytes(2_000_000))),
            client.get("/sign-in"),
        ):
            assert answer.status_code in (421, 413, 303)
            require_safe(answer)


# Figures


@pytest.mark.parametrize(
    ("settings", "headers", "status"),
    [
        ({}, {}, 200),
        ({"public": True}, {}, 404),
        ({"tokens": TOKENS}, {}, 404),
        ({"tokens": TOKENS}, {"Authorization": f"Bearer {CLERK}"}, 404),
        ({"metrics_token": "m" * 24}, {}, 401),
        ({"public": True, "metrics_token": "m" * 24}, {}, 401),
        ({"public": True, "metrics_token": "m" * 24}, {"Authorization": "Bearer x"}, 401),
        ({"public": True, "metrics_token": "m" * 24}, {"Authorization": f"Bearer {'m' * 24}"}, 200),
        ({"tokens": TOKENS, "metrics_token": "m" * 24}, {"Authorization": f"Bearer {'m' * 24}"}, 200),
    ],
)
def test_figures_are_for_whoever_runs_the_service(
    tmp_path: Path, settings: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    with within(tmp_path / "data", **settings) as light, light.client() as client:
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == status
        assert ("policylint_requests_total" in answer.text) == (status == 200)


def test_a_method_that_somebody_made_up_is_no_figure_of_its_own(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        for method in ("BREW", "X" * 50):
            client.request(method, "/")
        assert "BREW" not in client.get("/metrics").text


def test_figures_name_no_document(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light, light.client() as client:
        identifier = upload(client, ("secret-name.txt", b"x")).json()["documents"][0]["id"]
        client.get(f"/documents/{identifier}")
        client.get("/nowhere/secret-name")
        figures = client.get("/metrics").text
        assert identifier[:8] not in figures and "secret-name" not in figures
        assert 'route="/documents/{identifier}"' in figures


# Starting


def refused(*arguments: str) -> str:
    """The code with which a server refuses to start."""
    with patch("policylint.web.server.serve"):
        result = CliRunner().invoke(command, ["--data", "unused", *arguments])
    assert isinstance(result.exception, UserMistake), result.output
    return result.exception.code


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "policy.town.example", "localhost.evil.example"])
def test_no_server_is_open_to_others_unless_somebody_says_so(host: str) -> None:
    assert refused("--host", host) == "M510"
    assert refused("--host", host, "--name", "policy.town.example", "--https") == "M510"


def test_a_server_that_refuses_ends_with_2_and_says_why(tmp_path: Path) -> None:
    arguments = ["serve", "--host", "0.0.0.0", "--port", "0", "--data", str(tmp_path / "data")]
    run = subprocess.run([sys.executable, "-m", "policylint", *arguments], capture_output=True, text=True, timeout=60)
    assert run.returncode == 2
    assert "--token-file" in run.stderr and "--public" in run.stderr and "Traceback" not in run.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("public", {"public": True}),
        ("token", {"tokens": TOKENS}),
        ("proxy", {"proxy_header": "X-User", "trusted": trusted_networks(("10.0.0.1",))}),
    ],
)
def test_it_may_be_said_in_three_ways(mode: str, said: dict[str, Any]) -> None:
    settings = ServerSettings(data=Path("data"), host="0.0.0.0", **said)
    settings.require_sense()
    assert settings.mode == mode


def test_two_of_them_at_once_are_refused() -> None:
    settings = ServerSettings(
        data=Path("data"), tokens=TOKENS, proxy_header="X-User", trusted=trusted_networks(("10.0.0.1",))
    )
    with pytest.raises(UserMistake) as mistake:
        settings.require_sense()
    assert mistake.value.code == "M516"


def test_a_proxys_header_takes_the_proxys_address() -> None:
    assert refused("--host", "0.0.0.0", "--proxy-header", "X-User") == "M511"
    assert refused("--proxy-header", "X-User", "--trust", "proxy.town.example") == "M512"
    assert refused("--proxy-header", "X User", "--trust", "10.0.0.1") == "M512"


@pytest.mark.parametrize("root", ["policylint", "/a//b", "/a?b", "/../a b", "//evil.example"])
def test_a_root_path_that_is_none_is_refused(root: str) -> None:
    assert refused("--root-path", root) == "M512"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("# nobody yet\n\n", ""),
        (f"clerk {CLERK}\ncounsel short\n", ":2"),
        (f"{CLERK}\n", ":1"),
        (f"the clerk {CLERK}\n", ":1"),
        (f"clerk {CLERK}\nclerk {COUNSEL}\n", ":2"),
        (f"clerk {CLERK}\ncounsel {CLERK}\n", ":2"),
    ],
)
def test_a_file_of_tokens_that_makes_no_sense_is_refused(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(UserMistake) as mistake:
        read_tokens(file)
    assert mistake.value.code == "M513"
    assert f"tokens{place}:" in str(mistake.value)
    assert CLERK not in str(mistake.value)


def test_a_file_of_tokens_that_everybody_reads_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"clerk {CLERK}\n")
    file.chmod(0o644)
    assert refused("--host", "0.0.0.0", "--token-file", str(file)) == "M513"
    file.chmod(0o640)
    assert read_tokens(file) == {digest(CLERK): "clerk"}


def test_a_file_of_tokens_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused("--token-file", str(tmp_path / "none")) == "M003"
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert refused("--token-file", str(tmp_path / "bytes")) == "M003"


# Logs


@pytest.mark.slow
def test_the_log_holds_no_word_of_a_document_no_name_and_no_address(tmp_path: Path) -> None:
    word = "Zanzibarquux"
    policy = f"Social Media Policy {word}\n\n1. Records\n\nEmployees must keep every post {word} as a public record.\n"
    tokens = tmp_path / "tokens"
    tokens.write_text(f"clerk {CLERK}\n")
    tokens.chmod(0o600)
    files = {
        f"{word}.txt": policy.encode(),
        f"{word}.pdf": SAMPLE.read_bytes()[:-900].replace(b"endobj", word.encode()[:6], 3),
        f"{word}.docx": b"PK\x03\x04" + word.encode() * 50,
        f"{word}.html": f"<html><body><p>{word}<script>{word}</script><table><td>{word}".encode(),
    }
    ids = []
    with server(tmp_path / "data", "--token-file", str(tokens), "--log-level", "debug") as running:
        with running.client(headers={"Authorization": f"Bearer {CLERK}"}) as client:
            for name, data in files.items():
                (tmp_path / name).write_bytes(data)
                ids.append(submit(client, tmp_path / name, any_kind="true")["id"])
            for identifier, paths in zip(
                ids, (("/report.pdf", "/draft.md"), ("/annotated",), ("/original",), ()), strict=True
            ):
                for path in ("", "/panel", "/report.json", "/events", "/pages/1.webp", *paths):
                    client.get(f"/documents/{identifier}{path}", params={"q": word})
            client.get(f"/compare?old={ids[0]}&new={ids[3]}")
            client.get(f"/{word}")
            client.post(f"/documents/{ids[0]}/decisions", data={"rule": word, "owner": word, "reason": word})
            client.delete(f"/api/v1/documents/{ids[0]}")
        with running.client() as browser:
            browser.post("/sign-in", data={"token": CLERK})
            session = browser.cookies["policylint"]
            browser.get("/documents")
        assert running.stop() == 0
        log = running.log.read_text()
    lines = log.splitlines()
    said = [json.loads(line) for line in lines if not line.startswith("policylint serves ")]
    assert len(said) >= len(lines) - 1
    assert sum(line.get("path", "").startswith("/documents/") for line in said) > 20
    assert [word_ for word_ in (CLERK, session, *ids) if word_ in log] == []
    assert [line for line in lines if word in line and f'"path": "/{word}"' not in line] == []
