"""Uploads that fall silent, drip or break off."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policylint.web.settings import Bounds
from tests.web.inprocess import Within, wait_for, within
from tests.web.sockets import chunk, exchange, head, part
from tests.web.upload.looking import ON_LINUX, is_empty, spooled

pytestmark = pytest.mark.slow  # they start servers


def test_an_upload_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(quiet_seconds=0.3)) as light:
        began = [head("/documents", length=10_000), part("files", b"half", filename=b"a.pdf")]
        came = exchange(light.port, began)
        assert (came.status, came.closed) == (408, True)
        assert b"too slow" in came.body
        assert is_empty(light)


def test_an_upload_that_drips_for_ever_is_given_up(tmp_path: Path) -> None:
    def dripping() -> Iterator[bytes]:
        yield head("/documents", length=10_000)
        yield part("files", b"", filename=b"a.pdf")[:-2]
        while True:
            time.sleep(0.05)
            yield b"x"

    with within(tmp_path / "data", bounds=Bounds(upload_seconds=0.5)) as light:
        came = exchange(light.port, dripping())
        assert came.closed and came.sent < 1_000
        assert is_empty(light)


def test_a_small_form_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    with within(tmp_path / "data", tokens={"0" * 64: "somebody"}, bounds=Bounds(quiet_seconds=0.3)) as light:
        came = exchange(light.port, [head("/sign-in", length=100), b"token="])
        assert (came.status, came.closed) == (408, True)


@pytest.mark.parametrize(
    "pieces",
    [
        [head("/documents", length=10_000), part("files", b"half", filename=b"a.pdf")],
        [head("/documents"), chunk(part("files", b"half", filename=b"a.pdf"))],
        [head("/documents", length=10_000)],
        [head("/documents", length=10_000), b"--a-bound"],
        [head("/api/v1/documents", length=10_000), part("file", b"half", filename=b"a.pdf")],
    ],
)
def test_half_an_upload_leaves_nothing(light: Within, pieces: list[bytes]) -> None:
    exchange(light.port, pieces, hang_up=True)
    wait_for(lambda: _answered(light, "400"))
    assert is_empty(light)
    assert not spooled(light)


def _answered(light: Within, status: str) -> int:
    """How many requests were answered so."""
    labels = {"route": "/documents", "method": "POST", "status": status}
    api = {**labels, "route": "/api/v1/documents"}
    registry = light.service.metrics.registry
    return sum(int(registry.get_sample_value("policylint_requests_total", one) or 0) for one in (labels, api))


def test_what_is_on_its_way_would_be_seen(light: Within) -> None:
    with tempfile.TemporaryFile():
        assert bool(spooled(light)) == ON_LINUX
    assert not spooled(light)
