"""What a project adds to a report (profile, decisions, baseline, policy set), as people see it."""

import html
import re

import click
import pytest
from msgspec.structs import replace

from policylint.model.report import Evidence, Report
from policylint.outputs import FORMATS, render_text
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import baseline_words, decision_words, place
from tests.outputs.reading import text_of
from tests.outputs.samples import (
    FROM_COMMENT,
    FROM_FILE,
    SHORTFALL,
    WHY,
    compared,
    document,
    not_applicable,
    project,
    report,
)

FOR_PEOPLE = ("terminal", "markdown", "html")


def shown(name: str, of: Report) -> str:
    """What a person reads: of HTML, nothing of its style, its script and its data."""
    text = click.unstyle(render_text(of, FORMATS[name]))
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_what_is_decided_stands_apart_with_reason_owner_and_end(name: str) -> None:
    text = shown(name, report(compared()))
    assert "Decided (2)" in text
    assert "Settled elsewhere (policies/records.pdf, 4 Retention)" in text
    for words in ("The records policy says it.", "Dana Lee, city clerk", "until 2027-06-30", "Accepted. We know."):
        assert words in text


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_what_does_not_apply_is_one_list_that_names_the_profile(name: str) -> None:
    text = shown(name, report(compared()))
    assert "Does not apply (profile government) (1)" in text
    assert text.index("Does not apply") < text.index("legal.filming")
    assert WHY in text


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_what_the_configuration_leaves_out_is_said_to_be_so(name: str) -> None:
    gap = replace(document().requirements[2], applies=False)
    text = shown(name, report(replace(document(), requirements=(gap,))))
    assert "Does not apply (by the configuration) (1)" in text
    assert "The configuration leaves it out." in text


def test_a_long_reason_is_cut_on_a_terminal_and_whole_elsewhere() -> None:
    gap = replace(document().requirements[2], applies=False, profile_why="Law. " * 100)
    of = report(replace(document(), requirements=(gap,), profile="house"))
    assert "Law. …" in shown("terminal", of)
    assert shown("markdown", of).count("Law.") == shown("html", of).count("Law.") == 100


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_document_short_of_the_least_coverage_says_by_how_much(name: str) -> None:
    assert f"Short of the least coverage: {SHORTFALL}" in shown(name, report(compared()))


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_only_what_is_open_is_counted_as_missing(name: str) -> None:
    assert "Missing (1)" in shown(name, report(compared()))
    assert "1 covered" not in shown(name, replace(report(), documents=()))


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_the_baseline_is_one_line_and_what_is_gone_is_listed(name: str) -> None:
    text = shown(name, report(compared()))
    assert "Since the baseline: 3 new or changed, 5 unchanged, 1 gone." in text
    assert "Gone since the baseline (1)" in text
    assert "Nobody may speak." in text


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_without_a_project_nothing_of_it_is_said(name: str) -> None:
    text = shown(name, report())
    for words in ("Decided", "Does not apply", "baseline", "Decisions to look at", "profile", "least"):
        assert words not in text.replace("('decided', 'Decided')", "")


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_decisions_that_no_longer_hold_have_a_section(name: str) -> None:
    text = shown(name, project())
    assert "Decisions to look at (1)" in text
    assert "look again and decide anew" in text


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_clause_of_another_document_is_shown_with_its_file(name: str) -> None:
    text = shown(name, report(compared()))
    assert text.count("policies/records.pdf") >= 2
    assert "2 Scope" in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_policy_that_the_baseline_knows_and_that_is_none_any_more_says_so(name: str) -> None:
    gone = "The baseline knows it as a policy that was checked."
    of = report(replace(not_applicable(), shortfall=gone))
    text = " ".join(html.unescape(click.unstyle(text_of(of, name))).split())
    assert (gone in text) == (name not in {"gitlab", "checkstyle", "csv", "matrix"})
    assert "least coverage" not in text


def test_new_and_changed_ones_are_marked() -> None:
    terminal, markdown = shown("terminal", report(compared())), shown("markdown", report(compared()))
    assert "Records legal.records high new" in terminal
    assert "Disclosure legal.disclosure changed" in terminal
    assert "(`legal.records`, high, **new**)" in markdown
    assert 'Records</a> <span class="tag legacy">' in render_text(report(compared()), FORMATS["html"])
    assert render_text(report(compared()), FORMATS["html"]).count('class="tag fresh"') == 3


