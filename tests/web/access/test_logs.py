"""The log holds nothing of documents and their owners."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.access.asking import CLERK
from tests.web.serving import SAMPLE, server, submit

pytestmark = pytest.mark.slow  # they start servers


def test_the_log_holds_no_word_of_a_document_no_name_and_no_address(tmp_path: Path) -> None:
    word = "Zanzibarquux"
    policy = f"Social Media Policy {word}\n\n1. Records\n\nEmployees must keep every post {word} as a public record.\n"
    tokens = tmp_path / "tokens"
    tokens.write_text(f"clerk {CLERK}\n")
    tokens.chmod(0o600)
    files = {
        f"{word}.txt": policy.encode(),
        f"{word}.pdf": SAMPLE.read_bytes()[:-900].replace(b"endobj", word.encode()[:6], 3),
        f"{word}.docx": b"PK\x03\x04" + word.encode() * 50,
        f"{word}.html": f"<html><body><p>{word}<script>{word}</script><table><td>{word}".encode(),
    }
    ids = []
    with server(tmp_path / "data", "--token-file", str(tokens), "--log-level", "debug") as running:
        with running.client(headers={"Authorization": f"Bearer {CLERK}"}) as client:
            for name, data in files.items():
                (tmp_path / name).write_bytes(data)
                ids.append(submit(client, tmp_path / name, any_kind="true")["id"])
            for identifier, paths in zip(
                ids, (("/report.pdf", "/draft.md"), ("/annotated",), ("/original",), ()), strict=True
            ):
                for path in ("", "/panel", "/report.json", "/events", "/pages/1.webp", *paths):
                    client.get(f"/documents/{identifier}{path}", params={"q": word})
            client.get(f"/compare?old={ids[0]}&new={ids[3]}")
            client.get(f"/{word}")
            client.post(f"/documents/{ids[0]}/decisions", data={"rule": word, "owner": word, "reason": word})
            client.delete(f"/api/v1/documents/{ids[0]}")
        with running.client() as browser:
            browser.post("/sign-in", data={"token": CLERK})
            session = browser.cookies["policylint"]
            browser.get("/documents")
        assert running.stop() == 0
        log = running.log.read_text()
    lines = log.splitlines()
    said = [json.loads(line) for line in lines if not line.startswith("policylint serves ")]
    assert len(said) >= len(lines) - 1
    assert sum(line.get("path", "").startswith("/documents/") for line in said) > 20
    assert [word_ for word_ in (CLERK, session, *ids) if word_ in log] == []
    assert [line for line in lines if word in line and f'"path": "/{word}"' not in line] == []
