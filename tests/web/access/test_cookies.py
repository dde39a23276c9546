"""The cookie of a session."""

from __future__ import annotations

import http.cookies
from pathlib import Path

import httpx
import pytest

from tests.web.access.asking import document_of
from tests.web.inprocess import Within, upload, within

pytestmark = pytest.mark.slow  # they start servers


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
