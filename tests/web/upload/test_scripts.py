"""Script in a document and its name stays text, and no cell is a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import httpx
import pytest
from lxml import html
from markdown_it import MarkdownIt

from tests.web.inprocess import upload
from tests.web.serving import Running, settled

pytestmark = pytest.mark.slow  # they start servers

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


@pytest.mark.parametrize("path", ["report.md", "draft.md"])
def test_script_in_a_document_stays_text_in_markdown(hostile: tuple[httpx.Client, str], path: str) -> None:
    client, identifier = hostile
    drawn = client.get(f"/documents/{identifier}/{path}")
    assert drawn.status_code == 200 and "alert" in drawn.text
    assert acting(MarkdownIt("commonmark", {"html": True}).render(drawn.text)) == []


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
