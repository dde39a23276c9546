import re

import click
import pytest
from msgspec.structs import replace

from policylint.model.report import Report
from policylint.outputs import FORMATS, render_text
from tests.outputs.samples import SHORTFALL, compared, document, lapsed, not_applicable, report, unreadable


def many() -> Report:
    names = [document(name=f"policies/unit-{number}/social-media-policy.pdf") for number in range(4)]
    return replace(report(*names, compared(), unreadable(), not_applicable()), decisions=(lapsed(),))


def shown(of: Report) -> str:
    return click.unstyle(render_text(of, FORMATS["terminal"]))


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_five_documents_are_shown_in_full_and_six_as_a_table() -> None:
    five = [document(name=f"{number}.pdf") for number in range(5)]
    assert "Nearest:" in shown(report(*five))
    assert "cov/leg/mis" not in shown(report(*five))
    assert "Nearest:" not in shown(report(*five, document()))
    assert "cov/leg/mis" in shown(report(*five, document()))


def test_a_document_has_one_line_with_its_kind_counts_and_elements() -> None:
    line = next(line for line in shown(many()).splitlines() if "mail rules.md" in line)
    assert re.sub(r"\s+", " ", line) == "policies/mail rules.md Internet use 1/ 2/ 3 5 \u25a0 \u25a1 \u25a1"


def test_the_end_of_a_long_path_is_what_is_shown() -> None:
    assert "\u2026ies/unit-3/social-media-policy.pdf" in shown(many())


def test_documents_that_were_not_checked_say_so_in_their_line() -> None:
    text = shown(many())
    assert re.search(r"scan\.pdf +unreadable +The pages hold", text)
    assert re.search(r"travel\.pdf +other policy +This is a policy", text)


def test_totals_the_most_common_gaps_and_the_way_to_one_document_follow() -> None:
    text = " ".join(shown(many()).split())
    assert (
        "Of 18 requirements in 5 documents 5 are covered, 6 are settled only by a legacy clause, 7 are missing." in text
    )
    assert "17 gaps and findings are open, 2 decided, 1 not asked for." in text
    assert "Since the baseline: 3 new or changed, 5 unchanged, 1 gone." in text
    assert "5 of 5 legal.records Records 5 of 5 citizen.blocking Blocking users 1 of 5 legal.disclosure" in text
    assert "One document in full: policylint check policies/unit-0/social-media-policy.pdf" in text
    assert "Decisions to look at (1)" in text


def test_documents_short_of_the_least_coverage_are_listed() -> None:
    text = " ".join(shown(many()).split())
    assert f"Short of what was asked for (1) policies/mail rules.md: {SHORTFALL} The most common" in text
    assert "asked for (" not in shown(report(*[document()] * 6))


def test_no_more_than_ten_gaps_are_called_common() -> None:
    gap = document().requirements[2]
    gaps = tuple(replace(gap, id=f"citizen.n{number}") for number in range(12))
    text = shown(report(*[replace(document(), requirements=gaps)] * 6))
    assert len(re.findall(r"6 of 6  citizen", text)) == 10


def test_a_table_without_checked_documents_has_no_totals_to_be_wrong_about() -> None:
    text = shown(report(*[unreadable()] * 6))
    assert "Of 0 requirements in 0 documents" in " ".join(text.split())
    assert "common" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_the_table_keeps_to_the_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = shown(many()).splitlines()
    rows = [row for row in rows if not row.startswith("One document in full")]
    assert max(map(len, rows)) <= max(60, min(100, width))
