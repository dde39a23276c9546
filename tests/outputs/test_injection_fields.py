"""Each format is read back by a parser that is not ours: hostile words in any field give what harmless ones give."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from functools import cache

import click
import cmarkgfm
import openpyxl
import pytest
from cmarkgfm.cmark import Options
from docx import Document as open_docx
from hypothesis import given, settings
from lxml import etree, html
from pypdf import PdfReader

from policylint.model.report import Report
from policylint.outputs import FORMATS, render_report, render_text
from tests.outputs.poison import HARMLESS, TEXTS, poisoned, rich, spoilt
from tests.outputs.test_injection import ACTING, writable

pytestmark = pytest.mark.slow

each_text = pytest.mark.parametrize("words", TEXTS)
ALL = " ".join(TEXTS.values())
RUNNER_COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
"""What GitHub's runner obeys at the beginning of a line, blanks before it or not, and those of Azure and TeamCity
anywhere in one."""
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@cache
def drawn(name: str, words: str) -> str | bytes:
    return render_report(spoilt(TEXTS.get(words, words)), FORMATS[name])


def text(name: str, words: str) -> str:
    found = drawn(name, words)
    assert isinstance(found, str)
    return found


def elements(page: str) -> Counter[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes; a `wbr` only lets a long word break."""
    root = html.document_fromstring(f"<html>{page}</html>" if not page.lstrip().startswith("<!") else page)
    return Counter(
        (element.tag, tuple(sorted(element.keys())))
        for element in root.iter(etree.Element)
        if element.tag != "wbr" and isinstance(element.tag, str)
    )


@each_text
@pytest.mark.parametrize("name", ["html", "dashboard"])
def test_a_page_has_the_elements_of_its_harmless_twin(name: str, words: str) -> None:
    assert elements(text(name, words)) == elements(text(name, HARMLESS))
    root = html.document_fromstring(text(name, words))
    for element in root.iter(etree.Element):
        assert not any(key.startswith("on") for key in element.attrib)
        assert all(element.get(key, "#").startswith("#") for key in ("href", "src", "action", "formaction", "data"))
    shown = " ".join(root.itertext())
    assert not ACTING.search(shown.replace("\n", " "))


def as_github_has_it(markdown: str) -> str:
    """A page as the library of GitHub makes it of Markdown, with every extension, and with HTML left in."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    extensions = ("table", "strikethrough", "autolink", "tasklist")
    return str(cmarkgfm.markdown_to_html_with_extensions(markdown, options=options, extensions=extensions))


@each_text
@pytest.mark.parametrize("name", ["markdown", "summary"])
def test_markdown_has_the_elements_of_its_harmless_twin(name: str, words: str) -> None:
    page = elements(as_github_has_it(text(name, words)))
    assert page == elements(as_github_has_it(text(name, HARMLESS)))
    assert not {"script", "img", "a"} & {element for element, _ in page}
    assert not ACTING.search(text(name, words))


@each_text
@pytest.mark.parametrize("name", ["csv", "matrix"])
def test_a_table_has_the_cells_of_its_harmless_twin_and_no_formula(name: str, words: str) -> None:
    rows, twin = (list(csv.reader(io.StringIO(text(name, of), newline=""))) for of in (words, HARMLESS))
    assert [len(row) for row in rows] == [len(row) for row in twin]
    assert not any(cell.lstrip().startswith(_FORMULA) for row in rows for cell in row)
    assert not ACTING.search("".join(cell for row in rows for cell in row))


@each_text
@pytest.mark.parametrize("name", ["terminal", "lines", "github", "csv", "matrix"])
def test_no_line_of_a_log_is_a_command_of_ours_not_meant(name: str, words: str) -> None:
    said = click.unstyle(text(name, words))
    assert not ACTING.search(said)
    meant = RUNNER_COMMAND.findall(click.unstyle(text(name, HARMLESS)))
    assert RUNNER_COMMAND.findall(said) == meant
    if name in {"lines", "github"}:
        assert said.count("\n") == text(name, HARMLESS).count("\n")


@each_text
@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_xml_has_the_elements_of_its_harmless_twin(name: str, words: str) -> None:
    found, twin = (
        [(element.tag, sorted(element.keys())) for element in etree.fromstring(text(name, of).encode()).iter()]
        for of in (words, HARMLESS)
    )
    assert found == twin
    assert not RUNNER_COMMAND.search(text(name, words))


def shape(value: object) -> object:
    """A JSON value without its words."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


