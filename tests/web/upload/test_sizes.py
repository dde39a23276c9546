"""Uploads that are too large, without end, or bombs."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policylint.web.settings import Bounds
from tests.readers.pdf.attacks import ATTACKS
from tests.web.inprocess import Within, upload, within
from tests.web.serving import Running, submit
from tests.web.sockets import chunk, exchange, form, head, part
from tests.web.upload.looking import ON_LINUX, is_empty

pytestmark = pytest.mark.slow  # they start servers


def test_what_is_announced_as_too_large_is_refused_before_it_is_sent(light: Within) -> None:
    came = exchange(light.port, [head("/documents", length=2_000_000_000, more="Expect: 100-continue\r\n")])
    assert (came.leave, came.status, came.closed) == (False, 413, True)
    assert b"too large" in came.body


def test_leave_to_send_is_given_to_what_is_not_too_large(light: Within) -> None:
    body = form(part("files", b"text", filename=b"a.txt"))
    came = exchange(light.port, [head("/documents", length=len(body), more="Expect: 100-continue\r\n"), body])
    assert (came.leave, came.status) == (True, 200)


def test_who_is_refused_for_other_reasons_need_not_send_either(tmp_path: Path) -> None:
    with within(tmp_path / "data", tokens={"0" * 64: "somebody"}) as light:
        came = exchange(light.port, [head("/documents", length=1_000_000, more="Expect: 100-continue\r\n")])
        assert (came.leave, came.status, came.closed) == (False, 401, True)


@pytest.mark.skipif(not ON_LINUX, reason="tells from /proc what was written")
def test_two_gigabytes_are_never_on_the_disk(running: Running) -> None:
    def zeros() -> Iterator[bytes]:
        yield head("/documents", length=2_000_000_000)
        yield part("files", b"", filename=b"a.pdf")[:-2]
        piece, left = bytes(1 << 20), 2_000_000_000
        while left > 0:
            yield piece[:left]
            left -= len(piece)

    before = _written(running)
    came = exchange(int(running.url.rpartition(":")[2]), zeros())
    assert came.status == 413
    assert _written(running) - before < 200_000


def _written(running: Running) -> int:
    """Bytes that the server has written, to files and sockets alike."""
    figures = Path(f"/proc/{running.process.pid}/io").read_text()
    found = re.search(r"wchar: (\d+)", figures)
    assert found
    return int(found[1])


def endless(sent: list[int]) -> Iterator[bytes]:
    """A file that has no end, in chunks."""
    yield head("/documents")
    yield chunk(part("files", b"", filename=b"a.pdf")[:-2])
    while True:
        sent[0] += 1
        yield chunk(bytes(1 << 16))


def test_what_has_no_end_is_cut_off(tmp_path: Path) -> None:
    bounds = Bounds(file_bytes=100_000, files=3, linger_seconds=0.3)
    with within(tmp_path / "data", bounds=bounds) as light:
        came = exchange(light.port, endless([0]))
        assert came.closed
        assert came.status in (0, 413)  # the answer may be lost where nobody reads it before sending on
        assert is_empty(light)


def test_what_has_no_end_is_no_longer_kept_once_it_is_too_large(light: Within, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    spooled = tempfile.SpooledTemporaryFile
    write = spooled.write

    def counted(self: Any, data: bytes) -> int:
        written.append(len(data))
        return write(self, data)

    monkeypatch.setattr(spooled, "write", counted)
    with light.client() as client:
        upload(client, ("a.txt", b"four"))
    assert written == [4]
    body = b"".join(chunk(bytes(1 << 16)) for _ in range(100)) + chunk(b"")
    came = exchange(light.port, [head("/documents"), chunk(part("files", b"", filename=b"a")[:-2]), body])
    assert came.status == 413
    assert sum(written) <= light.settings.bounds.file_bytes


def test_a_browser_that_sends_all_of_it_sees_why_it_was_refused(light: Within) -> None:
    with light.client() as client:
        answer = client.post("/documents", files={"files": ("big <b>.pdf", bytes(3_000_000))})
    assert answer.status_code == 413
    assert "larger than" in answer.text or "too large" in answer.text
    assert "<b>" not in answer.text


def test_a_file_of_exactly_the_bound_is_taken_and_one_byte_more_is_not(light: Within) -> None:
    bound = light.settings.bounds.file_bytes
    with light.client() as client:
        assert upload(client, ("a.txt", b"x" * bound)).status_code == 200
        assert upload(client, ("b.txt", b"x" * (bound + 1))).status_code == 413
        assert upload(client, ("c.txt", b"x"), ("d.txt", b"x" * (bound + 1))).status_code == 413
        names = [document["name"] for document in client.get("/api/v1/documents").json()["documents"]]
    assert names == ["a.txt"]


def zip_bomb() -> bytes:
    """A DOCX whose text is 256 megabytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("word/document.xml", "w", force_zip64=True) as member:
            piece = b" " * (1 << 20)
            for _ in range(1 << 8):
                member.write(piece)
    return out.getvalue()


def test_bombs_come_to_a_verdict_and_the_server_lives(running: Running, tmp_path: Path) -> None:
    bombs = {
        "bomb.docx": zip_bomb(),
        "flate.pdf": ATTACKS["flate_bomb"].make(),
        "picture.pdf": ATTACKS["flate_bomb_in_a_picture"].make(),
        "filters.pdf": ATTACKS["forty_filters"].make(),
    }
    with running.client() as client:
        for name, data in bombs.items():
            file = tmp_path / name
            file.write_bytes(data)
            found = submit(client, file)
            assert (found["state"], found["verdict"]) == ("done", "unreadable"), name
            page = client.get(f"/documents/{found['id']}")
            assert page.status_code == 200
            assert client.get(f"/documents/{found['id']}/pages/1.webp").status_code in (200, 404, 422)
        assert client.get("/readyz").status_code == 200
        assert submit(client)["verdict"] == "checked"
