import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.language.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ask Dr. Ames or Sgt. Byrne of the U.S. office.",
        "See sec. 4 of the manual, e.g. The Handbook, for more.",
        "Version 2.0 Applies to all.",
        "The office of J. Smith approves posts.",
    ],
)
def test_the_stop_of_an_abbreviation_ends_nothing(text: str) -> None:
    assert sentences(text) == [text]


def test_sentences_part_at_stops_before_capitals() -> None:
    assert sentences("Be polite. Do not shout! Why not? \u201cWe listen.\u201d Good.") == [
        "Be polite.",
        "Do not shout!",
        "Why not?",
        "\u201cWe listen.\u201d",
        "Good.",
    ]


def test_an_inline_enumeration_is_cut_and_keeps_its_opening() -> None:
    text = "Staff must not: (a) share passwords; (b) post as others; or (c) sell goods."
    parts = split_sentences(text)
    assert [text[p.start : p.end] for p in parts] == [
        "(a) share passwords;",
        "(b) post as others; or",
        "(c) sell goods.",
    ]
    assert all(p.lead and text[p.lead[0] : p.lead[1]] == "Staff must not:" for p in parts)


@given(st.text(max_size=300))
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    parts = split_sentences(text)
    covered: set[int] = set()
    for part in parts:
        covered.update(range(part.start, part.end))
        if part.lead:
            covered.update(range(*part.lead))
    assert [p.start for p in parts] == sorted(p.start for p in parts)
    assert all(index in covered for index, letter in enumerate(text) if letter.isalnum())
