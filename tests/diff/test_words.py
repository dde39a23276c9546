from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.diff.words import MOST_WORDS, folded_words, is_within, similarity, word_pieces

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=12)


def test_case_and_punctuation_are_no_words() -> None:
    assert folded_words("Posts, on PAGES \u2014 are kept.") == ("posts", "on", "pages", "are", "kept")


@given(WORDS, WORDS)
def test_similarity_is_the_same_both_ways(one: list[str], other: list[str]) -> None:
    assert similarity(one, other) == similarity(other, one)


@given(WORDS)
def test_the_same_words_are_wholly_alike(words: list[str]) -> None:
    assert similarity(words, words) == 1.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = word_pieces(old, new)
    assert " ".join(piece.text for piece in pieces if piece.kind != "added").split() == old.split()
    assert " ".join(piece.text for piece in pieces if piece.kind != "removed").split() == new.split()


def test_what_was_struck_and_what_was_added_are_told_apart() -> None:
    pieces = word_pieces("Posts are kept for two years.", "Posts are kept for three years.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "Posts are kept for"),
        ("removed", "two"),
        ("added", "three"),
        ("same", "years."),
    ]


def test_a_lone_word_between_two_changes_is_taken_into_them() -> None:
    pieces = word_pieces("The clerk and mayor decide.", "The editor and owner decide.")
    assert [piece.text for piece in pieces] == ["The", "clerk and mayor", "editor and owner", "decide."]


def test_very_long_texts_are_compared_as_heaps() -> None:
    long = " ".join(f"w{n}" for n in range(MOST_WORDS + 1))
    assert [piece.kind for piece in word_pieces(long, f"{long} more")] == ["removed", "added"]
    assert [piece.kind for piece in word_pieces(long, long)] == ["same"]
    shuffled = long.split()[::-1]
    assert similarity(long.split(), shuffled) == 1.0
    assert Counter(shuffled) == Counter(long.split())


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [("a c", "a b c", True), ("c a", "a b c", False), ("", "a", True)]
)
def test_words_stand_within_others_in_their_order(part: str, whole: str, expected: bool) -> None:
    assert is_within(part.split(), whole.split()) is expected
