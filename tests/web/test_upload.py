"""Uploads as attackers send them: nothing acts, nothing is left lying about, and the server goes on."""

from __future__ import annotations

import io
import os
import re
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from lxml import html
from markdown_it import MarkdownIt

from policylint.web.settings import Bounds
from policylint.web.store.model import StoredDocument
from tests.readers.pdf.attacks import ATTACKS
from tests.web.inprocess import Within, Workers, upload, wait_for, within
from tests.web.serving import Running, server, settled, submit
from tests.web.sockets import BOUNDARY, chunk, exchange, form, head, part

ON_LINUX = Path("/proc/self/fd").is_dir()
SCRIPT = "<script>alert('stolen')</script><img src=x onerror=alert(1)>"
HOSTILE = f"""Social Media Policy of the Town {SCRIPT}

1. Purpose {SCRIPT}

This social media policy applies to all employees {SCRIPT} who use Facebook or X.

2. Records

Employees must keep every post and comment {SCRIPT} as a public record.

3. Monitoring "><svg onload=alert(2)> javascript:alert(3)

The Town may monitor {SCRIPT} electronic bulletin boards and dial-up modems at any time.
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    options = ("--rate", "0", "--address-rate", "0", "--max-size", "5", "--max-files", "3", "--timeout", "20")
    with server(tmp_path_factory.mktemp("upload") / "data", *options) as found:
        yield found


@pytest.fixture
def light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Within]:
    (tmp_path / "spool").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    with within(tmp_path / "data", bounds=Bounds(file_bytes=100_000, files=3)) as found:
        yield found


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Within]:
    """As `light`, for tests after which nothing may be there."""
    folder = tmp_path_factory.mktemp("strict")
    (folder / "spool").mkdir()
    bounds = Bounds(file_bytes=100_000, files=3, rate=0, address_rate=0)
    with pytest.MonkeyPatch.context() as patch, within(folder / "data", bounds=bounds) as found:
        patch.setattr(tempfile, "tempdir", str(folder / "spool"))
        yield found


def is_empty(light: Within) -> bool:
    """Whether nothing is kept: no file, no row."""
    store = light.service.store
    return not any((light.settings.data / "documents").iterdir()) and not sum(store.counts().values())


# Script and names


@pytest.fixture(scope="module")
def hostile(running: Running) -> Iterator[tuple[httpx.Client, str]]:
    """A document full of script under a name full of it, and its visitor."""
    with running.client() as client:
        name = f"{SCRIPT.replace('/', '')}.txt"
        answer = upload(client, (name, HOSTILE.encode()), ("=cmd|calc.md", HOSTILE.encode()), any_kind="on")
        ids = [document["id"] for document in answer.json()["documents"]]
        assert [settled(client, identifier)["verdict"] for identifier in ids] == ["checked", "checked"]
        yield client, ids[0]


def acting(page: str) -> list[str]:
    """What would act in a page that came of a document: foreign scripts, pictures, handlers, addresses of script."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        is_data = element.get("type") == "application/json"
        if (
            element.tag == "script"
            and not is_data
            and ("alert" in (element.text or "") or element.get("src", "/").startswith("http"))
        ):
            found.append(f"script: {element.text}")
        for name, value in element.attrib.items():
            if (
                name.startswith("on")
                or value.strip().lower().startswith("javascript:")
                or (name, value) == ("src", "x")
            ):
                found.append(f"{element.tag} {name}={value}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/documents/{id}",
        "/documents/{id}?view=text&show=all&q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/documents/{id}?show=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&review=%22%3E%3Csvg%20onload=alert(1)%3E",
        "/documents/{id}/panel?view=text",
        "/documents/{id}/report.html",
        "/documents.dashboard.html",
        "/documents",
        "/compare?old={id}&new={other}",
    ],
)
def test_script_in_a_document_and_its_name_is_text_on_every_page(hostile: tuple[httpx.Client, str], path: str) -> None:
    client, identifier = hostile
    documents = client.get("/api/v1/documents").json()["documents"]
    other = next(document["id"] for document in documents if document["id"] != identifier)
    answer = client.get(path.format(id=identifier, other=other))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "alert" in answer.text  # it is there, as text
    assert acting(answer.text) == []


