"""Which files are compared: those that `policylint check` would pick up, and those that are named outright."""

from collections.abc import Callable
from pathlib import Path

import pytest

from policylint.config import ConfigurationLookup
from policylint.diff.folders import path_comparison
from policylint.diff.revisions import git_comparison
from policylint.errors import UserMistake
from tests.diff.conftest import Git

Commit = Callable[..., str]

EXCLUDING = 'exclude = ["archive/"]\n'


def compared(revisions: str, *paths: str) -> list[str]:
    with git_comparison(revisions, paths=paths, configuration_for=ConfigurationLookup()) as comparison:
        return [f"{pair.pairing} {pair.name}" for pair in comparison.pairs]


def unchanged(revisions: str) -> frozenset[str]:
    with git_comparison(revisions, configuration_for=ConfigurationLookup()) as comparison:
        return comparison.unchanged


def mistake(revisions: str, *paths: str) -> str:
    with pytest.raises(UserMistake) as caught:
        compared(revisions, *paths)
    return caught.value.code


def test_a_change_in_an_excluded_folder_is_none(commit: Commit) -> None:
    commit({"policylint.toml": EXCLUDING, "a.md": "1", "archive/b.md": "1", "archive/c.md": "1"})
    commit({"a.md": "2", "archive/b.md": None, "archive/c.md": "2", "archive/d.md": "1"})
    assert compared("HEAD~1..HEAD") == ["same-path a.md"]


def test_what_is_excluded_is_not_counted_as_unchanged(commit: Commit) -> None:
    commit({"policylint.toml": EXCLUDING, "a.md": "1", "b.md": "1", "archive/c.md": "1"})
    commit({"a.md": "2"})
    assert unchanged("HEAD~1..HEAD") == {"b.md"}


def test_a_document_that_moves_into_an_excluded_folder_was_removed(commit: Commit) -> None:
    commit({"policylint.toml": EXCLUDING, "a.md": "1"})
    commit({"a.md": None, "archive/a.md": "1"})
    assert compared("HEAD~1..HEAD") == ["removed a.md"]


def test_a_new_file_in_an_excluded_folder_is_none_in_the_work_tree(repository: Path, commit: Commit) -> None:
    commit({"policylint.toml": EXCLUDING, "a.md": "1"})
    (repository / "archive").mkdir()
    (repository / "archive" / "b.md").write_text("1")
    (repository / "c.md").write_text("1")
    assert compared("HEAD") == ["added c.md"]


def test_a_file_or_folder_that_is_named_outright_is_taken(commit: Commit) -> None:
    commit({"policylint.toml": EXCLUDING, "a.md": "1", "archive/b.md": "1", "archive/deep/c.md": "1"})
    commit({"a.md": "2", "archive/b.md": "2", "archive/deep/c.md": "2"})
    assert compared("HEAD~1..HEAD", "archive/b.md") == ["same-path archive/b.md"]
    assert compared("HEAD~1..HEAD", "archive") == ["same-path archive/b.md", "same-path archive/deep/c.md"]
    assert compared("HEAD~1..HEAD", "archive/deep/") == ["same-path archive/deep/c.md"]


def test_what_else_is_excluded_below_a_folder_that_is_named_outright_stays_so(commit: Commit) -> None:
    commit({"policylint.toml": 'exclude = ["archive/", "draft-*"]\n', "archive/b.md": "1", "archive/draft-c.md": "1"})
    commit({"archive/b.md": "2", "archive/draft-c.md": "2"})
    assert compared("HEAD~1..HEAD", "archive") == ["same-path archive/b.md"]


def test_a_named_file_that_must_stay_excluded_is_left_out_and_no_mistake(commit: Commit) -> None:
    commit({"policylint.toml": f"{EXCLUDING}force-exclude = true\n", "archive/b.md": "1"})
    commit({"archive/b.md": "2"})
    assert compared("HEAD~1..HEAD", "archive/b.md") == []


