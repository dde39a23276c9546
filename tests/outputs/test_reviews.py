"""What people think of verdicts, in every report: the status that policylint gave stands beside it."""

import csv
import html
import io
import json
import re

import pytest
from msgspec.structs import replace

from policylint.model.report import Decision, DocumentReport, Requirement, StatusWord
from policylint.outputs import FORMATS, render_report, render_text
from policylint.outputs.verdicts import verdict_words
from policylint.outputs.wording import (
    decided,
    open_count,
    open_gaps,
    review_words,
    said_words,
    still_covered,
)
from policylint.project.baseline import baseline_of, mark
from policylint.project.gate import coverage, fails
from policylint.project.summary import recount
from tests.outputs.samples import document, report

READABLE = ("terminal", "markdown", "html")


def review(status: StatusWord | None) -> Decision:
    return Decision(
        kind="correct" if status else "confirm",
        reason="I read <b>all</b> of it.",
        owner="Dana Lee",
        date="2026-11-27",
        expires=None,
        origin="file",
        place="policylint-decisions.toml:1",
        status=status,
    )


def reviewed(**said: StatusWord | None) -> DocumentReport:
    """The sample document, reviewed: `official`, `records` and `blocking` are covered, legacy and missing."""
    base = document()
    names = dict(zip(("official", "records", "blocking"), base.requirements, strict=True))
    requirements = tuple(
        replace(item, review=review(said[name])) if name in said else item for name, item in names.items()
    )
    return recount(replace(base, requirements=requirements))


EACH = reviewed(official="missing", records=None, blocking="covered")


def standing(of: DocumentReport) -> list[StatusWord]:
    return [requirement.standing for requirement in of.requirements]


def titles(found: tuple[Requirement, ...]) -> list[str]:
    return [requirement.title for requirement in found]


def test_what_is_open_goes_by_the_person_and_the_tally_by_policylint() -> None:
    assert standing(EACH) == ["missing", "legacy", "covered"]
    assert titles(open_gaps(EACH, "missing")) == ["Official use"]
    assert titles(open_gaps(EACH, "legacy")) == ["Records"]
    assert still_covered(EACH) == ()
    assert [about.title for about, _ in decided(EACH)] == ["Blocking users"]
    assert open_count(EACH) == 3  # two requirements and the finding
    assert EACH.summary is not None
    assert (EACH.summary.covered, EACH.summary.legacy, EACH.summary.missing) == (1, 1, 1)
    assert verdict_words(EACH) == (
        "Of 3 requirements 1 is covered, 1 is settled only by a legacy clause, 1 is missing (decided). "
        "A person has corrected 2 of these statuses: 1 to covered, 1 to missing. 1 clause to rework."
    )


def test_the_gate_goes_by_the_person() -> None:
    assert coverage(reviewed(records="covered", blocking="covered")) == (3, 3)
    assert coverage(reviewed(official="missing")) == (0, 3)
    clean = replace(reviewed(official=None, records="covered", blocking="covered"), findings=())
    assert not fails(clean)
    assert fails(replace(reviewed(official="missing", records="covered", blocking="covered"), findings=()))
    assert not fails(replace(reviewed(records="missing"), fail_on="legacy"))


def test_the_share_is_of_all_verdicts_and_silent_where_nobody_looked() -> None:
    assert review_words(document()) == ""
    assert review_words(EACH) == "A person has looked at 3 of 4 verdicts: 1 confirmed, 2 changed."
    assert review_words(EACH, document()) == "A person has looked at 3 of 8 verdicts: 1 confirmed, 2 changed."


def test_a_correction_says_what_policylint_says() -> None:
    official, records, blocking = EACH.requirements
    assert said_words(official) == (
        "policylint says covered. Corrected to missing. I read <b>all</b> of it. Dana Lee, 2026-11-27; "
        "policylint-decisions.toml:1.",
    )
    assert said_words(records)[0].startswith("Confirmed. I read")
    assert said_words(blocking)[0].startswith("policylint says missing. Corrected to covered.")


