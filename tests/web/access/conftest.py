"""Servers that tests of access ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from policylint.web.settings import Bounds, ServerSettings
from policylint.web.work.process import WorkerProcess
from policylint.web.work.tasks import Check, Checked
from tests.web.access.asking import TOKENS, served
from tests.web.inprocess import Within
from tests.web.serving import SAMPLE


@pytest.fixture(scope="session")
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
