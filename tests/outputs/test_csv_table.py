import csv
import io

import pytest
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs.csv_table import COLUMNS, render
from tests.outputs.samples import WHY, compared, document, not_applicable, project, report, unreadable


def rows(of: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(of))))


def test_every_requirement_and_finding_has_a_row_covered_or_not() -> None:
    of = project()
    expected = [about.id for d in of.documents[:3] for about in d.requirements] + [
        about.id for d in of.documents[:3] for about in d.findings
    ]
    found = rows(of)
    assert sorted(row["id"] for row in found if row["id"]) == sorted(expected)
    assert {row["status"] for row in found} == {"covered", "legacy", "missing", "finding", ""}


def test_a_row_says_where_the_words_stand() -> None:
    row = next(row for row in rows(report(compared())) if row["id"] == "legal.records")
    assert {name: row[name] for name in ("section", "page", "paragraph", "line", "quote", "open", "baseline")} == {
        "section": "4 Records",
        "page": "",
        "paragraph": "",
        "line": "31",
        "quote": "E-mail is kept for two years.",
        "open": "yes",
        "baseline": "new",
    }


def test_a_row_says_what_was_decided_and_what_does_not_apply() -> None:
    found = {row["id"]: row for row in rows(report(compared()))}
    decided = found["legal.terms"]
    assert [decided[f"decision_{name}"] for name in ("kind", "reason", "owner", "expires")] == [
        "settled-elsewhere",
        "The records policy says it.",
        "Dana Lee, city clerk",
        "2027-06-30",
    ]
    assert (decided["open"], decided["applies"]) == ("no", "yes")
    assert (found["legal.filming"]["open"], found["legal.filming"]["applies"]) == ("no", "no")
    assert (found["legal.filming"]["profile_why"], decided["profile_why"]) == (WHY, "")
    assert found["legal.disclosure"]["evidence_document"] == "policies/records.pdf"


def test_a_document_that_was_not_checked_has_a_row_that_says_why() -> None:
    first, second = rows(report(unreadable(), not_applicable()))
    assert (first["document_verdict"], second["document_verdict"]) == ("unreadable", "not-applicable")
    assert "no text layer" in first["why"]


def test_the_heading_row_is_there_even_without_documents() -> None:
    assert render(replace(report(), documents=())) == ",".join(COLUMNS) + "\n"


def test_a_line_of_the_file_is_a_row_and_no_command() -> None:
    of = report(document(name="::error::x.md", quote="one\r\n::error::two\n\n##[error]three"))
    lines = render(of).splitlines()
    assert len(lines) == 1 + len(rows(of)) == 5
    assert all(line.startswith(("document,", "'::error::x.md,")) for line in lines)
    assert rows(of)[3]["quote"] == "one ::error::two # #[error]three"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d"])
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    of = report(document(name=f"{start}cmd()", quote=f'{start}HYPERLINK("x")'))
    for row in csv.reader(io.StringIO(render(of))):
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")) for cell in row)
    assert "cmd()" in render(of)
