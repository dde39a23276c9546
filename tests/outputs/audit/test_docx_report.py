"""The auditor's report as DOCX: real styles, tables and pictures, the same bytes, and nothing in it that acts."""

import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import etree
from msgspec.structs import replace

from policylint.model.report import Cover, PeerFigure, Report
from policylint.outputs.audit.content import audit_report
from policylint.outputs.audit.docx_body import Body
from policylint.outputs.audit.docx_file import new_document
from policylint.outputs.audit.docx_look import TEXT_WIDTH
from policylint.outputs.audit.docx_report import render
from policylint.outputs.audit.picture import coverage_png
from policylint.outputs.office import unpack
from policylint.outputs.wording import STATUS_TITLE
from tests.outputs.samples import compared, document, project, report, unreadable
from tests.outputs.test_injection import ACTING, hostile, spoilt

pytestmark = pytest.mark.slow

COVER = Cover(title="Review", prepared_for="The council", prepared_by="A. Quill", date="2026-11-27", notes=("Seen.",))
LONG = Cover(title="Review " * 99, prepared_by="A. Quill")


def opened(of: Report) -> Document:
    return docx.Document(io.BytesIO(render(of)))


def body(of: Report) -> etree._Element:
    return etree.fromstring(unpack(render(of))["word/document.xml"])


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext(qn("w:t")))


def all_text(of: Report) -> str:
    return "\n".join(text_of(paragraph) for paragraph in body(of).iter(qn("w:p")))


def headings(of: Document) -> Iterator[tuple[int, str]]:
    for paragraph in of.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if name and name.startswith("Heading "):
            yield int(name.split()[1]), paragraph.text


def test_python_docx_opens_it_with_its_properties() -> None:
    properties = opened(replace(report(), cover=COVER)).core_properties
    assert (properties.title, properties.author, properties.subject) == ("Review", "A. Quill", "Mail rules")
    assert "policylint" in properties.keywords
    assert properties.language == "en-GB"
    assert properties.created is not None
    assert properties.created.isoformat() == "2026-11-27T00:00:00+00:00"


def test_without_a_date_of_the_auditor_there_is_none() -> None:
    properties = opened(report()).core_properties
    assert (properties.created, properties.modified) == (None, None)


def test_what_the_template_says_of_itself_is_gone() -> None:
    members = unpack(render(replace(report(), cover=COVER)))
    assert b"python-docx" not in members["docProps/core.xml"]
    assert sorted(name.partition(".")[0] for name in members if name.startswith("word/")) == [
        "word/_rels/document",
        "word/document",
        "word/footer1",
        "word/header1",
        "word/media/image1",
        "word/numbering",
        "word/settings",
        "word/styles",
    ]
    assert [name for name in members if "thumbnail" in name] == []


def test_there_are_the_styles_of_the_report_and_no_others() -> None:
    peers = PeerFigure(about="legal", words="legal issues", addressed=12, n=26, source="A survey (2010)")
    several = report(compared(), document("b.pdf"))
    several = replace(several, packs=(replace(several.packs[0], peers=(peers,)),))
    parts = b"".join((*_parts(report(compared())), *_parts(several)))
    used = set(re.findall(rb'w:(?:pStyle|rStyle|tblStyle|basedOn) w:val="(\w+)"', parts))
    assert {style.style_id for style in opened(report()).styles} - {name.decode() for name in used} == {"NoList"}


def _parts(of: Report) -> Iterator[bytes]:
    """The parts in which styles are used, with those of which a style is based on another."""
    members = unpack(render(replace(of, cover=COVER)))
    yield from (members[f"word/{name}.xml"] for name in ("document", "styles", "header1", "footer1"))


def test_the_outline_goes_down_one_level_at_a_time() -> None:
    levels = [level for level, _ in headings(opened(project()))]
    assert levels[0] == 1
    assert set(levels) == {1, 2, 3}
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_requirement_is_a_heading_that_says_its_status() -> None:
    of = report()
    found = {text.replace("\u00a0", " ") for level, text in headings(opened(of)) if level == 3}
    for requirement in of.documents[0].requirements:
        assert f"{requirement.title}   {STATUS_TITLE[requirement.status]} " in found


