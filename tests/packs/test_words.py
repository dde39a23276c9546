from hypothesis import given
from hypothesis import strategies as st

from policylint.packs.words import split_words


def norms(text: str) -> list[str]:
    return [token.norm for token in split_words(text)]


def test_hyphenated_names_of_technology_are_one_word_however_written() -> None:
    assert norms("E-mail, e mail and email") == ["email", "email", "and", "email"]
    assert norms("web site Web-site website") == ["website", "website", "website"]


def test_other_hyphens_part_words() -> None:
    assert norms("off-duty") == ["off", "duty"]


def test_a_verb_with_a_particle_is_not_a_noun() -> None:
    assert norms("log in to the log-in page") == ["log", "in", "to", "the", "login", "page"]


def test_british_and_american_spelling_meet() -> None:
    assert norms("The organisation's authorised behaviour") == norms("The organization authorized behavior")


def test_contractions_open_into_their_words() -> None:
    assert norms("don\u2019t can't cannot") == ["do", "not", "can", "not", "can", "not"]


def test_the_possessive_is_dropped() -> None:
    assert norms("the council's employees' posts") == ["the", "council", "employees", "posts"]


@given(st.text())
def test_every_word_goes_back_to_its_place(text: str) -> None:
    for token in split_words(text):
        assert 0 <= token.start < token.end <= len(text)
        assert not text[token.start : token.end].isspace()


@given(st.text(), st.integers(0, 50))
def test_an_offset_moves_all_places_alike(text: str, offset: int) -> None:
    plain = [(t.norm, t.start + offset, t.end + offset) for t in split_words(text)]
    assert [(t.norm, t.start, t.end) for t in split_words(text, offset=offset)] == plain
