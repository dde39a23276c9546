from msgspec.structs import replace

from policylint.outputs.portfolio.matrix import matrix_of
from policylint.outputs.portfolio.words import here_words, share_reviewed
from tests.outputs.portfolio.samples import PEER, corrected, portfolio, with_status
from tests.outputs.samples import document, report


def test_documents_are_rows_and_requirements_columns_group_by_group() -> None:
    matrix = matrix_of(portfolio())
    assert [row.document.source.name for row in matrix.rows] == [
        "a.pdf",
        "policies/mail rules.md",
        "corrected.pdf",
        "scan.pdf",
        "travel.pdf",
    ]
    assert [(group.title, [column.id for column in group.columns]) for group in matrix.groups] == [
        ("Use", ["use.official"]),
        ("Legal", ["legal.records", "legal.terms", "legal.filming", "legal.disclosure"]),
        ("Citizen", ["citizen.blocking"]),
    ]


def test_a_document_that_was_not_checked_has_no_verdicts_and_counts_nowhere() -> None:
    matrix = matrix_of(portfolio())
    assert [len(matrix.checked), len(matrix.unchecked)] == [3, 2]
    assert set(matrix.rows[3].cells) == {None}
    assert matrix.total.all == 3 + 6 + 3


def test_what_a_person_corrected_counts_as_the_person_says() -> None:
    row = matrix_of(report(corrected())).rows[0]
    assert (row.tally.covered, row.tally.legacy, row.tally.missing, row.tally.open) == (2, 1, 0, 1)


def test_a_gap_that_is_decided_or_not_asked_for_is_counted_and_not_open() -> None:
    matrix = matrix_of(portfolio())
    tallies = dict(zip((column.id for column in matrix.columns), matrix.tallies, strict=True))
    for identifier in ("legal.terms", "legal.filming"):
        assert (tallies[identifier].missing, tallies[identifier].open) == (1, 0)


def test_the_gaps_that_most_documents_have_come_first_then_those_of_the_checklist() -> None:
    of = report(document("a.pdf"), with_status(document("b.pdf"), records="covered", official="missing"))
    assert [(gap.column.id, gap.tally.open) for gap in matrix_of(of).common_gaps()] == [
        ("citizen.blocking", 2),
        ("use.official", 1),
        ("legal.records", 1),
    ]


def test_findings_are_counted_by_clause_and_by_document() -> None:
    kinds = {kind.id: (kind.clauses, kind.documents) for kind in matrix_of(portfolio()).common_findings()}
    assert kinds == {"rights.disparagement": (4, 3)}


def test_an_element_says_how_many_documents_settle_it_here_and_elsewhere() -> None:
    use = matrix_of(portfolio()).elements()[0]
    assert use.peers == (PEER,)
    assert here_words(use) == "3 of 3 documents here settle some of it, 3 all of it."
    legal = matrix_of(portfolio()).elements()[1]
    assert (legal.some, legal.whole, legal.peers) == (0, 0, ())


def test_the_share_of_verdicts_that_people_looked_at_has_its_denominator() -> None:
    words = share_reviewed(matrix_of(report(corrected())))
    assert words == "A person has looked at 1 of 4 verdicts (25 %): 0 confirmed, 1 changed."


def test_a_report_without_documents_has_an_empty_matrix() -> None:
    matrix = matrix_of(replace(report(), documents=()))
    assert (matrix.groups, matrix.rows, matrix.total.all, matrix.common_gaps()) == ((), (), 0, ())