def test_every_style_that_is_used_is_there() -> None:
    members = unpack(render(replace(project(), cover=COVER)))
    known = set(re.findall(rb'w:styleId="(\w+)"', members["word/styles.xml"]))
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        assert set(re.findall(rb'<w:(?:p|r|tbl)Style w:val="(\w+)"', members[part])) <= known


def test_the_contents_are_a_field_with_an_entry_for_every_part() -> None:
    root = body(report())
    assert [code.text for code in root.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\h \\z \\u ']
    marks = [mark.get(qn("w:fldCharType")) for mark in root.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]
    entries = [text_of(p) for p in root.iter(qn("w:p")) if re.fullmatch("TOC[12]", _style(p))]
    assert entries == [text for level, text in headings(opened(report())) if level < 3]


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def test_every_link_within_the_report_leads_to_a_mark() -> None:
    root = body(project())
    names = [mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))]
    ids = [mark.get(qn("w:id")) for mark in root.iter(qn("w:bookmarkStart"))]
    targets = {link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))}
    assert len(names) == len(set(names)) == len(set(ids))
    assert targets
    assert targets <= set(names)
    assert not any(link.get(qn("r:id")) for link in root.iter(qn("w:hyperlink")))


def test_header_rows_are_repeated_and_no_row_is_split() -> None:
    root = body(project())
    tables = [table for table in root.iter(qn("w:tbl")) if table_style(table) == "ReportTable"]
    assert tables
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        assert [bool(list(row.iter(qn("w:tblHeader")))) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert next(table.iter(qn("w:tblCaption"))).get(qn("w:val"))
    assert all(list(row.iter(qn("w:cantSplit"))) for row in root.iter(qn("w:tr")))


def table_style(table: etree._Element) -> str:
    found = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def test_every_row_has_the_cells_of_its_grid() -> None:
    for table in body(project()).iter(qn("w:tbl")):
        wide = len(list(table.iter(qn("w:gridCol"))))
        assert {len(row.findall(qn("w:tc"))) for row in table.iter(qn("w:tr"))} == {wide}


def test_the_picture_says_in_words_what_it_shows() -> None:
    named = next(body(report()).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert "Of 3 requirements 1 is covered" in str(named.get("descr"))
    assert "Legal: 0 covered, 1 legacy only, 0 missing" in str(named.get("descr"))


def test_the_picture_is_as_wide_as_the_text() -> None:
    (shape,) = opened(report()).inline_shapes
    assert shape.width.twips == TEXT_WIDTH
    size = next(body(report()).iter(qn("w:pgSz"))).get(qn("w:w"))
    margins = next(body(report()).iter(qn("w:pgMar")))
    assert int(str(size)) == TEXT_WIDTH + int(margins.get(qn("w:left"), "")) + int(margins.get(qn("w:right"), ""))


def test_pages_have_a_running_line_and_numbers_but_not_the_first() -> None:
    section = opened(report()).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Policy gap report \u00b7 Mail rules"
    codes = re.findall(rb'w:instr=" (\w+) "', unpack(render(report()))["word/footer1.xml"])
    assert codes == [b"PAGE", b"NUMPAGES"]


def test_word_is_not_told_to_update_fields_for_it_would_ask_first() -> None:
    assert b"updateFields" not in unpack(render(report()))["word/settings.xml"]


def test_the_first_bytes_say_who_wrote_it() -> None:
    assert b"<Application>policylint</Application>" in render(report())[:1024]
    assert next(iter(unpack(render(report())))) == "docProps/app.xml"


def test_the_report_is_in_it_as_data() -> None:
    of = replace(project(), cover=COVER)
    item = etree.fromstring(unpack(render(of))["customXml/item1.xml"])
    assert Report.from_json(str(item.text)) == of


def test_the_same_report_has_the_same_bytes_and_nothing_is_compressed() -> None:
    of = replace(project(), cover=COVER)
    assert render(of) == render(of)
    with zipfile.ZipFile(io.BytesIO(render(of))) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_xml_and_every_relation_leads_to_a_part() -> None:
    members = unpack(render(project()))
    for name, data in members.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        folder = "" if name == "_rels/.rels" else "word/"
        for relation in etree.fromstring(members[name]):
            assert posixpath.normpath(folder + str(relation.get("Target"))) in members


_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs noProof color sz szCs shd lang",
    "tcPr": "tcW tcBorders shd vAlign",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
}
"""What the schema of WordprocessingML allows within an element, in its order, as far as the report uses it."""


def test_properties_stand_in_the_order_of_the_schema() -> None:
    members = unpack(render(replace(project(), cover=COVER)))
    for part in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
        for parent, order in _ORDER.items():
            for element in etree.fromstring(members[part]).iter(qn(f"w:{parent}")):
                places = [order.split().index(etree.QName(child).localname) for child in element]
                assert places == sorted(set(places))


def drawn_with(text: str) -> etree._Element:
    """The body of a report in which everything that others write says `text`, without drawing the picture anew."""
    of = replace(spoilt(text), cover=Cover(title=text, prepared_by=text, notes=(text,)))
    drawn = new_document()
    Body(drawn, audit_report(of), lambda _: picture()).write()
    return drawn.element.body


def strings(root: etree._Element) -> Iterator[str]:
    yield from (str(string) for string in root.itertext())
    yield from (str(value) for element in root.iter() for value in element.attrib.values())


@settings(max_examples=15, deadline=None)
@given(hostile)
def test_the_body_has_our_elements_and_no_other_whatever_the_words(text: str) -> None:
    root = drawn_with(text)
    assert [element.tag for element in root.iter()] == usual_shape()
    assert not any(ACTING.search(string) for string in strings(root))


@cache
def picture() -> bytes:
    return coverage_png(document())


@cache
def usual_shape() -> list[str]:
    return [element.tag for element in drawn_with("words").iter()]


def test_no_word_acts_in_the_header_or_the_properties() -> None:
    text = "\x1b[31m\u202e</w:t><script>&amp;]]>\u200b\x00"
    members = unpack(
        render(replace(report(document(title=text, name=text)), cover=Cover(title=text, prepared_by=text)))
    )
    for part in ("word/header1.xml", "docProps/core.xml"):
        assert not any(ACTING.search(string) for string in strings(etree.fromstring(members[part])))


def test_a_word_of_a_document_never_becomes_a_field_or_a_link() -> None:
    quote = 'HYPERLINK "http://evil.example" <w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/> {INCLUDETEXT x}'
    root = body(report(document(quote=quote)))
    assert not any("HYPERLINK" in str(code.text) for code in root.iter(qn("w:instrText")))
    assert {str(f.get(qn("w:instr"))).split()[0] for f in root.iter(qn("w:fldSimple"))} == {"SEQ"}
    assert quote.replace('"', "'") in all_text(report(document(quote=quote)))


def test_an_endless_quotation_and_name_do_no_harm() -> None:
    of = replace(report(document(quote="x" * 32_000, title="y" * 32_000, name="z" * 3_000)), cover=LONG)
    assert len(opened(of).tables) > 3
    assert opened(of).core_properties.title.endswith("\u2026")


def test_a_report_on_a_document_that_could_not_be_read() -> None:
    of = report(unreadable())
    assert len(opened(of).inline_shapes) == 0
    assert "The pages hold pictures and no text layer." in all_text(of)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_its_words(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(render(replace(report(compared()), cover=COVER)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    shown = (tmp_path / "report.txt").read_text(encoding="utf-8-sig")
    for words in ("Review", "Contents", "Blocking users", "Say when.", "The records policy says it.", "A. Quill"):
        assert words in shown
