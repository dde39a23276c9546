"""Whose number it is, told from the words around it."""

from __future__ import annotations

import pytest

from policylint.language.citations import Bearing, bearing, says_inside, speaks_of_law


def bears(text: str, reference: str, *, title: str = "Social media policy") -> Bearing:
    start = text.index(reference)
    return bearing(text, start, start + len(reference), title=title)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Web pages comply with Section 508 of the Rehabilitation Act.", "Section 508"),
        ("Section 508 Standards apply.", "Section 508"),
        ("Nothing here limits Section 7 rights.", "Section 7"),
        ("Employees keep their rights under section 7 of the NLRA.", "section 7"),
        ("Records are public under Chapter 119, Florida Statutes.", "Chapter 119"),
        ("The Public Records Act section 6250 applies.", "section 6250"),
        ("Discipline follows Article 19 of the collective agreement.", "Article 19"),
        ("See Section 3 of the Employee Handbook.", "Section 3"),
        ("See the Acceptable Use Policy (Section 5.2).", "Section 5.2"),
        ("As set out in section 4 in the travel policy, receipts are kept.", "section 4"),
        ("Intelligence files follow 28 CFR part 23.", "part 23"),
        ("Withheld under 5 U.S.C. section 552.", "section 552"),
        ("See AMC 8.30.010, paragraph B.", "paragraph B"),
        ("Section 4.2 was formerly section 3.9.", "section 3.9"),
        ("In 2019 section 6.3 was removed.", "section 6.3"),
        ("In this section I mean the town.", "section I"),
        ("Staff read every part 3 times.", "part 3"),
        ("Article 4: Leave", "Article 4"),
    ],
)
def test_a_law_another_document_a_name_and_the_past_are_elsewhere(text: str, reference: str) -> None:
    assert bears(text, reference) == "elsewhere"


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("See Section 4.2.", "Section 4.2"),
        ("Staff post as set out in paragraph 3(b).", "paragraph 3(b)"),
        ("The exceptions are described below in Section II, Dealing With Complaints.", "Section II"),
        ("Ask the press office (section 5).", "section 5"),
        ("Section 5 above holds for volunteers.", "Section 5"),
    ],
)
def test_words_that_point_are_seen(text: str, reference: str) -> None:
    assert bears(text, reference) == "points"


def test_of_this_policy_is_the_documents_own() -> None:
    assert bears("Section 6 of this policy holds for volunteers.", "Section 6") == "own"


def test_a_manual_is_the_document_only_where_it_says_so_itself() -> None:
    assert bears("See section 4.2 of this manual.", "section 4.2") == "unsure"
    assert bears("See section 4.2 of this manual.", "section 4.2", title="Police Manual") == "own"


def test_of_this_chapter_may_be_anywhere() -> None:
    assert bears("See section B of this chapter.", "section B") == "unsure"


def test_other_words_say_nothing() -> None:
    assert bears("Members of the council are bound by section 3 when they post.", "section 3") == "bare"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Appendix B of this policy", True), ("Appendix B below", True), ("Appendix B is attached", False)],
)
def test_what_is_said_to_be_inside(text: str, expected: bool) -> None:
    assert says_inside(text, len("Appendix B")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Hatch Act applies.", True),
        ("The statute says so.", True),
        ("It follows 28 C.F.R. 35.", True),
        ("Staff act with care and keep the law.", False),
        ("The press office answers.", False),
    ],
)
def test_laws_are_heard(text: str, expected: bool) -> None:
    assert speaks_of_law(text) is expected
