import json
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.sarif import differences, schema_errors
from policylint.model.report import DocumentReport, Report, Severity
from policylint.outputs.sarif import render
from tests.outputs.samples import (
    SHORTFALL,
    WHY,
    compared,
    document,
    evidence,
    not_applicable,
    project,
    report,
    unreadable,
)

Json = dict[str, Any]

SAMPLES = {
    "plain": report(),
    "empty": replace(report(), documents=()),
    "unreadable": report(unreadable(), not_applicable()),
    "compared": report(compared()),
    "project": project(),
}


def run_of(of: Report) -> Json:
    run: Json = json.loads(render(of))["runs"][0]
    return run


def result(of: Report, rule: str) -> Json:
    found: Json = next(result for result in run_of(of)["results"] if result["ruleId"] == rule)
    return found


def region(result: Json) -> Json:
    found: Json = result["locations"][0]["physicalLocation"]
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_valid_against_the_official_schema(name: str) -> None:
    assert schema_errors(render(SAMPLES[name])) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_another_reader_finds_what_the_report_says(name: str) -> None:
    assert differences(SAMPLES[name], render(SAMPLES[name])) == []


def test_the_schema_and_the_reader_are_no_rubber_stamps() -> None:
    log = json.loads(render(report()))
    log["runs"][0]["results"][0]["level"] = "grave"
    assert any("grave" in error for error in schema_errors(json.dumps(log)))
    log["runs"][0]["results"][0] |= {"level": "error", "ruleIndex": 0}
    assert len(differences(report(), json.dumps(log))) == 3


def test_what_is_covered_is_a_rule_and_no_result() -> None:
    run = run_of(report())
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "use.official",
        "legal.records",
        "citizen.blocking",
        "rights.disparagement",
    ]
    assert [found["ruleId"] for found in run["results"]] == [
        "legal.records",
        "citizen.blocking",
        "rights.disparagement",
    ]


def test_a_rule_says_why_it_matters_what_to_do_and_who_says_so() -> None:
    rule = next(r for r in run_of(report())["tool"]["driver"]["rules"] if r["id"] == "citizen.blocking")
    assert rule["name"] == "CitizenBlocking"
    for words in ("A ban shuts a door.", "Say when.", "A user may be blocked when [reason].", "A source (2010)"):
        assert words in rule["help"]["text"]
    assert "**What to do.** Say when." in rule["help"]["markdown"]
    assert rule["properties"]["tags"] == ["policy", "requirement", "citizen"]


def test_the_rule_of_a_finding_says_why_it_matters_and_whom_the_law_covers() -> None:
    rule = next(r for r in run_of(report())["tool"]["driver"]["rules"] if r["id"] == "rights.disparagement")
    assert rule["help"]["text"] == (
        "Why it matters: People fall silent.\nWhom the law covers: Private employers.\n"
        "What to do: Narrow it.\nSources: Stericycle (2023)"
    )
    assert rule["fullDescription"]["text"] == "Ban on criticism. People fall silent."


def test_a_rule_takes_its_help_from_the_document_that_has_the_gap() -> None:
    requirements = tuple(
        replace(requirement, status="covered", remedy="", model_clause="") for requirement in document().requirements
    )
    both = report(replace(document(), requirements=requirements), document())
    rule = next(r for r in run_of(both)["tool"]["driver"]["rules"] if r["id"] == "citizen.blocking")
    assert "Say when." in rule["help"]["text"]


@pytest.mark.parametrize(("severity", "level"), [("high", "error"), ("medium", "warning"), ("low", "note")])
def test_severity_gives_the_level(severity: Severity, level: str) -> None:
    of = replace(document(), findings=(replace(document().findings[0], severity=severity),))
    found = result(report(of), "rights.disparagement")
    assert (found["kind"], found["level"]) == ("fail", level)


def test_what_does_not_apply_has_no_level() -> None:
    found = result(project(), "legal.filming")
    assert (found["kind"], found["level"]) == ("notApplicable", "none")
    assert found["properties"]["profileWhy"] == WHY
    assert "profileWhy" not in result(project(), "legal.terms")["properties"]


