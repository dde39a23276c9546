"""References of a document to itself and to files beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.judging.evidence import evidence_for
from policylint.language.clauses import build_clauses
from policylint.language.references import find_references
from policylint.limits import Limits
from policylint.model.document import Document
from policylint.model.text import Reference
from policylint.readers import read
from policylint.structure import build_structure

FRAME = """# Social media policy

## 1. Scope

{}

## 2. Records

- (a) posts;
- (b) messages;
- (c) pictures.

## 3. Use

Staff are polite.
"""
"""A policy of three numbered sections, the second with items of its own."""

CONTENTS = """# Policy

<!-- toc -->

- [One](#one)
- [Two](#two)
- [Three](#three)

## One

Staff are polite.

## Two

Staff keep records.
"""


def document_of(text: str, name: str = "policy.md") -> Document:
    return build_structure(read(text.encode(), name=name, limits=Limits()))


def references(document: Document) -> tuple[Reference, ...]:
    return find_references(document, build_clauses(document), lambda clause: evidence_for(document, clause))


def told(text: str) -> list[tuple[str, str, str, bool | None]]:
    """Form, words, target and whether it is found, of each reference in a text that stands in the frame."""
    return [(one.form, one.words, one.target, one.found) for one in references(document_of(FRAME.format(text)))]


def test_a_section_that_is_there_is_found() -> None:
    assert told("Staff keep records as section 2 says.") == [("section", "section 2", "2", True)]


def test_a_section_that_is_not_there_points_nowhere() -> None:
    (reference,) = references(document_of(FRAME.format("Staff post as set out in section 4.")))
    assert (reference.form, reference.target, reference.found) == ("section", "4", False)
    assert reference.evidence.quote == "Staff post as set out in section 4."
    assert reference.evidence.line == 5
    assert reference.evidence.section == ("1 Scope",)
    assert reference.evidence.fingerprint


@pytest.mark.parametrize(
    ("text", "target", "found"),
    [
        ("See \u00a7 3.", "3", True),
        ("See \u00a7 4.", "4", False),
        ("See Sec. 4.", "4", False),
        ("This is described in section 2(b).", "2(b)", True),
        ("This is described in section 2 (e).", "2(e)", False),
        ("See section 2.4 below.", "2.4", True),
        ("Section 5 of this policy holds for volunteers.", "5", False),
        ("Section 5 holds for volunteers.", "5", True),
        ("The rules of this section are hard; see paragraph (f).", "(f)", True),
        ("See Section III.", "III", True),
        ("See Part IV.", "IV", True),
        ("See section XX.", "XX", True),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, target: str, found: bool) -> None:
    assert [(one[2], one[3]) for one in told(text)] == [(target, found)]


def test_each_number_of_a_list_is_a_reference_of_its_own() -> None:
    assert told("See sections 1, 2 and 5.") == [
        ("section", "sections 1, 2 and 5", "1", True),
        ("section", "sections 1, 2 and 5", "2", True),
        ("section", "sections 1, 2 and 5", "5", False),
    ]


def test_a_number_of_a_law_is_no_reference() -> None:
    assert told("Pages comply with Section 4 of the Rehabilitation Act and with 28 CFR part 5.") == []


def test_a_number_that_may_go_on_with_a_law_is_left_in_peace() -> None:
    assert [one[3] for one in told("The Hatch Act limits what staff say. See section 4 for examples.")] == [True]


def test_page_numbers_and_other_figures_are_no_references() -> None:
    assert told("See page 4 of the guide; two parts 30 days apart; an article 5 years old.") == []


def test_a_reference_is_told_once_for_a_clause_and_again_for_the_next() -> None:
    assert [one[1] for one in told("See section 4, and again section 4. See section 4.")] == ["section 4", "section 4"]


def test_headings_name_and_do_not_refer() -> None:
    assert told("### See section 4\n\nStaff are polite.") == []


def test_an_appendix_beside_another_is_looked_for() -> None:
    text = FRAME.format("See Appendix A and appendix B.") + "\n## Appendix A: Forms\n\nA form.\n"
    assert [(one.words, one.target, one.found) for one in references(document_of(text))] == [
        ("Appendix A", "Appendix A", True),
        ("appendix B", "Appendix B", False),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See Attachment 1.", True),
        ("The form is attached as Exhibit C.", True),
        ("The form is Annex A of this policy.", False),
    ],
)
def test_an_appendix_may_be_another_file_unless_it_is_said_not_to(text: str, found: bool) -> None:
    assert [one[3] for one in told(text)] == [found]


@pytest.mark.parametrize("text", ["Kept as General Records Schedule 5 says.", "See Appendix B of the NIST handbook."])
def test_appendices_of_others_are_no_references(text: str) -> None:
    assert told(text) == []


def test_a_link_to_a_heading_is_found_and_one_to_nothing_is_not() -> None:
    assert told("See [the records](#2-records), [use](#use) and [the end](#the-end).") == [
        ("anchor", "the records", "#2-records", True),
        ("anchor", "use", "#use", True),
        ("anchor", "the end", "#the-end", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[x](#given)\n\n<a name="given"></a>',
        "[x](#given)\n\n### Other words {#given}",
        '[x](#given)\n\n<p id="given">Y</p>',
    ],
)
def test_an_id_in_the_file_is_found(text: str) -> None:
    assert [one[3] for one in told(text)] == [True]


def test_ids_of_what_is_included_are_not_known() -> None:
    assert [one[3] for one in told("[x](#given)\n\n{{< include file >}}")] == [True]


@pytest.mark.parametrize("target", ["#", "#top", "#/route", "#:~:text=x", "https://a.example/b", "mailto:a@b.example"])
def test_what_a_browser_understands_by_itself_is_no_reference(target: str) -> None:
    assert told(f"[x]({target})") == []


def test_a_link_in_a_table_of_contents_has_evidence_too() -> None:
    document = document_of(CONTENTS)
    found = {one.target: one for one in references(document)}
    assert {target: one.found for target, one in found.items()} == {"#one": True, "#two": True, "#three": False}
    assert (found["#three"].evidence.quote, found["#three"].evidence.line) == ("Three", 7)


def test_a_link_in_an_html_page_is_looked_up_among_its_ids() -> None:
    document = document_of(
        '<html><body><h1>Policy</h1><p>See <a href="#here">here</a> and <a href="#gone">there</a>.</p>'
        '<p id="here">Staff are polite.</p></body></html>',
        "policy.html",
    )
    assert [(one.words, one.found) for one in references(document)] == [("here", True), ("there", False)]


def test_bookmarks_of_other_formats_are_not_looked_up() -> None:
    document = document_of(FRAME.format("[x](#gone)"))
    document = replace(document, source=replace(document.source, media_type="application/pdf"))
    assert references(document) == ()


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("records.md", "records.md"),
        ("../legal/records%20policy.pdf#page=2", "../legal/records policy.pdf"),
        ("./forms/a.docx?raw=1", "./forms/a.docx"),
    ],
)
def test_a_relative_path_is_a_file_to_be_looked_up(target: str, path: str) -> None:
    assert told(f"See [the form]({target}).") == [("file", "the form", path, None)]


@pytest.mark.parametrize(
    "target", ["//a.example/b", "/about/foia", "www.example.org/a", "example.gov", "tel:12", "C:/a.doc"]
)
def test_other_targets_are_no_files(target: str) -> None:
    assert told(f"See [the form]({target}).") == []


def test_a_target_that_a_template_fills_is_left_alone() -> None:
    assert told('See [the form]({{< ref "form" >}}) and [another]({{ url }}).') == []


def test_references_stand_in_reading_order() -> None:
    assert [one[0] for one in told("See [x](a.md), section 2, [y](#use) and Appendix A.")] == [
        "file",
        "section",
        "anchor",
        "appendix",
    ]


_WORDS = (
    "section|Sections|\u00a7|\u00a7\u00a7|Part|Appendix|paragraph|Schedule|4|4.2|12.|(b)|II|A|I|,|.|and|of|this|policy|the|Act"
    "|see|above|[x](#y)|[z](a.md)|\n\n|\n- "
)


@given(st.lists(st.sampled_from(_WORDS.split("|")), max_size=40))
def test_words_are_verbatim_whatever_the_text(words: list[str]) -> None:
    document = document_of("# Policy\n\n" + " ".join(words) + "\n")
    texts = [block.text for block in document.blocks]
    for reference in references(document):
        assert any(reference.words in text for text in texts)
        assert reference.target
        assert (reference.found is None) == (reference.form == "file")
