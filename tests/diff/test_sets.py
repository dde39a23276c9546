"""A comparison where another document of a policy set changes, with the real engine."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import policylint

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


def diff(*arguments: str) -> tuple[int, str]:
    done = policylint("diff", "--git", *(arguments or ("HEAD",)))
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_paragraph_deleted_in_the_records_policy_is_lost_to_the_policy_that_it_settled(policies: Path) -> None:
    (policies / "records.md").write_text(RECORDS.replace(KEPT, ""))
    code, said = diff()
    assert code == 1
    assert (
        "social.md: lost legal.records: the clause was deleted; its section \u201cRetention\u201d is still there "
        "(was: records.md, section Retention, line 5)"
    ) in said


def test_a_records_policy_that_is_gone_is_lost_to_the_policy_that_it_settled(policies: Path) -> None:
    (policies / "records.md").unlink()
    code, said = diff("HEAD", "--format", "json")
    documents = {document["name"]: document for document in json.loads(said)["documents"]}
    assert code == 1
    lost = [change["id"] for change in documents["social.md"]["changes"] if change["change"] == "lost"]
    assert lost == ["legal.records"]


def test_a_records_policy_that_is_new_is_a_gain(policies: Path, git: Git) -> None:
    git("rm", "--quiet", "records.md")
    git("commit", "--quiet", "--message", "no records policy")
    (policies / "records.md").write_text(RECORDS)
    code, said = diff()
    assert code == 0
    assert "social.md: gained legal.records" in said


def test_a_change_elsewhere_in_the_records_policy_changes_nothing(policies: Path) -> None:
    (policies / "records.md").write_text(RECORDS.replace("basement", "attic"))
    code, said = diff("HEAD", "--format", "json")
    assert code == 0
    assert [document["changes"] for document in json.loads(said)["documents"]] == [[], []]


def test_a_policy_that_comes_in_by_its_set_has_its_name_from_the_root_and_is_not_counted_as_unchanged(
    repository: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository / "hr"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "policylint.toml").write_text('[[set]]\nname = "town"\nlead = "social.md"\nmembers = ["records.md"]\n')
    (folder / "social.md").write_text(SOCIAL)
    (folder / "records.md").write_text(RECORDS)
    git("add", "--all")
    git("commit", "--quiet", "--message", "policies")
    (folder / "records.md").write_text(RECORDS.replace(KEPT, ""))
    for paths in ((), ("records.md",)):
        _, said = diff("HEAD", "--format", "json", *paths)
        found = json.loads(said)
        assert [document["name"] for document in found["documents"]] == ["hr/records.md", "hr/social.md"]
        assert found["totals"]["unchanged"] == 0


def test_a_range_of_commits_is_compared_whatever_is_in_the_work_tree(policies: Path, git: Git) -> None:
    (policies / "records.md").write_text(RECORDS.replace(KEPT, ""))
    git("commit", "--quiet", "--all", "--message", "less")
    (policies / "records.md").unlink()
    (policies / "social.md").write_text(SOCIAL + "\nPosts on social media are public records and are retained.\n")
    code, said = diff("HEAD~1..HEAD")
    assert code == 1
    assert "social.md: lost legal.records" in said


def test_a_member_that_is_renamed_and_shortened_is_followed(policies: Path, git: Git) -> None:
    git("mv", "records.md", "keeping.md")
    (policies / "keeping.md").write_text(RECORDS.replace(KEPT, ""))
    toml = policies / "policylint.toml"
    toml.write_text(toml.read_text().replace("records.md", "keeping.md"))
    git("add", "--all")
    code, said = diff("HEAD", "--staged")
    assert code == 1
    assert "social.md: lost legal.records" in said
