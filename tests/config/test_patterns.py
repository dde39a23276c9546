import pytest

from policylint.config.patterns import Patterns


@pytest.mark.parametrize(
    ("patterns", "path", "named"),
    [
        (["*.md"], "a/b.md", True),
        (["/*.md"], "a/b.md", False),
        (["drafts"], "drafts", True),
        (["drafts/"], "drafts", False),
        (["drafts/"], "drafts/", True),
        (["drafts/"], "a/drafts/b/c.md", True),
        (["a/drafts"], "b/a/drafts", False),
        (["drafts/**"], "drafts/", False),
        (["drafts/**"], "drafts/a/b.md", True),
        (["**"], "a.md", True),
        (["*"], "a/", True),
        (["a/*"], "a/b/c.md", True),
        (["*/"], "a.md", False),
        (["*/"], "a/b.md", True),
        (["a/**/b"], "a/b", True),
        (["a/**/b"], "a/x/y/b", True),
        (["p[0-9].md"], "p7.md", True),
        (["p[!0-9].md"], "p7.md", False),
        (["\\!a", "\\#b"], "#b", True),
        (["# a"], "# a", False),
        (["*.md", "!keep.md"], "keep.md", False),
        (["!keep.md", "*.md"], "keep.md", True),
        (["drafts/*", "!drafts/keep.md"], "drafts/keep.md", False),
        (["drafts/", "!drafts/keep.md"], "drafts/keep.md", True),
        (["*", "!*/", "!*.md"], "a/b.md", False),
        (["*", "!*/", "!*.md"], "a/b.txt", True),
        ([], "a.md", False),
    ],
)
def test_patterns_mean_what_they_mean_to_git(patterns: list[str], path: str, named: bool) -> None:
    assert Patterns(patterns).matches(path) is named


def test_a_verdict_tells_what_is_taken_back_from_what_no_pattern_fits() -> None:
    patterns = Patterns(["*.md", "!keep.md"])
    assert [patterns.verdict(path) for path in ("a.md", "keep.md", "a.txt")] == [True, False, None]


def test_a_pattern_that_takes_back_folders_does_not_take_back_what_is_in_them() -> None:
    assert Patterns(["!*/"]).verdict("a/b.md") is None


def test_patterns_without_a_folder_still_name_what_is_in_it() -> None:
    patterns = Patterns(["drafts/", "*.tmp.md", "/a"]).without("a/drafts/")
    assert not patterns.matches("a/drafts/b.md")
    assert patterns.matches("a/drafts/b.tmp.md")


def test_a_wrong_line_without_a_place_is_passed_over() -> None:
    assert Patterns(["!", "*.md"]).matches("a.md")
