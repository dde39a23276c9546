"""A store on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policylint.web.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None stands for SQLite in the data folder."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str | None, tmp_path: Path) -> Iterator[Store]:
    with Store.open(url, tmp_path / "data") as opened:
        yield opened
