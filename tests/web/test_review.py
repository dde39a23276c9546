"""Reviews that come at the same time, and what is kept of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from policylint.web.panel.model import Panel
from tests.outputs.samples import report
from tests.web.inprocess import Workers, examined, within
from tests.web.serving import settled


def test_two_reviews_at_once_leave_one_and_a_report_that_can_be_seen(tmp_path: Path) -> None:
    parts = {
        "report.json": report().to_json().encode(),
        "text.msgpack": b"",
        "panel.msgpack": msgspec.msgpack.encode(Panel()),
    }
    rule = next(item.id for item in report().documents[0].requirements if item.status == "missing")
    workers = Workers(answer=lambda task: examined(task, parts))
    with within(tmp_path / "data", workers) as served, served.client() as client:
        answer = client.post("/api/v1/documents", files={"file": ("policy.txt", b"words")})
        identifier = settled(client, answer.json()["id"])["id"]
        address = f"/documents/{identifier}"

        def say(kind: str) -> int:
            form = {"rule": rule, "finding": "", "kind": kind, "reason": "Known.", "owner": "Ada Clerk"}
            return client.post(f"{address}/decisions", data=form).status_code

        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(say, ["accept", "not-applicable"] * 4))
        assert set(statuses) == {303}
        assert client.get(address).status_code == 200
        assert len(served.service.store.decisions(identifier)) == 1
