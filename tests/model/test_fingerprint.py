import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.model.fingerprint import LENGTH, fingerprint_of

CLAUSE = "Posts are records and are kept for 7 years, see section 4.2."


@pytest.mark.parametrize(
    "same",
    [
        "Posts  are records\nand are kept for 7 years, see section 4.2.",
        "posts are records and are kept for 7 years; see Section 9.",
        "Posts are records and are kept for 7 years, see section 12(b).",
        "Posts are records and are kept for 7 years, see section IV.",
        "Posts are records and are kept for 7 years (see section 5).",
        "\u201cPosts\u201d are records and are kept for 7 years, see section 4.2",
        "Posts are re\ufb01ned".replace("re\ufb01ned", "records and are kept for 7 years, see section 4.2."),
    ],
)
def test_reflowing_punctuation_and_renumbering_change_nothing(same: str) -> None:
    assert fingerprint_of(same) == fingerprint_of(CLAUSE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (CLAUSE, CLAUSE.replace("7", "5")),
        (CLAUSE, CLAUSE.replace("are kept", "are not kept")),
        ("Posts follow 28 CFR Part 35.", "Posts follow 28 CFR Part 36."),
        ("Posts follow Article 6 GDPR.", "Posts follow Article 9 GDPR."),
        ("Nothing limits section 7 rights.", "Nothing limits section 8 rights."),
        ("Rights under section 7 of the Act stand.", "Rights under section 8 of the Act stand."),
        ("Keep the items in section 4 or 5 years.", "Keep the items in section 4 or 6 years."),
        ("Answers come in part 3 months later.", "Answers come in part 4 months later."),
        ("2.5 hours a week are allowed.", "3.5 hours a week are allowed."),
        ("A. Smith approves.", "B. Smith approves."),
        ("Fines of $5.", "Fines of 5."),
        ("Fewer than <5 posts.", "More than >5 posts."),
        ("At least 5% of posts.", "At least 5 of posts."),
        ("See 42 U.S.C. section 12.", "See 42 U.S.C. section 13."),
    ],
)
def test_a_change_of_words_numbers_or_laws_changes_it(one: str, other: str) -> None:
    assert fingerprint_of(one) != fingerprint_of(other)


def test_the_words_that_introduce_a_list_are_part_of_the_clause() -> None:
    assert fingerprint_of("Employees must not:", "share news") != fingerprint_of("Employees may:", "share news")
    assert fingerprint_of("ab", "c") != fingerprint_of("a", "bc")


@given(st.text())
def test_every_text_has_one_and_it_is_the_same_each_time(text: str) -> None:
    assert fingerprint_of(text) == fingerprint_of(text)
    assert len(fingerprint_of(text)) == LENGTH


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1), st.data())
def test_white_space_never_counts(words: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.sampled_from([" ", "\n", "  ", "\t", "\u00a0"])) for _ in words]
    spaced = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    assert fingerprint_of(spaced) == fingerprint_of(" ".join(words))
