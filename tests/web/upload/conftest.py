"""Servers to which tests upload."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from policylint.web.settings import Bounds
from tests.web.inprocess import Within, within
from tests.web.serving import Running, server


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    options = ("--rate", "0", "--address-rate", "0", "--max-size", "5", "--max-files", "3", "--timeout", "20")
    with server(tmp_path_factory.mktemp("upload") / "data", *options) as found:
        yield found


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Within]:
    (tmp_path / "spool").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    with within(tmp_path / "data", bounds=Bounds(file_bytes=100_000, files=3)) as found:
        yield found


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Within]:
    """As `light`, for tests after which nothing may be there."""
    folder = tmp_path_factory.mktemp("strict")
    (folder / "spool").mkdir()
    bounds = Bounds(file_bytes=100_000, files=3, rate=0, address_rate=0)
    with pytest.MonkeyPatch.context() as patch, within(folder / "data", bounds=bounds) as found:
        patch.setattr(tempfile, "tempdir", str(folder / "spool"))
        yield found
