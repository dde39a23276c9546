"""The same as `test_injection` for the formats that an auditor hands over: nothing that others wrote acts in them."""

import csv
import io
import re
import zipfile
from collections import Counter
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from pypdf import PdfReader

from benchmarks.oscal import loose_ends, model_errors
from policylint.model.report import Cover, Decision, DocumentReport, Manifest, ManifestFile, Nearest, Report, Searched
from policylint.outputs import FORMATS, render_report, render_text
from policylint.outputs.embedded import ATTACHMENT
from tests.outputs.samples import FROM_FILE, evidence
from tests.outputs.test_injection import ACTING, IN_MARKDOWN, PIECES, SURROGATE, spoilt, strings, writable

TEXTS = {
    "everything": " ".join(piece for piece in PIECES + IN_MARKDOWN if not SURROGATE.search(piece)),
    "formula": "=cmd|'/c calc'!A1 _x000D_ _x0041_",
    "address": "https://evil.example/x www.evil.example javascript:alert(1) file:///etc/passwd",
}
TYPST = '#image("x") #read("/etc/passwd") $x$ @ref <label> *b* `c` = Heading // c /* d */ \\u{41} ~ #[x]'
each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def wholly(text: str) -> Report:
    """`spoilt`, and what only these formats show: the cover, the manifest, notes, reviews, what was searched."""
    of = spoilt(text)
    return replace(
        of,
        documents=tuple(_reviewed(document, text) for document in of.documents),
        packs=tuple(replace(pack, title=text, version=text) for pack in of.packs),
        cover=Cover(title=text, prepared_for=text, prepared_by=text, notes=(text, text)),
        manifest=Manifest(
            libraries={"lxml": text},
            files=(ManifestFile(role="decisions", name=text, sha256="ab" * 32),),
            given={"profile": text},
        ),
    )


def _reviewed(document: DocumentReport, text: str) -> DocumentReport:
    review: Decision = replace(FROM_FILE, kind="confirm", reason=text, owner=text, place=text, settled_by=None)
    nearest = Nearest(evidence=replace(evidence(text), section=(text,)), lacks=text)
    searched = Searched(clauses=3, sections=1, candidates=1, terms=(text,))
    return replace(
        document,
        notes=(text,),
        requirements=tuple(
            replace(
                requirement,
                review=review,
                nearest=requirement.nearest and nearest,
                searched=requirement.searched and searched,
            )
            for requirement in document.requirements
        ),
    )


@cache
def members(name: str, text: str) -> dict[str, bytes]:
    """The parts of an Office file that a program shows: all but the report's JSON."""
    drawn = render_report(wholly(text), FORMATS[name])
    assert isinstance(drawn, bytes)
    with zipfile.ZipFile(io.BytesIO(drawn)) as archive:
        return {part: archive.read(part) for part in archive.namelist() if not part.startswith("customXml/")}


def parsed(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def shape(name: str, text: str) -> dict[str, Counter[str]]:
    return {
        part: Counter(element.tag for element in parsed(data).iter()) if part.endswith((".xml", ".rels")) else Counter()
        for part, data in members(name, text).items()
    }


@each_text
@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_an_office_file_has_our_elements_whatever_the_words(name: str, text: str) -> None:
    expected = shape(name, "words")
    assert {part: counts for part, counts in shape(name, text).items() if counts != expected[part]} == {}


@each_text
@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_an_office_file_leads_nowhere_outside_and_shows_what_could_act(name: str, text: str) -> None:
    for part, data in members(name, text).items():
        if part.endswith(".rels"):
            assert not [entry.attrib for entry in parsed(data) if entry.get("TargetMode") == "External"]
        elif part.endswith(".xml"):
            for element in parsed(data).iter():
                assert not any(ACTING.search(said) for said in (element.text or "", *element.attrib.values())), part


@each_text
def test_a_workbook_has_no_formula_and_no_escape_that_excel_would_undo(text: str) -> None:
    for part, data in members("xlsx", text).items():
        if part.startswith("xl/worksheets/sheet"):
            assert not list(parsed(data).iter("{*}f")), part
        if part.endswith(("sharedStrings.xml", "comments1.xml")):
            said = "".join(parsed(data).itertext())
            shown = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), said)
            assert not ACTING.search(shown.replace("\n", "")), part
            assert ("_x000D_ _x0041_" in text) == ("_x000D_ _x0041_" in shown), part


def test_a_pdf_leads_only_to_its_own_pages_and_shows_the_words_as_words() -> None:
    drawn = render_report(wholly(f"{TYPST} \x1b[31mred \u202eback https://evil.example/x"), FORMATS["pdf"])
    assert isinstance(drawn, bytes)
    reader = PdfReader(io.BytesIO(drawn))
    assert not {"/OpenAction", "/AA", "/AcroForm"} & reader.root_object.keys()
    assert list(reader.attachments) == [ATTACHMENT]
    marks = [mark.get_object() for page in reader.pages for mark in page.get("/Annots", ())]
    assert marks and all(mark["/Subtype"] == "/Link" and "/A" not in mark for mark in marks)
    shown = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert not ACTING.search(shown)
    assert '#image("x") #read("/etc/passwd") $x$ @ref <label> *b* `c`' in shown
    assert "<U+001B>[31mred <U+202E>back" in shown


def _tags(page: str) -> Counter[str]:
    """The tags of a page but those that only let a long word break."""
    return Counter(tag for tag in re.findall(r"<([a-zA-Z!/][\w-]*)", page) if tag != "wbr")


@each_text
@pytest.mark.parametrize("name", ["dashboard", "html"])
def test_a_page_has_our_elements_and_links_to_itself_only(name: str, text: str) -> None:
    page = render_text(wholly(text), FORMATS[name])
    assert _tags(page) == _tags(render_text(wholly("words"), FORMATS[name]))
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', page))
    assert not ACTING.search(page.replace("\n", ""))


@each_text
def test_a_matrix_is_a_rectangle_without_a_formula(text: str) -> None:
    written = render_text(wholly(text), FORMATS["matrix"])
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == len(written.splitlines())
    assert not any(
        cell.lstrip(" \xa0").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in rows for cell in row
    )
    assert not any(ACTING.search(cell) for row in rows for cell in row)


@settings(max_examples=12, deadline=None)
@given(writable)
def test_oscal_stays_valid_and_its_markup_shows_plain_words(text: str) -> None:
    written = render_text(wholly(text), FORMATS["oscal"])
    assert model_errors(written) == []
    assert loose_ends(written) == []
    assert not any(ACTING.search(said.replace("\n\n", "")) for said in strings(written))
    assert "{{" not in written.replace('"value": "', "")
