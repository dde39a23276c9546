from dataclasses import replace
from functools import cache

import pytest
from msgspec import structs

from policylint.drafting import Checks, claimed, compose
from policylint.drafting.addendum import Addendum, Piece, new_text
from policylint.drafting.docx import render as as_docx
from policylint.drafting.markdown import render as as_markdown
from policylint.engine import prepared_pack
from policylint.model.report import DocumentReport, Finding, Options, Report, ToolInfo
from policylint.project.sets import settle_as_one
from tests.drafting.making import FILES, OLD, Drafted, drafted, examined


@cache
def old() -> Drafted:
    return drafted(OLD.encode(), "old.md")


def without_clauses(addendum: Addendum) -> Addendum:
    """The addendum with a word in the place of each clause: what it says besides them."""
    words = (Piece("[text]"),)
    return replace(
        addendum,
        insertions=tuple(
            replace(each, clauses=tuple(replace(clause, pieces=words) for clause in each.clauses))
            for each in addendum.insertions
        ),
        rewordings=tuple(replace(each, pieces=words) for each in addendum.rewordings),
    )


@pytest.mark.parametrize(
    "name",
    ["ondaga-social-2024.docx", "hollow-creek-4119.md", "calder-falls-go-26-4.pdf"],
)
def test_a_check_together_with_the_original_closes_what_the_draft_claims(name: str) -> None:
    found = drafted((FILES / name).read_bytes(), name)
    gaps = {each.id for each in found.document.requirements if each.is_open}
    assert found.addendum.closes == gaps
    assert found.covered_with(as_markdown(found.addendum).encode(), "draft.md") == gaps
    assert found.covered_with(as_docx(found.addendum), "draft.docx") == gaps


def test_what_is_said_besides_the_clauses_closes_nothing() -> None:
    bare = without_clauses(old().addendum)
    assert old().covered_with(as_markdown(bare).encode(), "draft.md") == frozenset()
    assert old().covered_with(as_docx(bare), "draft.docx") == frozenset()


def test_a_draft_claims_nothing_that_no_check_found() -> None:
    nothing = claimed(old().addendum, settle_as_one(old().document, []))
    assert nothing.closes == frozenset()
    assert {left.about.id for left in nothing.left} >= {gap.id for gap in nothing.gaps}
    assert "closes 0 of the" in as_markdown(nothing)
    assert "not closed yet" in as_markdown(nothing)


def test_clauses_of_an_element_go_where_the_document_speaks_of_it() -> None:
    legal = next(each for each in old().addendum.insertions if "law" in each.heading)
    assert legal.where == "after section \u201c3 Records\u201d"
    assert (legal.number, legal.clauses[0].number) == ("3A", "3A.1")


def test_what_has_no_place_comes_at_the_end_with_the_next_number() -> None:
    added = [each for each in old().addendum.insertions if each.number in ("5", "6")]
    assert [each.where for each in added] == [
        "at the end of the document",
        f"after the new section \u201c5 {added[0].heading}\u201d",
    ]


def test_an_old_clause_about_records_is_widened_where_it_stands() -> None:
    records = next(each for each in old().addendum.rewordings if "legal.records" in [about.id for about in each.about])
    assert new_text(records.pieces).startswith("E-mail and social media messages are public records")
    assert not records.whole
    assert "3 Records" in records.place


def test_a_decided_gap_is_not_drafted_for() -> None:
    ids = {clause.about.id for each in old().addendum.insertions for clause in each.clauses}
    closed = {each.id for each in old().document.requirements if not each.is_open}
    assert ids.isdisjoint(closed)


def test_a_stale_date_and_a_missing_review_get_one_sentence_between_them() -> None:
    clauses = [clause for each in old().addendum.insertions for clause in each.clauses]
    assert "foundation.review" not in {clause.about.id for clause in clauses}
    assert "foundation.review" in old().addendum.closes


def test_accounts_get_a_clause_of_their_own() -> None:
    text = "# E-mail Policy\n\nThe holder of an e-mail account keeps its password at the help desk.\n"
    addendum = drafted(text.encode(), "mail.md").addendum
    reworded = {about.id for each in addendum.rewordings for about in each.about}
    assert not [each for each in reworded if each.startswith("account.")]


def test_a_stale_date_gets_a_sentence_with_blanks() -> None:
    stale = next(each for each in old().addendum.rewordings if each.about[-1].id == "legacy.stale-date")
    assert [piece.text for piece in stale.pieces if piece.blank] == ["[date]", "[two]", "[County Clerk]"]


def all_covered() -> DocumentReport:
    requirements = tuple(structs.replace(each, status="covered") for each in old().document.requirements)
    return structs.replace(old().document, requirements=requirements, findings=())


def test_a_draft_does_not_claim_what_its_clause_does_not_settle_by_itself() -> None:
    gaps = {gap.id for gap in old().addendum.gaps}
    assert claimed(old().addendum, all_covered()).closes == gaps
    unsure = replace(old().addendum, sure=frozenset({"legal.records"}))
    assert claimed(unsure, all_covered()).closes == {"legal.records"}


@pytest.mark.parametrize("endangers", [False, True])
def test_a_wording_that_would_endanger_rights_is_not_proposed(endangers: bool) -> None:
    rights = Finding(id="rights.disparagement", title="", severity="high", evidence=(), why="", remedy="")
    said = structs.replace(all_covered(), findings=(rights,) if endangers else ())
    checks = Checks(lambda pages: [said] * len(pages), lambda data, name: said)
    report = Report(tool=ToolInfo(version="1.2.3"), packs=(), options=Options(as_of="2026-11-27"), documents=())
    document, text = examined(OLD.encode(), "old.md")
    rewordings = compose(report, document, text, prepared_pack()[0], checks).rewordings
    ids = {about.id for each in rewordings for about in each.about}
    assert ("legal.records" in ids) is not endangers
