"""Small things about how a report looks that once were wrong."""

import re

import click
import pytest
from msgspec.structs import replace

from policylint.model.report import DocumentReport
from policylint.outputs import FORMATS, render_report
from policylint.outputs.html import groups_of
from policylint.outputs.wording import verdict_words, weight
from tests.outputs.samples import WHY, compared, document, evidence, report, unreadable


def terminal(*documents: DocumentReport, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    return click.unstyle(render_report(report(*documents), FORMATS["terminal"])).splitlines()


def page(*documents: DocumentReport) -> str:
    return render_report(report(*documents), FORMATS["html"])


def test_one_is_covered_and_two_are() -> None:
    assert "1 is covered, 1 is settled only by a legacy clause, 1 is missing. 1 clause" in verdict_words(document())
    assert "1 is covered, 2 are settled only by a legacy clause, 3 are missing." in verdict_words(compared())


def test_a_gap_says_its_severity_where_that_is_high(monkeypatch: pytest.MonkeyPatch) -> None:
    legacy, medium = compared().requirements[1:3]
    assert (weight(legacy), weight(medium)) == ("high", "")
    assert "  Records  legal.records  high  new" in terminal(compared(), width=80, monkeypatch=monkeypatch)
    assert 'href="#legal.records">Records</a>' in page(compared())
    assert page(compared()).count('<span class="tag severity high">high</span>') == 1
    assert "high" not in render_report(report(replace(document(), findings=())), FORMATS["markdown"])


def test_a_title_that_is_too_long_for_its_line_has_its_marks_below(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = replace(document().findings[0], title="A clause with a title of some length")
    lines = terminal(replace(document(), findings=(finding,)), width=60, monkeypatch=monkeypatch)
    place = lines.index("  A clause with a title of some length")
    assert lines[place + 1] == "    rights.disparagement  high"
    assert max(map(len, lines)) <= 60


def test_the_page_of_what_is_covered_is_shown_however_long_the_section(monkeypatch: pytest.MonkeyPatch) -> None:
    where = replace(evidence(), section=("9 Web pages and social networking at all places of work",))
    covered = replace(document().requirements[0], evidence=(where,))
    lines = terminal(replace(document(), requirements=(covered,)), width=60, monkeypatch=monkeypatch)
    (line,) = (line for line in lines if line.startswith("  use.official"))
    assert line.endswith("\u2026, page 2")
    assert len(line) <= 60


def test_the_page_offers_only_groups_that_it_has() -> None:
    assert groups_of(document()) == (
        ("missing", "Missing"),
        ("legacy", "Legacy"),
        ("rights", "Rights at risk"),
        ("covered", "Covered"),
    )
    assert [group for group, _ in groups_of(compared())] == [
        *("missing", "legacy", "rights", "decided", "spared", "gone", "covered")
    ]
    stale = replace(document().findings[0], id="legacy.stale-date")
    assert groups_of(replace(document(), requirements=(), findings=(stale,))) == (("legacy", "Legacy"),)
    values = re.findall(r'type="radio" name="show-1" value="([a-z]+)"', page(compared()))
    assert values == ["all", *(group for group, _ in groups_of(compared()))]
    assert set(re.findall(r'data-group="([a-z]+)"', page(compared()))) == set(values) - {"all"}


def test_two_documents_of_the_same_bytes_are_filtered_apart() -> None:
    names = re.findall(r'type="radio" name="([^"]+)" value="all"', page(document(), document(name="copy.pdf")))
    assert names == ["show-1", "show-2"]


def test_the_table_of_a_page_says_what_is_open_and_what_is_short() -> None:
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page(compared(), document()), re.DOTALL)
    assert [re.findall(r'<td class="num">(\d+)</td>', row)[-1] for row in rows] == ["5", "3"]
    assert ["short of coverage" in row for row in rows] == [True, False]


def test_the_page_says_why_a_gap_weighs_otherwise() -> None:
    gap = replace(document().requirements[2], profile_why=WHY, severity="low")
    assert f"<strong>Why it weighs low here.</strong> {WHY}" in page(replace(document(), requirements=(gap,)))
    assert "Why it weighs" not in page(document())


def test_a_file_that_was_too_large_to_be_read_has_no_hash_on_the_page() -> None:
    too_large = replace(unreadable(), source=replace(unreadable().source, sha256=""))
    assert "<dt>scan.pdf</dt><dd>Not read</dd>" in page(too_large)
