"""A comparison where another document of a policy set changes, with the real engine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Git = Callable[..., str]

SOCIAL = """# Social Media Policy

This policy applies to all employees of the city who post on its social media accounts.

Employees who post on social media for the city must be respectful to its residents, and may not share passwords.
"""
RECORDS = """# Records Policy

## Retention

Every record of the city must be kept under the records retention schedule of the state.

## Storage

Boxes are stored in the basement of the town hall, where it is dry.
"""
KEPT = "Every record of the city must be kept under the records retention schedule of the state.\n"


@pytest.fixture
def policies(repository: Path, git: Git) -> Path:
    (repository / "policylint.toml").write_text(
        '[[set]]\nname = "town"\nlead = "social.md"\nmembers = ["records.md"]\n'
    )
    (repository / "social.md").write_text(SOCIAL)
    (repository / "records.md").write_text(RECORDS)
    git("add", "--all")
    git("commit", "--quiet", "--message", "policies")
    return repository


def diff(folder: Path, *arguments: str) -> tuple[int, Any, str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-m", "policylint", "diff", "--git", "HEAD", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_paragraph_deleted_in_the_records_policy_is_lost_to_the_policy_that_it_settled(policies: Path) -> None:
    (policies / "records.md").write_text(RECORDS.replace(KEPT, ""))
    code, said, _ = diff(policies)
    assert code == 1
    assert (
        "social.md: lost legal.records: the clause was deleted with all that its section \u201cRetention\u201d said "
        "(was: records.md, section Retention, line 5)"
    ) in said


def test_a_records_policy_that_is_gone_is_lost_to_the_policy_that_it_settled(policies: Path) -> None:
    (policies / "records.md").unlink()
    code, said, _ = diff(policies, "--format", "json")
    documents = {document["name"]: document for document in json.loads(said)["documents"]}
    assert code == 1
    lost = [change["id"] for change in documents["social.md"]["changes"] if change["change"] == "lost"]
    assert lost == ["legal.records"]


def test_a_records_policy_that_is_new_is_a_gain(policies: Path, git: Git) -> None:
    git("rm", "--quiet", "records.md")
    git("commit", "--quiet", "--message", "no records policy")
    (policies / "records.md").write_text(RECORDS)
    code, said, _ = diff(policies)
    assert code == 0
    assert "social.md: gained legal.records" in said


def test_a_change_elsewhere_in_the_records_policy_changes_nothing(policies: Path) -> None:
    (policies / "records.md").write_text(RECORDS.replace("basement", "attic"))
    code, said, _ = diff(policies, "--format", "json")
    assert code == 0
    assert [document["changes"] for document in json.loads(said)["documents"]] == [[], []]
