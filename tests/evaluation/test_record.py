"""The figures of each rule: written beside the pack, compared with a later run, shown on the rule's page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from policylint.cli import cli
from policylint.evaluation.record import differs_from_record, write_record
from policylint.packs.files import rules_folder
from policylint.packs.load import load_pack
from policylint.packs.measured import Figure, RuleFigures, life_of, load_measured
from policylint.packs.pages import rule_page


def figure(value: float | None, n: int) -> dict[str, Any]:
    return {"value": value, "n": n, "interval": None if value is None else [max(0.0, value - 0.1), value]}


def result(precision: float | None, recall: float | None, n: int = 20) -> dict[str, Any]:
    rows = {"legal.records": {"precision": figure(precision, n), "recall": figure(recall, n)}}
    return {"labelled": 32, "as_of": "2026-11-22", "requirements": rows, "policylint": {"findings": {"by_id": {}}}}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(rules_folder(), tmp_path / "rules")
    return tmp_path / "rules" / "social-media"


def test_a_record_is_read_back_as_it_was_written(pack: Path) -> None:
    write_record(result(0.9, 0.8), pack)
    measured = load_measured(pack)
    assert measured is not None
    assert measured.rules["legal.records"].precision == Figure(value=0.9, n=20, interval=(0.8, 0.9))


def test_the_same_figures_do_not_differ_and_others_do(pack: Path) -> None:
    write_record(result(0.9, 0.8), pack)
    assert differs_from_record(result(0.9, 0.8), pack) == []
    assert differs_from_record(result(0.9, 0.7), pack) == ["legal.records"]


def test_without_a_record_every_rule_differs(pack: Path) -> None:
    (pack / "measured.json").unlink()
    assert differs_from_record(result(0.9, 0.8), pack) == ["legal.records"]


@pytest.mark.parametrize(
    ("precision", "recall", "n", "stable"),
    [
        (0.85, 0.85, 8, True),
        (0.84, 1.0, 20, False),
        (1.0, 0.84, 20, False),
        (1.0, 1.0, 7, False),
        (None, None, 0, False),
    ],
)
def test_stable_is_earned_by_precision_and_recall_over_enough_cases(
    precision: float | None, recall: float | None, n: int, stable: bool
) -> None:
    figures = RuleFigures.model_validate({"precision": figure(precision, n), "recall": figure(recall, n)})
    assert figures.earns_stable is stable


def test_a_deprecated_rule_stays_deprecated_whatever_it_earns(pack: Path) -> None:
    write_record(result(1.0, 1.0), pack)
    rule = load_pack(pack).rule("legal.records")
    assert rule is not None
    assert life_of(rule, load_measured(pack)) == "stable"
    assert life_of(rule.model_copy(update={"deprecated": True}), load_measured(pack)) == "deprecated"


def test_the_page_of_a_rule_shows_its_figures_with_n(pack: Path) -> None:
    write_record(result(0.9, 0.8), pack)
    rule = load_pack(pack).rule("legal.records")
    assert rule is not None
    page = " ".join(rule_page(rule, load_measured(pack)).split())
    assert "0.90 (n = 20, 95 % interval 0.80 to 0.90) is right" in page
    assert "it finds 0.80 (n = 20" in page


def test_explain_says_so_where_nothing_was_measured(pack: Path) -> None:
    write_record(result(0.9, 0.8), pack)
    page = CliRunner().invoke(cli, ["explain", "rights.photo-recording", "--pack", str(pack)])
    assert "Nothing to measure it on" in " ".join(page.output.split())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The first labelled page of our corpus as a corpus of its own."""
    whole = Path(__file__).resolve().parents[2] / "corpus"
    entries = map(json.loads, (whole / "index.jsonl").read_text(encoding="utf-8").splitlines())
    entry = next(one for one in entries if one["file"].endswith(".md") and one["role"] == "labelled")
    for name in (entry["file"], f"labels/{entry['id']}.yaml"):
        (tmp_path / "corpus" / name).parent.mkdir(parents=True)
        shutil.copy(whole / name, tmp_path / "corpus" / name)
    (tmp_path / "corpus" / "index.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    return tmp_path / "corpus"


@pytest.mark.slow
def test_eval_fails_where_the_record_is_out_of_date(pack: Path, corpus: Path) -> None:
    evaluated = ["eval", str(corpus), "--pack", str(pack)]
    write_record(result(0.9, 0.8), pack)
    run = CliRunner().invoke(cli, [*evaluated, "--recorded"])
    assert run.exit_code == 1
    assert "legal.records" in run.output
    assert CliRunner().invoke(cli, [*evaluated, "--record", "--recorded"]).exit_code == 0
