"""What tests of the web page share."""

from __future__ import annotations

import pytest

from tests.web.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module that start a server together: two processes would start one each, and wait."""
    for item in items:
        shared = {"running", "uploads", "postgres_url", "machine", "public", "closed"} & set(
            getattr(item, "fixturenames", ())
        )
        if shared and item.path.parent.name in ("web", "access", "operation", "upload"):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))
