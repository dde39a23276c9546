import re
from pathlib import Path

import pytest
import yaml

from policylint.evaluation.pages import page_path, read_page, run_page
from policylint.packs.files import rules_folder
from policylint.packs.load import load_pack

PACK = load_pack()
IDS = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "corpus" / "checklist-ids.yaml").read_text(encoding="utf-8")
)


def test_the_pack_has_a_rule_for_every_id_of_the_checklist_and_those_of_its_own() -> None:
    ids = {rule.id for rule in PACK.rules} - {"reference.dangling", "text.hidden"}
    known = {name for group in IDS.values() if isinstance(group, list) for name in group if "." in str(name)}
    assert ids == known
    assert len(PACK.requirements) == 53
    assert len(PACK.finding_rules) == 17 + 2


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_agrees_with_its_page(rule) -> None:  # type: ignore[no-untyped-def]
    result = run_page(rule)
    assert [f"{d.excerpt.text}: {d.problem}" for d in result.disagreements] == []


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_page_has_positives_negatives_and_near_misses(rule) -> None:  # type: ignore[no-untyped-def]
    if rule.check:
        return
    counts = run_page(rule).counts
    least = {"positives": 8, "negatives": 8, "near misses": 4}
    assert {part: counts[part] >= number for part, number in least.items()} == dict.fromkeys(least, True)


def test_every_page_belongs_to_a_rule() -> None:
    pages = set((rules_folder() / "social-media").glob("*/*.md"))
    assert pages == {page_path(rule) for rule in PACK.rules}


def test_no_excerpt_stands_twice_on_a_page() -> None:
    for rule in PACK.rules:
        excerpts = read_page(page_path(rule))
        seen = [(e.text, e.title, e.under, e.lead) for e in excerpts]
        assert len(seen) == len(set(seen)), rule.id


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_source_is_named_with_a_year(rule) -> None:  # type: ignore[no-untyped-def]
    assert (
        any(re.search(r"\b(19|20)\d\d\b", source) for source in rule.source)
        or rule.element == "legacy"
        or any("section" in source.lower() for source in rule.source)
    )
