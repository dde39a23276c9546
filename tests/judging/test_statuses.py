from dataclasses import replace
from datetime import date

from policylint.judging.evidence import boxes_for, evidence_for
from policylint.judging.findings import judge_stale_date
from policylint.judging.statuses import PART_SOCIAL, NearClause, judge_requirement
from policylint.model.clause import Clause, Hit, OwnDate, Technology
from policylint.model.document import Block, Document, Mark, Section, Source
from policylint.model.report import Requirement
from policylint.packs.model import Rule
from policylint.packs.words import split_words

RULE = Rule.model_validate(
    {
        "id": "use.tea",
        "title": "Tea",
        "what": "x",
        "why": "People spill it.",
        "source": ["Our kitchen"],
        "known-problems": "x",
        "remedy": "Write it down.",
        "model-clause": "Tea is drunk here.",
        "lacks": "speak of tea",
        "signals": [{"name": "allows tea", "say": ["tea"]}],
    }
)
TEXT = "Tea is allowed. Nothing else is."
DOCUMENT = Document(
    Source("d", "0" * 64, "application/pdf", 1),
    (Block("paragraph", TEXT, marks=(Mark(0, 15, page=2, box=(10, 20, 85, 30)),)),),
    (Section(0, "", "T", 0, None, None, 0, 1),),
)


def clause(scope: Technology, technology: Technology = "any") -> Clause:
    return Clause(0, 0, 0, 15, TEXT[:15], 0, split_words(TEXT[:15]), scope=scope, technology=technology)


def judge(scope: Technology, *hits: Hit, technology: Technology = "any", rule: Rule = RULE) -> Requirement:
    return judge_requirement(
        DOCUMENT, [clause(scope, technology)], rule, hits, NearClause(1, 0), why_social="the title names social media"
    )


HIT = Hit("use.tea", "allows tea", 0, ((0, 3),))


def test_a_hit_that_holds_for_social_media_covers() -> None:
    requirement = judge("social", HIT)
    assert requirement.status == "covered"
    assert requirement.evidence[0].quote == "Tea is allowed."
    assert "the title names social media" in requirement.why


def test_a_hit_that_nothing_extends_is_legacy_and_says_so() -> None:
    requirement = judge("older", HIT, technology="older")
    assert requirement.status == "legacy"
    assert "older technology" in requirement.why
    assert requirement.remedy


def test_without_a_hit_the_gap_says_what_was_searched_and_what_came_nearest() -> None:
    requirement = judge("social")
    assert requirement.status == "missing"
    assert requirement.searched is not None
    assert requirement.searched.clauses == 1
    assert requirement.nearest is not None
    assert requirement.nearest.lacks == "It does not speak of tea."


def test_a_hint_settles_nothing_but_comes_nearest() -> None:
    requirement = judge("social", replace(HIT, settles=False))
    assert requirement.status == "missing"
    assert requirement.nearest is not None
    assert requirement.nearest.evidence.rule == "allows tea"


def test_a_rule_that_asks_for_two_signals_is_not_content_with_one_twice() -> None:
    two = RULE.model_copy(update={"distinct": 2})
    assert judge("social", HIT, HIT, rule=two).status == "missing"
    assert judge("social", HIT, replace(HIT, signal="forbids coffee"), rule=two).status == "covered"


def test_evidence_names_page_and_boxes() -> None:
    evidence = evidence_for(DOCUMENT, clause("social"))
    assert evidence.page == 2
    assert [(box.x0, box.x1) for box in evidence.boxes] == [(10, 85)]


def test_a_box_is_cut_where_the_quote_ends() -> None:
    (box,) = boxes_for(DOCUMENT.blocks[0], 0, 3)
    assert (box.x0, box.x1) == (10, 25)


def stale(*days: date) -> int:
    dates = [OwnDate(0, 0, 3, day) for day in days]
    return len(judge_stale_date(DOCUMENT, [clause("any")], RULE, dates, as_of=date(2026, 11, 22)))


def test_the_latest_date_decides_whether_a_document_is_stale() -> None:
    assert stale(date(2020, 1, 1)) == 1
    assert stale(date(2001, 1, 1), date(2024, 1, 1)) == 0


def test_five_years_to_the_day_are_not_more_than_five_years() -> None:
    assert stale(date(2021, 11, 22)) == 0
    assert stale(date(2021, 11, 21)) == 1


def test_dates_to_come_and_no_dates_make_nothing_stale() -> None:
    assert stale(date(2030, 1, 1)) == 0
    assert stale() == 0


def test_what_holds_for_the_whole_document_holds_for_its_part_on_social_media() -> None:
    whole = RULE.model_copy(update={"whole_document": True})
    social = [replace(clause("social", "social"), index=n) for n in range(1, PART_SOCIAL + 1)]

    def status(rule: Rule, count: int) -> str:
        clauses = [clause("older"), *social[:count]]
        return judge_requirement(DOCUMENT, clauses, rule, [HIT], NearClause(1, 0), why_social="").status

    assert status(whole, PART_SOCIAL) == "covered"
    assert status(whole, PART_SOCIAL - 1) == "legacy"
    assert status(RULE, PART_SOCIAL) == "legacy"


def test_the_clause_for_which_most_words_speak_comes_first() -> None:
    clauses = [replace(clause("social"), index=n, start=0, end=15) for n in range(3)]
    weighed = [replace(HIT, clause=n, weight=weight) for n, weight in enumerate((1, 3, 2))]
    found = judge_requirement(DOCUMENT, clauses, RULE, weighed, NearClause(1, 0), why_social="x")
    assert len(found.evidence) == 3
    strongest = judge_requirement(DOCUMENT, clauses, RULE, [weighed[1]], NearClause(1, 0), why_social="x")
    assert found.why == strongest.why