@pytest.mark.parametrize("name", READABLE)
def test_every_report_for_people_has_the_reviews_and_their_share(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    drawn = render_text(report(EACH), FORMATS[name])
    assert "<b>all</b>" not in drawn or name == "terminal"
    text = " ".join(html.unescape(re.sub(r"<(?!b>|/b>)[^>]*>", " ", drawn)).replace("\\", "").split())
    for words in (
        "A person has looked at 3 of 4 verdicts: 1 confirmed, 2 changed.",
        "policylint says covered. Corrected to missing.",
        "policylint says missing. Corrected to covered.",
        "Confirmed. I read",
        "Missing (1)",
        "Decided (1)",
    ):
        assert words in text, words
    assert "Covered (" not in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("said", ["covered", "legacy", "missing"])
def test_any_status_can_be_corrected_to_any_other_in_every_format(name: str, said: StatusWord) -> None:
    assert render_report(report(reviewed(official=said, records=said, blocking=said)), FORMATS[name])


def test_lines_name_the_status_that_counts() -> None:
    drawn = render_text(report(EACH), FORMATS["lines"]).splitlines()
    assert drawn[0] == "old-policy.pdf:2: use.official missing: Official use (medium, corrected from covered)"
    assert not any("citizen.blocking" in line for line in drawn)


def test_junit_fails_on_what_a_person_calls_missing_and_skips_what_they_call_covered() -> None:
    drawn = render_text(report(EACH), FORMATS["junit"])
    cases = dict(re.findall(r'<testcase classname="[^"]*" name="(\S+)[^>]*>\s*<(\w+)', drawn))
    assert cases["use.official"] == "failure"
    assert cases["citizen.blocking"] == "skipped"


def test_sarif_has_the_status_of_policylint_and_what_a_person_made_of_it() -> None:
    run = json.loads(render_text(report(EACH), FORMATS["sarif"]))["runs"][0]
    results = {result["ruleId"]: result for result in run["results"]}
    said = results["use.official"]["properties"]
    assert (said["status"], said["standing"], said["review"]) == ("covered", "missing", "correct")
    assert results["citizen.blocking"]["suppressions"][0]["justification"].startswith("Corrected to covered.")
    assert "suppressions" not in results["legal.records"]


def test_csv_has_the_review_beside_the_status() -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(render_text(report(EACH), FORMATS["csv"])))}
    found = [
        tuple(rows[name][key] for key in ("status", "open", "review_kind", "review_status", "review_owner"))
        for name in ("use.official", "legal.records", "citizen.blocking", "rights.disparagement")
    ]
    assert found == [
        ("covered", "yes", "correct", "missing", "Dana Lee"),
        ("legacy", "yes", "confirm", "", "Dana Lee"),
        ("missing", "no", "correct", "covered", "Dana Lee"),
        ("finding", "yes", "", "", ""),
    ]


def test_the_page_leads_from_every_cell_to_a_card() -> None:
    page = render_text(report(EACH), FORMATS["html"])
    for identifier in re.findall(r'class="cell \w+" href="#([^"]+)"', page):
        assert page.count(f'id="{identifier}"') == 1
    assert "Official use: covered, corrected to missing" in page


def test_a_baseline_knows_what_a_person_calls_missing() -> None:
    opened = reviewed(official="missing")
    known = baseline_of(report(opened), names={opened.source.name: "p"}).documents["p"]
    assert [(item.id, item.status) for item in known][:1] == [("use.official", "missing")]
    marked = mark(opened, known)
    assert marked.requirements[0].baseline == "unchanged" and not marked.requirements[0].counts
    assert mark(document(), known).requirements[0].baseline is None  # the correction is gone, and it is covered
    assert mark(opened, ()).requirements[0].baseline == "new"
