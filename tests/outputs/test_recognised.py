"""How a document was read is told in every format, and beside each quote that OCR may have misread."""

import csv
import io
import json
import re

import click
import pytest
from msgspec.structs import replace

from policylint.model.report import DocumentReport
from policylint.outputs import FORMATS, render_report
from policylint.outputs.wording import place, recognition_words
from tests.outputs.reading import text_of
from tests.outputs.samples import document, evidence, report
from tests.outputs.scans import MARK, NOTE, recognised

TEXTS = ("terminal", "markdown", "html", "docx", "pdf", "xlsx", "dashboard", "oscal", "sarif", "junit")


def drawn(name: str, *documents: DocumentReport) -> str:
    """The words of a report on these documents, white space folded, without the data that a page carries."""
    text = text_of(replace(report(), documents=documents), name)
    shown = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    return " ".join(click.unstyle(shown).replace("<!-- -->", "").split())


@pytest.mark.parametrize("name", TEXTS)
def test_the_notes_of_a_document_are_shown(name: str) -> None:
    assert NOTE in drawn(name, recognised())


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "docx", "pdf", "dashboard"])
def test_the_notes_of_a_document_of_another_kind_are_shown_too(name: str) -> None:
    other = replace(recognised(), verdict="not-applicable", requirements=(), findings=(), summary=None)
    assert NOTE in drawn(name, other)


@pytest.mark.parametrize("name", ["terminal", "markdown", "html", "docx", "pdf"])
def test_a_quote_from_a_page_that_was_read_by_ocr_says_so(name: str) -> None:
    assert "page 2, read by OCR" in drawn(name, recognised())
    assert "read by OCR" not in drawn(name, document())


def test_the_place_of_other_words_says_nothing_of_ocr() -> None:
    assert place(evidence()) == "4 Records, page 2"
    assert recognition_words(document()) == ""


@pytest.mark.parametrize("name", ["terminal", "html", "summary", "dashboard", "lines"])
def test_a_list_of_documents_marks_those_that_were_read_by_ocr(name: str) -> None:
    others = [document(f"{number}.pdf") for number in range(6)]
    assert drawn(name, *others, recognised()).count(MARK) == 1


def test_the_workbook_marks_them_in_its_list_of_documents() -> None:
    assert "Read by OCR, confidence 94 %." in drawn("xlsx", document(), recognised())


def test_a_table_has_a_column_for_how_sure_ocr_was() -> None:
    text = render_report(replace(report(), documents=(document(), recognised())), FORMATS["csv"])
    assert isinstance(text, str)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["document"], row["ocr_confidence"]) for row in rows} == {("old-policy.pdf", ""), ("scan.pdf", "0.94")}


def test_an_audit_report_says_with_what_a_document_was_read() -> None:
    words = drawn("docx", recognised())
    assert "2 pages by OCR (tesseract 5.3.0), confidence 94 %; the damaged file was mended first" in words


def test_sarif_and_junit_have_it_as_properties() -> None:
    log = json.loads(str(render_report(replace(report(), documents=(recognised(),)), FORMATS["sarif"])))
    (artifact,) = log["runs"][0]["artifacts"]
    assert artifact["properties"]["recognition"]["engine"] == "tesseract"
    assert artifact["properties"]["repaired"] is True
    suites = render_report(replace(report(), documents=(recognised(),)), FORMATS["junit"])
    assert '<property name="ocr-confidence" value="0.94"/>' in str(suites)


def test_oscal_marks_words_that_were_read_by_ocr() -> None:
    text = str(render_report(replace(report(), documents=(recognised(),)), FORMATS["oscal"]))
    assert '"read-by"' in text
    assert '"read-by"' not in str(render_report(replace(report(), documents=(document(),)), FORMATS["oscal"]))
