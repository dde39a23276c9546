"""What tests of the web page share."""

from __future__ import annotations

from tests.web.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]