def test_what_acts_would_be_seen() -> None:
    assert len(acting(f"<p>{SCRIPT}<a href=' JavaScript:x'>y</a></p>")) == 4


@pytest.mark.slow
@pytest.mark.parametrize("path", ["report.md", "draft.md"])
def test_script_in_a_document_stays_text_in_markdown(hostile: tuple[httpx.Client, str], path: str) -> None:
    client, identifier = hostile
    drawn = client.get(f"/documents/{identifier}/{path}")
    assert drawn.status_code == 200 and "alert" in drawn.text
    assert acting(MarkdownIt("commonmark", {"html": True}).render(drawn.text)) == []


@pytest.mark.slow
def test_no_cell_of_a_table_is_a_formula(hostile: tuple[httpx.Client, str]) -> None:
    client, identifier = hostile
    documents = client.get("/api/v1/documents").json()["documents"]
    other = next(document["id"] for document in documents if document["id"] != identifier)
    assert not re.search(r'(^|[,"])=cmd', client.get(f"/documents/{other}/report.csv").text)
    for path in (f"/documents/{other}/report.xlsx", "/documents.xlsx"):
        with zipfile.ZipFile(io.BytesIO(client.get(path).content)) as workbook:
            sheets = [name for name in workbook.namelist() if name.startswith("xl/worksheets/")]
            assert sheets and not any(
                b"cmd|" in formula for name in sheets for formula in _formulas(workbook.read(name))
            )


def _formulas(sheet: bytes) -> list[bytes]:
    return re.findall(rb"<f[ >].*?</f>", sheet)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "original",
        *(f"report.{end}" for end in ("html", "docx", "pdf", "json", "xlsx", "sarif", "md", "csv", "oscal.json")),
        "draft.docx",
        "draft.md",
    ],
)
def test_a_download_is_kept_and_shown_by_no_browser(hostile: tuple[httpx.Client, str], path: str) -> None:
    client, identifier = hostile
    answer = client.get(f"/documents/{identifier}/{path}")
    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy and "script-src 'none'" in policy and "default-src 'none'" in policy
    disposition = answer.headers.get_list("content-disposition")
    assert len(disposition) == 1 and disposition[0].startswith("attachment; filename=")


NAMES = [
    (b"../../etc/passwd", "passwd"),
    (b"C:\\x\\policy.pdf", "policy.pdf"),
    (b"/etc/shadow", "shadow"),
    (b"..", "document"),
    (b" . ", "document"),
    (b"a/", "document"),
    (b"a%0D%0ASet-Cookie: x=1.txt", "a%0D%0ASet-Cookie: x=1.txt"),
    (b"a\tb\x00c\x1b[31m.txt", "a b c [31m.txt"),
    ("one\u202etxt.exe.pdf".encode(), "one txt.exe.pdf"),
    ("zero\u200bwidth\ufeff.txt".encode(), "zero width .txt"),
    (b"\xff\xfe\xe4.txt", "ÿþä.txt"),
    ("Süd-Förder–Richtlinie №1.pdf".encode(), "Süd-Förder–Richtlinie №1.pdf"),
    ("方針.docx".encode(), "方針.docx"),
    (b"x" * 500 + b".pdf", "x" * 146 + ".pdf"),
    (b"x." + b"y" * 500, "x." + "y" * 148),
    (b'it\\"s; filename=b.txt', 'it"s; filename=b.txt'),
    (b"'; DROP TABLE documents; --.txt", "'; DROP TABLE documents; --.txt"),
    (b"a,b;c=d.txt", "a,b;c=d.txt"),
]


@pytest.fixture(scope="module")
def namer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Within]:
    with within(
        tmp_path_factory.mktemp("names") / "data", bounds=Bounds(file_bytes=100_000, rate=0, address_rate=0)
    ) as w:
        yield w


