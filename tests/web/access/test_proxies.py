"""Reverse proxies: whose word is believed."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest

from policylint.web.access.visitor import address_of
from policylint.web.settings import ServerSettings, trusted_networks
from tests.web.access.asking import connection
from tests.web.inprocess import within

pytestmark = pytest.mark.slow  # they start servers


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
    assert address_of(connection(peer, forwarded=forwarded), settings) == address


def test_without_trusted_proxies_nobody_speaks_for_others() -> None:
    settings = ServerSettings(data=Path("data"), public=True)
    assert address_of(connection("192.0.2.1", forwarded=("198.51.100.7",)), settings) == "192.0.2.1"


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
