"""Small things about how a report looks that once were wrong."""

import html
import re

import click
import pytest
from msgspec.structs import replace

from policylint.model.report import DocumentReport, Searched
from policylint.outputs import FORMATS, render_text
from policylint.outputs.html import groups_of
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.webpage import breakable
from policylint.outputs.wording import searched_words, weight
from tests.outputs.samples import (
    FROM_FILE,
    WHY,
    compared,
    document,
    evidence,
    lapsed,
    not_applicable,
    report,
    unreadable,
)


def terminal(*documents: DocumentReport, width: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    return click.unstyle(render_text(report(*documents), FORMATS["terminal"])).splitlines()


def page(*documents: DocumentReport) -> str:
    return render_text(report(*documents), FORMATS["html"])


def test_one_is_covered_and_two_are() -> None:
    assert "1 is covered, 1 is settled only by a legacy clause, 1 is missing. 1 clause" in verdict_words(document())
    assert "1 is covered, 2 are settled only by a legacy clause, 3 are missing (" in verdict_words(compared())


def test_the_verdict_says_how_many_of_the_missing_stand_in_another_list() -> None:
    words = verdict_words(compared())
    assert "3 are missing (1 of them decided, 1 not asked for). 2 clauses to rework, 1 decided." in words
    covered, legacy, missing = document().requirements
    one = replace(document(), requirements=(covered, legacy, replace(missing, decision=FROM_FILE)))
    assert "1 is missing (decided). 1 clause to rework." in verdict_words(one)
    spared = replace(document(), findings=(replace(document().findings[0], applies=False),))
    assert verdict_words(spared).endswith("0 clauses to rework, 1 not asked for.")


def test_what_is_not_checked_is_said_to_be_so_once() -> None:
    assert verdict_words(not_applicable()) == "Not checked: This is a policy on another matter."
    says_so = "This is a policy on another matter. It is not checked against the checklist."
    assert verdict_words(replace(not_applicable(), explanation=says_so)) == says_so


def test_quotation_marks_are_not_doubled() -> None:
    of = document(quote='\u201cSocial media\u201d means "posts".')
    for name in ("terminal", "markdown", "html", "lines", "github", "summary"):
        text = html.unescape(click.unstyle(render_text(report(of), FORMATS[name])))
        assert "\u2018Social media\u2019 means 'posts'." in " ".join(text.split())
        assert "\u201c\u201c" not in text
    assert "\u201cSocial media\u201d means" in render_text(report(of), FORMATS["csv"])


def test_no_clause_that_held_a_word_is_said_in_words() -> None:
    gap = document().requirements[2]
    assert "1 held some of the words." in searched_words(gap)
    bare = replace(gap, searched=Searched(clauses=12, sections=3, candidates=0))
    assert searched_words(bare) == "12 clauses in 3 sections were searched; none held any of the words."


def test_a_name_on_the_page_breaks_at_its_own_places_only() -> None:
    assert breakable("a/b-c_d.md") == "a/<wbr>b-<wbr>c_<wbr>d.<wbr>md"
    assert breakable("<b>/--x\x1b") == "&lt;b&gt;/--<wbr>x&lt;U+001B&gt;"
    assert 'href="#document-1">old-<wbr>policy.<wbr>pdf</a>' in page(document(), document())


def test_paper_has_the_covered_as_a_table_and_no_filters() -> None:
    text = page(document())
    assert (
        '<tr><th scope="row">Official use</th><td><q>E-mail is kept for two years.</q></td><td>4 Records, page 2'
        in text
    )
    assert 'class="on-paper">The nearest clause: <q>E-mail is kept for two years.</q>' in text
    paper = text.partition("@media print{")[2].partition("</style>")[0]
    assert re.search(r"\.filters[^{}]*\{display:none!important\}", paper)
    assert "details:not([open])" in paper
    assert "beforeprint" not in text


def test_a_decision_to_look_at_keeps_to_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    name = "policies/departments/human-resources/social-media-policy.md"
    of = replace(report(), decisions=(replace(lapsed(), document=name),))
    lines = click.unstyle(render_text(of, FORMATS["terminal"])).splitlines()
    place = lines.index("  legal.records  lapsed")
    assert "".join(line.strip() for line in lines[place + 1 : place + 3]).startswith(name)
    assert all(line.startswith("    ") for line in lines[place + 1 : place + 5])
    assert max(map(len, lines)) <= 60


def test_a_gap_says_its_severity_where_that_is_high(monkeypatch: pytest.MonkeyPatch) -> None:
    legacy, medium = compared().requirements[1:3]
    assert (weight(legacy), weight(medium)) == ("high", "")
    assert "  Records  legal.records  high  new" in terminal(compared(), width=80, monkeypatch=monkeypatch)
    assert 'href="#legal.records">Records</a>' in page(compared())
    assert page(compared()).count('<span class="tag severity high">high</span>') == 1
    assert "high" not in render_text(report(replace(document(), findings=())), FORMATS["markdown"])


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
    rows = re.findall(r'<tr><th scope="row"><a.*?</tr>', page(compared(), document()), re.DOTALL)
    assert [re.findall(r'<td class="num">(\d+)</td>', row)[-1] for row in rows] == ["5", "3"]
    assert ["short of coverage" in row for row in rows] == [True, False]


def test_the_page_says_why_a_gap_weighs_otherwise() -> None:
    gap = replace(document().requirements[2], profile_why=WHY, severity="low")
    assert f"<strong>Why it weighs low here.</strong> {WHY}" in page(replace(document(), requirements=(gap,)))
    assert "Why it weighs" not in page(document())


def test_a_file_that_was_too_large_to_be_read_has_no_hash_on_the_page() -> None:
    too_large = replace(unreadable(), source=replace(unreadable().source, sha256=""))
    assert "<dt>scan.pdf</dt><dd>Not read</dd>" in page(too_large)
