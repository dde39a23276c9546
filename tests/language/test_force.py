import pytest

from policylint.language.force import cheap_forces, exception_words, heading_states_rule
from policylint.packs.words import split_words


def forces(text: str, lead: str = "") -> set[str]:
    return set(cheap_forces([t.norm for t in split_words(text)], [t.norm for t in split_words(lead)]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must log out.", {"duty"}),
        ("Employees are required to register.", {"duty"}),
        ("You need to ask first.", {"duty"}),
        ("Every account has to carry the seal.", {"duty"}),
        ("Staff must not log in twice.", {"ban"}),
        ("Officers may not post pictures.", {"ban"}),
        ("No employee may post pictures.", {"ban"}),
        ("Posting pictures is prohibited.", {"ban"}),
        ("Personal use is not allowed.", {"ban"}),
        ("Don't post pictures.", {"ban"}),
        ("Please refrain from swearing.", {"ban"}),
        ("Visitors may comment.", {"permission"}),
        ("Brief personal use is allowed.", {"permission"}),
        ("Personal use is not prohibited.", {"permission"}),
        ("Approval is not required.", {"permission"}),
        ("The library has three accounts.", {"statement"}),
    ],
)
def test_words_tell_the_force(text: str, expected: set[str]) -> None:
    assert forces(text) == expected


def test_a_clause_can_have_two_forces() -> None:
    assert forces("Staff may blog but must not name clients.") == {"permission", "ban"}


def test_a_list_item_takes_the_force_of_what_introduces_it() -> None:
    assert forces("share passwords", "Staff must not:") == {"ban"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Barred except as the chief allows.", "except"),
        ("No posts Unless approved.", "Unless"),
        ("An exceptional, unlessoned case.", ""),
    ],
)
def test_the_words_of_an_exception_are_found_whole(text: str, words: str) -> None:
    assert exception_words(text) == words


@pytest.mark.parametrize(
    "heading",
    [
        "Be honest about who you are",
        "No posting of internal matters",
        "Staff must not share passwords",
        "Think before you post",
    ],
)
def test_a_heading_that_says_what_to_do_states_a_rule(heading: str) -> None:
    assert heading_states_rule(heading)


@pytest.mark.parametrize(
    "heading",
    ["Use of social media", "Records retention", "Keep and destroy", "No", "Should I post this?", "Report form"],
)
def test_a_heading_that_names_a_matter_states_none(heading: str) -> None:
    assert not heading_states_rule(heading)
