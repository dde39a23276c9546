import csv
import io

import pytest
from msgspec.structs import replace

from policylint.model.report import DocumentReport, Report
from policylint.outputs.portfolio.matrix_csv import FIXED, render
from tests.outputs.portfolio.samples import portfolio, with_status
from tests.outputs.samples import document, report


def rows(of: Report, earlier: Report | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(of, earlier=earlier))))


def test_the_first_row_has_the_ids_and_the_next_two_element_and_title() -> None:
    element, title, *_ = rows(portfolio())
    assert (element["document"], element["legal.records"]) == ("(element)", "Legal")
    assert (title["document"], title["legal.records"]) == ("(title)", "Records")


def test_a_cell_has_one_word() -> None:
    found = {row["document"]: row for row in rows(portfolio())}
    mail = found["policies/mail rules.md"]
    assert [mail[name] for name in ("use.official", "legal.records", "legal.terms", "legal.filming")] == [
        "covered",
        "legacy",
        "missing-decided",
        "missing-not-asked",
    ]
    assert found["corrected.pdf"]["citizen.blocking"] == "covered-corrected"


def test_a_document_that_was_not_checked_has_its_verdict_and_empty_cells() -> None:
    row = rows(portfolio())[-2]
    assert (row["document"], row["verdict"], row["covered"], row["legal.records"]) == ("scan.pdf", "unreadable", "", "")


def test_an_earlier_report_adds_what_was_gained_and_lost() -> None:
    row = rows(report(), report(with_status(document(), official="missing", records="covered")))[-1]
    assert (row["gained"], row["lost"]) == ("1", "1")


@pytest.mark.parametrize("start", ["=", "+", "@", "\t", " =", "::"])
def test_no_cell_acts(start: str) -> None:
    of = report(document(name=f"{start}cmd()"))
    of = replace(of, documents=(with_title(of, f"{start}title"),))
    for row in csv.reader(io.StringIO(render(of))):
        assert not any(cell.lstrip().startswith(("=", "+", "@", "::")) for cell in row)


def with_title(of: Report, title: str) -> DocumentReport:
    first = of.documents[0]
    return replace(first, requirements=tuple(replace(r, title=title) for r in first.requirements))


def test_without_documents_the_heads_are_there() -> None:
    assert render(replace(report(), documents=())).splitlines()[0] == ",".join(FIXED)
