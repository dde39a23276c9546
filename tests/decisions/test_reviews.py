"""What a person thinks of a verdict: confirmed, or corrected."""

import datetime

import pytest
from msgspec.structs import replace

from policylint.decisions import DecisionEntry, apply_decisions, load_decisions
from policylint.decisions.choose import choose_targets
from policylint.decisions.read import require_agreement
from policylint.errors import UserMistake
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import DocumentReport, StatusWord
from tests.decisions.samples import DAY, MAIL, PHONE, block, entry, evidence, finding, known_rules, report, requirement

COVERED = report(requirement("covered", evidence(PHONE), evidence()))
LEGACY = report(requirement("legacy", evidence()))
MISSING = report(requirement("missing"))
GAP = fingerprint_of("legal.records")


def confirm(status: StatusWord | None = None, **changes: object) -> DecisionEntry:
    return entry(kind="confirm", status=status, **changes)


def correct(status: StatusWord, **changes: object) -> DecisionEntry:
    return entry(kind="correct", status=status, **changes)


def applied(
    document: DocumentReport, *entries: DecisionEntry, as_of: datetime.date = DAY
) -> tuple[DocumentReport, str]:
    """The document and the state of the last decision, with the reason where it is not in force."""
    reviewed, uses = apply_decisions(document, entries, as_of=as_of, is_there=lambda _: True)
    return reviewed, f"{uses[-1].state} {uses[-1].why}".strip()


@pytest.mark.parametrize(
    ("document", "given"),
    [(COVERED, confirm("covered")), (LEGACY, confirm("legacy")), (MISSING, confirm("missing", fingerprint=GAP))],
    ids=["covered", "legacy", "missing"],
)
def test_a_confirmation_stands_on_any_verdict_and_changes_nothing(
    document: DocumentReport, given: DecisionEntry
) -> None:
    reviewed, state = applied(document, given)
    (item,), (before,) = reviewed.requirements, document.requirements
    assert state == "in-force"
    assert item.review == given.as_reported() and item.decision is None
    assert (item.standing, item.is_open) == (before.status, before.is_open)


def test_a_finding_is_confirmed_and_stays_open() -> None:
    found = finding()
    reviewed, _ = applied(report(found), confirm(rule=found.id, fingerprint=found.fingerprint))
    assert reviewed.findings[0].review is not None and reviewed.findings[0].is_open


def test_a_correction_closes_what_it_calls_covered() -> None:
    reviewed, state = applied(MISSING, correct("covered", fingerprint=GAP))
    (item,) = reviewed.requirements
    assert (state, item.status, item.standing, item.is_open) == ("in-force", "missing", "covered", False)
    assert reviewed.summary is not None and reviewed.summary.decided == 1


def test_a_correction_opens_what_it_calls_missing() -> None:
    reviewed, state = applied(COVERED, correct("missing"))
    (item,) = reviewed.requirements
    assert (state, item.status, item.standing, item.is_open) == ("in-force", "covered", "missing", True)


def test_what_a_person_calls_missing_can_be_accepted() -> None:
    accepted = entry(place="d.toml:9")
    assert applied(COVERED, accepted)[1].startswith("unused The requirement is covered now")
    reviewed, state = applied(COVERED, accepted, correct("missing"))
    assert state == "in-force" and reviewed.requirements[0].decision == accepted.as_reported()
    assert not reviewed.requirements[0].is_open


@pytest.mark.parametrize(
    ("document", "given", "says"),
    [
        (
            report(requirement("covered", evidence(PHONE))),
            confirm("covered"),
            "lapsed The clause it was about has changed",
        ),
        (MISSING, confirm("covered"), "lapsed The clause it was about is gone"),
        (LEGACY, confirm("covered"), "lapsed covered was confirmed, and policylint says legacy now"),
        (LEGACY, confirm("missing", fingerprint=GAP), "lapsed It was decided when there was no clause"),
        (COVERED, confirm("missing", fingerprint=GAP), "lapsed It was decided when there was no clause"),
        (COVERED, correct("covered"), "unused policylint says covered itself now"),
        (report(), confirm("covered"), "unused The document has no such finding any more"),
        (COVERED, confirm("covered", expires=DAY - datetime.timedelta(1)), "expired It held until"),
    ],
)
def test_a_review_ends_with_what_it_was_about(document: DocumentReport, given: DecisionEntry, says: str) -> None:
    reviewed, state = applied(document, given)
    assert state.startswith(says)
    assert not any(item.review for item in reviewed.requirements)


