from datetime import date

import pytest
from msgspec.structs import replace

from policylint.decisions import DecisionEntry, apply_decisions
from policylint.errors import UserMistake
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import DocumentReport, Elsewhere
from tests.decisions.samples import DAY, MAIL, PHONE, entry, evidence, finding, report, requirement

FINDING = {"rule": "rights.disparagement", "fingerprint": finding().fingerprint}
WHEN_MISSING = {"fingerprint": fingerprint_of("legal.records")}


def outcome(
    document: DocumentReport, given: DecisionEntry, *, as_of: date = DAY, there: bool = True
) -> tuple[DocumentReport, str, str]:
    decided, (use,) = apply_decisions(document, [given], as_of=as_of, is_there=lambda _: there)
    assert (use.document, use.rule, use.decision) == (document.source.name, given.rule, given.as_reported())
    assert (use.why == "") == (use.state == "in-force")
    return decided, use.state, use.why


def test_a_decision_on_a_legacy_clause_is_in_force_and_counted() -> None:
    decided, state, _ = outcome(report(requirement("legacy", evidence())), entry())
    assert state == "in-force"
    assert decided.requirements[0].decision == entry().as_reported()
    assert not decided.requirements[0].is_open
    assert decided.summary is not None and decided.summary.decided == 1


def test_any_of_the_clauses_of_a_legacy_requirement_will_do() -> None:
    decided, state, _ = outcome(report(requirement("legacy", evidence(PHONE), evidence(MAIL))), entry())
    assert state == "in-force"
    assert decided.requirements[0].decision is not None


def test_a_decision_on_a_missing_requirement_is_bound_to_the_rule() -> None:
    decided, state, _ = outcome(report(requirement("missing")), entry(**WHEN_MISSING))
    assert state == "in-force"
    assert decided.requirements[0].decision is not None


def test_a_decision_on_a_finding_holds_for_each_of_several_equal_ones_and_no_other() -> None:
    document = report(finding(), finding(line=30), finding("Never mock the mayor."))
    decided, state, _ = outcome(document, entry(**FINDING))
    assert state == "in-force"
    assert [found.decision is None for found in decided.findings] == [False, False, True]
    assert decided.summary is not None and decided.summary.decided == 2


def test_the_same_words_under_another_rule_are_not_decided() -> None:
    document = report(finding(), finding(identifier="rights.speech"))
    decided, _, _ = outcome(document, entry(**FINDING))
    assert [found.decision is None for found in decided.findings] == [False, True]


@pytest.mark.parametrize(("day", "state"), [(date(2027, 6, 30), "in-force"), (date(2027, 7, 1), "expired")])
def test_a_decision_holds_up_to_the_day_on_which_it_expires(day: date, state: str) -> None:
    given = entry(expires=date(2027, 6, 30))
    decided, found, _ = outcome(report(requirement("legacy", evidence())), given, as_of=day)
    assert found == state
    assert (decided.requirements[0].decision is not None) == (state == "in-force")


@pytest.mark.parametrize(
    ("document", "given", "says"),
    [
        (report(requirement("legacy", evidence(PHONE))), entry(), "has changed"),
        (report(finding("Never mock the mayor.")), entry(**FINDING | {"fingerprint": "0" * 16}), "has changed"),
        (report(requirement("missing")), entry(), "is gone, and the requirement is missing now"),
        (report(requirement("legacy", evidence())), entry(**WHEN_MISSING), "there was no clause"),
    ],
)
def test_a_decision_lapses_when_its_words_change(document: DocumentReport, given: DecisionEntry, says: str) -> None:
    decided, state, why = outcome(document, given)
    assert (decided, state) == (document, "lapsed")
    assert says in why
    assert why.endswith("look again and decide anew.")


def test_a_decision_lapses_when_the_place_that_settles_it_is_not_there() -> None:
    given = entry(kind="settled-elsewhere", settled_by=Elsewhere(document="records.pdf", section="4 Retention"))
    document = report(requirement("legacy", evidence()))
    assert outcome(document, given, there=True)[1] == "in-force"
    decided, state, why = outcome(document, given, there=False)
    assert (decided, state) == (document, "lapsed")
    assert "records.pdf, section \u201c4 Retention\u201d, which is not there" in why


