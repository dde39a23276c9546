"""Appendices that are there, and headings and ids that links lead to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policylint.model.document import Block
from policylint.structure.landmarks import Landmarks

from .making import PROSE, heading, structured, text


def landmarks(*blocks: Block, anchors: tuple[str, ...] | None = ()) -> Landmarks:
    return Landmarks(replace(structured(*blocks), anchors=anchors))


def test_an_appendix_with_a_heading_is_there_and_the_next_one_is_not() -> None:
    found = landmarks(heading("Rules"), text(PROSE), heading("Appendix A: Forms"), text(PROSE))
    assert found.has_appendix("appendix", "A")
    assert not found.has_appendix("appendix", "B")


def test_an_annex_is_an_appendix_and_an_exhibit_is_not() -> None:
    found = landmarks(heading("Appendix A: Forms"), text(PROSE))
    assert not found.has_appendix("annex", "B")
    assert found.has_appendix("exhibit", "B")


def test_an_appendix_may_be_a_file_of_its_own_where_the_document_has_none() -> None:
    found = landmarks(heading("Rules"), text(PROSE))
    assert found.has_appendix("appendix", "B")
    assert not found.has_appendix("appendix", "B", inside=True)


def test_a_line_that_names_an_appendix_is_its_beginning_and_a_sentence_about_it_is_not() -> None:
    assert landmarks(text("Appendix A \u2013 Form"), text("Appendix B; form 7")).has_appendix("appendix", "B")
    assert not landmarks(heading("Appendix A"), text("Appendix B lists the platforms.")).has_appendix("appendix", "B")


def test_letters_are_not_counted_with_figures() -> None:
    assert landmarks(heading("Appendix A"), text(PROSE)).has_appendix("appendix", "2")


@pytest.mark.parametrize(
    "fragment",
    [
        "scope-and-purpose",
        "Scope-and-Purpose",
        "scope_and_purpose",
        "2-scope-and-purpose",
        "caf%C3%A9",
        "cafe",
        "a-1",
        "a-2",
    ],
)
def test_a_heading_is_found_however_a_site_writes_its_address(fragment: str) -> None:
    twice = [heading("A"), text(PROSE), heading("A"), text(PROSE)]
    found = landmarks(heading("2. Scope and Purpose"), text(PROSE), heading("Caf\u00e9"), text(PROSE), *twice)
    assert found.has_anchor(fragment)


@pytest.mark.parametrize("fragment", ["scope", "scope-and-purpose-1", "a-3", "purpose"])
def test_what_no_heading_says_is_not_found(fragment: str) -> None:
    assert not landmarks(heading("Scope and purpose"), heading("A"), text(PROSE), heading("A")).has_anchor(fragment)


def test_an_id_that_the_file_gives_is_found() -> None:
    assert landmarks(heading("Scope"), anchors=("who-is-bound",)).has_anchor("who-is-bound")


def test_every_id_is_found_where_they_are_not_known() -> None:
    assert landmarks(heading("Scope"), anchors=None).has_anchor("who-is-bound")
