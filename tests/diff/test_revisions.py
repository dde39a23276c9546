import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from policylint.diff.revisions import git_comparison
from policylint.errors import UserMistake
from tests.diff.conftest import Git

Commit = Callable[..., str]
Told = list[tuple[str, str | None, str | None]]

LONG = "".join(f"Clause number {n} of this policy is a clause.\n" for n in range(30))


def told(revisions: str, *paths: str, staged: bool = False, folder: Path | None = None) -> Told:
    """Each pair: how it came together, and the bytes of both sides."""
    with git_comparison(revisions, paths=paths, staged=staged, folder=folder) as comparison:
        return [
            (
                f"{pair.pairing} {pair.name}",
                pair.old.input.read().decode() if pair.old else None,
                pair.new.input.read().decode() if pair.new else None,
            )
            for pair in comparison.pairs
        ]


def unchanged(revisions: str, *paths: str) -> int:
    with git_comparison(revisions, paths=paths) as comparison:
        return len(comparison.unchanged)


def mistake(revisions: str, *paths: str, staged: bool = False, folder: Path | None = None) -> UserMistake:
    with pytest.raises(UserMistake) as caught:
        told(revisions, *paths, staged=staged, folder=folder)
    return caught.value


def test_two_revisions_give_what_differs_between_them(commit: Commit) -> None:
    commit({"a.md": "1", "same.md": "s", "gone.md": "g", "notes.rst": "n"})
    commit({"a.md": "2", "gone.md": None, "new.md": "n", "notes.rst": "other"})
    assert told("HEAD~1..HEAD") == [
        ("same-path a.md", "1", "2"),
        ("removed gone.md", "g", None),
        ("added new.md", None, "n"),
    ]
    assert unchanged("HEAD~1..HEAD") == 1


def test_one_revision_is_compared_with_the_work_tree_and_its_untracked_files(repository: Path, commit: Commit) -> None:
    commit({"a.md": "1", ".gitignore": "ignored.md\n"})
    (repository / "a.md").write_text("2")
    (repository / "untracked.md").write_text("u")
    (repository / "ignored.md").write_text("i")
    assert told("HEAD") == [("same-path a.md", "1", "2"), ("added untracked.md", None, "u")]


def test_staged_changes_are_compared_by_themselves(repository: Path, git: Git, commit: Commit) -> None:
    commit({"a.md": "1"})
    (repository / "a.md").write_text("2")
    git("add", "a.md")
    (repository / "a.md").write_text("3")
    (repository / "untracked.md").write_text("u")
    assert told("HEAD", staged=True) == [("same-path a.md", "1", "2")]


def test_three_dots_compare_from_the_merge_base(git: Git, commit: Commit) -> None:
    commit({"a.md": "1", "b.md": "1"})
    git("checkout", "-q", "-b", "change")
    commit({"a.md": "2"})
    git("checkout", "-q", "main")
    commit({"b.md": "2"})
    assert told("main...change") == [("same-path a.md", "1", "2")]
    assert told("main..change") == [("same-path a.md", "1", "2"), ("same-path b.md", "2", "1")]
    assert told("change...") == [("same-path b.md", "1", "2")]
    with git_comparison("main...change") as comparison:
        assert comparison.old == "the merge base of main and change"


def test_a_rename_with_small_changes_is_one_pair(commit: Commit) -> None:
    commit({"old/policy.md": LONG})
    commit({"old/policy.md": None, "new/policy 2.md": LONG + "One more.\n"})
    assert told("HEAD~1..HEAD") == [("renamed new/policy 2.md", LONG, LONG + "One more.\n")]


def test_a_conversion_is_one_pair(commit: Commit) -> None:
    commit({"policy.docx": "PK"})
    commit({"policy.docx": None, "policy.pdf": "%PDF"})
    assert told("HEAD~1..HEAD") == [("converted policy.pdf", "PK", "%PDF")]


def test_a_file_renamed_without_telling_git_is_found(repository: Path, commit: Commit) -> None:
    commit({"policy.md": LONG})
    (repository / "policy.md").rename(repository / "rules.md")
    assert told("HEAD") == [("renamed rules.md", LONG, LONG)]


def test_a_file_that_is_no_document_is_no_side_of_a_rename(commit: Commit) -> None:
    commit({"policy.rst": LONG})
    commit({"policy.rst": None, "policy.md": LONG})
    assert told("HEAD~1..HEAD") == [("added policy.md", None, LONG)]


@pytest.mark.parametrize(
    "name",
    [
        "with space.md",
        'quo"te.md',
        "it's.md",
        "caf\u00e9 \u4e00.md",
        "line\nend.md",
        "tab\t.md",
        "-dash.md",
        ":colon.md",
        "[a]*.md",
    ],
)
def test_any_file_name_works(name: str, commit: Commit) -> None:
    commit({name: "1"})
    commit({name: "2"})
    assert told("HEAD~1..HEAD") == [(f"same-path {name}", "1", "2")]
    assert told("HEAD~1..HEAD", name) == [(f"same-path {name}", "1", "2")]


