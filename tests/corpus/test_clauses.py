"""The clause bank: its shape, and that the rules still find what they found in the half they were written with."""

from __future__ import annotations

from collections import defaultdict

import pytest
import yaml

from corpus.build import CORPUS
from policylint.evaluation.clauses import BankVerdict, read_banks, run_bank

BANKS = list(read_banks(CORPUS / "clauses"))
_CHECKLIST = yaml.safe_load((CORPUS / "checklist-ids.yaml").read_text(encoding="utf-8"))


def test_every_id_of_the_checklist_that_is_about_a_clause_has_a_bank() -> None:
    ids = {bank.id for bank in BANKS}
    known = {*_CHECKLIST["requirements"], *_CHECKLIST["findings"]}
    assert ids == known - {"legacy.stale-date"}, "a stale date is about the whole document"


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.id)
def test_a_bank_is_varied_and_holds_near_misses(bank) -> None:  # type: ignore[no-untyped-def]
    assert len(bank.settles) >= 24
    assert len(bank.does_not) >= 20
    assert sum(clause.near for clause in bank.does_not) >= 12
    assert len({clause.issuer for clause in bank.settles}) >= 6


def test_no_clause_stands_twice() -> None:
    texts: dict[str, set[str]] = defaultdict(set)
    for bank in BANKS:
        for clauses in (bank.settles, bank.does_not):
            keys = [f"{clause.lead} {clause.text}" for clause in clauses]
            assert len(keys) == len(set(keys)), bank.id
            texts[bank.id].update(keys)


@pytest.mark.parametrize("bank", BANKS, ids=lambda bank: bank.id)
def test_a_rule_finds_most_of_the_half_it_was_written_with_and_is_seldom_fooled(bank) -> None:  # type: ignore[no-untyped-def]
    verdicts: list[BankVerdict] = [verdict for verdict in run_bank(bank) if verdict.half == "tuned"]
    positives = [verdict for verdict in verdicts if verdict.settles]
    negatives = [verdict for verdict in verdicts if not verdict.settles]
    missed = [verdict.clause.text for verdict in positives if not verdict.found]
    fooled = [verdict.clause.text for verdict in negatives if verdict.found]
    assert len(missed) <= 0.5 * len(positives), missed
    assert len(fooled) <= 0.25 * len(negatives), fooled
