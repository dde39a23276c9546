"""What visitors decide about verdicts: from the form to the report, and by way of a file to a policy repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

import policylint
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport, Report
from policylint.packs.files import rules_of
from policylint.project.run import checked_with_text
from policylint.project.wishes import Wishes
from policylint.verification.verify import verify_report
from policylint.web.decisions.applied import applied, contradicting, with_file
from policylint.web.decisions.file import decisions_file, decisions_in_file
from policylint.web.decisions.form import said_in
from policylint.web.decisions.typed import Mistake
from policylint.web.store.model import StoredDecision

TODAY = date(2026, 11, 28)
PACKS = ("social-media",)
POLICY = """# Internet Use Policy

The town provides Internet access to its employees. Employees must not use it for private business.

Employees must not make disparaging remarks about the town or its officials on the Internet.

Managers approve access to the Internet in writing.
"""


@pytest.fixture(scope="module")
def report() -> Report:
    return policylint.check(POLICY.encode(), name="internet.md", as_of=TODAY)


def about(report: Report) -> DocumentReport:
    return report.documents[0]


def missing(report: Report) -> str:
    return next(item.id for item in about(report).requirements if item.status == "missing")


def form(**fields: str) -> dict[str, str]:
    return {"owner": "Ada Clerk", "reason": "Settled by the code of conduct.", "finding": "", **fields}


def said(report: Report, *given: StoredDecision, **fields: str) -> StoredDecision:
    return said_in(form(**fields), about(report), given, today=TODAY).decision


def test_an_accepted_gap_is_no_longer_open(report: Report) -> None:
    rule = missing(report)
    reviewed = applied(report, [said(report, rule=rule, kind="accept")], today=TODAY, packs=PACKS)
    gap = next(item for item in about(reviewed).requirements if item.id == rule)
    assert not gap.is_open
    assert gap.decision is not None and gap.decision.owner == "Ada Clerk"
    assert about(reviewed).summary.decided == 1  # type: ignore[union-attr]


def test_a_corrected_status_counts_as_corrected(report: Report) -> None:
    rule = missing(report)
    decision = said(report, rule=rule, kind="correct", status="covered")
    reviewed = applied(report, [decision], today=TODAY, packs=PACKS)
    assert next(item for item in about(reviewed).requirements if item.id == rule).standing == "covered"


def test_to_agree_takes_no_reason(report: Report) -> None:
    assert said(report, rule=missing(report), kind="confirm", reason="").reason


def test_a_finding_is_told_by_its_number(report: Report) -> None:
    number, finding = next((n, f) for n, f in enumerate(about(report).findings, 1))
    decision = said(report, rule=finding.id, finding=str(number), kind="false-positive")
    assert decision.fingerprint == finding.fingerprint


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "accept", "reason": " "}, "reason"),
        ({"kind": "accept", "owner": ""}, "owner"),
        ({"kind": "accept", "expires": "2020-01-01"}, "expires"),
        ({"kind": "accept", "expires": "soon"}, "expires"),
        ({"kind": "accept", "reason": "x" * 3000}, "reason"),
        ({"kind": "correct"}, "status"),
        ({"kind": "correct", "status": "missing"}, "status"),
        ({"kind": "settled-elsewhere"}, "settled_by"),
        ({"kind": "praise"}, "kind"),
        ({"kind": "confirm", "rule": "no.such-rule"}, "rule"),
        ({"kind": "confirm", "finding": "999"}, "rule"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(report: Report, fields: dict[str, str], field: str) -> None:
    with pytest.raises(Mistake) as mistake:
        said(report, **{"rule": missing(report), **fields})
    assert mistake.value.field == field


def test_a_second_thought_takes_the_place_of_the_first(report: Report) -> None:
    rule = missing(report)
    first = replace(said(report, rule=rule, kind="accept"), id=7)
    second = said_in(form(rule=rule, kind="not-applicable"), about(report), [first], today=TODAY)
    assert second.replaces == (7,)


def test_a_review_stands_beside_a_decision(report: Report) -> None:
    rule = missing(report)
    first = replace(said(report, rule=rule, kind="accept"), id=7)
    assert said_in(form(rule=rule, kind="confirm"), about(report), [first], today=TODAY).replaces == ()


def test_the_file_holds_for_the_command_line(report: Report, tmp_path: Path) -> None:
    rule = missing(report)
    (tmp_path / "internet.md").write_text(POLICY)
    decisions = [said(report, rule=rule, kind="accept", reason='Known: "later", says the board.\nSee minutes.')]
    (tmp_path / "policylint-decisions.toml").write_bytes(decisions_file(decisions, "internet.md"))
    (tmp_path / "policylint.toml").write_text("")
    outcome = policylint.check_repository(tmp_path / "internet.md", as_of=TODAY)
    (use,) = outcome.report.decisions
    assert (use.rule, use.state) == (rule, "in-force")


def test_a_file_comes_back_as_it_went(report: Report) -> None:
    decisions = (
        said(report, rule=missing(report), kind="settled-elsewhere", settled_by="records.pdf", section="4 Retention"),
    )
    data = decisions_file(decisions, "internet.md")
    assert decisions_in_file(data, "internet.md", known_rules=lambda: rules_of(PACKS)) == (decisions, 0)


def test_decisions_about_other_documents_are_counted_and_left(report: Report) -> None:
    data = decisions_file((said(report, rule=missing(report), kind="accept"),), "other.md")
    assert decisions_in_file(data, "internet.md", known_rules=lambda: rules_of(PACKS)) == ((), 1)


def test_a_file_of_a_repository_names_the_document_with_its_folder(report: Report) -> None:
    data = decisions_file((said(report, rule=missing(report), kind="accept"),), "policies/it/internet.md")
    found, others = decisions_in_file(data, "internet.md", known_rules=lambda: rules_of(PACKS))
    assert (len(found), others) == (1, 0)


def test_a_broken_file_is_told_with_its_line_and_without_our_folders() -> None:
    with pytest.raises(UserMistake, match=r"policylint-decisions\.toml:2") as mistake:
        decisions_in_file(b"[[decision]]\nrule = \n", "internet.md", known_rules=lambda: ())
    assert "/tmp" not in str(mistake.value)


def test_decisions_that_contradict_each_other_do_not_spoil_the_report(report: Report) -> None:
    rule = missing(report)
    both = [said(report, rule=rule, kind="accept"), said(report, rule=rule, kind="not-applicable")]
    reviewed = applied(report, both, today=TODAY, packs=PACKS)
    assert next(item for item in about(reviewed).requirements if item.id == rule).decision.kind == "accept"  # type: ignore[union-attr]
    assert [(use.state, use.decision.kind) for use in reviewed.decisions] == [
        ("in-force", "accept"),
        ("lapsed", "not-applicable"),
    ]


def test_what_acts_in_a_file_is_taken_out(report: Report) -> None:
    decision = replace(said(report, rule=missing(report), kind="accept"), reason="a\x00b\u202ec", owner="Ada\x07")
    ((found,), _) = decisions_in_file(decisions_file((decision,), "a.md"), "a.md", known_rules=lambda: rules_of(PACKS))
    assert (found.reason, found.owner) == ("a b c", "Ada")


@pytest.mark.parametrize(
    ("field", "text"), [("reason", "x" * 2_001), ("owner", "x" * 201), ("section", "x" * 301), ("reason", "\x00\x07")]
)
def test_a_text_of_a_file_that_the_form_would_not_take_is_refused(report: Report, field: str, text: str) -> None:
    rule = missing(report)
    sound = said(report, rule=rule, kind="settled-elsewhere", settled_by="records.pdf", section="4")
    data = decisions_file((replace(sound, **{field: text}),), "a.md")
    with pytest.raises(Mistake, match=f"{rule}.*{field}") as mistake:
        decisions_in_file(data, "a.md", known_rules=lambda: rules_of(PACKS))
    assert mistake.value.field == "file"


def test_a_file_in_which_something_is_decided_twice_is_told_with_its_lines(report: Report) -> None:
    rule = missing(report)
    both = [said(report, rule=rule, kind=kind) for kind in ("accept", "not-applicable")]
    with pytest.raises(UserMistake, match=r"policylint-decisions\.toml:\d+.*policylint-decisions\.toml:1"):
        decisions_in_file(decisions_file(both, "a.md"), "a.md", known_rules=lambda: rules_of(PACKS))


def test_what_cannot_stand_beside_what_was_decided_before_is_known(report: Report) -> None:
    first, second = (said(report, rule=missing(report), kind=kind) for kind in ("accept", "not-applicable"))
    assert contradicting(report, [first], today=TODAY) == ()
    assert contradicting(report, [first, second], today=TODAY) == (second,)


def test_a_correction_of_a_finding_spoils_no_report(report: Report) -> None:
    finding = about(report).findings[0]
    sound = said(report, rule=finding.id, finding="1", kind="false-positive")
    unfit = replace(sound, kind="correct", status="covered")
    (use,) = applied(report, [unfit], today=TODAY, packs=PACKS).decisions
    assert (use.state, "finding has none" in use.why) == ("lapsed", True)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("https://town.example/rules/records.pdf", "town.example/rules/records.pdf"),
        ("C:\\Policies\\records.pdf", "Policies/records.pdf"),
        ("/policies/records.pdf", "policies/records.pdf"),
        ("./records.pdf", "records.pdf"),
        ("Records policy", "Records policy"),
    ],
)
def test_a_document_is_named_as_a_decisions_file_can(report: Report, typed: str, named: str) -> None:
    decision = said(report, rule=missing(report), kind="settled-elsewhere", settled_by=typed)
    assert decision.settled_by == named
    for kept in (decision, replace(decision, settled_by=typed)):  # the latter is from before they were named so
        assert f'document = "{named}"' in decisions_file([kept], "internet.md").decode()


def test_report_original_and_decisions_file_are_enough_to_verify_the_report(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "upload").write_text(POLICY)
    names = {str(tmp_path / "upload"): "internet.md"}
    wishes = Wishes(paths=(str(tmp_path / "upload"),), options={"as-of": TODAY}, isolated=True, names=names)
    made = checked_with_text(wishes)[2]  # as a worker makes it
    rule = missing(made)
    decisions = [
        said(made, rule=rule, kind="accept"),
        said(made, rule=made.documents[0].findings[0].id, finding="1", kind="false-positive"),
    ]
    shown = with_file(applied(made, decisions, today=TODAY, packs=PACKS), decisions, "internet.md")
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "internet.md").write_text(POLICY)
    (folder / "report.json").write_text(shown.to_json())
    lacking = verify_report("report.json", ("internet.md",), Wishes(paths=()))
    assert {one.why for one in lacking.differences} == {"a file that it was made with is not here"}
    (folder / "policylint-decisions.toml").write_bytes(decisions_file(decisions, "internet.md"))
    found = verify_report("report.json", ("internet.md",), Wishes(paths=()))
    assert found.differences == ()
    assert all(one.same for one in found.inputs)