def test_a_file_name_that_is_no_utf8_works(repository: Path, commit: Commit) -> None:
    path = os.path.join(os.fsencode(repository), b"caf\xe9.md")
    try:
        Path(os.fsdecode(path)).write_bytes(b"1")
    except OSError:
        return  # a file system that takes no such name has no such file
    commit({})
    Path(os.fsdecode(path)).write_bytes(b"2")
    assert told("HEAD") == [("same-path caf\\xe9.md", "1", "2")]


def test_from_a_sub_folder_everything_is_compared_and_paths_are_as_seen_from_there(
    repository: Path, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit({"hr/a.md": "1", "it/b.md": "1", "hr/sub/c.md": "1"})
    for name in ("hr/a.md", "it/b.md", "hr/sub/c.md"):
        (repository / name).write_text("2")
    (repository / "it" / "new.md").write_text("n")
    monkeypatch.chdir(repository / "hr")
    assert [name for name, _, _ in told("HEAD")] == [
        "same-path hr/a.md",
        "same-path hr/sub/c.md",
        "same-path it/b.md",
        "added it/new.md",
    ]
    assert [name for name, _, _ in told("HEAD", "a.md")] == ["same-path hr/a.md"]
    assert [name for name, _, _ in told("HEAD", ".")] == ["same-path hr/a.md", "same-path hr/sub/c.md"]
    assert [name for name, _, _ in told("HEAD", "../it")] == ["same-path it/b.md", "added it/new.md"]
    assert [name for name, _, _ in told("HEAD", str(repository / "it" / "b.md"))] == ["same-path it/b.md"]
    assert [name for name, _, _ in told("HEAD", "s*")] == ["same-path hr/sub/c.md"]


def test_the_settings_of_a_user_change_nothing(repository: Path, git: Git, commit: Commit) -> None:
    commit({"hr/a.md": LONG, "b.md": "1"})
    commit({"hr/a.md": None, "hr/c.md": LONG, "b.md": "2"})
    for name, value in (
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("core.pager", "false"),
        ("core.quotePath", "true"),
    ):
        git("config", name, value)
    names = [name for name, _, _ in told("HEAD~1..HEAD", folder=repository / "hr")]
    assert names == ["same-path b.md", "renamed hr/c.md"]


def test_symbolic_links_and_submodules_are_no_documents(repository: Path, git: Git, commit: Commit) -> None:
    commit({"a.md": "1"})
    (repository / "link.md").symlink_to("a.md")
    commit({})
    assert told("HEAD~1..HEAD") == []
    (repository / "a.md").unlink()
    (repository / "a.md").symlink_to("elsewhere.md")
    (repository / "untracked.md").symlink_to("a.md")
    assert told("HEAD") == [("removed a.md", "1", None)]
    git("update-index", "--add", "--cacheinfo", f"160000,{git('rev-parse', 'HEAD')},sub.md")
    assert [name for name, _, _ in told("HEAD", staged=True)] == []


def test_a_change_of_mode_changes_no_document(repository: Path, commit: Commit) -> None:
    commit({"a.md": "1"})
    (repository / "a.md").chmod(0o755)
    with git_comparison("HEAD") as comparison:
        assert [pair.is_unchanged for pair in comparison.pairs] == [True]


def test_conflicts_are_read_from_the_work_tree_and_are_not_staged(repository: Path, git: Git, commit: Commit) -> None:
    commit({"a.md": "1\n"})
    git("checkout", "-q", "-b", "change")
    commit({"a.md": "2\n"})
    git("checkout", "-q", "main")
    commit({"a.md": "3\n"})
    merge = subprocess.run(["git", "merge", "change"], cwd=repository, capture_output=True, check=False)
    assert merge.returncode == 1
    ((name, old, new),) = told("HEAD")
    assert (name, old) == ("same-path a.md", "3\n")
    assert new is not None
    assert "<<<<<<<" in new
    assert mistake("HEAD", staged=True).code == "M468"


def test_nothing_is_written_to_the_repository(repository: Path, git: Git, commit: Commit) -> None:
    commit({"a.md": "1", "b.md": "1"})
    os.utime(repository / "b.md", (1, 1))
    before = {path: path.read_bytes() for path in (repository / ".git").rglob("*") if path.is_file()}
    assert told("HEAD") == [("same-path b.md", "1", "1")]
    assert told("HEAD", staged=True) == []
    assert {path: path.read_bytes() for path in (repository / ".git").rglob("*") if path.is_file()} == before


def test_a_bare_repository_can_compare_revisions(repository: Path, git: Git, commit: Commit, tmp_path: Path) -> None:
    commit({"a.md": "1"})
    commit({"a.md": "2"})
    git("clone", "-q", "--bare", str(repository), str(tmp_path / "bare"))
    assert told("main~1..main", folder=tmp_path / "bare") == [("same-path a.md", "1", "2")]
    assert "no work tree" in str(mistake("main", folder=tmp_path / "bare"))


def test_large_files_come_whole(commit: Commit) -> None:
    commit({"a.md": b"x" * 3_000_000, "b.md": "b"})
    commit({"a.md": b"y" * 3_000_001, "b.md": "c"})
    (_, old, new), second = told("HEAD~1..HEAD")
    assert (old, new) == ("x" * 3_000_000, "y" * 3_000_001)
    assert second == ("same-path b.md", "b", "c")


@pytest.mark.parametrize("revisions", ["-p", "--output=x", "main..-p", "", " "])
def test_what_looks_like_an_option_is_no_revision(revisions: str, repository: Path, commit: Commit) -> None:
    commit({"a.md": "1"})
    assert mistake(revisions).code == "M464"
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a.md"]


@pytest.mark.parametrize(
    ("revisions", "says"),
    [
        ("mian..HEAD", "no revision 'mian' here. Did you mean 'main'?"),
        ("HEAD..qqqqqq", "'git branch --all' shows the branches"),
        ("HEAD^{tree}", "no revision 'HEAD^{tree}'"),
        ("a\0b", "no revision"),
    ],
)
def test_a_revision_that_is_not_there_is_a_mistake_with_a_hint(revisions: str, says: str, commit: Commit) -> None:
    commit({"a.md": "1"})
    found = mistake(revisions)
    assert found.code == "M462"
    assert says in str(found)


def test_a_branch_that_only_the_remote_has_is_named(repository: Path, git: Git, commit: Commit) -> None:
    commit({"a.md": "1"})
    git("update-ref", "refs/remotes/origin/release", "HEAD")
    assert "Did you mean 'origin/release'?" in str(mistake("release..HEAD"))


def test_before_the_first_commit_everything_is_new(repository: Path) -> None:
    (repository / "a.md").write_text("1")
    with git_comparison("HEAD", folder=repository) as comparison:
        assert [(pair.pairing, pair.name) for pair in comparison.pairs] == [("added", "a.md")]


def test_before_the_first_commit_there_is_no_range(repository: Path) -> None:
    assert "Nothing has been committed yet" in str(mistake("HEAD..HEAD"))


def test_outside_of_a_repository_is_a_mistake(tmp_path: Path, repository: Path) -> None:
    assert mistake("HEAD", folder=tmp_path).code == "M461"


def test_without_git_is_a_mistake(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert mistake("HEAD").code == "M460"


def test_a_repository_of_another_owner_is_a_mistake_with_what_to_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "safe.directory" in str(mistake("HEAD"))


def test_histories_without_a_common_ancestor_are_a_mistake(git: Git, commit: Commit) -> None:
    commit({"a.md": "1"})
    git("checkout", "-q", "--orphan", "other")
    commit({"a.md": "2"})
    found = mistake("main...other")
    assert found.code == "M463"
    assert "main..other" in str(found)
    assert "shallow" not in str(found)


def test_a_shallow_clone_is_told_what_to_fetch(repository: Path, git: Git, commit: Commit, tmp_path: Path) -> None:
    commit({"a.md": "1"})
    git("checkout", "-q", "-b", "change")
    commit({"a.md": "2"})
    git("checkout", "-q", "main")
    commit({"b.md": "2"})
    shallow = tmp_path / "shallow"
    git("clone", "-q", "--depth", "1", "--no-single-branch", f"file://{repository}", str(shallow))
    assert "git fetch --unshallow" in str(mistake("main...origin/change", folder=shallow))
    assert "git fetch origin v1" in str(mistake("v1..HEAD", folder=shallow))


def test_a_partial_clone_fetches_nothing_and_says_so(
    repository: Path, git: Git, commit: Commit, tmp_path: Path
) -> None:
    commit({"a.md": "1"})
    commit({"a.md": "2"})
    git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    git("clone", "-q", "--filter=blob:none", f"file://{repository}", str(partial))
    git("remote", "set-url", "origin", f"file://{tmp_path}/nowhere", folder=partial)
    assert mistake("HEAD~1..HEAD", folder=partial).code == "M469"


@pytest.mark.parametrize("paths", [["typo.md"], ["a.md", "hrr"], ["*.pdf"], ["notes.rst"]])
def test_a_path_that_neither_version_has_is_a_mistake(paths: Sequence[str], commit: Commit) -> None:
    commit({"a.md": "1", "notes.rst": "n"})
    assert mistake("HEAD", *paths).code == "M467"


def test_a_path_that_only_one_version_has_is_compared(commit: Commit) -> None:
    commit({"a.md": "1", "b.md": "b"})
    commit({"a.md": None, "c.md": "c and more"})
    assert told("HEAD~1..HEAD", "a.md") == [("removed a.md", "1", None)]
    assert told("HEAD~1..HEAD", "c.md") == [("added c.md", None, "c and more")]


def test_a_path_outside_of_the_repository_is_a_mistake(tmp_path: Path, commit: Commit) -> None:
    commit({"a.md": "1"})
    assert "outside" in str(mistake("HEAD", "../other.md"))


def test_a_range_cannot_be_staged(commit: Commit) -> None:
    commit({"a.md": "1"})
    assert mistake("main..HEAD", staged=True).code == "M464"
