"""File names as attackers send them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from policylint.web.settings import Bounds
from policylint.web.store.model import StoredDocument
from tests.web.inprocess import Within, within
from tests.web.sockets import BOUNDARY, exchange, form, head, part

pytestmark = pytest.mark.slow  # they start servers

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
