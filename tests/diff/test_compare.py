import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policylint.diff.assemble import compare_all
from policylint.diff.compare import Version, VersionPair
from policylint.diff.gate import DIFF_FAIL_LEVELS, DiffFailLevel, exit_code
from policylint.diff.lfs import is_pointer, pointer_version
from policylint.diff.model import DocumentDiff
from policylint.model.report import Decision, Finding, StatusWord
from tests.diff.making import (
    APPROVAL,
    BLOCKING,
    IDS,
    RECORDS,
    clause,
    compared,
    covers,
    diff_of,
    finding,
    version,
)

KEPT = clause(RECORDS, "4 Records", line=31)
BLOCKED = clause(BLOCKING, "2 Public", line=12)
OLD = version(KEPT, BLOCKED, settles=covers("legal.records", KEPT))


def changes(document: DocumentDiff) -> dict[str, str]:
    return {change.id: change.change for change in document.changes}


def test_a_deleted_clause_loses_its_requirement() -> None:
    document = compared(OLD, version(BLOCKED))
    (lost,) = document.changes
    assert (lost.id, lost.change, lost.before, lost.after) == ("legal.records", "lost", "covered", "missing")
    assert [(fate.kind, fate.was) for fate in lost.fates] == [("deleted", KEPT)]
    assert lost.remedy == "Say so."


def test_a_requirement_that_another_clause_still_settles_is_no_loss() -> None:
    other = clause("Archives of our pages are subject to disclosure.", "4 Records")
    document = compared(OLD, version(BLOCKED, other, settles=covers("legal.records", other)))
    assert document.changes == ()
    assert document.resettled == ("legal.records",)


def test_a_requirement_settled_by_the_same_clause_is_not_resettled() -> None:
    more = clause(APPROVAL)
    document = compared(OLD, version(KEPT, more, settles=covers("legal.records", more, KEPT)))
    assert (document.changes, document.resettled) == ((), ())


def test_what_explains_most_comes_first() -> None:
    old = version(KEPT, BLOCKED, settles=covers("legal.records", BLOCKED, KEPT))
    (lost,) = compared(old, version(BLOCKED)).changes
    assert [fate.kind for fate in lost.fates] == ["deleted", "stands"]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("covered", "missing", "lost"),
        ("legacy", "missing", "lost"),
        ("covered", "legacy", "became-legacy"),
        ("legacy", "covered", "adapted"),
        ("missing", "legacy", "gained"),
        ("missing", "covered", "gained"),
    ],
)
def test_each_turn_of_status_has_its_word(before: StatusWord, after: StatusWord, change: str) -> None:
    old = version(KEPT, settles={"legal.records": (before, (KEPT,))})
    new = version(KEPT, settles={"legal.records": (after, (KEPT,))})
    document = compared(old, new)
    assert changes(document) == {"legal.records": change}
    assert bool(document.changes[0].fates) == (change in ("lost", "became-legacy"))


def test_a_document_that_was_removed_loses_all_it_covered() -> None:
    document = compared(OLD, None, "removed")
    assert changes(document) == {"legal.records": "lost"}
    assert document.changes[0].fates[0].why == "The document was removed."


def test_a_document_that_was_added_gains_what_it_covers() -> None:
    document = compared(None, OLD, "added")
    assert changes(document) == {"legal.records": "gained"}
    assert document.changes[0].evidence == (KEPT,)


def test_a_clause_that_went_to_another_document_is_said_to_be_there() -> None:
    new = version(clause(RECORDS, "1 Keeping"), name="records.md")
    pairs = [
        VersionPair("same-path", OLD, version(BLOCKED)),
        VersionPair("added", None, new),
        VersionPair("removed", version(KEPT, settles=covers("legal.records", KEPT), name="old.md"), None),
    ]
    own, _, removed = compare_all(pairs)
    assert own.changes[0].fates[0].why == "The clause now stands in records.md, in \u201c1 Keeping\u201d."
    assert removed.changes[0].fates[0].document == "records.md"


def test_a_clause_that_stood_in_the_other_document_before_has_not_gone_there() -> None:
    other = version(KEPT, name="records.md")
    own, _ = compare_all([VersionPair("same-path", OLD, version(BLOCKED)), VersionPair("same-path", other, other)])
    assert own.changes[0].fates[0].kind == "deleted"