def test_a_confirmation_without_a_status_agrees_with_whatever_policylint_says_of_the_clause() -> None:
    assert applied(LEGACY, confirm())[1] == applied(COVERED, confirm())[1] == "in-force"


def test_a_finding_has_no_status_to_correct() -> None:
    found = finding()
    with pytest.raises(
        UserMistake, match=r"d.toml:4: 'kind' is 'correct', and rights.disparagement is a finding"
    ) as caught:
        applied(report(found), correct("missing", rule=found.id, fingerprint=found.fingerprint, place="d.toml:4"))
    assert caught.value.code == "M434"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (confirm("covered"), correct("missing")),
        (correct("legacy"), correct("missing")),
        (confirm("legacy"), entry(kind="false-positive")),
    ],
)
def test_reviews_that_do_not_go_together_are_a_mistake(first: DecisionEntry, second: DecisionEntry) -> None:
    # Of two clauses on one requirement, so that only the report shows that they are about one thing.
    status: StatusWord = "legacy" if second.kind == "false-positive" else "covered"
    document = report(requirement(status, evidence(PHONE), evidence()))
    second = replace(second, fingerprint=fingerprint_of("", PHONE), place="d.toml:9")
    with pytest.raises(UserMistake, match=r"disagree about legal\.records") as caught:
        applied(document, first, second)
    assert caught.value.code == "M437"


def test_a_review_stands_beside_a_decision_and_not_beside_another_on_the_same_words() -> None:
    require_agreement([entry(), confirm("legacy")])
    with pytest.raises(
        UserMistake, match=r"this decision \(correct to missing\) and the one at .* \(correct to legacy\)"
    ):
        require_agreement([correct("legacy"), correct("missing")])
    with pytest.raises(UserMistake, match="given twice"):
        require_agreement([confirm("legacy"), confirm("legacy")])


def test_each_verdict_is_counted_once() -> None:
    document = report(
        requirement("covered", evidence()), requirement("missing", identifier="legal.accessibility"), finding()
    )
    of_gap = {"rule": "legal.accessibility", "fingerprint": fingerprint_of("legal.accessibility")}
    of_finding = {"rule": "rights.disparagement", "fingerprint": finding().fingerprint}
    given = [
        confirm("covered"),
        entry(**of_gap),
        correct("covered", **of_gap),
        entry(kind="false-positive", **of_finding),
    ]
    summary = applied(document, *given)[0].summary
    assert summary is not None
    assert (summary.decided, summary.confirmed, summary.changed) == (2, 1, 2)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": '"correct"'}, "'status' is missing; a correction says"),
        ({"kind": '"accept"', "status": '"covered"'}, "'status' belongs to corrections and confirmations"),
        ({"kind": '"correct"', "status": '"partly"'}, "'status' must be one of covered, legacy, missing"),
    ],
)
def test_a_status_stands_where_it_belongs(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, str], says: str
) -> None:
    path = tmp_path_factory.mktemp("said") / "d.toml"
    path.write_text(block(**changes), encoding="utf-8")
    with pytest.raises(UserMistake, match=says):
        load_decisions(path, known_rules=known_rules)


def test_a_confirmation_is_bound_to_the_first_clause_and_to_the_status() -> None:
    (target,) = choose_targets(COVERED, confirm(), (), shown="policy.md")
    bound = target.decided(confirm())
    assert (bound.fingerprint, bound.status, bound.clause) == (fingerprint_of("", PHONE), "covered", PHONE)


@pytest.mark.parametrize(
    ("document", "given", "says"),
    [
        (COVERED, correct("covered"), "policylint itself says that legal.records is covered; say --kind confirm"),
        (report(finding()), correct("covered", rule="rights.disparagement"), "is a finding, which has no status"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(document: DocumentReport, given: DecisionEntry, says: str) -> None:
    with pytest.raises(UserMistake, match=says):
        choose_targets(document, given, (), shown="policy.md")


def test_what_is_confirmed_can_still_be_decided_about() -> None:
    assert choose_targets(LEGACY, entry(), [confirm("legacy")], shown="policy.md")
    with pytest.raises(UserMistake, match="already decided"):
        choose_targets(LEGACY, correct("covered"), [confirm("legacy")], shown="policy.md")


def test_what_a_person_calls_missing_can_be_decided_about() -> None:
    with pytest.raises(UserMistake, match="the requirement is covered"):
        choose_targets(COVERED, entry(), (), shown="policy.md")
    (target,) = choose_targets(COVERED, entry(), [correct("missing")], shown="policy.md")
    assert fingerprint_of("", MAIL) in target.fingerprints