@pytest.mark.parametrize(
    ("document", "given"),
    [
        (report(requirement("covered", evidence())), entry()),
        (report(requirement("covered", evidence())), entry(expires=DAY)),
        (report(requirement("missing")), entry(**FINDING)),
    ],
)
def test_a_decision_about_nothing_that_is_left_is_unused(document: DocumentReport, given: DecisionEntry) -> None:
    decided, state, why = outcome(document, given, as_of=date(2030, 1, 1))
    assert (decided, state) == (document, "unused")
    assert why.endswith("the decision can be removed.")


def test_in_a_document_of_another_kind_there_is_nothing_to_decide() -> None:
    document = replace(report(), verdict="not-applicable", summary=None)
    decided, state, why = outcome(document, entry())
    assert (decided, state) == (document, "unused")
    assert "not checked" in why


def test_of_an_unreadable_document_nothing_is_said() -> None:
    document = replace(report(), verdict="unreadable", summary=None)
    assert apply_decisions(document, [entry()], as_of=DAY, is_there=lambda _: True) == (document, ())


def test_two_decisions_in_force_about_one_requirement_must_be_of_one_kind() -> None:
    first = entry(fingerprint=evidence(PHONE).fingerprint, place="d:1")
    second = entry(kind="false-positive", place="d:9")
    document = report(requirement("legacy", evidence(MAIL), evidence(PHONE)))
    with pytest.raises(UserMistake) as caught:
        apply_decisions(document, [first, second], as_of=DAY, is_there=lambda _: True)
    assert caught.value.code == "M437"
    assert str(caught.value) == (
        "d:9: this decision (false-positive) and the one at d:1 (accept) disagree about legal.records in policy.md. "
        "Remove one."
    )


def test_a_decision_that_has_expired_or_lapsed_disagrees_with_none() -> None:
    document = report(requirement("legacy", evidence(MAIL), evidence(PHONE)))
    past = entry(kind="false-positive", fingerprint=evidence(PHONE).fingerprint, expires=date(2026, 11, 26))
    gone = entry(kind="not-applicable", fingerprint="0" * 16)
    decided, uses = apply_decisions(document, [past, gone, entry()], as_of=DAY, is_there=lambda _: True)
    assert [use.state for use in uses] == ["expired", "lapsed", "in-force"]
    assert decided.requirements[0].decision == entry().as_reported()


def test_two_findings_of_one_rule_may_be_decided_in_two_ways() -> None:
    document = report(finding(), finding("Never mock the mayor."))
    given = [
        entry(**FINDING),
        entry(**FINDING | {"kind": "false-positive", "fingerprint": document.findings[1].fingerprint}),
    ]
    decided, _ = apply_decisions(document, given, as_of=DAY, is_there=lambda _: True)
    assert [found.decision and found.decision.kind for found in decided.findings] == ["accept", "false-positive"]


def test_where_two_decisions_of_one_kind_hold_the_first_is_shown() -> None:
    other = entry(reason="Seldom.", fingerprint=evidence(PHONE).fingerprint)
    document = report(requirement("legacy", evidence(MAIL), evidence(PHONE)))
    decided, uses = apply_decisions(document, [other, entry()], as_of=DAY, is_there=lambda _: True)
    assert [use.state for use in uses] == ["in-force", "in-force"]
    assert decided.requirements[0].decision == other.as_reported()
    assert decided.summary is not None and decided.summary.decided == 1


def test_not_applicable_is_a_decision_and_leaves_what_applies_to_the_profile() -> None:
    decided, _, _ = outcome(report(requirement("missing")), entry(kind="not-applicable", **WHEN_MISSING))
    assert decided.requirements[0].applies


def test_without_decisions_the_report_stays_as_it_is() -> None:
    document = report(finding())
    assert apply_decisions(document, [], as_of=DAY, is_there=lambda _: True) == (document, ())
