"""Who may see the figures, and that they name nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.access.asking import CLERK, TOKENS
from tests.web.inprocess import upload, within

pytestmark = pytest.mark.slow  # they start servers


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
