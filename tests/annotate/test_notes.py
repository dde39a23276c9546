"""What is noted in a document, and where."""

from __future__ import annotations

from msgspec.structs import replace

from policylint.annotate.notes import Note, notes_of
from policylint.model.report import Decision, DocumentReport, Evidence, Requirement
from policylint.model.text import DocumentText
from tests.outputs.samples import FROM_FILE, document

TITLE = Evidence(quote="Mail rules", section=("Mail rules",), paragraph=1)
HEADING = Evidence(quote="4 Records", section=("4 Records",), paragraph=2)
CLAUSE = Evidence(quote="E-mail is kept for two years.", section=("4 Records",), paragraph=3)
SECOND = replace(CLAUSE, quote="Posts are kept, too.")
LATER = replace(CLAUSE, quote="The archive is locked.", paragraph=4)
TEXT = DocumentText(
    sections=(TITLE.section, HEADING.section), headings=(TITLE, HEADING), clauses=(CLAUSE, SECOND, LATER)
)
COVERED, LEGACY, MISSING = document().requirements
FINDING = document().findings[0]
CONFIRMED = Decision(
    kind="confirm",
    reason="Read it.",
    owner="Dana Lee",
    date="2026-01-02",
    expires=None,
    origin="file",
    place="d.toml:1",
)


def checked(*requirements: Requirement, findings: bool = False) -> DocumentReport:
    found = (replace(FINDING, evidence=(CLAUSE,)),) if findings else ()
    return replace(document(title="Mail rules"), requirements=requirements, findings=found)


def about(*requirements: Requirement) -> tuple[Note, ...]:
    return notes_of(checked(*requirements), TEXT)[1:]


def test_the_summary_comes_first_and_stands_at_the_title() -> None:
    summary, *rest = notes_of(document(title="Mail rules"), TEXT)
    assert (summary.kind, summary.place, summary.title) == ("summary", TITLE, "policylint: summary")
    assert summary.body.startswith("Of 3 requirements 1 is covered")
    assert "neither legal advice nor a certificate" in summary.body
    assert rest


def test_the_summary_tells_what_people_said_of_the_verdicts() -> None:
    summary = notes_of(checked(replace(COVERED, review=CONFIRMED), LEGACY), TEXT)[0]
    assert "A person has looked at 1 of 2 verdicts: 1 confirmed, 0 changed." in summary.body


def test_all_verdicts_about_a_clause_share_a_note_and_the_gravest_gives_its_kind() -> None:
    covered, legacy = (replace(each, evidence=(replace(CLAUSE, rule=each.id),)) for each in (COVERED, LEGACY))
    _, note = notes_of(checked(covered, legacy, findings=True), TEXT)
    assert note.kind == "finding"
    assert note.title == "Rights at risk: Ban on criticism; Legacy only: Records; Covered: Official use"
    assert [remark.title for remark in note.remarks] == [
        "Rights at risk: Ban on criticism (rights.disparagement)",
        "Legacy only: Records (legal.records)",
        "Covered: Official use (use.official)",
    ]


def test_a_finding_says_why_it_matters_whom_the_law_covers_and_what_to_do() -> None:
    note = notes_of(checked(findings=True), TEXT)[1]
    assert note.body.splitlines() == [
        "It chills speech.",
        "People fall silent.",
        "What to do: Narrow it.",
        "Whom the law covers: Private employers.",
    ]


def test_a_further_clause_points_to_the_first() -> None:
    first, second = about(replace(COVERED, evidence=(CLAUSE, LATER)))
    assert first.body == COVERED.why
    assert second.body == "This clause, too; see “E-mail is kept for two years.” (4 Records)."


def test_what_is_missing_is_noted_at_the_heading_where_it_belongs() -> None:
    others = (MISSING, replace(MISSING, id="citizen.rules", title="The public may take part"))
    kin = replace(COVERED, element="citizen", evidence=(CLAUSE,))
    gaps, _ = about(*others, kin)
    assert gaps.place == HEADING
    assert gaps.title == "Missing: Blocking users, The public may take part"
    assert "What to do: Say when." in gaps.body
    assert "Nearest: “E-mail is kept for two years.” (4 Records, page 2). It does not say when" in gaps.body


