"""Text as people see it: what is cleaned, what stays, and that every place still is that of its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from string import ascii_letters as ASCII

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.model.document import Block, Document, Link, Mark
from policylint.readers.characters import cleaned
from policylint.readers.encoding import mend
from policylint.readers.hygiene import clean_block

Reader = Callable[..., Document]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("o\ufb03cial \ufb01les", "official files"),
        ("so\u00adcial me\u00addia", "social media"),
        ("so\u200bcial\u2060 media\ufeff", "social media"),
        ("\u202epost\u202c a\u2066b\u2069", "post ab"),
        ("post\U000e0070\U000e006f names", "post names"),
        ("cafe\u0301 re\u0301sume\u0301", "caf\u00e9 r\u00e9sum\u00e9"),
        ("\uff30\uff4f\uff4c\uff49\uff43\uff59", "Policy"),
        ("\U0001d40f\U0001d428\U0001d42c\U0001d42d it", "Post it"),
        ("p\u0430ssw\u043erd", "password"),
        ("S\u0430le\u0455", "Sales"),
        ("no\u00a0names\u2003here", "no names here"),
        ("a \u200b b", "a b"),
    ],
)
def test_characters_that_are_not_what_is_seen_are_put_right(written: str, seen: str) -> None:
    assert cleaned(written) == seen


@pytest.mark.parametrize(
    "text",
    [
        "\u0441\u043e\u0446\u0438\u0430\u043b\u044c\u043d\u044b\u0435 \u0441\u0435\u0442\u0438",  # Russian
        "\u03ba\u03bf\u03b9\u03bd\u03c9\u03bd\u03b9\u03ba\u03ac \u03bc\u03ad\u03c3\u03b1",  # Greek
        "5 \u03bcm and TNF-\u03b1",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, whose letters take their shape from the joiner
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family, one picture of three
        "\u201cquotes\u201d \u2013 \u00a9 \u20ac \u00bd",
        "na\u00efve caf\u00e9 \u0141\u00f3d\u017a",
    ],
)
def test_other_languages_and_typography_stay(text: str) -> None:
    assert cleaned(text) == text


ODD = st.sampled_from(
    [
        "\ufb01",
        "\u00ad",
        "\u200b",
        "\u202e",
        "e\u0301",
        "\uff41",
        "\u0430",
        "\u00a0",
        "\u2003",
        "\U000e0041",
        "\u03b1",
        " ",
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.sampled_from("abco., ")), min_size=1, max_size=40).map("".join)


@given(TEXTS)
def test_what_is_clean_stays(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(TEXTS.map(lambda text: re.sub(" +", " ", text).strip(" ")), st.integers(0, 40))
def test_marks_links_and_labels_stay_with_their_words(text: str, label: int) -> None:
    block = Block(
        kind="paragraph",
        text=text,
        marks=tuple(Mark(place, place + 1, line=1, column=1 + place) for place in range(len(text))),
        links=tuple(Link(place, place + 1, "x") for place in range(len(text))),
        label_end=min(label, len(text)),
    )
    fresh = clean_block(block)
    assert fresh.text == cleaned(text)
    end = 0
    found = []
    for mark in fresh.marks:
        assert end <= mark.start < mark.end <= len(fresh.text)
        assert mark.column is not None
        found.append((text[mark.column - 1], fresh.text[mark.start : mark.end]))
        end = mark.end
    letters = [(old, unicodedata.normalize("NFD", new)[0]) for old, new in found if old.isascii() and old.isalpha()]
    assert [old for old, _ in letters] == [new for _, new in letters] == [sign for sign in text if sign in ASCII]
    assert all(0 <= link.start < link.end <= len(fresh.text) for link in fresh.links)
    assert 0 <= fresh.label_end <= len(fresh.text)


@pytest.mark.parametrize("name", ["policy.md", "policy.html", "policy.txt"])
def test_clean_text_keeps_its_places_in_files(read_file: Reader, name: str) -> None:
    markup = "<html><p>{}</p>" if name.endswith("html") else "{}\n"
    document = read_file(markup.format("O\ufb03cial ac\u00adcounts post no p\u0430sswords."), name)
    assert document.blocks[0].text == "Official accounts post no passwords."


def test_words_garbled_by_a_wrong_encoding_are_put_right_and_told_of(read_file: Reader) -> None:
    right = "The town\u2019s \u201cofficial\u201d caf\u00e9 \u2013 staff only.\n"
    document = read_file(right.encode().decode("cp1252", errors="replace").encode(), "policy.txt")
    assert document.blocks[0].text.startswith("The town\u2019s ")
    assert any("garbled" in note for note in document.notes)


@pytest.mark.parametrize("text", ["The town\u2019s caf\u00e9", "\u00c2ge and \u00c3", "S\u00c3O PAULO", "plain"])
def test_words_that_are_right_are_left_alone(text: str) -> None:
    assert mend(text) == (text, False)


def test_words_without_end_are_put_right_in_parts() -> None:
    word = "bb\u0430" + "b" * 30 + "\u0430" + "b" * 40 + "\u0430" + "b" * 20
    assert len(cleaned(word)) == len(word)
