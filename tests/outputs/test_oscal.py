"""OSCAL assessment results: valid, complete, and the same ids for the same content."""

import base64
import json
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.oscal import differences, loose_ends, model_errors, shown
from policylint.model.report import (
    Cover,
    Decision,
    DecisionUse,
    Finding,
    Manifest,
    ManifestFile,
    Report,
    Requirement,
    StatusWord,
)
from policylint.outputs.embedded import ATTACHMENT, report_json
from policylint.outputs.oscal import render
from tests.outputs.samples import (
    FROM_COMMENT,
    FROM_FILE,
    WHY,
    compared,
    document,
    evidence,
    lapsed,
    not_applicable,
    project,
    report,
    unreadable,
)

Json = dict[str, Any]

REVIEW = Decision(
    kind="correct",
    reason="Section 7 says it.",
    owner="Kim Moss, counsel",
    date="2026-02-01",
    expires=None,
    origin="file",
    place="policylint-decisions.toml:40",
    status="covered",
)
COVER = Cover(
    title="Audit of *our* policies",
    prepared_for="Town of Ash",
    prepared_by="Kim Moss",
    date="2026-05-06",
    notes=("The annex was not given.", "A second note."),
)
MANIFEST = Manifest(
    model="ef" * 32,
    libraries={"lxml": "5.2"},
    files=(ManifestFile(role="decisions", name="policylint-decisions.toml", sha256="12" * 32),),
)
SAMPLES = {
    "plain": report(),
    "empty": replace(report(), documents=()),
    "not checked": report(unreadable(), not_applicable()),
    "compared": report(compared()),
    "project": project(),
    "signed": replace(project(), cover=COVER, manifest=MANIFEST),
    "twice": report(document(), document()),
}


def results(of: Report) -> Json:
    found: Json = json.loads(render(of))["assessment-results"]
    return found


def result(of: Report) -> Json:
    found: Json = results(of)["results"][0]
    return found


def reviewed(about: Requirement, review: Decision) -> Report:
    return report(replace(document(), requirements=(replace(about, review=review),)))


def value(node: Json, name: str) -> str | None:
    found: list[str] = [entry["value"] for entry in node.get("props", ()) if entry["name"] == name]
    return found[0] if found else None


def about(nodes: list[Json], rule: str) -> Json:
    return next(node for node in nodes if value(node, "rule") == rule)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_valid_against_the_official_models(name: str) -> None:
    assert model_errors(render(SAMPLES[name])) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_another_reader_finds_what_the_report_says(name: str) -> None:
    assert differences(SAMPLES[name], render(SAMPLES[name])) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_reference_leads_somewhere_and_no_id_is_given_twice(name: str) -> None:
    assert loose_ends(render(SAMPLES[name])) == []


def test_the_models_and_the_reader_are_no_rubber_stamps() -> None:
    written = json.loads(render(report()))
    found = written["assessment-results"]["results"][0]
    found["findings"][0]["target"]["status"]["state"] = "passes"
    assert model_errors(json.dumps(written)) != []
    written = json.loads(render(report()))
    found = written["assessment-results"]["results"][0]
    found["findings"][0]["description"] = "Something *else*."
    found["findings"][0]["related-observations"][0]["observation-uuid"] = found["uuid"][:-1] + "0"
    assert len(differences(report(), json.dumps(written))) == 2
    assert len(loose_ends(json.dumps(written))) == 2


def test_the_state_is_one_of_two_and_our_own_word_stands_beside_it() -> None:
    findings = result(report())["findings"]
    states = {value(f, "rule"): (value(f, "status"), f["target"]["status"]["state"]) for f in findings}
    assert states == {
        "use.official": ("covered", "satisfied"),
        "legal.records": ("legacy", "not-satisfied"),
        "citizen.blocking": ("missing", "not-satisfied"),
        "rights.disparagement": (None, "not-satisfied"),
    }


def test_a_gap_has_what_was_searched_and_what_came_nearest_as_evidence() -> None:
    seen = about(result(report())["observations"], "citizen.blocking")
    search, nearest = seen["relevant-evidence"]
    assert "12 clauses in 3 sections were searched" in search["description"]
    assert nearest["description"] == "Nearest clause: \u201cE-mail is kept for two years.\u201d (4 Records, page 2)"
    assert nearest["remarks"] == "It does not say when a user may be blocked."


def test_a_gap_without_a_record_of_the_search_has_evidence_all_the_same() -> None:
    gap = replace(document().requirements[2], searched=None, nearest=None)
    seen = result(report(replace(document(), requirements=(gap,))))["observations"][0]
    assert [entry["description"] for entry in seen["relevant-evidence"]] == ["The whole document was searched."]


