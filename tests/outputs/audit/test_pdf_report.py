"""The auditor's report as PDF: what it says, how it is tagged, and that nothing of a document acts in it."""

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst
from msgspec.structs import replace

from policylint.model.report import Cover, DecisionUse, Report
from policylint.outputs.audit import pdf_report
from policylint.outputs.audit.blocks import AuditReport, Heading, Paragraph, Piece
from policylint.outputs.audit.pdf_report import MARK, render
from policylint.outputs.audit.pdf_text import _SURE, STANDARD, code_tables, shown
from policylint.outputs.audit.picture import TEMPLATES
from policylint.outputs.embedded import ATTACHMENT, report_json
from policylint.outputs.wording import STATUS_TITLE
from tests.outputs.samples import FROM_FILE, compared, document, not_applicable, report, unreadable

DATED = Cover(title="Audit of mail rules", prepared_for="The city", prepared_by="Jane Roe", date="2026-11-27")


@cache
def several() -> Report:
    """A report as it is read back, so that numbers are what they are in every process."""
    return Report.from_json(report(document(), compared(), unreadable(), not_applicable()).to_json())


@cache
def drawn(dated: bool = False) -> bytes:
    return render(replace(several(), cover=DATED if dated else None))


@cache  # what is taken out of a file is of use only while the file is open
def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """The text of all pages on one line, as a viewer copies it."""
    pages = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def elements_of(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure tree."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting.extend(item)
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                yield item
            if "/K" in item:
                waiting.append(item.K)


def quoting(words: str) -> Report:
    """A report on a document that says `words` wherever a document or a person can say something."""
    decision = replace(FROM_FILE, reason=words, owner=words, place=words)
    said = document(name=words, quote=words, title=words)
    first, second, third = said.requirements
    said = replace(said, requirements=(first, second, replace(third, decision=decision, why=words)))
    use = DecisionUse(document=words, rule="citizen.blocking", state="in-force", decision=decision)
    return replace(report(said), decisions=(use,), cover=Cover(title=words, prepared_for=words, notes=(words,)))


def test_the_report_says_every_requirement_and_its_status() -> None:
    text = text_of(drawn())
    for about in several().documents:
        for requirement in about.requirements:
            assert requirement.title in text
            assert STATUS_TITLE[requirement.status] in text
    assert "The pages hold pictures and no text layer." in text
    assert "This is a policy on another matter." in text


def test_every_page_after_the_cover_says_its_number_and_how_many_there_are() -> None:
    pages = pypdfium2.PdfDocument(drawn())
    for number in range(2, len(pages) + 1):
        assert f"Page {number} of {len(pages)}" in pages[number - 1].get_textpage().get_text_range()


def test_the_file_carries_the_report_as_data() -> None:
    attached = opened(drawn()).attachments[ATTACHMENT].get_file()
    assert attached.read_bytes() == report_json(several())


def test_the_file_is_sound_and_says_at_its_beginning_who_wrote_it() -> None:
    assert MARK in drawn()[:64]
    assert opened(drawn()).check_pdf_syntax() == []


@pytest.mark.parametrize("dated", [False, True])
def test_the_same_report_gives_the_same_bytes(dated: bool) -> None:
    assert render(replace(several(), cover=DATED if dated else None)) == drawn(dated)


def test_the_file_is_tagged_for_reading_aloud() -> None:
    root = opened(drawn()).Root
    assert root.MarkInfo.Marked
    assert root.Lang == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    metadata = opened(drawn()).open_metadata()
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert metadata["dc:title"] == "Policy gap report"
    assert "policylint" in metadata["pdf:Keywords"]


def test_a_report_with_a_date_is_for_archives_too_and_has_no_other_date() -> None:
    metadata = opened(drawn(dated=True)).open_metadata()
    assert metadata["pdfaid:part"] == "3"
    assert metadata["pdfaid:conformance"] == "A"
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert {str(value)[:10] for name, value in metadata.items() if "Date" in name} == {"2026-11-27"}


def test_a_report_without_a_date_says_none() -> None:
    pdf = opened(drawn())
    assert "Date" not in " ".join(pdf.open_metadata())
    assert not [name for name in pdf.docinfo if "Date" in name]


def test_pictures_have_words_for_who_cannot_see_them() -> None:
    figures = [element for element in elements_of(opened(drawn())) if element.S == "/Figure"]
    assert len(figures) == 2, "one for each document that was checked"
    assert all("Alt" in str(list(figure.keys())) and len(str(figure.Alt)) > 20 for figure in figures)


def test_tables_have_header_cells_and_headings_go_down_by_one_level_at_most() -> None:
    elements = list(elements_of(opened(drawn())))
    kinds = [str(element.S) for element in elements]
    assert kinds.count("/Table") > 0
    assert kinds.count("/TH") >= kinds.count("/Table")
    levels = [int(kind[2:]) for kind in reversed(kinds) if re.fullmatch("/H[1-6]", kind)]
    assert set(levels) >= {1, 2, 3}
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_bookmarks_name_the_parts_and_no_status() -> None:
    with opened(drawn()).open_outline() as outline:
        titles = [item.title for item in outline.root]
        deeper = [child.title for item in outline.root for child in item.children]
    assert any("How to verify" in title for title in titles)
    assert deeper
    assert not any(word in title for word in STATUS_TITLE.values() for title in titles + deeper)


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x") #import "x": y $a^b$ *strong* _soft_ @ref <label> `raw`',
        "\\ \\u{41} \\# // remark /* remark */ = Heading - item + item / term: [x] {y} ~ -- ---",
        "https://example.org/#pagebreak() ]]> %PDF endobj startxref 0 %%EOF",
    ],
)
def test_what_a_document_says_stands_there_as_it_is(words: str) -> None:
    text = text_of(render(quoting(words)))
    assert text.count(words) >= 5


