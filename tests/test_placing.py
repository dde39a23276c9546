"""Where a gap belongs in a document."""

from __future__ import annotations

from msgspec.structs import replace

from policylint.model.report import BoxOnPage, DocumentReport, Evidence, Nearest, Requirement, StatusWord
from policylint.model.text import DocumentText
from policylint.placing import place_of_gap
from tests.outputs.samples import document

TITLE = Evidence(quote="Mail rules", section=("Mail rules",), line=1)
RECORDS = Evidence(quote="4 Records", section=("4 Records",), line=10)
CONDUCT = Evidence(quote="5 Conduct", section=("5 Conduct",), line=20)
TEXT = DocumentText(
    sections=tuple(each.section for each in (TITLE, RECORDS, CONDUCT)),
    headings=(TITLE, RECORDS, CONDUCT),
    clauses=(
        Evidence(quote="These rules bind all.", section=("Mail rules",), line=2),
        Evidence(quote="Keep mail.", section=("4 Records",), line=11),
        Evidence(quote="Be kind.", section=("5 Conduct",), line=21),
    ),
)


def clause(section: str, line: int) -> Evidence:
    return Evidence(quote="Words.", section=(section,), line=line)


def gap(element: str = "legal", *, evidence: tuple[Evidence, ...] = (), near: Evidence | None = None) -> Requirement:
    nearest = Nearest(evidence=near, lacks="It lacks something.") if near else None
    status: StatusWord = "legacy" if evidence else "missing"
    return Requirement(
        id=f"{element}.gap", title="Gap", element=element, status=status, why="", evidence=evidence, nearest=nearest
    )


def settled(element: str, *evidence: Evidence) -> Requirement:
    return replace(gap(element, evidence=evidence), id=f"{element}.settled", status="covered")


def report(*requirements: Requirement) -> DocumentReport:
    return replace(document(title="Mail rules"), requirements=requirements, findings=())


def test_a_legacy_clause_stands_in_the_right_section_already() -> None:
    requirement = gap(evidence=(clause("5 Conduct", 22),))
    kin = settled("legal", clause("4 Records", 11))
    assert place_of_gap(requirement, report(requirement, kin), TEXT) == CONDUCT


def test_most_of_the_same_element_decides() -> None:
    requirement = gap(near=clause("Mail rules", 2))
    kin = settled("legal", clause("4 Records", 11), clause("5 Conduct", 22), clause("5 Conduct", 23))
    other = settled("citizen", *(clause("4 Records", line) for line in range(11, 16)))
    assert place_of_gap(requirement, report(requirement, kin, other), TEXT) == CONDUCT


def test_of_two_sections_with_as_many_the_first_is_taken() -> None:
    kin = settled("legal", clause("5 Conduct", 22), clause("4 Records", 11))
    assert place_of_gap(gap(), report(kin), TEXT) == RECORDS


def test_the_nearest_clause_decides_where_the_element_has_none() -> None:
    requirement = gap(near=clause("5 Conduct", 22))
    assert place_of_gap(requirement, report(requirement), TEXT) == CONDUCT


def test_words_of_another_document_of_the_set_do_not_count() -> None:
    elsewhere = replace(clause("5 Conduct", 22), document="records.md")
    requirement = gap(near=clause("4 Records", 11))
    assert place_of_gap(requirement, report(settled("legal", elsewhere)), TEXT) == RECORDS


def test_the_title_where_nothing_says_more() -> None:
    assert place_of_gap(gap(), report(), TEXT) == TITLE


def test_the_first_clause_where_no_heading_is_the_title() -> None:
    text = replace(TEXT, headings=(RECORDS, CONDUCT))
    assert place_of_gap(gap(), report(), text) == TEXT.clauses[0]


def test_the_title_without_a_place_where_there_is_no_text() -> None:
    assert place_of_gap(gap(), report(), DocumentText()) == Evidence(quote="Mail rules")


def test_of_headings_that_read_the_same_the_last_one_before_the_clause() -> None:
    again = replace(RECORDS, line=30)
    text = replace(TEXT, headings=(TITLE, RECORDS, CONDUCT, again))
    assert place_of_gap(gap(near=clause("4 Records", 31)), report(), text) == again
    assert place_of_gap(gap(near=clause("4 Records", 12)), report(), text) == RECORDS


def test_on_a_page_the_boxes_tell_which_heading_comes_before() -> None:
    def on_page(quote: str, top: float) -> Evidence:
        box = BoxOnPage(page=2, x0=72, top=top, x1=300, bottom=top + 12)
        return Evidence(quote=quote, section=("4 Records",), page=2, boxes=(box,))

    first, second = on_page("4 Records", 100), on_page("4 Records", 400)
    text = DocumentText(sections=(("4 Records",),) * 2, headings=(first, second))
    assert place_of_gap(gap(near=on_page("Words.", 300)), report(), text) == first
    assert place_of_gap(gap(near=on_page("Words.", 500)), report(), text) == second


def test_a_section_without_a_heading_gives_its_first_clause() -> None:
    text = replace(TEXT, headings=(TITLE, replace(RECORDS, quote="", line=None), CONDUCT))
    assert place_of_gap(gap(near=clause("4 Records", 12)), report(), text) == TEXT.clauses[1]
