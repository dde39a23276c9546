"""The service below a path of a reverse proxy: links have the path, whether the proxy passes it on or takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.web.inprocess import Within, within

ROOT = "/tools/policylint"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Within]:
    with within(tmp_path / "data", root=ROOT) as found:
        yield found


@pytest.mark.parametrize("prefix", [ROOT, ""], ids=["passed on", "taken away"])
def test_a_page_is_found_and_all_its_links_have_the_path(served: Within, prefix: str) -> None:
    with served.client() as client:
        answer = client.get(f"{prefix}/")
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    links = [*page.xpath("//@href"), *page.xpath("//@src"), *page.xpath("//@action")]
    assert [link for link in links if link.startswith("/") and not link.startswith(f"{ROOT}/")] == []


def test_where_a_document_is_told_with_the_path_once(served: Within) -> None:
    with served.client() as client:
        answer = client.post(f"{ROOT}/api/v1/documents", files={"file": ("policy.txt", b"words")})
        assert answer.status_code == 202
        assert answer.headers["location"] == answer.json()["links"]["self"]
        assert answer.headers["location"].count(ROOT) == 1
        assert client.get(answer.headers["location"]).status_code == 200


def test_the_cookie_is_for_the_path(served: Within) -> None:
    with served.client() as client:
        answer = client.post(f"{ROOT}/documents", files={"files": ("policy.txt", b"words")}, follow_redirects=False)
    assert f"Path={ROOT}" in answer.headers["set-cookie"]
    assert answer.headers["location"].startswith(f"{ROOT}/documents/")


def test_the_openapi_document_names_the_path(served: Within) -> None:
    assert httpx.get(f"{served.url}{ROOT}/api/openapi.json").json()["servers"] == [{"url": ROOT}]


def test_head_is_answered_as_get_is_without_the_body(served: Within) -> None:
    with served.client() as client:
        for path in ("/", "/about", "/healthz"):
            answer = client.head(f"{ROOT}{path}")
            assert (answer.status_code, answer.content) == (200, b"")