def sent(light: Within, body: bytes, *, charset: str = "") -> tuple[int, StoredDocument | None]:
    """Send a form; the status, and the document that came of it."""
    before = {document.id for document in _all(light)}
    came = exchange(light.port, [head("/documents", length=len(body), charset=charset), body])
    fresh = [document for document in _all(light) if document.id not in before]
    return came.status, fresh[0] if fresh else None


def _all(light: Within) -> list[StoredDocument]:
    store = light.service.store
    ids = [path.name for path in (light.settings.data / "documents").iterdir()]
    return [document for document in map(store.any_document, ids) if document is not None]


@pytest.mark.parametrize(("given", "kept"), NAMES, ids=[repr(given)[:30] for given, _ in NAMES])
def test_a_file_name_is_no_path_and_does_nothing(namer: Within, given: bytes, kept: str) -> None:
    status, document = sent(namer, form(part("files", given + b"content", filename=given)))
    assert status == 200 and document is not None
    assert document.name == kept


@pytest.mark.parametrize(("given", "kept"), NAMES, ids=[repr(given)[:30] for given, _ in NAMES])
def test_the_header_of_a_download_holds_the_whole_name_and_nothing_else(namer: Within, given: bytes, kept: str) -> None:
    with namer.client() as client:
        body = form(part("files", given + b"other content", filename=given))
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Accept": "application/json"}
        document = client.post("/documents", content=body, headers=kind).json()["documents"][0]
        answer = client.get(f"{document['address']}/original")
        assert answer.content == given + b"other content"
    values = answer.headers.get_list("content-disposition")
    assert len(values) == 1 and "x-foo" not in answer.headers and answer.cookies.get("x") is None
    found = re.fullmatch(
        r"attachment; filename=\"([A-Za-z0-9 .\-_()]*)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]*)", values[0]
    )
    assert found and unquote(found[2]) == kept


@pytest.mark.parametrize("given", [b"a\r\nX-Foo: b.txt", b'a"\r\n\r\n<p>', b"a\nb.txt", b"\r\n"])
def test_a_line_break_in_a_file_name_breaks_the_form_or_is_dropped(namer: Within, given: bytes) -> None:
    status, document = sent(namer, form(part("files", given + b"x", filename=given)))
    assert (status, document) == (400, None) or (document and not re.search(r"[\r\n]", document.name))


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "utf-16", "utf-32", "unicode_escape", "utf-7", "hex", "nonsense", '"x y"']
)
def test_a_charset_that_nobody_uses_does_no_harm(namer: Within, charset: str) -> None:
    named = part("files", charset.encode(), filename=b"xn--\xff\\ud800.txt")
    for body in (form(named), form(named, part("profile", b"\\ud800\xff"))):
        status, document = sent(namer, body, charset=charset)
        assert status in (200, 400)
        assert document is None or document.name.encode("utf-8")


# Sizes


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


@pytest.mark.slow
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


@pytest.mark.slow
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


# Time


def test_an_upload_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(quiet_seconds=0.3)) as light:
        began = [head("/documents", length=10_000), part("files", b"half", filename=b"a.pdf")]
        came = exchange(light.port, began)
        assert (came.status, came.closed) == (408, True)
        assert b"too slow" in came.body
        assert is_empty(light)


def test_an_upload_that_drips_for_ever_is_given_up(tmp_path: Path) -> None:
    def dripping() -> Iterator[bytes]:
        yield head("/documents", length=10_000)
        yield part("files", b"", filename=b"a.pdf")[:-2]
        while True:
            time.sleep(0.05)
            yield b"x"

    with within(tmp_path / "data", bounds=Bounds(upload_seconds=0.5)) as light:
        came = exchange(light.port, dripping())
        assert came.closed and came.sent < 1_000
        assert is_empty(light)


