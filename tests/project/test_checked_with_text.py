"""One document with its decisions and its text, for the commands that write into or about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.project.run import checked_with_text, run_project
from policylint.project.wishes import Wishes

POLICY = """# Social Media Policy

## Scope

This policy applies to all employees who post on the city's social media accounts.

## Conduct

Employees must be respectful when they post on social media.
"""
DECISION = """
[[decision]]
document = "social.md"
rule = "legal.accessibility"
kind = "accept"
reason = "The city publishes no pictures."
owner = "Dana Lee"
date = 2026-11-01
fingerprint = "{fingerprint}"
"""


@pytest.fixture
def wishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wishes:
    (tmp_path / "social.md").write_text(POLICY, encoding="utf-8")
    (tmp_path / "other.md").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Wishes(("social.md",), options={"as-of": date(2026, 11, 27), "any-kind": True, "cache-dir": "cache"})


def test_document_has_its_decisions_and_is_as_a_run_reports_it(wishes: Wishes) -> None:
    report, text, whole = checked_with_text(wishes)
    assert [heading.quote for heading in text.headings] == ["Social Media Policy", "Scope", "Conduct"]
    assert whole.documents == (report,)
    gap = next(each for each in report.requirements if each.id == "legal.accessibility")
    Path("policylint-decisions.toml").write_text(DECISION.format(fingerprint=gap.fingerprint), encoding="utf-8")
    report, _, whole = checked_with_text(wishes)
    decided = next(each for each in report.requirements if each.id == "legal.accessibility")
    assert decided.decision is not None
    assert decided.decision.owner == "Dana Lee"
    ran = run_project(wishes).report
    assert (ran.documents, ran.decisions) == (whole.documents, whole.decisions)


def test_document_that_is_left_out_is_a_mistake(wishes: Wishes) -> None:
    Path("policylint.toml").write_text('exclude = ["social.md"]\nforce-exclude = true\n', encoding="utf-8")
    with pytest.raises(UserMistake, match="left out"):
        checked_with_text(wishes)