def test_a_clause_of_another_document_of_the_set_is_looked_for_there() -> None:
    theirs = clause(RECORDS, "1 Keeping", document="records.md")
    old = version(BLOCKED, settles=covers("legal.records", theirs))
    pairs = [
        VersionPair("same-path", old, version(BLOCKED)),
        VersionPair("same-path", version(theirs, name="records.md"), version(BLOCKED, name="records.md")),
    ]
    assert compare_all(pairs)[0].changes[0].fates[0].kind == "deleted"
    (alone,) = compare_all(pairs[:1])
    assert alone.changes[0].fates[0].why == "The clause stands in records.md, as it did."


def test_an_unreadable_new_version_is_no_loss() -> None:
    document = compared(OLD, version(verdict="unreadable", reason="no-text"))
    assert (document.outcome, document.changes) == ("unreadable", ())
    assert document.notes == ("The new version cannot be read, so nobody knows what it lost: It says why.",)
    assert exit_code(diff_of(document), "never") == 2


def test_a_new_version_of_what_could_not_be_read_is_compared_with_nothing() -> None:
    document = compared(version(verdict="unreadable", reason="no-text"), OLD)
    assert (document.outcome, document.changes) == ("was-unreadable", ())
    assert exit_code(diff_of(document), "new") == 0


def test_a_pointer_of_git_lfs_on_either_side_is_unreadable_with_what_to_do() -> None:
    data = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    assert is_pointer(data)
    assert not is_pointer(b"# Policy\n" + data)
    pointer = pointer_version("policy.md", data)
    for document in (compared(pointer, OLD), compared(OLD, pointer)):
        assert document.outcome == "unreadable"
        assert "git lfs pull" in document.notes[0]


def test_a_document_that_is_no_policy_any_more_loses_all_it_covered() -> None:
    document = compared(OLD, version(KEPT, BLOCKED, verdict="not-applicable"))
    assert changes(document) == {"legal.records": "lost"}
    assert document.notes == ("It is no longer checked: It says why.",)
    assert document.changes[0].fates[0].why == "The clause stands, but the document is now read as not a policy."


def test_another_kind_of_document_is_said() -> None:
    guide = replace(OLD.report, kind="guide", kind_why="it says should")
    document = compared(OLD, Version(OLD.name, guide, OLD.text))
    assert document.notes == (
        "It was read as a social media policy and is now read as a guide that binds nobody: it says should.",
    )


def test_what_the_profile_does_not_ask_for_is_listed_and_fails_nothing() -> None:
    document = compared(OLD, version(BLOCKED, applies=False))
    assert [change.counts for change in document.changes] == [False]
    assert exit_code(diff_of(document), "new") == 0


def test_what_somebody_has_decided_about_fails_nothing() -> None:
    decision = Decision(
        kind="accept", reason="r", owner="o", date="2026-01-01", expires=None, origin="file", place="d.toml:1"
    )
    new = version(BLOCKED)
    decided = replace(
        new.report, requirements=tuple(replace(found, decision=decision) for found in new.report.requirements)
    )
    document = compared(OLD, Version(new.name, decided, new.text))
    assert [change.counts for change in document.changes] == [False]


@pytest.mark.parametrize(
    ("after", "found", "expected"),
    [
        ("missing", (), {"lost": 1, "legacy": 1, "new": 1, "never": 0}),
        ("legacy", (), {"lost": 0, "legacy": 1, "new": 1, "never": 0}),
        ("covered", (finding(BLOCKED),), {"lost": 0, "legacy": 0, "new": 1, "never": 0}),
        ("covered", (), {"lost": 0, "legacy": 0, "new": 0, "never": 0}),
    ],
)
def test_each_level_of_failure_includes_the_ones_before(
    after: StatusWord, found: tuple[Finding, ...], expected: dict[DiffFailLevel, int]
) -> None:
    new = version(KEPT, BLOCKED, settles={"legal.records": (after, (KEPT,))}, findings=found)
    diff = diff_of(compared(OLD, new))
    assert {level: exit_code(diff, level) for level in DIFF_FAIL_LEVELS} == expected


