"""What the workers of servers answer in tests of their operation."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest

from policylint.project.run import checked_with_text
from policylint.project.wishes import Wishes
from tests.web.operation.looking import MARKER


@pytest.fixture(scope="session")
def parts() -> dict[str, bytes]:
    """The parts of a report on a policy in which the marker stands everywhere, made here and now."""
    text = (
        f"Social Media Policy {MARKER}\n\n1. Records\n\nEmployees must keep every post {MARKER} as a public record.\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{MARKER}.txt"
        file.write_text(text)
        wishes = Wishes(paths=(str(file),), options={"any-kind": True}, isolated=True)
        _, words, found = checked_with_text(wishes)
    return {"report.json": msgspec.json.encode(found), "text.msgpack": msgspec.msgpack.encode(words)}