def test_notes_stand_in_reading_order_also_within_a_paragraph() -> None:
    notes = about(*(replace(COVERED, id=f"use.{n}", evidence=(at,)) for n, at in enumerate((LATER, SECOND, CLAUSE))))
    assert [note.place for note in notes] == [CLAUSE, SECOND, LATER]


def test_only_some_kinds() -> None:
    everything = checked(
        replace(COVERED, evidence=(CLAUSE,)), replace(LEGACY, evidence=(CLAUSE,)), MISSING, findings=True
    )
    kinds = {remark.kind for note in notes_of(everything, TEXT, only=("legacy", "missing")) for remark in note.remarks}
    assert kinds == {"summary", "legacy", "missing"}


def test_what_the_profile_does_not_ask_for_is_left_out() -> None:
    assert about(replace(MISSING, applies=False), replace(LEGACY, evidence=(CLAUSE,), applies=False)) == ()


def test_a_finding_that_the_profile_does_not_ask_for_is_left_out() -> None:
    finding = replace(FINDING, evidence=(CLAUSE,), applies=False)
    assert len(notes_of(replace(checked(), findings=(finding,)), TEXT)) == 1


def test_a_reason_that_says_why_it_matters_is_not_followed_by_the_same_words() -> None:
    finding = replace(FINDING, evidence=(CLAUSE,), why=f"It chills speech. {FINDING.matters}")
    note = notes_of(replace(checked(), findings=(finding,)), TEXT)[1]
    assert note.body.count(FINDING.matters) == 1


def test_a_decision_is_told_with_its_reason_and_owner() -> None:
    (note,) = about(replace(LEGACY, evidence=(CLAUSE,), decision=FROM_FILE))
    assert "Decided: Settled elsewhere (policies/records.pdf, 4 Retention). The records policy says it." in note.body
    assert "Dana Lee, city clerk" in note.body


def test_a_confirmed_verdict_says_by_whom() -> None:
    (note,) = about(replace(COVERED, evidence=(CLAUSE,), review=CONFIRMED))
    assert note.body.endswith(f"Confirmed. Read it. Dana Lee, 2026-01-02; {CONFIRMED.place}.")


def test_a_verdict_that_a_person_called_wrong_is_noted_as_that_person_says() -> None:
    correction = replace(CONFIRMED, kind="correct", status="missing", reason="It is about mail.")
    (note,) = about(replace(COVERED, evidence=(CLAUSE,), review=correction))
    assert (note.kind, note.place) == ("missing", HEADING)
    assert "Corrected to missing. It is about mail. Dana Lee, 2026-01-02;" in note.body


def test_a_gap_that_a_person_calls_covered_is_noted_as_covered() -> None:
    correction = replace(CONFIRMED, kind="correct", status="covered", reason="Annex B says it.")
    (note,) = about(replace(MISSING, review=correction))
    assert (note.kind, note.title) == ("covered", "Covered: Blocking users")
    assert "Corrected to covered. Annex B says it. Dana Lee, 2026-01-02;" in note.body


def test_what_another_document_settles_is_noted_where_it_would_belong() -> None:
    elsewhere = replace(CLAUSE, document="records.pdf", paragraph=None, page=4)
    (note,) = about(replace(COVERED, evidence=(elsewhere,)))
    assert note.place == TITLE
    assert note.body.endswith("Settled in “E-mail is kept for two years.” (records.pdf, 4 Records, page 4).")


def test_nothing_in_a_note_can_act() -> None:
    hostile = replace(COVERED, title="A\u202e\nB", why="One\x1b[31m\ntwo", evidence=(CLAUSE,))
    (note,) = about(hostile)
    assert note.title == "Covered: A<U+202E><U+000A>B"
    assert note.body == "One<U+001B>[31m two"


def test_a_document_without_headings_and_clauses() -> None:
    notes = notes_of(checked(MISSING), DocumentText())
    assert [note.place.quote for note in notes] == ["Mail rules", "Mail rules"]


def test_a_finding_without_a_clause_is_noted_at_the_title() -> None:
    report = replace(checked(), findings=(replace(FINDING, evidence=()),))
    assert [note.place for note in notes_of(report, TEXT)] == [TITLE, TITLE]
