"""What many visitors do at once: nobody holds up another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from policylint.web.service import Service
from tests.web.inprocess import Workers, examined, wait_for, within
from tests.web.operation.looking import sent, state_of

pytestmark = pytest.mark.slow  # they start servers


def test_a_slow_picture_holds_up_nobody(
    tmp_path: Path, parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More pictures are asked for than there are threads, and none comes to an end: all else is answered."""
    import msgspec

    from policylint.web.panel.model import Panel, PanelPage
    from policylint.web.panel.pictures import PagePictures

    panel = msgspec.msgpack.encode(Panel(pages=(PanelPage(width=100.0, height=100.0),) * 100, blocks=()))
    go_on, drawing = threading.Event(), []

    def draw(_: PagePictures, __: bytes, number: int, ___: int) -> bytes:
        drawing.append(number)
        assert go_on.wait(60)
        return b"webp"

    monkeypatch.setattr(PagePictures, "draw", draw)
    workers = Workers(answer=lambda task: examined(task, {**parts, "panel.msgpack": panel}))
    with within(tmp_path / "data", workers) as light, light.client() as client, ThreadPoolExecutor(40) as pool:
        identifier = sent(client, "a.pdf")
        wait_for(lambda: state_of(client, identifier) == "done")
        cookies = dict(client.cookies)

        def picture(number: int) -> int:
            return httpx.get(
                f"{light.url}/documents/{identifier}/pages/{number}.webp", cookies=cookies, timeout=60
            ).status_code

        pictures = [pool.submit(picture, number) for number in range(1, 41)]
        try:
            wait_for(lambda: drawing)
            assert client.get("/readyz").status_code == 200
            other = sent(client, "other.pdf")
            wait_for(lambda: state_of(client, other) == "done")
            assert len(drawing) <= 2
        finally:
            go_on.set()
        assert {one.result() for one in pictures} == {200}


def test_a_service_keeps_nothing_of_owners_who_are_done(tmp_path: Path) -> None:
    with within(tmp_path / "data") as light:
        for number in range(3):
            with light.client() as client:
                sent(client, f"{number}.pdf")
        service: Service = light.service
        assert not service._adding