def test_a_document_that_was_not_checked_has_a_result_that_says_so_and_no_finding() -> None:
    scan, travel = results(report(unreadable(), not_applicable()))["results"]
    assert scan["description"] == "Unreadable: The pages hold pictures and no text layer."
    assert (value(scan, "verdict"), value(scan, "reason")) == ("unreadable", "no-text")
    assert value(travel, "verdict") == "not-applicable"
    for found in (scan, travel):
        assert found["reviewed-controls"]["description"].startswith("No control was examined.")
        assert not {"findings", "observations", "risks"} & found.keys()


def test_a_clause_against_rights_is_a_risk_that_stays_open_until_somebody_decides() -> None:
    found = result(report())
    (risk,) = found["risks"]
    assert risk["status"] == "open"
    assert risk["statement"] == "People fall silent.\n\nWhom the law covers: Private employers."
    assert about(found["findings"], "rights.disparagement")["related-risks"] == [{"risk-uuid": risk["uuid"]}]
    decided = replace(document().findings[0], decision=FROM_COMMENT)
    (risk,) = result(report(replace(document(), findings=(decided,))))["risks"]
    assert risk["status"] == "deviation-approved"
    (entry,) = risk["risk-log"]["entries"]
    assert entry["start"] == "2026-01-03T00:00:00Z"
    assert entry["description"] == "Accepted. We know. Sam Ode, 2026-01-03; policies/mail rules.md:7."


def test_a_clause_that_was_never_adapted_is_a_finding_and_no_risk() -> None:
    old = replace(document().findings[0], id="legacy.technology")
    found = result(report(replace(document(), findings=(old,))))
    assert "risks" not in found
    assert about(found["findings"], "legacy.technology")["target"]["target-id"] == "legacy.technology_obj"


def test_a_decision_stands_in_properties_and_words() -> None:
    found = about(result(report(compared()))["findings"], "legal.terms")
    parts = {name: value(found, f"decision-{name}") for name in ("kind", "state", "reason", "owner", "expires")}
    assert parts == {
        "kind": "settled-elsewhere",
        "state": "in-force",
        "reason": FROM_FILE.reason,
        "owner": FROM_FILE.owner,
        "expires": "2027-06-30",
    }
    assert value(found, "open") == "false"
    assert found["target"]["implementation-status"]["state"] == "alternative"
    assert "Settled elsewhere (policies/records.pdf, 4 Retention). The records policy says it." in found["remarks"]


def test_a_decision_that_is_not_in_force_is_told_in_the_result_of_its_document() -> None:
    use = replace(lapsed(), document=document().source.name)
    found = result(replace(report(), decisions=(use, lapsed())))
    assert (value(found, "decision-rule"), value(found, "decision-state")) == ("legal.records", "lapsed")
    assert found["remarks"].startswith("Decision about legal.records: Lapsed. The clause it was about has changed")
    assert found["remarks"].count("Lapsed") == 1


def test_what_the_profile_does_not_ask_for_is_not_applicable_and_still_there() -> None:
    found = about(result(report(compared()))["findings"], "legal.filming")
    assert value(found, "applies") == "false"
    assert found["target"]["implementation-status"] == {"state": "not-applicable", "remarks": WHY}


@pytest.mark.parametrize(
    ("own", "said", "state"),
    [
        ("missing", "covered", "satisfied"),
        ("covered", "missing", "not-satisfied"),
        ("missing", "legacy", "not-satisfied"),
    ],
)
def test_a_corrected_verdict_counts_as_corrected_and_keeps_what_it_was(
    own: StatusWord, said: StatusWord, state: str
) -> None:
    corrected = replace(document().requirements[0], status=own)
    found = result(reviewed(corrected, replace(REVIEW, status=said)))["findings"][0]
    assert found["target"]["status"]["state"] == state
    assert (value(found, "status"), value(found, "standing")) == (own, said)
    assert f"which was: {own}" in found["target"]["status"]["remarks"]
    assert f"Corrected to {said}. Section 7 says it. Kim Moss, counsel" in found["remarks"]


def test_a_confirmed_verdict_says_by_whom() -> None:
    confirmed = replace(REVIEW, kind="confirm", status=None)
    found = result(reviewed(document().requirements[0], confirmed))["findings"][0]
    assert (value(found, "review-kind"), value(found, "review-owner")) == ("confirm", "Kim Moss, counsel")
    assert value(found, "standing") is None


def test_what_is_gone_since_the_baseline_is_a_historic_observation_without_a_finding() -> None:
    found = result(report(compared()))
    (gone,) = [seen for seen in found["observations"] if seen["types"] == ["historic"]]
    assert gone["title"] == "Gone since the baseline: Silence"
    assert not [f for f in found["findings"] if value(f, "rule") == "rights.old"]


