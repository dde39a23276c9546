from dataclasses import replace
from typing import Any

import pytest

from policylint.matching.match import (
    CompiledPack,
    bearing_patterns,
    compile_pack,
    confirm,
    propose,
    tag_clauses,
)
from policylint.matching.nearest import nearest_clauses
from policylint.model.clause import Clause, Force, Hit, Technology
from policylint.packs.model import Concept, Pack, PackHead, Rule
from policylint.packs.words import split_words

HEAD = PackHead.model_validate(
    {
        "id": "t",
        "title": "T",
        "version": "1",
        "language": "en",
        "about": "x",
        "elements": [{"id": "use", "title": "Use", "about": "x"}],
        "findings": [{"id": "legacy", "title": "Old", "about": "x"}],
    }
)


def pack(*signals: dict[str, Any]) -> CompiledPack:
    rule = Rule.model_validate(
        {
            "id": "use.tea",
            "title": "Tea",
            "what": "x",
            "why": "x",
            "source": ["x"],
            "known-problems": "x",
            "remedy": "x",
            "model-clause": "x",
            "lacks": "x",
            "signals": [{"name": f"signal {n}", **signal} for n, signal in enumerate(signals)],
        }
    )
    concept = Concept(id="tea", what="x", terms=("tea",))
    return compile_pack(Pack(head=HEAD, digest="0", concepts=(concept,), rules=(rule,), parts=("t",)))


def clause(
    text: str,
    *,
    lead: str = "",
    headings: tuple[str, ...] = (),
    forces: tuple[Force, ...] = ("statement",),
    scope: Technology = "any",
    index: int = 0,
) -> Clause:
    return Clause(
        index,
        0,
        0,
        len(text),
        text,
        0,
        split_words(text),
        lead=split_words(lead),
        lead_text=lead,
        headings=headings,
        forces=forces,
        scope=scope,
    )


def hits(compiled: CompiledPack, *clauses: Clause, title: str = "") -> tuple[Hit, ...]:
    return confirm(propose(tag_clauses(clauses, compiled), compiled, title=title), clauses)


def test_a_hit_names_its_signal_and_the_matched_words() -> None:
    (hit,) = hits(pack({"say": ["drink~ .. {tea}"]}), clause("They drink green tea."))
    assert (hit.rule, hit.signal, hit.spans) == ("use.tea", "signal 0", ((5, 10), (17, 20)))


def test_all_conditions_must_hold() -> None:
    compiled = pack({"say": ["{tea}"], "also": ["kitchen"], "unless": ["never"]})
    assert hits(compiled, clause("Tea in the kitchen."))
    assert not hits(compiled, clause("Tea in the garden."))
    assert not hits(compiled, clause("Tea never in the kitchen."))


def test_headings_and_the_title_give_context() -> None:
    compiled = pack({"say": ["{tea}"], "under": ["drink"], "not-under": ["history"]})
    assert hits(compiled, clause("Tea is served.", headings=("Drinks",)))
    assert hits(compiled, clause("Tea is served."), title="Drinks policy")
    assert not hits(compiled, clause("Tea is served.", headings=("Food",)))
    assert not hits(compiled, clause("Tea is served.", headings=("Drinks", "History")))


def test_words_of_the_lead_count_but_do_not_suffice() -> None:
    compiled = pack({"say": ["drink~ ... {tea}"]})
    assert hits(compiled, clause("green tea", lead="Staff may drink:"))
    assert not hits(compiled, clause("at noon", lead="Staff may drink tea:"))


def test_force_and_scope_decide_in_the_second_pass() -> None:
    compiled = pack({"say": ["{tea}"], "force": ["ban"], "scope": ["social"]})
    assert hits(compiled, clause("No tea.", forces=("ban",), scope="social"))
    assert not hits(compiled, clause("Tea.", forces=("duty",), scope="social"))
    assert not hits(compiled, clause("No tea.", forces=("ban",), scope="older"))


def test_a_clause_of_the_same_section_gives_context() -> None:
    compiled = pack({"say": ["{tea}"], "section": ["kitchen"]})
    together = (clause("Tea is served.", index=0), clause("The kitchen opens at noon.", index=1))
    assert hits(compiled, *together)
    assert not hits(compiled, clause("Tea is served."))


@pytest.mark.parametrize(
    "text", ["Green Leaf Tea", "Tea: ______", "Do you take tea? Y / N", "Green Leaf Tea Act 1862"], ids=str
)
def test_a_clause_that_only_names_a_matter_says_nothing_of_it(text: str) -> None:
    assert not hits(pack({"say": ["{tea}"]}), clause(text))
    assert hits(pack({"say": ["{tea}"], "bare": True}), clause(text))


@pytest.mark.parametrize("text", ["Drink tea at noon", "Green Tea is served", "NO TEA AT NIGHT", "Green Tea."], ids=str)
def test_a_short_clause_that_says_something_counts(text: str) -> None:
    assert hits(pack({"say": ["{tea}"]}), clause(text))


def test_a_heading_counts_only_if_it_is_a_rule_itself() -> None:
    compiled = pack({"say": ["{tea}"]})
    heading = replace(clause("No tea after noon"), kind="heading")
    assert not hits(compiled, heading)
    assert hits(compiled, replace(heading, rule_heading=True))


def test_a_signal_may_ask_for_company() -> None:
    compiled = pack({"say": ["{tea}"], "together": ["use.tea"]}, {"say": ["kettle"]})
    assert {hit.signal for hit in hits(compiled, clause("Fill the kettle for tea."))} == {"signal 0", "signal 1"}
    assert not hits(compiled, clause("Tea is served."))


def test_the_more_ways_the_more_weight() -> None:
    compiled = pack({"say": ["{tea}", "green", "cup"]})
    assert [hit.weight for hit in hits(compiled, clause("A cup of green tea."), clause("Tea is hot.", index=1))] == [
        3,
        1,
    ]


def test_patterns_that_bear_are_named_and_so_are_those_that_bar() -> None:
    compiled = pack({"say": ["{tea}", "coffee"], "unless": ["never", "seldom"]})
    tagged = tag_clauses((clause("Tea is served."), clause("Coffee is never served.", index=1)), compiled)
    assert bearing_patterns(tagged, compiled, title="") == {
        ("use.tea", 0, "say", "{tea}"),
        ("use.tea", 0, "unless", "never"),
    }


def test_the_nearest_clause_holds_most_of_the_rarer_words() -> None:
    compiled = pack({"say": ["drink~ .. {tea}"]})
    clauses = (
        clause("They drink.", index=0),
        clause("They drink and tea is there.", index=1),
        clause("Nothing.", index=2),
    )
    assert nearest_clauses(tag_clauses(clauses, compiled), compiled)["use.tea"] == (2, 1)


def test_nothing_is_near_where_no_word_stands() -> None:
    compiled = pack({"say": ["{tea}"]})
    assert nearest_clauses(tag_clauses((clause("Nothing."),), compiled), compiled)["use.tea"] == (0, None)
