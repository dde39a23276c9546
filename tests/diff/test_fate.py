import pytest

from policylint.diff.fate import Fates
from policylint.diff.headings import bare, key_of, renamed_heading
from policylint.model.fingerprint import fingerprint_of
from policylint.model.report import Evidence
from policylint.model.text import DocumentText
from tests.diff.making import APPROVAL, BLOCKING, RECORDS, clause, text

OLD = clause(RECORDS, "Policy", "4 Records", line=31)


def fates(*new: Evidence, old: tuple[Evidence, ...] = (OLD,), sections: tuple[tuple[str, ...], ...] = ()) -> Fates:
    return Fates(text(*old), text(*new, sections=sections))


def test_a_clause_that_is_still_there_stands() -> None:
    now = clause(RECORDS, "Policy", "4 Records", line=40)
    fate = fates(now).of(OLD)
    assert (fate.kind, fate.now) == ("stands", now)
    assert fate.why == "The clause stands as it was; what changed is around it."


def test_a_clause_stands_though_its_section_has_another_number() -> None:
    assert fates(clause(RECORDS, "Policy", "5. Records")).of(OLD).kind == "stands"


def test_a_clause_that_lost_its_scope_says_so() -> None:
    fate = fates(clause(RECORDS, "Policy", "4 Records", scope="any")).of(OLD)
    assert fate.why == "The clause stands as it was, but nothing extends it to social media any more."


def test_a_clause_whose_heading_was_renamed_stands_under_the_new_one() -> None:
    fate = fates(clause(RECORDS, "Policy", "4 E-mail", scope="older")).of(OLD)
    assert fate.kind == "stands"
    assert fate.why == (
        "The clause stands as it was, but its heading \u201c4 Records\u201d is now \u201c4 E-mail\u201d, "
        "which is not about social media."
    )


def test_the_same_words_in_another_section_were_moved() -> None:
    elsewhere = clause(BLOCKING, "Policy", "2 Public")
    fate = fates(elsewhere, clause(RECORDS, "Policy", "2 Public"), old=(OLD, elsewhere)).of(OLD)
    assert fate.kind == "moved"
    assert fate.why == "The clause was moved from \u201c4 Records\u201d to \u201c2 Public\u201d."


def test_a_move_to_a_section_of_the_same_name_names_the_headings_above_it() -> None:
    old = clause(RECORDS, "Part A", "Records")
    other = clause(BLOCKING, "Part B", "Records")
    kept = clause(APPROVAL, "Part A", "Records")
    fate = fates(other, kept, clause(RECORDS, "Part B", "Records"), old=(old, other, kept)).of(old)
    assert fate.why == "The clause was moved from \u201cPart A > Records\u201d to \u201cPart B > Records\u201d."


def test_a_clause_that_stood_twice_and_stands_once_was_deleted_not_moved() -> None:
    twin = clause(RECORDS, "Policy", "9 Summary")
    fate = fates(twin, clause(BLOCKING, "Policy", "4 Records"), old=(OLD, twin)).of(OLD)
    assert (fate.kind, fate.now) == ("deleted", twin)
    assert fate.why == "The clause was deleted here; the same words still stand in \u201c9 Summary\u201d."


def test_similar_words_are_a_rewording_shown_word_for_word() -> None:
    now = clause(RECORDS.replace("are kept", "may be kept"), "Policy", "4 Records")
    fate = fates(now).of(OLD)
    assert (fate.kind, fate.now, fate.why) == ("reworded", now, "The clause was reworded.")
    assert [(piece.kind, piece.text) for piece in fate.pieces if piece.kind != "same"] == [
        ("removed", "are"),
        ("added", "may be"),
    ]


def test_a_rewording_in_another_section_that_lost_its_scope_says_both() -> None:
    home, other = clause(BLOCKING, "Policy", "4 Records"), clause(APPROVAL, "Policy", "2 E-mail")
    now = clause(RECORDS.replace("our pages", "e-mail"), "Policy", "2 E-mail", scope="older")
    fate = fates(home, other, now, old=(OLD, home, other)).of(OLD)
    assert fate.why == (
        "The clause was reworded and moved from \u201c4 Records\u201d to \u201c2 E-mail\u201d, "
        "and it no longer holds for social media."
    )


def test_a_changed_lead_in_is_a_rewording_of_the_words_that_introduce_it() -> None:
    old = clause("share a password", lead="Employees must not:")
    fate = fates(clause("share a password", lead="Employees may:"), old=(old,)).of(old)
    assert (fate.kind, fate.why) == ("reworded", "The words that introduce the clause were changed.")