def test_a_named_folder_of_which_everything_is_left_out_is_a_mistake(commit: Commit) -> None:
    commit({"policylint.toml": 'exclude = ["draft-*"]\n', "a.md": "1", "drafts/draft-b.md": "1"})
    commit({"a.md": "2"})
    assert mistake("HEAD~1..HEAD", "drafts") == "M411"


def test_include_says_what_is_a_document(commit: Commit) -> None:
    commit({"policylint.toml": 'include = ["*.policy"]\n', "a.policy": "1", "b.md": "1"})
    commit({"a.policy": "2", "b.md": "2"})
    assert compared("HEAD~1..HEAD") == ["same-path a.policy"]


def test_the_nearest_configuration_governs(commit: Commit) -> None:
    commit({"policylint.toml": 'exclude = ["b.md"]\n', "hr/policylint.toml": "", "b.md": "1", "hr/b.md": "1"})
    commit({"b.md": "2", "hr/b.md": "2"})
    assert compared("HEAD~1..HEAD") == ["same-path hr/b.md"]


def test_a_tracked_file_that_a_gitignore_names_is_left_out_unless_the_configuration_minds_none(
    repository: Path, git: Git, commit: Commit
) -> None:
    commit({"a.md": "1", "out/b.md": "1"})
    commit({".gitignore": "out/\n", "a.md": "2", "out/b.md": "2"})
    assert compared("HEAD~1..HEAD") == ["same-path a.md"]
    assert compared("HEAD~1..HEAD", "out") == ["same-path out/b.md"]
    assert compared("HEAD~1..HEAD", "out/b.md") == ["same-path out/b.md"]
    (repository / "policylint.toml").write_text("respect-gitignore = false\n")
    assert compared("HEAD~1..HEAD") == ["same-path a.md", "same-path out/b.md"]


def test_hidden_folders_are_not_entered_unless_they_are_named(commit: Commit) -> None:
    commit({"a.md": "1", ".github/b.md": "1"})
    commit({"a.md": "2", ".github/b.md": "2"})
    assert compared("HEAD~1..HEAD") == ["same-path a.md"]
    assert compared("HEAD~1..HEAD", ".github") == ["same-path .github/b.md"]


@pytest.mark.parametrize("name", [":odd.md", "a b.md", "\u00e9.md", "#a.md", "!a.md", "a\nb.md", "a\\b.md"])
def test_any_name_can_be_ignored_or_not(name: str, repository: Path, commit: Commit) -> None:
    commit({name: "1", "other.md": "1"})
    commit({name: "2", "other.md": "2"})
    assert len(compared("HEAD~1..HEAD")) == 2
    (repository / ".gitignore").write_text("*\n!other.md\n")
    assert compared("HEAD~1..HEAD") == ["same-path other.md"]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("old/a.md", "old/archive/b.md", "new/archive/c.md", "new/a.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "policylint.toml").write_text('exclude = ["archive/"]\n')
    return tmp_path


def between(old: str, new: str) -> list[str]:
    comparison = path_comparison(old, new, configuration_for=ConfigurationLookup())
    return [f"{pair.pairing} {pair.name}" for pair in comparison.pairs]


def test_what_is_excluded_is_left_out_of_two_folders(folders: Path) -> None:
    assert between("old", "new") == ["same-path a.md"]


def test_a_folder_that_is_excluded_and_named_is_compared(folders: Path) -> None:
    assert between("old/archive", "new/archive") == ["removed b.md", "added c.md"]


def test_two_files_that_are_named_are_compared_though_they_are_excluded(folders: Path) -> None:
    assert between("old/archive/b.md", "new/archive/c.md") == ["named new/archive/c.md"]


def test_two_folders_of_which_everything_is_left_out_are_a_mistake(folders: Path) -> None:
    (folders / "policylint.toml").write_text('exclude = ["*.md"]\n')
    with pytest.raises(UserMistake, match="left out"):
        between("old", "new")


def test_a_folder_of_which_everything_is_left_out_is_an_empty_side(folders: Path) -> None:
    (folders / "policylint.toml").write_text('exclude = ["new/**/*.md", "archive/"]\n')
    assert between("old", "new") == ["removed a.md"]
