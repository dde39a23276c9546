"""Headings that run into their text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policylint.model.document import Link, Mark

from .making import PROSE, heading, item, outline, structured, text


@pytest.mark.parametrize(
    "words", ["Purpose: ", "PURPOSE: ", "Purpose. ", "Purpose \u2013 ", "I. PURPOSE: ", "1. Scope. "]
)
def test_the_usual_headings_are_cut_off(words: str) -> None:
    assert len(outline(text(), text(words + PROSE))) == 1


def test_a_numbered_heading_in_capitals_is_cut_off() -> None:
    assert outline(text(), item(f"II. LOST DEVICES \u2013 {PROSE}")) == [(1, "II", "LOST DEVICES")]


def test_the_text_behind_keeps_its_words() -> None:
    built = structured(text(), text(f"Purpose: {PROSE}"))
    assert [block.text for block in built.blocks[1:]] == ["Purpose:", PROSE]
    assert [block.kind for block in built.blocks[1:]] == ["heading", "paragraph"]


def test_marks_and_links_are_divided() -> None:
    words = f"Purpose: {PROSE}"
    block = replace(
        text(words),
        marks=(Mark(0, 8, 1, (72, 100, 110, 110)), Mark(9, len(words), 1, (115, 100, 400, 110))),
        links=(Link(9, 14, "https://a.example"),),
        paragraph=7,
    )
    head, rest = structured(text(), block).blocks[1:]
    assert [(mark.start, mark.end) for mark in head.marks] == [(0, 8)]
    assert [(mark.start, mark.end) for mark in rest.marks] == [(0, len(PROSE))]
    assert rest.links == (Link(0, 5, "https://a.example"),)
    assert (head.paragraph, rest.paragraph) == (7, 7)


def test_a_mark_across_the_cut_is_cut_with_its_column() -> None:
    words = f"Purpose: {PROSE}"
    block = replace(text(words), marks=(Mark(0, len(words), line=4, column=3),))
    head, rest = structured(text(), block).blocks[1:]
    assert head.marks == (Mark(0, 8, line=4, column=3),)
    assert rest.marks == (Mark(0, len(PROSE), line=4, column=12),)


@pytest.mark.parametrize(
    "words",
    [
        "Note: " + PROSE,
        "Blog: A diary on the web that readers may comment on.",
        "Policy: Social Media",
        "Scope: all staff",
        "Purposes of the town are set by the council, which meets every month.",
        "\u2022 Privacy: Staff must not expect any privacy on the systems of the town.",
    ],
)
def test_other_paragraphs_stay_whole(words: str) -> None:
    assert outline(text(), text(words)) == []


def test_terms_in_capitals_below_definitions_stay_whole() -> None:
    assert len(outline(text(), heading("Definitions"), item(f"A. ACCOUNT HOLDER: {PROSE}"))) == 1
