"""What every answer says to browsers."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from policylint.web.settings import Bounds
from tests.web.access.asking import document_of, filled, routes
from tests.web.inprocess import Within, upload, within

pytestmark = pytest.mark.slow  # they start servers

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def require_safe(answer: httpx.Response) -> None:
    """See that an answer says to browsers what it has to."""
    for name, value in _ALWAYS.items():
        assert answer.headers.get(name) == value, name
    policy = answer.headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    assert rules["default-src"] == "'none'" and rules["frame-ancestors"] == "'none'"
    assert "unsafe-eval" not in policy and "http" not in policy and "*" not in policy
    assert rules["script-src"] in ("'self'", "'none'")
    if "attachment" in answer.headers.get("content-disposition", ""):
        assert "sandbox" in policy and rules["script-src"] == "'none'"
    else:
        assert "unsafe-inline" not in policy and rules["base-uri"] == "'none'" and rules["form-action"] == "'self'"


def test_every_answer_says_what_a_browser_may_do_with_it(public: Within) -> None:
    seen = set()
    with public.client() as client:
        identifier = document_of(client)
        asked = [(method, filled(path, identifier)) for method, path in routes(public)]
        asked = [
            one for one in asked if one != ("DELETE", f"/api/v1/documents/{identifier}") and "/delete" not in one[1]
        ]
        asked += [
            ("GET", "/no/such/page"),
            ("GET", "/static/1/../../etc/passwd"),
            ("PUT", "/documents"),
            ("GET", f"/documents/{identifier}?part=x"),
            ("GET", f"/api/v1/documents/{identifier}?wait=x"),
            ("GET", "/compare?old=x&new=y"),
            ("GET", f"/compare?old={identifier}&new={identifier}"),
        ]
        for method, path in asked:
            answer = client.request(method, path)
            require_safe(answer)
            if not path.startswith(("/static/", "/favicon")) and not path.endswith(".webp"):
                assert answer.headers["cache-control"] == "no-store", path
            seen.add(answer.status_code)
        for headers in ({"Host": "localhost"}, {"Sec-Fetch-Site": "cross-site"}):
            require_safe(client.post("/documents", headers=headers))
    assert {200, 303, 400, 404, 405, 415, 422} <= seen


def test_a_fault_of_ours_says_so_too_and_tells_nothing(public: Within, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("words of a document")

    with public.client() as client:
        identifier = document_of(client)
        monkeypatch.setattr(public.service.store, "decisions", fail)
        for accept in ("text/html", "application/json"):
            answer = client.get(f"/documents/{identifier}", headers={"Accept": accept})
            assert answer.status_code == 500
            assert "words of a document" not in answer.text and "Traceback" not in answer.text
            require_safe(answer)


def test_names_that_lead_elsewhere_and_too_much_are_refused_safely(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(file_bytes=10, files=1), tokens={}) as light, light.client() as client:
        for answer in (
            client.get("/", headers={"Host": "evil.example"}),
            upload(client, ("a.txt", bytes(2_000_000))),
            client.get("/sign-in"),
        ):
            assert answer.status_code in (421, 413, 303)
            require_safe(answer)
