from typing import Any

import pytest

from policylint.matching.lexicon import Lexicon, build_lexicon, find, find_all
from policylint.packs.model import Concept
from policylint.packs.words import split_words


def lexicon(*concepts: dict[str, Any]) -> Lexicon:
    return build_lexicon(Concept.model_validate({"what": "for a test", **concept}) for concept in concepts)


def found(pattern: str, text: str, *concepts: dict[str, Any]) -> bool:
    table = lexicon(*concepts)
    compiled = table.compile(pattern)
    return find(compiled, table.tag(split_words(text), text)) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("remove~ comments", "Staff removed comments.", True),
        ("remove~ comments", "Staff removed rude comments.", False),
        ("remove~ .. comments", "Staff removed rude comments.", True),
        ("remove~ ..1 comments", "Staff removed very rude comments.", False),
        ("comments ... remove~", "Staff removed comments.", False),
        ("comments & remove~", "Staff removed comments.", True),
        ("(hide~|remove~) [the] comments", "We hide the comments.", True),
        ("(hide~|remove~) [the] comments", "We hide comments.", True),
        ("must not .. share~", "Staff mustn't ever share.", True),
        ("e-mail", "Send an email.", True),
        ("public record", "Open public records here.", True),
    ],
)
def test_patterns_find_what_they_say(pattern: str, text: str, expected: bool) -> None:
    assert found(pattern, text) is expected


def test_a_concept_is_found_by_any_of_its_terms() -> None:
    secret = {"id": "secret", "terms": ["confidential information", "trade secret"]}
    assert found("share~ {secret}", "They share trade secrets.", secret)
    assert not found("share~ {secret}", "They share lunch.", secret)


def test_a_concept_takes_in_others() -> None:
    brand = {"id": "brand", "terms": ["=tubble"]}
    media = {"id": "media", "terms": ["social media"], "include": ["brand"]}
    assert found("post~ on {media}", "Post on Tubble.", brand, media)


def test_a_concept_of_patterns_stretches_over_the_whole_match() -> None:
    account = {"id": "account", "patterns": ["official .. page"]}
    table = lexicon(account)
    text = "the official city page"
    assert table.tag(split_words(text), text)[table.concept_tags["account"]] == [(1, 4)]


def test_a_concept_keeps_away_from_its_exceptions() -> None:
    public = {"id": "public", "terms": ["=public"], "unless": ["public library"]}
    assert found("{public}", "The public may comment.", public)
    assert not found("{public}", "The public library is open.", public)


def test_shapes_are_found_in_the_text_and_placed_on_words() -> None:
    day = {"id": "day", "regex": [r"\d{4}-\d\d-\d\d"]}
    table = lexicon(day)
    text = "Issued on 2011-02-03 here"
    assert table.tag(split_words(text), text)[table.concept_tags["day"]] == [(2, 5)]


def test_every_beginning_of_a_pattern_is_found() -> None:
    table = lexicon()
    compiled = table.compile("no .. pets")
    text = "No pets here and no big pets there"
    assert len(find_all(compiled, table.tag(split_words(text), text))) == 2
