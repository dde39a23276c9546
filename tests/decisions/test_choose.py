import pytest
from msgspec.structs import replace

from policylint.decisions.choose import Target, choose_targets
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport
from tests.decisions.samples import MAIL, PHONE, entry, evidence, finding, report, requirement

CRITICISM = "rights.disparagement"
TWO = report(finding("Do not criticise us.", line=3), finding("Never mock\nthe Mayor.", line=9))


def chosen(
    document: DocumentReport, rule: str, *, words: str | None = None, all_places: bool = False
) -> tuple[Target, ...]:
    return choose_targets(document, entry(rule=rule), (), shown="policy.md", words=words, all_places=all_places)


def test_a_missing_requirement_has_no_clause() -> None:
    (target,) = chosen(report(requirement("missing")), "legal.records")
    decided = target.decided(entry(fingerprint=""))
    assert decided.fingerprint == requirement("missing").fingerprint
    assert (decided.clause, target.line) == ("", None)


def test_a_legacy_requirement_is_bound_to_its_first_clause() -> None:
    (target,) = chosen(report(requirement("legacy", evidence(MAIL), evidence(PHONE))), "legal.records")
    decided = target.decided(entry(fingerprint=""))
    assert (decided.fingerprint, decided.clause, target.line) == (evidence(MAIL).fingerprint, MAIL, 7)


def test_words_bind_a_legacy_requirement_to_another_of_its_clauses() -> None:
    document = report(requirement("legacy", evidence(MAIL), evidence(PHONE)))
    (target,) = chosen(document, "legal.records", words="TELEPHONE")
    assert target.fingerprints == (evidence(PHONE).fingerprint, evidence(MAIL).fingerprint)


def test_a_clause_of_another_document_has_no_line_in_this_one() -> None:
    document = report(requirement("legacy", replace(evidence(MAIL), document="records.md")))
    (target,) = chosen(document, "legal.records")
    assert target.line is None


def test_equal_findings_are_one_target() -> None:
    (target,) = chosen(report(finding(line=3), finding(line=9)), CRITICISM)
    assert target.line == 3


def test_of_several_clauses_words_single_one_out_whatever_their_case_and_white_space() -> None:
    (target,) = chosen(TWO, CRITICISM, words="mock  the mayor")
    assert target.line == 9


def test_words_may_be_of_the_lead_in() -> None:
    found = replace(finding(), evidence=(evidence("criticise us;", lead="Staff must not:"),))
    assert chosen(report(found, finding("Never mock.")), CRITICISM, words="staff must not: criticise")[0].line == 7


def test_of_several_clauses_all_may_be_meant() -> None:
    assert [target.line for target in chosen(TWO, CRITICISM, all_places=True)] == [3, 9]


def test_several_clauses_are_listed_where_one_is_wanted() -> None:
    with pytest.raises(UserMistake, match="found in 2 clauses; say --clause") as caught:
        chosen(TWO, CRITICISM)
    assert caught.value.code == "M441"
    assert "  \u201cDo not criticise us.\u201d (2 Records, line 3)" in str(caught.value).splitlines()


def test_the_list_is_not_endless_and_shows_no_control_characters() -> None:
    many = report(*(finding(f"Word {number} \x1b[2J", line=number) for number in range(1, 31)))
    with pytest.raises(UserMistake) as caught:
        chosen(many, CRITICISM)
    said = str(caught.value)
    assert said.endswith("  and 10 more")
    assert "\x1b" not in said and "<U+001B>" in said


def test_words_that_no_clause_holds_are_a_mistake_that_lists_the_clauses() -> None:
    with pytest.raises(UserMistake, match=r"no clause of rights\.disparagement holds the words 'zebra'") as caught:
        chosen(TWO, CRITICISM, words="zebra")
    assert "Do not criticise us." in str(caught.value)


def test_what_is_missing_has_no_words() -> None:
    with pytest.raises(UserMistake, match=r"legal\.records is missing, so there is no clause to name"):
        chosen(report(requirement("missing")), "legal.records", words="mail")


@pytest.mark.parametrize(
    ("document", "rule", "says"),
    [
        (report(requirement("covered", evidence())), "legal.records", "the requirement is covered"),
        (report(), CRITICISM, "the document has no such finding"),
        (replace(report(), verdict="unreadable", explanation="A scan."), CRITICISM, "it was not checked. A scan."),
    ],
)
def test_where_nothing_is_to_decide_it_is_said_why(document: DocumentReport, rule: str, says: str) -> None:
    with pytest.raises(UserMistake, match=says):
        chosen(document, rule)


def test_what_is_decided_already_is_named_with_its_place() -> None:
    given = entry(rule=CRITICISM, fingerprint=finding().fingerprint, place="d.toml:12")
    with pytest.raises(UserMistake, match=r"already decided at d.toml:12 \(accept\)") as caught:
        choose_targets(report(finding()), entry(rule=CRITICISM), [given], shown="policy.md")
    assert caught.value.code == "M442"


def test_what_is_left_to_decide_needs_no_words() -> None:
    given = entry(rule=CRITICISM, fingerprint=finding("Do not criticise us.").fingerprint)
    (target,) = choose_targets(TWO, entry(rule=CRITICISM), [given], shown="policy.md")
    assert target.line == 9


def test_a_long_clause_is_written_down_by_its_beginning() -> None:
    (target,) = chosen(report(finding("word " * 40)), CRITICISM)
    decided = target.decided(entry())
    assert decided.clause == " ".join(["word"] * 12)
