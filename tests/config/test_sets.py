from pathlib import Path

import pytest

from policylint.config import PolicySet, find_configuration


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "social.md",
        "records.pdf",
        "conduct/a.md",
        "conduct/b.md",
        "conduct/deep/c.md",
        "conduct/notes.xlsx",
        "drafts/d.md",
        "other/social.md",
        "law [2].md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    return tmp_path


def group(lead: str, *members: str) -> PolicySet:
    return PolicySet(name="x", leads=(lead,), members=members)


def test_files_named_outright_are_those_and_no_others_of_the_same_name(root: Path) -> None:
    policies = group("social.md", "./records.pdf", "law [2].md")
    assert policies.leads_of(root) == ("social.md",)
    assert policies.members_of(root) == ("law [2].md", "records.pdf")


def test_patterns_name_documents_sorted(root: Path) -> None:
    assert group("social.md", "conduct/*.md").members_of(root) == ("conduct/a.md", "conduct/b.md")
    assert group("social.md", "conduct/**/*.md").members_of(root) == (
        "conduct/a.md",
        "conduct/b.md",
        "conduct/deep/c.md",
    )
    assert group("social.md", "conduct/").members_of(root) == ("conduct/a.md", "conduct/b.md", "conduct/deep/c.md")


def test_a_later_pattern_takes_back(root: Path) -> None:
    assert group("social.md", "conduct/*", "!b.md").members_of(root) == ("conduct/a.md", "conduct/deep/c.md")


def test_a_lead_that_a_pattern_of_the_members_fits_is_no_member(root: Path) -> None:
    assert group("social.md", "/*.md").members_of(root) == ("law [2].md",)


def test_what_is_not_there_is_left_out_and_told(root: Path) -> None:
    policies = group("gone.md", "records.pdf", "lost.pdf", "*.rtf")
    assert policies.leads_of(root) == ()
    assert policies.members_of(root) == ("records.pdf",)
    assert policies.absent_from(root) == ("gone.md", "lost.pdf")


def test_a_pattern_names_nothing_that_the_configuration_leaves_out(root: Path) -> None:
    (root / "policylint.toml").write_text(
        "exclude = ['drafts/']\n[[set]]\nname = 'all'\nlead = ['social.md']\nmembers = ['**/*.md']\n", encoding="utf-8"
    )
    configuration = find_configuration(root)
    (policies,) = configuration.sets
    assert (policies.name, policies.leads) == ("all", ("social.md",))
    assert policies.place.endswith("policylint.toml:2")
    assert "drafts/d.md" not in policies.members_of(configuration.root)
    assert "other/social.md" in policies.members_of(configuration.root)


def test_one_lead_may_be_written_without_a_list(root: Path) -> None:
    (root / "policylint.toml").write_text(
        "[[set]]\nname = 'one'\nlead = 'social.md'\nmembers = ['records.pdf']\n", encoding="utf-8"
    )
    (policies,) = find_configuration(root).sets
    assert policies.leads_of(root) == ("social.md",)
