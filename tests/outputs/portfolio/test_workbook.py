import io
import os
import subprocess
import sys
import zipfile

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from policylint.model.report import Cover, Report
from policylint.outputs.portfolio import matrix_sheet, workbook
from policylint.outputs.portfolio.workbook import render
from tests.outputs.portfolio.samples import portfolio, with_status
from tests.outputs.samples import document, report
from tests.running import ROOT


def opened(of: Report, **more: object) -> Workbook:
    return load_workbook(io.BytesIO(render(of, **more)))  # type: ignore[arg-type]


def cells(book: Workbook, sheet: str) -> list[list[object]]:
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def matrix_row(book: Workbook, name: str) -> dict[str, object]:
    heads, *rows = cells(book, "Matrix")[3:]
    return next(dict(zip(map(str, heads), row, strict=True)) for row in rows if row[0] == name)


def test_each_cell_says_its_status_in_a_word() -> None:
    book = opened(portfolio())
    row = matrix_row(book, "policies/mail rules.md")
    assert [row[title] for title in ("Records", "Terms", "Filming")] == ["legacy", "(missing)", "(missing)"]
    assert matrix_row(book, "corrected.pdf")["Blocking users"] == "covered*"
    assert matrix_row(book, "scan.pdf")["Records"] == "\u2013"


def test_statuses_differ_in_colour_and_the_words_say_the_same() -> None:
    sheet = opened(report())["Matrix"]
    fills = {cell.value: cell.fill.fgColor.rgb for cell in sheet[5] if cell.value in ("covered", "legacy", "missing")}
    assert len(set(fills.values())) == 3


def test_a_note_has_the_words_their_place_and_what_people_said() -> None:
    sheet = opened(portfolio())["Matrix"]
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(notes) == 3 + 6 + 3
    assert any("\u201cE-mail is kept for two years.\u201d (4 Records, page 2)" in note for note in notes)
    assert any("Settled elsewhere" in note and "Dana Lee, city clerk" in note for note in notes)
    assert any("Corrected to covered. The annex says it. Dana Lee" in note for note in notes)


def test_notes_are_left_out_where_they_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix_sheet, "NOTES_UP_TO", 2)
    book = opened(report())
    assert not any(cell.comment for row in book["Matrix"].iter_rows() for cell in row)
    assert any(row[0] == "Notes" for row in cells(book, "About"))


def test_headings_stay_in_sight_and_come_on_every_page() -> None:
    sheet = opened(portfolio())["Matrix"]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:L9"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$4", "$A:$A")
    assert sheet.page_setup.orientation == "landscape"


def test_totals_are_counted_over_the_checked_documents() -> None:
    rows = {row[0]: row for row in cells(opened(portfolio()), "Matrix") if row[0]}
    assert rows["Covered, of 3 checked"][1:2] + rows["Covered, of 3 checked"][6:7] == [4, 3]
    assert rows["Share covered"][1] == "33 %"


def test_gaps_has_what_is_open_and_nothing_else() -> None:
    heads, *rows = cells(opened(portfolio()), "Gaps")
    found = [(row[0], row[3], row[4]) for row in rows]
    assert ("policies/mail rules.md", "legal.records", "legacy") in found
    assert not {"legal.terms", "legal.filming"} & {row[1] for row in found}
    assert ("corrected.pdf", "citizen.blocking", "missing") not in found
    assert [row[2] for row in found if row[0] == "corrected.pdf"] == ["legacy", "finding"]
    assert len(heads) == len(rows[0])


def test_decisions_and_reviews_have_a_sheet_with_reason_and_owner() -> None:
    rows = cells(opened(portfolio()), "Decisions")
    assert ["settled-elsewhere", "The records policy says it.", "Dana Lee, city clerk"] in [row[3:6] for row in rows]
    assert ["correct", "The annex says it.", "Dana Lee"] in [row[3:6] for row in rows]
    assert "Decisions" not in opened(report()).sheetnames


def test_peers_stand_beside_the_element_with_source_and_n() -> None:
    rows = {row[0]: row for row in cells(opened(portfolio()), "Elements")}
    assert rows["Use"][6] == "12 of 26 policies addressed acceptable use: A survey (2010)."
    assert not rows["Legal"][6]


def test_an_earlier_report_gets_a_sheet_of_what_changed() -> None:
    before = report(with_status(document(), official="missing"))
    rows = cells(opened(report(), earlier=before), "Change")
    assert ["Gained", "old-policy.pdf", "Official use", "use.official", "missing", "covered"] in [
        row[:6] for row in rows
    ]
    assert "Change" not in opened(report()).sheetnames


def test_the_cover_and_how_to_verify_are_on_the_last_sheet() -> None:
    cover = Cover(title="Town audit", prepared_for="The board", date="2026-03-01", notes=("One.", "Two."))
    about = {row[0]: row[1] for row in cells(opened(replace(report(), cover=cover)), "About")}
    assert (about["Prepared for"], about["Date"], about["Reviewer's notes"]) == ("The board", "2026-03-01", "One.")
    assert "policylint verify" in str(about["How to verify"])
    assert "Town audit" in about


@pytest.mark.parametrize("text", ["=cmd()", "+1", "@SUM(A1)", "http://a.example", "_x0041_", "a\x00b\u202ec"])
def test_no_text_becomes_a_formula_a_link_or_invisible(text: str) -> None:
    book = opened(replace(report(document(name=text, quote=text, title=text)), cover=Cover(title=text)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not isinstance(cell.value, str) or cell.quotePrefix
                assert not {"\x00", "\u202e"} & set(str(cell.value))
                assert not (cell.comment and {"\x00", "\u202e"} & set(cell.comment.text))
    if text.isprintable():
        assert text in [row[0] for row in cells(book, "Documents")]


def test_a_cell_holds_no_more_than_excel_takes() -> None:
    rows = cells(opened(report(document(quote="word " * 9000))), "Gaps")
    longest = max(len(str(cell)) for row in rows for cell in row)
    assert longest == 32_767


def test_links_lead_to_the_reports_beside_the_workbook() -> None:
    sheet = opened(report(), links={"old-policy.pdf": "reports/old-policy-pdf.docx"})["Documents"]
    targets = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert targets == ["reports/old-policy-pdf.docx"]


def test_it_carries_the_report_only_where_it_can_be_drawn_from_that_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def carries(data: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "customXml/item1.xml" in archive.namelist()

    of = report()
    assert carries(render(of))
    assert not carries(render(of, earlier=of))
    assert not carries(render(of, links={"old-policy.pdf": "x.docx"}))
    monkeypatch.setattr(workbook, "CARRIES_UP_TO", 10)
    assert not carries(render(of))


def test_a_report_without_documents_is_drawn() -> None:
    assert opened(replace(report(), documents=())).sheetnames[0] == "Matrix"


PROGRAM = """
import hashlib
from policylint.outputs.portfolio import dashboard, matrix_csv, workbook
from tests.outputs.portfolio.samples import portfolio
of = portfolio()
drawn = workbook.render(of) + matrix_csv.render(of).encode() + dashboard.render(of, earlier=of).encode()
digest = hashlib.sha256(drawn).hexdigest()
"""


def test_the_bytes_are_the_same_in_another_process_zone_and_with_another_seed() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    command = [sys.executable, "-c", f"{PROGRAM}print(digest)"]
    other = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    here: dict[str, str] = {}
    exec(PROGRAM, here)
    assert other.stdout.strip() == here["digest"]
