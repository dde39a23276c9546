"""Forms that are none."""

from __future__ import annotations

import re

import pytest

from tests.web.inprocess import Within, upload
from tests.web.serving import Running, settled
from tests.web.sockets import BOUNDARY, exchange, form, head, part
from tests.web.upload.looking import is_empty, spooled

pytestmark = pytest.mark.slow  # they start servers


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(), 400),
        (form(part("files", b"", filename=b"")), 400),
        (form(part("files", b"text in a field")), 400),
        (form(part("files", b"x", filename=b"a.txt"), part("profile", b"no-such-profile")), 400),
        (form(part("files", b"x", filename=b"a.txt"), part("any_kind", b"perhaps")), 400),
        (form(*(part("files", b"%d" % number, filename=b"a.txt") for number in range(4))), 413),
        (form(*(part(f"field{number}", b"x") for number in range(200))), 400),
        (form(part("profile", b"x" * 200_000)), 400),
        (form(part("files", b"x", filename=b"a.txt"))[:-6], 400),
        (b"this is no form at all", 400),
        (b"", 400),
        (f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(), 400),
        (f"--{BOUNDARY}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(), 400),
        (form(part("files", b"x", filename=b"a.txt", more=b"X-Long: " + b"y" * 1_000_000 + b"\r\n")), 400),
        (form(part("files", b"x", filename=b"a.txt", more=b"X: y\r\n" * 100_000)), 400),
    ],
    ids=[
        "no part",
        "no file chosen",
        "a file field as text",
        "no such profile",
        "neither yes nor no",
        "too many files",
        "too many fields",
        "too large a field",
        "no end",
        "no form",
        "nothing",
        "no name",
        "no disposition",
        "a header of megabytes",
        "a hundred thousand headers",
    ],
)
@pytest.mark.parametrize("path", ["/documents", "/api/v1/documents"])
def test_a_form_that_makes_no_sense_is_refused_in_words(strict: Within, path: str, body: bytes, status: int) -> None:
    came = exchange(strict.port, [head(path, length=len(body)), body])
    assert came.status == status
    assert re.search(rb'"(problem|detail)":"[A-Z][^"]+\.["\\]', came.body)
    assert is_empty(strict)
    assert not spooled(strict)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/mixed; boundary=x", ""]
)
def test_another_media_type_is_refused(strict: Within, kind: str) -> None:
    with strict.client() as client:
        answer = client.post("/documents", content=b"files=x", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert is_empty(strict)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300]
)
def test_a_form_without_a_sound_boundary_is_refused(strict: Within, kind: str) -> None:
    with strict.client() as client:
        assert client.post("/documents", content=b"--x\r\n", headers={"Content-Type": kind}).status_code == 400


def test_an_empty_file_is_examined_like_any_other(running: Running) -> None:
    with running.client() as client:
        document = upload(client, ("nothing.txt", b"")).json()["documents"][0]
        assert settled(client, document["id"])["verdict"] == "unreadable"