def test_a_finding_that_only_the_new_version_has_is_new() -> None:
    document = compared(version(KEPT), version(KEPT, BLOCKED, findings=[finding(BLOCKED)]))
    assert [(change.change, change.fate) for change in document.findings] == [("new", None)]


def test_a_finding_that_only_the_old_version_has_is_gone_with_its_clause() -> None:
    document = compared(version(KEPT, BLOCKED, findings=[finding(BLOCKED)]), version(KEPT))
    assert [(change.change, change.fate and change.fate.kind) for change in document.findings] == [("gone", "deleted")]


def test_a_finding_on_a_reworded_clause_is_neither_new_nor_gone() -> None:
    reworded = clause(BLOCKING.replace("written", "spoken"))
    document = compared(version(BLOCKED, findings=[finding(BLOCKED)]), version(reworded, findings=[finding(reworded)]))
    assert document.findings == ()


def test_another_kind_of_finding_on_the_same_words_is_new() -> None:
    old = version(BLOCKED, findings=[finding(BLOCKED)])
    document = compared(old, version(BLOCKED, findings=[finding(BLOCKED, "rights.blanket-ban")]))
    assert [(change.change, change.finding.id) for change in document.findings] == [
        ("new", "rights.blanket-ban"),
        ("gone", "rights.disparagement"),
    ]


def test_a_second_finding_on_the_same_words_is_new() -> None:
    old = version(BLOCKED, findings=[finding(BLOCKED)])
    document = compared(old, version(BLOCKED, BLOCKED, findings=[finding(BLOCKED), finding(BLOCKED)]))
    assert [change.change for change in document.findings] == ["new"]


CLAUSES = st.sampled_from(
    [
        clause(f"{who} {force} {what} {when}.", section, scope=scope)
        for who in ("The clerk", "Each department")
        for force in ("must", "may")
        for what in ("archive the posts", "block a user", "approve an account")
        for when in ("every year", "at once")
        for section, scope in (("1 Records", "social"), ("2 Public", "any"))
    ]
)


@st.composite
def versions(draw: st.DrawFn) -> Version:
    clauses = draw(st.lists(CLAUSES, max_size=6))
    if not clauses:
        return version()
    chosen = st.sampled_from(clauses)
    statuses: st.SearchStrategy[StatusWord] = st.sampled_from(["covered", "legacy", "missing"])
    return version(
        *clauses,
        settles={
            identifier: (status, () if status == "missing" else draw(st.lists(chosen, min_size=1, max_size=2)))
            for identifier in IDS
            for status in [draw(statuses)]
        },
        findings=[finding(evidence) for evidence in draw(st.lists(chosen, max_size=3))],
        verdict=draw(st.sampled_from(["checked", "checked", "checked", "not-applicable"])),
    )


@given(versions())
def test_a_version_does_not_differ_from_itself(one: Version) -> None:
    document = compared(one, one)
    assert (document.changes, document.resettled, document.findings) == ((), (), ())


OPPOSITE = {
    "lost": "gained",
    "gained": "lost",
    "became-legacy": "adapted",
    "adapted": "became-legacy",
    "new": "gone",
    "gone": "new",
}


@given(versions(), versions())
def test_swapping_the_versions_swaps_what_was_gained_and_lost(one: Version, other: Version) -> None:
    there, back = compared(one, other), compared(other, one)
    assert changes(back) == {identifier: OPPOSITE[change] for identifier, change in changes(there).items()}
    assert back.resettled == there.resettled
    assert sorted(change.change for change in back.findings) == sorted(
        OPPOSITE[change.change] for change in there.findings
    )


@given(versions(), versions())
def test_every_clause_of_a_loss_has_one_fate(one: Version, other: Version) -> None:
    settled = {requirement.id: requirement.evidence for requirement in one.report.requirements}
    for change in compared(one, other).changes:
        if change.change in ("lost", "became-legacy"):
            assert sorted(fate.was.quote for fate in change.fates) == sorted(was.quote for was in settled[change.id])
            assert all(fate.why.endswith(".") for fate in change.fates)