def test_what_could_act_is_made_visible() -> None:
    text = text_of(render(quoting("a\x1b[31m\u202eb\u200bc\x00d\U000e0041e\nf")))
    assert "a<U+001B>[31m<U+202E>b<U+200B>c<U+0000>d<U+E0041>e f" in text


def test_letters_of_the_fonts_stand_as_they_are_and_others_as_codes() -> None:
    text = text_of(render(quoting("Кириллица Ελληνικά אבג \u4e2d \U0001f600 \ue000")))
    assert "Кириллица Ελληνικά" in text
    assert "<U+4E2D> <U+1F600> <U+E000>" in text
    assert "They stand as their codes" in text


def test_a_report_without_such_characters_has_no_word_on_codes() -> None:
    assert "They stand as their codes" not in text_of(drawn())


def test_a_sign_that_has_no_shape_on_its_letter_stands_as_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts have the Arabic sign, and the Latin letter in italics, but none has both in italics."""
    blocks = (Heading(1, "Part", "part"), Paragraph((Piece("a\u064b and Кириллица", emphasis=True),)))
    content = AuditReport("Title", "", "Subject", ("policylint",), "", "Title", blocks)
    monkeypatch.setattr(pdf_report, "audit_report", lambda _: content)
    assert "a<U+064B> and Кириллица" in text_of(render(report()))


def test_every_character_that_is_taken_for_granted_has_a_shape() -> None:
    characters = "\n".join(sorted(_SURE))
    source = (
        (TEMPLATES / "probe.typ").read_text(encoding="utf-8").replace("json(bytes(sys.inputs.characters))", "given")
    )
    source = source.replace(
        '#import "picture.typ": fonts', '#import "picture.typ": fonts\n#let given = sys.inputs.given.split("\\n")'
    )
    assert typst.Compiler(root=str(TEMPLATES), ignore_system_fonts=True).compile(
        source.encode(), sys_inputs={"given": characters}, format="pdf", pdf_standards=[STANDARD]
    )


def test_the_last_table_of_codes_has_all_that_is_not_certain() -> None:
    *_, last = code_tables(["plain", "a \u0416 \u4e2d\u0301"])
    assert last == {"\u0301": "<U+0301>", "\u0416": "<U+0416>", "\u4e2d": "<U+4E2D>"}


def test_a_long_word_stays_on_the_page() -> None:
    for page in pypdfium2.PdfDocument(render(quoting("w" * 300))):
        words = page.get_textpage()
        assert max(words.get_charbox(index)[2] for index in range(words.count_chars())) <= page.get_width()


def test_whoever_copies_a_digest_gets_just_its_letters() -> None:
    text = text_of(drawn())
    assert "ab" * 32 in text.replace(" ", "")
    assert "\u200b" not in text


def test_a_quotation_of_two_million_letters_is_cut() -> None:
    said = document(quote="Nobody reads all of this. " * 80_000)
    assert len(pypdfium2.PdfDocument(render(report(said)))) < 40


def test_a_text_that_is_too_long_says_how_much_is_missing() -> None:
    text = shown("word " * 3000, {})
    assert text.endswith("\u2026 (5000 more characters in the attached data)")
    assert len(text) < 10_100