def test_a_neighbour_that_stood_before_is_no_rewording() -> None:
    neighbour = clause(RECORDS.replace("our pages", "our walls"), "Policy", "4 Records")
    assert fates(neighbour, old=(OLD, neighbour)).of(OLD).kind == "deleted"


def test_a_rewording_belongs_to_the_clause_that_it_resembles_most() -> None:
    two = clause("Posts are archived for two years.")
    three = clause("Posts are archived for three years.")
    now = clause("Posts are archived for three years by clerks.")
    found = fates(now, old=(two, three))
    assert (found.of(two).kind, found.of(three).kind) == ("deleted", "reworded")


def test_two_clauses_that_became_one_were_both_reworded() -> None:
    one, other = clause("Posts are kept as records by the clerk."), clause("Comments are kept as records, too.")
    now = clause("Posts are kept as records by the clerk. Comments are kept as records, too, always.")
    found = fates(now, old=(one, other))
    assert found.of(one).now == now
    assert found.of(other).now == now


def test_an_unlike_clause_is_no_rewording() -> None:
    fate = fates(clause(BLOCKING, "Policy", "4 Records")).of(OLD)
    assert fate.kind == "deleted"
    assert fate.why == "The clause was deleted; its section \u201c4 Records\u201d is still there."


def test_a_clause_can_go_with_its_whole_section() -> None:
    fate = fates(clause(BLOCKING, "Policy", "2 Public")).of(OLD)
    assert fate.why == "The clause was deleted with all that its section \u201c4 Records\u201d said."


def test_a_section_that_is_empty_now_is_still_there() -> None:
    assert "is still there" in fates(sections=(("Policy", "7 Records"),)).of(OLD).why


def test_a_clause_without_a_section_was_just_deleted() -> None:
    old = clause(RECORDS)
    assert fates(old=(old,)).of(old).why == "The clause was deleted."


def test_a_clause_that_went_to_another_document_is_found_there() -> None:
    there = clause(RECORDS, "1 Keeping")
    fate = fates().of(OLD, elsewhere={OLD.fingerprint: ("records.md", there)})
    assert (fate.kind, fate.document, fate.now) == ("moved", "records.md", there)
    assert fate.why == "The clause now stands in records.md, in \u201c1 Keeping\u201d."


def test_a_few_words_in_another_document_are_chance() -> None:
    old = clause("Be kind.")
    assert fates(old=(old,)).of(old, elsewhere={old.fingerprint: ("other.md", old)}).kind == "deleted"


def test_a_heading_that_settled_something_stands_or_is_deleted() -> None:
    heading = Evidence(quote="4 Records", section=("Policy", "4 Records"), fingerprint=fingerprint_of("", "Records"))
    old = DocumentText(sections=(("Policy", "4 Records"),))
    assert Fates(old, DocumentText(sections=(("Policy", "5 Records"),))).of(heading).kind == "stands"
    assert Fates(old, DocumentText(sections=(("Policy", "5 Money"),))).of(heading).kind == "deleted"


def test_among_thousands_of_clauses_the_rewording_is_found() -> None:
    old = tuple(clause(f"The office number {n} must answer letter {n * 7} within {n % 90} days.") for n in range(3000))
    new = tuple(
        clause(f"The office number {n} must answer letter {n * 7} within {n % 90} working days.") for n in range(3000)
    )
    found = Fates(text(*old), text(*new))
    assert [found.of(old[n]).now for n in (0, 1234, 2999)] == [new[0], new[1234], new[2999]]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("4.2 Records", "records"),
        ("IV. Records", "records"),
        ("Section 4 \u2014 Records", "records"),
        ("a) Records", "records"),
        ("Article III: Records", "records"),
        ("I like records", "i like records"),
        ("2026", "2026"),
    ],
)
def test_the_number_of_a_heading_is_no_part_of_its_words(heading: str, words: str) -> None:
    assert bare(heading) == words


def test_two_headings_that_differ_are_no_rename() -> None:
    was, now = ("A", "B", "x"), ("C", "D", "x")
    assert renamed_heading(was, now, old_keys={key_of(was)}, new_keys={key_of(now)}) is None


def test_a_heading_that_was_there_before_is_no_new_name() -> None:
    was, now = ("A", "B"), ("A", "C")
    assert renamed_heading(was, now, old_keys={key_of(was), key_of(now)}, new_keys={key_of(now)}) is None
    assert renamed_heading(was, now, old_keys={key_of(was)}, new_keys={key_of(now)}) == ("B", "C")
