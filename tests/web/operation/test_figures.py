"""The figures for whoever runs the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.inprocess import Workers, examined, wait_for, within
from tests.web.operation.looking import figure, sent

pytestmark = pytest.mark.slow  # they start servers


def test_figures_change_with_what_happens(tmp_path: Path, parts: dict[str, bytes]) -> None:
    workers = Workers(held=True, answer=lambda task: examined(task, parts))
    with within(tmp_path / "data", workers) as light, light.client() as client:

        def told(name: str, **labels: str) -> float:
            return figure(client.get("/metrics").text, f"policylint_{name}", **labels)

        assert told("uploads_total") == 0
        identifier = sent(client, "a.pdf")
        sent(client, "b.pdf")
        wait_for(lambda: workers.asked)
        assert (told("uploads_total"), told("workers_busy"), told("documents", state="waiting")) == (2, 1, 1)
        assert told("documents", state="working") == 1
        workers.held = False
        wait_for(lambda: told("examined_total", state="done") == 2)
        assert (told("documents", state="done"), told("workers_busy")) == (2, 0)
        assert told("examine_seconds_count") == told("wait_seconds_count") == 2
        client.get(f"/documents/{identifier}/report.docx")
        assert told("make_seconds_count", kind="docx") == 1
        assert told("requests_total", route="/documents", method="POST", status="200") == 2
        assert told("requests_total", route="/documents/{identifier}/report.{end}", method="GET", status="200") == 1