def test_a_clause_of_a_text_is_pointed_at_by_line_and_column() -> None:
    physical = region(result(report(compared()), "legal.records"))
    assert physical["region"] == {"startLine": 31, "startColumn": 3}
    assert physical["artifactLocation"] == {"uri": "policies/mail%20rules.md", "uriBaseId": "%SRCROOT%", "index": 0}


def test_a_clause_of_a_pdf_has_its_true_place_beside_the_first_line() -> None:
    found = result(report(), "rights.disparagement")
    assert region(found)["region"] == {"startLine": 1}
    assert found["locations"][0]["logicalLocations"] == [
        {"name": "4 Records", "fullyQualifiedName": "4 Records", "kind": "section"},
        {"name": "page 2", "fullyQualifiedName": "page 2", "kind": "page"},
    ]
    assert "4 Records, page 2" in found["message"]["text"]
    assert found["properties"] == {
        "status": "finding",
        "element": "rights",
        "applies": True,
        "section": ["4 Records"],
        "quote": "E-mail is kept for two years.",
        "page": 2,
    }


def test_a_clause_of_a_docx_has_its_paragraph() -> None:
    found = next(
        found
        for found in run_of(project())["results"]
        if region(found)["artifactLocation"]["uri"] == "policies/handbook.docx" and found["ruleId"].startswith("rights")
    )
    assert found["locations"][0]["logicalLocations"][-1]["fullyQualifiedName"] == "paragraph 12"
    assert found["properties"]["paragraph"] == 12


def test_a_gap_points_at_the_document_and_links_to_the_nearest_clause() -> None:
    found = result(report(), "citizen.blocking")
    assert region(found)["region"] == {"startLine": 1}
    assert found["message"]["text"].endswith("Nearest clause: [4 Records, page 2](1).")
    (near,) = found["relatedLocations"]
    assert near["id"] == 1
    assert near["logicalLocations"][-1]["name"] == "page 2"


def test_a_clause_of_another_document_of_the_set_is_a_related_location() -> None:
    found = result(report(compared()), "legal.disclosure")
    assert region(found)["artifactLocation"]["uri"] == "policies/mail%20rules.md"
    assert [place["physicalLocation"]["artifactLocation"]["uri"] for place in found["relatedLocations"]] == [
        "policies/records.pdf"
    ]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/ü#?.md", "a%20b/%C3%BC%23%3F.md"),
        ("./x/../y.md", "y.md"),
        ("a:b.md", "a%3Ab.md"),
        ("bytes-\udcff.md", "bytes-%FF.md"),
        ("lone-\ud800.md", "lone-%3F.md"),
    ],
)
def test_a_path_is_percent_encoded_and_relative(name: str, uri: str) -> None:
    assert region(result(report(document(name=name)), "legal.records"))["artifactLocation"]["uri"] == uri


def test_a_path_from_the_root_is_a_uri_of_its_own() -> None:
    location = region(result(report(document(name="/srv/p.md")), "legal.records"))["artifactLocation"]
    assert location == {"uri": "file:///srv/p.md", "index": 0}


def fingerprints(of: DocumentReport) -> list[str]:
    return [found["partialFingerprints"]["policylint/v1"] for found in run_of(report(of))["results"]]


def test_fingerprints_outlive_a_move_and_tell_repeats_apart() -> None:
    finding = replace(document().findings[0], fingerprint="ab" * 8)
    moved = replace(finding, evidence=(replace(evidence(page=9), section=("7 Other",), line=80),))
    before = fingerprints(replace(document(), findings=(finding, finding)))
    after = fingerprints(replace(document(), findings=(moved, moved)))
    assert before == after
    assert len(set(before)) == len(before)
    assert [mark[-2:] for mark in before[-2:]] == [":1", ":2"]
    assert before[-1][:-2] == before[-2][:-2]


def test_fingerprints_change_with_the_words_and_with_the_rule() -> None:
    finding = replace(document().findings[0], fingerprint="ab" * 8)
    reworded, other = replace(finding, fingerprint="cd" * 8), replace(finding, id="rights.tone")
    assert len({fingerprints(replace(document(), findings=(f,)))[-1] for f in (finding, reworded, other)}) == 3