def test_the_document_is_a_resource_with_its_digest_and_an_escaped_path() -> None:
    of = report(document(name="javascript:alert(1)/a b%.pdf"))
    resources = results(of)["back-matter"]["resources"]
    (source,) = [entry for entry in resources if value(entry, "type") == "policy"]
    assert source["rlinks"] == [
        {
            "href": "javascript%3Aalert%281%29/a%20b%25.pdf",
            "hashes": [{"algorithm": "SHA-256", "value": "ab" * 32}],
        }
    ]


def test_a_file_that_was_too_large_to_be_read_has_no_digest() -> None:
    large = replace(unreadable(), source=replace(unreadable().source, sha256=""))
    (source,) = [
        entry for entry in results(report(large))["back-matter"]["resources"] if value(entry, "type") == "policy"
    ]
    assert "hashes" not in source["rlinks"][0]


def test_evidence_of_another_document_points_at_that_document() -> None:
    found = results(report(compared()))
    title = {entry["uuid"]: entry.get("title") for entry in found["back-matter"]["resources"]}
    seen = about(found["results"][0]["observations"], "legal.disclosure")
    assert title[seen["relevant-evidence"][0]["href"][1:]] == "policies/records.pdf"


def test_the_report_is_embedded_as_it_is() -> None:
    (last,) = [
        entry["base64"]
        for entry in results(project())["back-matter"]["resources"]
        if entry.get("base64", {}).get("filename") == ATTACHMENT
    ]
    assert base64.b64decode(last["value"]) == report_json(project())


def test_the_day_is_that_of_the_cover_or_else_the_one_that_dates_are_judged_by() -> None:
    assert results(report())["metadata"]["last-modified"] == "2026-01-01T00:00:00Z"
    signed = results(replace(report(), cover=COVER))
    assert signed["metadata"]["last-modified"] == "2026-05-06T00:00:00Z"
    assert signed["results"][0]["start"] == "2026-05-06T00:00:00Z"


def test_the_cover_gives_title_parties_and_notes() -> None:
    metadata = results(replace(report(), cover=COVER))["metadata"]
    assert shown(metadata["title"]) == "Audit of *our* policies"
    assert [(party["type"], party["name"]) for party in metadata["parties"]] == [
        ("person", "Kim Moss"),
        ("organization", "Town of Ash"),
    ]
    assert metadata["remarks"].endswith("The annex was not given.\n\nA second note.")


def test_the_manifest_is_in_the_tool_and_in_the_back_matter() -> None:
    found = results(SAMPLES["signed"])
    (tool,) = found["results"][0]["local-definitions"]["assessment-assets"]["components"]
    assert (value(tool, "language-model-digest"), value(tool, "library")) == ("ef" * 32, "lxml 5.2")
    (file,) = [entry for entry in found["back-matter"]["resources"] if value(entry, "role") == "decisions"]
    assert file["rlinks"][0]["hashes"][0]["value"] == "12" * 32


def ids(of: Report) -> dict[str | None, tuple[str, str]]:
    """Of each rule the ids of its finding and its observation."""
    found = result(of)
    return {value(f, "rule"): (f["uuid"], f["related-observations"][0]["observation-uuid"]) for f in found["findings"]}


def with_finding(finding: Finding) -> Report:
    return report(replace(document(), findings=(finding,)))


def test_a_clause_that_changes_is_another_observation_of_the_same_requirement() -> None:
    before, after = ids(report(document())), ids(report(document(quote="E-mail is kept for ten years.")))
    assert before["legal.records"][0] == after["legal.records"][0]
    assert before["legal.records"][1] != after["legal.records"][1]


def test_a_clause_that_moves_keeps_its_ids() -> None:
    here = replace(evidence(), fingerprint="ab" * 8)
    there = replace(here, page=3, section=("9 Records",), boxes=())
    first, second = (
        with_finding(replace(document().findings[0], evidence=(words,), fingerprint="ab" * 8))
        for words in (here, there)
    )
    assert ids(first)["rights.disparagement"] == ids(second)["rights.disparagement"]


def test_a_status_that_changes_is_another_observation() -> None:
    legacy = document().requirements[1]
    now = report(replace(document(), requirements=(replace(legacy, status="covered"),)))
    assert ids(report())["legal.records"][0] == ids(now)["legal.records"][0]
    assert ids(report())["legal.records"][1] != ids(now)["legal.records"][1]


def test_two_clauses_with_the_same_words_are_two_findings() -> None:
    twice = replace(document(), findings=document().findings * 2)
    found = result(report(twice))
    assert len({f["uuid"] for f in found["findings"]}) == len(found["findings"]) == 5


def test_a_use_of_a_decision_is_told_only_once_it_is_out_of_force() -> None:
    used = DecisionUse(document=document().source.name, rule="legal.records", state="in-force", decision=FROM_FILE)
    assert "remarks" not in result(replace(report(), decisions=(used,)))