@each_text
@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "oscal"])
def test_json_has_the_shape_of_its_harmless_twin_and_is_safe_to_print(name: str, words: str) -> None:
    assert _parsed_shape(name, words) == _parsed_shape(name, HARMLESS)
    assert not ACTING.search(text(name, words))
    assert not RUNNER_COMMAND.search(text(name, words))


def _parsed_shape(name: str, words: str) -> object:
    value = json.loads(text(name, words))
    if name == "json":  # the names of settings are names of documents
        value["manifest"]["settings"] = {}
    return shape(value)


def test_the_json_says_what_the_report_says() -> None:
    for hostile in TEXTS.values():
        assert Report.from_json(render_text(spoilt(hostile), FORMATS["json"])) == spoilt(hostile)


@pytest.mark.parametrize("words", ["formula", "tab", "at", ALL])
def test_a_workbook_has_the_sheets_of_its_twin_and_no_formula(words: str) -> None:
    book, twin = (openpyxl.load_workbook(io.BytesIO(_data("xlsx", of))) for of in (words, HARMLESS))
    assert book.sheetnames == twin.sheetnames
    for sheet in book:
        assert sheet.dimensions == twin[sheet.title].dimensions
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" or (cell.hyperlink and cell.hyperlink.target) for cell in cells)
        assert not any(ACTING.search(cell.value) for cell in cells if isinstance(cell.value, str))


def _data(name: str, words: str) -> bytes:
    found = drawn(name, words)
    assert isinstance(found, bytes)
    return found


@pytest.mark.parametrize("words", ["xml", ALL])
def test_a_word_file_has_the_elements_of_its_twin_and_the_words_as_words(words: str) -> None:
    assert _parts("docx", words) == _parts("docx", HARMLESS)
    opened = open_docx(io.BytesIO(_data("docx", words)))
    assert not any(link.address for paragraph in opened.paragraphs for link in paragraph.hyperlinks)


@pytest.mark.parametrize("words", ["typst", "terminal", "markdown"])
def test_a_pdf_shows_the_words_as_words_and_leads_nowhere(words: str) -> None:
    reader = PdfReader(io.BytesIO(_data("pdf", words)))
    links = [mark.get_object() for page in reader.pages for mark in page.get("/Annots", ())]
    assert links and all("/A" not in link for link in links)
    assert not {"/OpenAction", "/AA", "/AcroForm"} & reader.root_object.keys()
    shown = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    shown = shown.replace("\u200b", "")  # ours: there a long word may be divided
    assert not ACTING.search(shown)
    for piece in ('#eval("1")', '#read("/etc/passwd")', "$x$", "@ref", "<label>"):
        assert (piece in shown) == (words == "typst")


@settings(max_examples=8, deadline=None)
@given(writable)
def test_any_words_in_any_field_leave_a_log_a_page_and_a_table_as_they_are(words: str) -> None:
    hostile = poisoned(rich(), words)
    for name in ("lines", "terminal", "github"):
        said = click.unstyle(str(render_report(hostile, FORMATS[name])))
        assert not ACTING.search(said)
        assert RUNNER_COMMAND.findall(said) == RUNNER_COMMAND.findall(click.unstyle(text(name, HARMLESS)))
    page = as_github_has_it(str(render_report(hostile, FORMATS["summary"])))
    assert elements(page) == elements(as_github_has_it(text("summary", HARMLESS)))
    rows = list(csv.reader(io.StringIO(str(render_report(hostile, FORMATS["csv"])), newline="")))
    assert not any(cell.lstrip().startswith(_FORMULA) for row in rows for cell in row)


def _parts(name: str, words: str) -> dict[str, Counter[str]]:
    with zipfile.ZipFile(io.BytesIO(_data(name, words))) as archive:
        return {
            part: Counter(str(element.tag) for element in etree.fromstring(archive.read(part)).iter())
            for part in archive.namelist()
            if part.endswith((".xml", ".rels"))
        }