def test_a_small_form_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    with within(tmp_path / "data", tokens={"0" * 64: "somebody"}, bounds=Bounds(quiet_seconds=0.3)) as light:
        came = exchange(light.port, [head("/sign-in", length=100), b"token="])
        assert (came.status, came.closed) == (408, True)


@pytest.mark.parametrize(
    "pieces",
    [
        [head("/documents", length=10_000), part("files", b"half", filename=b"a.pdf")],
        [head("/documents"), chunk(part("files", b"half", filename=b"a.pdf"))],
        [head("/documents", length=10_000)],
        [head("/documents", length=10_000), b"--a-bound"],
        [head("/api/v1/documents", length=10_000), part("file", b"half", filename=b"a.pdf")],
    ],
)
def test_half_an_upload_leaves_nothing(light: Within, pieces: list[bytes]) -> None:
    exchange(light.port, pieces, hang_up=True)
    wait_for(lambda: _answered(light, "400"))
    assert is_empty(light)
    assert not _spooled(light)


def _answered(light: Within, status: str) -> int:
    """How many requests were answered so."""
    labels = {"route": "/documents", "method": "POST", "status": status}
    api = {**labels, "route": "/api/v1/documents"}
    registry = light.service.metrics.registry
    return sum(int(registry.get_sample_value("policylint_requests_total", one) or 0) for one in (labels, api))


def _spooled(light: Within) -> list[str]:
    """Files that an upload was put into on its way; nobody sees them but this process, in which the server runs."""
    if not ON_LINUX:
        return []
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(os.readlink(entry))
    return [where for where in found if where.startswith(str(light.settings.data.parent / "spool"))]


def test_what_is_on_its_way_would_be_seen(light: Within) -> None:
    with tempfile.TemporaryFile():
        assert bool(_spooled(light)) == ON_LINUX
    assert not _spooled(light)


# Forms that are none


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
    assert not _spooled(strict)


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


# The same form twice, and more than there is room for


@pytest.mark.parametrize("known", [False, True], ids=["a newcomer", "somebody known"])
def test_the_same_form_sent_twice_at_once_is_one_document(tmp_path: Path, known: bool) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers) as light:
        with light.client() as client:
            client.get("/")
            if known:
                upload(client, ("first.txt", b"first"))
            cookies = dict(client.cookies)

        def send(_: int) -> str:
            with light.client(cookies=cookies) as browser:
                identifier: str = upload(browser, ("policy.txt", b"the same")).json()["documents"][0]["id"]
                return identifier

        with ThreadPoolExecutor(6) as pool:
            ids = set(pool.map(send, range(6)))
        assert len(ids) == 1
        assert sum(light.service.store.counts().values()) == 1 + known


def test_two_newcomers_are_two(light: Within) -> None:
    for _ in range(2):
        with light.client() as browser:
            browser.get("/")
            upload(browser, ("policy.txt", b"the same"))
            assert len(browser.get("/api/v1/documents").json()["documents"]) == 1
    assert sum(light.service.store.counts().values()) == 2


def test_the_same_file_with_other_options_is_another_document(light: Within) -> None:
    with light.client() as client:
        first = upload(client, ("a.txt", b"x")).json()["documents"][0]["id"]
        assert upload(client, ("a.txt", b"x"), any_kind="on").json()["documents"][0]["id"] != first
        assert upload(client, ("b.txt", b"x")).json()["documents"][0]["id"] != first
        assert upload(client, ("a.txt", b"x")).json()["documents"][0]["id"] == first


def test_a_full_queue_refuses_and_takes_again_later(tmp_path: Path) -> None:
    workers = Workers(held=True)
    with within(tmp_path / "data", workers, bounds=Bounds(waiting=2)) as light, light.client() as client:
        upload(client, ("0.txt", b"0"))
        wait_for(lambda: workers.asked)  # it is at work, and waits no longer
        assert [upload(client, (f"{number}.txt", b"%d" % number)).status_code for number in (1, 2)] == [200, 200]
        big = ("3.txt", bytes(20_000_000))
        refused = upload(client, big)
        assert refused.status_code == 503
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "Nothing was kept" in refused.json()["problem"]
        page = client.post("/documents", files={"files": big})
        assert page.status_code == 503 and page.headers["retry-after"]
        assert len(client.get("/api/v1/documents").json()["documents"]) == 3
        workers.held = False
        wait_for(lambda: light.service.store.waiting_count() == 0)
        assert upload(client, big).status_code == 200


