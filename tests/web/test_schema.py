"""The API against its own OpenAPI document: whatever is sent, it answers as the document says it may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.serving import server

TOKEN = "a-token-for-this-test-and-no-other-0123456789"


@pytest.mark.slow
def test_every_answer_is_one_that_the_document_names(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text(f"tester {TOKEN}\n")
    tokens.chmod(0o600)
    options = ("--token-file", str(tokens), "--rate", "0", "--address-rate", "0")
    with server(tmp_path / "data", *options) as running:
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{running.url}/api/openapi.json"]
        ways = ["--checks", "all", "--max-examples", "12", "--seed", "1", "--request-timeout", "60", "--no-color"]
        authorized = ["--header", f"Authorization: Bearer {TOKEN}"]
        done = subprocess.run([*command, *ways, *authorized], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "7 selected / 7 total" in done.stdout
