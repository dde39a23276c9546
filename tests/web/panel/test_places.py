"""Numbers of the words to which verdicts point."""

from __future__ import annotations

from policylint.web.panel.model import VerdictRef
from policylint.web.panel.places import place_numbers

from .making import box, covering, decision, finding, report, requirement, words

HERE = words("Staff log out.", paragraph=3)


def test_places_are_numbered_in_the_order_of_the_document() -> None:
    late, early = words("Staff log out.", paragraph=9), words("Staff read.", paragraph=2)
    book = place_numbers(covering(late, early))
    assert (book.number_of(early), book.number_of(late)) == (1, 2)


def test_places_on_one_page_are_numbered_from_above() -> None:
    low, high = words("Low.", box(72, 500, 90, 510)), words("High.", box(72, 100, 90, 110))
    book = place_numbers(covering(low, high))
    assert (book.number_of(high), book.number_of(low)) == (1, 2)


def test_places_that_the_report_cannot_tell_apart_stay_in_the_order_of_the_verdicts() -> None:
    one, other = words("One.", paragraph=3), words("Another.", paragraph=3)
    book = place_numbers(covering(one, other))
    assert (book.number_of(one), book.number_of(other)) == (1, 2)


def test_same_words_in_the_same_place_are_one_place_with_all_verdicts() -> None:
    again = words("Staff log out.", paragraph=3, rule="log-out", scope="social")
    book = place_numbers(report(requirement("a", HERE), requirement("b", again)))
    assert book.number_of(HERE) == book.number_of(again) == 1
    assert [verdict.card for verdict in book.verdicts[0]] == ["a", "b"]


def test_same_words_in_another_place_are_another_place() -> None:
    there = words("Staff log out.", paragraph=4)
    book = place_numbers(covering(HERE, there))
    assert (book.number_of(HERE), book.number_of(there)) == (1, 2)


def test_verdict_with_two_signals_in_the_same_words_is_named_once() -> None:
    book = place_numbers(report(requirement("a", HERE, words("Staff log out.", paragraph=3, rule="other"))))
    assert book.verdicts == ((VerdictRef("a", "About a", "covered"),),)


def test_words_of_another_document_of_the_set_have_no_place() -> None:
    other = words("Staff log out.", paragraph=3, document="email.docx")
    book = place_numbers(report(requirement("a", HERE), requirement("b", other)))
    assert (len(book.evidence), book.number_of(other)) == (1, None)


def test_clause_that_came_nearest_to_a_gap_is_a_place() -> None:
    book = place_numbers(report(requirement("a", status="missing", near=HERE)))
    assert book.verdicts == ((VerdictRef("a", "About a", "missing"),),)


def test_tone_is_the_status_in_the_eyes_of_whoever_corrected_it() -> None:
    book = place_numbers(report(requirement("a", HERE, review=decision("correct", status="legacy"))))
    assert book.verdicts[0][0].tone == "legacy"


def test_what_somebody_has_dealt_with_calls_for_nobody_any_more() -> None:
    accepted = decision("accept")
    verdicts = (
        finding("rights.vague", HERE, decision=accepted),
        requirement("a", HERE, status="legacy", decision=accepted),
        requirement("b", HERE, status="legacy", review=decision("correct", status="covered")),
        requirement("c", HERE),
    )
    book = place_numbers(report(*verdicts))
    assert [(verdict.card, verdict.tone) for verdict in book.verdicts[0]] == [
        ("c", "covered"),
        ("a", "decided"),
        ("b", "decided"),
        ("f-1", "decided"),
    ]


def test_findings_have_the_tone_of_their_group_and_the_anchor_of_their_number() -> None:
    book = place_numbers(
        report(finding("rights.vague", HERE), finding("legacy.old", HERE), finding("reference.gone", HERE))
    )
    assert [(verdict.card, verdict.tone) for verdict in book.verdicts[0]] == [
        ("f-1", "rights"),
        ("f-2", "legacy"),
        ("f-3", "loose"),
    ]


def test_verdicts_of_a_place_begin_with_what_calls_most_for_somebody() -> None:
    gap = requirement("gap", status="missing", near=HERE)
    book = place_numbers(report(gap, requirement("done", HERE), finding("rights.vague", HERE)))
    assert [verdict.tone for verdict in book.verdicts[0]] == ["rights", "covered", "missing"]


def test_words_that_the_report_does_not_have_have_no_number() -> None:
    assert place_numbers(covering(HERE)).number_of(words("Nobody logs out.", paragraph=3)) is None