def test_github_follows_results_by_our_fingerprint() -> None:
    for found in run_of(project())["results"]:
        marks = found["partialFingerprints"]
        assert marks["primaryLocationLineHash"] == marks["policylint/v1"]


def test_without_a_baseline_nothing_has_a_state() -> None:
    assert not any("baselineState" in found for found in run_of(report())["results"])


def test_with_a_baseline_every_result_has_a_state_and_the_gone_ones_are_there() -> None:
    results = run_of(project())["results"]
    states = {(found["ruleId"], found["baselineState"]) for found in results}
    assert {("legal.records", "new"), ("citizen.blocking", "unchanged"), ("legal.disclosure", "updated")} <= states
    gone = result(project(), "rights.old")
    assert (gone["baselineState"], gone["kind"], gone["level"]) == ("absent", "informational", "none")
    assert "Nobody may speak." in gone["message"]["text"]


def test_a_decision_is_a_suppression_with_its_reason_and_place() -> None:
    (external,) = result(project(), "legal.terms")["suppressions"]
    assert (external["kind"], external["status"]) == ("external", "accepted")
    for words in ("The records policy says it.", "Dana Lee, city clerk", "2026-01-02", "2027-06-30"):
        assert words in external["justification"]
    physical = external["location"]["physicalLocation"]
    assert (physical["artifactLocation"]["uri"], physical["region"]) == ("policylint-decisions.toml", {"startLine": 12})
    (inside,) = result(project(), "rights.tone")["suppressions"]
    assert inside["kind"] == "inSource"


def test_an_unreadable_document_is_a_notification_and_the_run_is_no_failure() -> None:
    (invocation,) = run_of(project())["invocations"]
    assert invocation["executionSuccessful"] is True
    _, unread, other = invocation["toolExecutionNotifications"]
    assert (unread["level"], unread["descriptor"]["id"]) == ("error", "unreadable.no-text")
    assert region(unread)["artifactLocation"]["uri"] == "scan.pdf"
    assert (other["level"], other["descriptor"]["id"]) == ("note", "not-applicable")


def test_a_document_short_of_the_least_coverage_is_a_notification() -> None:
    short = run_of(project())["invocations"][0]["toolExecutionNotifications"][0]
    assert (short["level"], short["descriptor"]["id"]) == ("error", "coverage")
    assert short["message"]["text"] == f"Short of the least coverage: {SHORTFALL}"
    assert region(short)["artifactLocation"]["uri"] == "policies/mail%20rules.md"


def test_every_kind_of_notification_is_described() -> None:
    short, other, unread = run_of(project())["tool"]["driver"]["notifications"]
    assert (short["id"], short["name"]) == ("coverage", "Coverage")
    assert (unread["id"], unread["name"]) == ("unreadable.no-text", "UnreadableNoText")
    assert "OCR" in unread["help"]["text"]
    assert (other["id"], other["shortDescription"]["text"]) == ("not-applicable", "Document of another kind")


def test_a_decision_that_no_longer_holds_is_a_warning_at_its_place() -> None:
    (notice,) = run_of(project())["invocations"][0]["toolConfigurationNotifications"]
    assert notice["level"] == "warning"
    assert "lapsed" in notice["message"]["text"]
    assert region(notice)["artifactLocation"]["uri"] == "policylint-decisions.toml"


def test_every_file_is_an_artifact_with_its_hash() -> None:
    first = run_of(project())["artifacts"][0]
    assert (first["hashes"], first["mimeType"], first["length"]) == ({"sha-256": "12" * 32}, "text/markdown", 900)
    assert len(run_of(project())["artifacts"]) == 5


def test_a_file_that_was_not_read_has_no_hash() -> None:
    (artifact,) = run_of(report(replace(unreadable(), source=replace(unreadable().source, sha256=""))))["artifacts"]
    assert "hashes" not in artifact


def test_brackets_of_a_document_make_neither_link_nor_placeholder() -> None:
    hostile = document(quote="Click [here](javascript:x) and {0}.")
    text = result(report(hostile), "rights.disparagement")["message"]["text"]
    assert "[here] (javascript:x) and {{0}}" in text