def test_every_requirement_of_the_page_keeps_its_address() -> None:
    page = render_text(report(compared()), FORMATS["html"])
    for requirement in compared().requirements:
        assert page.count(f'id="{requirement.id}"') == 1


def test_lines_has_none_for_what_calls_for_nobody() -> None:
    lines = render_text(project(), FORMATS["lines"]).splitlines()
    clause = "\u2013 \u201cE-mail is kept for two years.\u201d"
    assert lines[:6] == [
        f"policies/mail rules.md: coverage short: {SHORTFALL}",
        "policies/mail rules.md:31: legal.records legacy: Records (high)",
        "policies/mail rules.md: citizen.blocking missing: Blocking users (medium, in the baseline)",
        "policies/mail rules.md: legal.disclosure legacy: Disclosure (medium)",
        f"policies/mail rules.md:31: rights.disparagement high: Ban on criticism {clause}",
        f"policies/mail rules.md:31: rights.disparagement high: Ban on criticism (in the baseline) {clause}",
    ]
    assert lines[-2].startswith("policylint-decisions.toml:12: policies/old.md: legal.records lapsed: The clause")
    assert lines[-1] == "3 documents checked, 1 of another kind, 1 unreadable."


def test_a_line_has_the_first_words_of_a_clause_and_no_more() -> None:
    of = report(document(quote="One two three four five six seven eight nine."))
    assert "\u2013 \u201cOne two three four five six seven \u2026\u201d\n" in render_text(of, FORMATS["lines"])
    long = render_text(report(document(quote="x" * 500)), FORMATS["lines"])
    assert max(map(len, long.splitlines())) < 200


def test_no_line_begins_as_a_command_of_a_ci_system_does() -> None:
    lines = render_text(report(document(name="::error::x.md")), FORMATS["lines"]).splitlines()
    assert lines[0].startswith("./::error::x.md")


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_the_profile_is_named_even_where_it_spares_nothing(name: str) -> None:
    of = replace(document(), profile="government")
    assert "Profile: government" in shown(name, report(of))
    assert "Profile: government" in shown(name, report(*[of] * 6))


@pytest.mark.parametrize("name", [*FOR_PEOPLE, "summary", "github"])
def test_a_report_ends_with_how_much_is_at_or_above_the_fail_level(name: str) -> None:
    high = "1 of 3 open gaps and findings is at or above the fail level (high)."
    assert high in shown(name, report(replace(document(), fail_on="high")))
    assert "3 of 5 open gaps and findings are at or above the fail level (gap) and not in" in shown(
        name, report(compared())
    )
    assert "at or above" not in shown(name, report(replace(document(), fail_on="never")))
    assert "at or above" not in shown(name, report(replace(document(), fail_on="high", findings=())))
    both = report(replace(document(), fail_on="high"), document(name="b.pdf"), replace(document(), fail_on="never"))
    assert "4 of 9 open gaps and findings are at or above the fail level (high, gap)." in shown(name, both)


def test_a_name_with_a_line_end_makes_no_line_of_its_own() -> None:
    text = render_text(report(document(name="a\nb.md: fine")), FORMATS["lines"])
    assert all(line.startswith(("a<U+000A>b.md: fine:", "1 document")) for line in text.splitlines())


def test_findings_of_a_group_that_we_do_not_know_are_shown_all_the_same() -> None:
    strange = replace(document().findings[0], id="house.style")
    of = report(replace(document(), findings=(strange,)))
    for name in FOR_PEOPLE:
        assert "House (1)" in shown(name, of)


def test_the_words_for_a_decision_a_place_and_a_verdict() -> None:
    assert decision_words(FROM_COMMENT) == "Accepted. We know. Sam Ode, 2026-01-03; policies/mail rules.md:7."
    assert decision_words(replace(FROM_FILE, reason="Why?", settled_by=None)).startswith("Settled elsewhere. Why? Dana")
    assert place(Evidence(quote="x", section=("1 A", "2 B"), page=3, document="r.pdf")) == "r.pdf, 1 A > 2 B, page 3"
    assert verdict_words(compared()).endswith("Of the 5 that profile government asks for, 1 is covered.")
    assert baseline_words(document()) == ""