def test_too_many_uploads_in_a_minute_are_refused(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(rate=2, files=5)) as light, light.client() as client:
        upload(client, ("known.txt", b"known"))  # as a newcomer, by the address
        assert upload(client, ("0.txt", b"0")).status_code == 200
        assert upload(client, ("1.txt", b"1")).status_code == 200
        refused = upload(client, ("2.txt", b"2"))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) >= 1
        identifier = client.get("/api/v1/documents").json()["documents"][0]["id"]
        assert client.post(f"/documents/{identifier}/again").status_code == 429
        assert len(client.get("/api/v1/documents").json()["documents"]) == 3


def test_new_cookies_do_not_get_around_the_bound_of_an_address(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(rate=0, address_rate=3)) as light:
        statuses = []
        for number in range(5):
            with light.client(headers={"X-Forwarded-For": f"10.0.0.{number}"}) as client:
                statuses.append(upload(client, ("a.txt", b"x")).status_code)
    assert statuses == [200, 200, 200, 429, 429]


def test_one_visitor_has_a_share_and_others_theirs(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned=2)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0"), ("1.txt", b"1")).status_code == 200
        refused = upload(client, ("2.txt", b"2"))
        assert refused.status_code == 413 and "Delete some first" in refused.json()["problem"]
        with light.client() as other:
            assert upload(other, ("2.txt", b"2")).status_code == 200
        identifier = client.get("/api/v1/documents").json()["documents"][0]["id"]
        assert client.delete(f"/api/v1/documents/{identifier}").status_code == 204
        assert upload(client, ("2.txt", b"2")).status_code == 200


def test_a_visitors_bytes_are_bounded_too(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned_bytes=1_000)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0" * 900)).status_code == 200
        assert upload(client, ("1.txt", b"1" * 200)).status_code == 413


def test_all_files_of_a_form_are_kept_or_none(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(owned=2)) as light, light.client() as client:
        assert upload(client, ("0.txt", b"0"), ("1.txt", b"1"), ("2.txt", b"2")).status_code == 413
        assert is_empty(light)


def test_more_uploads_at_a_time_than_there_are_places_for_are_refused(tmp_path: Path) -> None:
    with within(tmp_path / "data", bounds=Bounds(uploads=1)) as light, light.client() as client:
        go_on = threading.Event()

        def slow() -> Iterator[bytes]:
            body = form(part("files", b"slow", filename=b"slow.txt"))
            yield head("/documents", length=len(body)) + body[:20]
            go_on.wait(30)
            yield body[20:]

        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(exchange, light.port, slow())
            wait_for(lambda: light.service.slots._free == 0)
            refused = upload(client, ("a.txt", b"x"))
            assert refused.status_code == 503 and refused.headers["retry-after"]
            go_on.set()
            assert first.result().status == 200
        assert upload(client, ("a.txt", b"x")).status_code == 200


def test_turns_of_one_owner_never_overlap(light: Within) -> None:
    """Three at once: the third comes just when the first has ended and the second has not begun."""
    import asyncio

    async def all_three() -> int:
        service, inside, most = light.service, 0, 0

        async def do() -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            inside -= 1

        async def late() -> None:
            await first
            await service.one_at_a_time("owner", do)

        first = asyncio.create_task(service.one_at_a_time("owner", do))
        second = asyncio.create_task(service.one_at_a_time("owner", do))
        await asyncio.gather(first, second, late(), late())
        assert not service._adding
        return most

    assert asyncio.run(all_three()) == 1
