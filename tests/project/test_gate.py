import pytest
from msgspec.structs import replace

from policylint.choices import FailLevel
from policylint.model.report import Decision, DecisionKind, DocumentReport
from policylint.project.gate import coverage, coverage_shortfall, fails
from tests.outputs.samples import document, unreadable


def decided(kind: DecisionKind) -> Decision:
    return Decision(
        kind=kind, reason="r", owner="o", date="2026-01-01", expires=None, origin="file", place="decisions.toml:1"
    )


def changed(**changes: object) -> DocumentReport:
    """The sample (one covered, one legacy, one missing; one finding) with these changes to all gaps and findings."""
    base = document()
    return replace(
        base,
        requirements=tuple(r if r.status == "covered" else replace(r, **changes) for r in base.requirements),
        findings=tuple(replace(finding, **changes) for finding in base.findings),
    )


@pytest.mark.parametrize(("level", "failing"), [("never", False), ("high", True), ("legacy", True), ("gap", True)])
def test_each_level_has_its_own_idea_of_failing(level: FailLevel, failing: bool) -> None:
    assert fails(replace(document(), fail_on=level)) is failing


def test_a_gap_of_high_severity_reaches_the_high_level() -> None:
    base = document()
    base = replace(base, findings=(), fail_on="high")
    assert not fails(base)
    gaps = tuple(replace(r, severity="high") if r.status == "missing" else r for r in base.requirements)
    assert fails(replace(base, requirements=gaps))


@pytest.mark.parametrize(
    "changes", [{"applies": False}, {"decision": decided("accept")}, {"baseline": "unchanged"}], ids=str
)
def test_what_does_not_apply_is_decided_or_known_does_not_fail(changes: dict[str, object]) -> None:
    assert not fails(changed(**changes))


@pytest.mark.parametrize("state", ["new", "updated"])
def test_what_is_new_or_changed_since_the_baseline_fails(state: str) -> None:
    assert fails(changed(baseline=state))


def test_what_is_short_fails_whatever_the_level() -> None:
    assert fails(replace(document(), fail_on="never", shortfall="It is short."))


def test_coverage_counts_what_is_asked_for_only() -> None:
    assert coverage(document()) == (1, 3)
    assert coverage(changed(applies=False)) == (1, 1)
    assert coverage(changed(decision=decided("not-applicable"))) == (1, 1)


def test_an_accepted_gap_is_a_gap_and_one_settled_elsewhere_is_none() -> None:
    assert coverage(changed(decision=decided("accept"))) == (1, 3)
    assert coverage(changed(decision=decided("settled-elsewhere"))) == (3, 3)


def test_a_shortfall_is_said_with_its_numbers() -> None:
    assert coverage_shortfall(document(), 50) == (
        "1 of the 3 requirements that apply are settled, 33%; the least is 50%."
    )
    assert coverage_shortfall(document(), 100 / 3) == ""
    assert coverage_shortfall(unreadable(), 50) == ""
