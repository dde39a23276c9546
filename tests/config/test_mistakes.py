"""What is wrong in a configuration is said with file, line and what to do."""

from pathlib import Path

import pytest

from policylint.config import find_configuration
from policylint.errors import UserMistake


def mistake_in(text: str | bytes, folder: Path, name: str = "policylint.toml") -> str:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UserMistake) as caught:
        find_configuration(folder, explicit=folder / name)
    message = str(caught.value)
    assert message.startswith(folder.as_posix())
    return message.removeprefix(folder.as_posix() + "/")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\nfail_on = 'gap'", "policylint.toml:2: there is no key 'fail_on'; did you mean 'fail-on'?"),
        ("exlude = []", "policylint.toml:1: there is no key 'exlude'; did you mean 'exclude'?"),
        (
            "colour = true",
            "policylint.toml:1: there is no key 'colour'; 'policylint config show' lists those there are.",
        ),
        (
            "[[override]]\nfiles = ['a']\nexclude = ['b']",
            "policylint.toml:3: there is no key 'exclude' in [[override]]; the keys are files, packs, profile, "
            "fail-on, min-coverage, any-kind, references, rules.",
        ),
        (
            "[[set]]\nname = 'a'\nlead = 'b'\nmember = ['c']",
            "policylint.toml:4: there is no key 'member' in [[set]]; did you mean 'members'?",
        ),
        (
            '[rules."legal.records"]\nseverty = "high"',
            "policylint.toml:2: there is no key 'severty' in [rules.\"legal.records\"]; did you mean 'severity'?",
        ),
        (
            '[rules."a.b"]\napplies = true\n[rules."legal.records"]\n\nweight = "high"',
            "policylint.toml:5: there is no key 'weight' in [rules.\"legal.records\"]; the keys are severity, applies.",
        ),
        (
            "[rules.legal.records]\nseverity = 'high'",
            "policylint.toml:1: there is no key 'records' in [rules.\"legal\"]; an id of a rule stands in quotes: "
            '[rules."legal.records"].',
        ),
        (
            "[[override]]\nfiles = ['a']\nrules.\"a.b\".x = 1",
            "policylint.toml:3: there is no key 'x' in [rules.\"a.b\"]; the keys are severity, applies.",
        ),
    ],
)
def test_an_unknown_key_is_a_mistake_that_names_the_nearest(text: str, says: str, tmp_path: Path) -> None:
    assert mistake_in(text, tmp_path) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("packs = 'ours'", '1: \'packs\' takes a list of names, such as ["social-media"]; "ours" does not fit.'),
        ("packs = [\n'a',\n3]", "3: 'packs' takes a list of names, such as [\"social-media\"]; 3 does not fit."),
        ("packs = []", "1: 'packs' takes a list of names, such as [\"social-media\"]; an empty list does not fit."),
        ("profile = true", "1: 'profile' takes a name in quotes, such as \"government\"; true does not fit."),
        ("\ncache = 'no'", "2: 'cache' takes true or false; \"no\" does not fit."),
        ("min-coverage = 101", "1: 'min-coverage' takes a number from 0 to 100; 101 does not fit."),
        ("min-coverage = -0.5", "1: 'min-coverage' takes a number from 0 to 100; -0.5 does not fit."),
        ("min-coverage = nan", "1: 'min-coverage' takes a number from 0 to 100; nan does not fit."),
        ("timeout = 0", "1: 'timeout' takes a number of seconds, more than 0 and at most 86400; 0 does not fit."),
        ("timeout = inf", "1: 'timeout' takes a number of seconds, more than 0 and at most 86400; inf does not fit."),
        (
            "fail-on = 'gaps'",
            '1: \'fail-on\' takes "never", "high", "legacy" or "gap"; "gaps" does not fit; did you mean \'gap\'?',
        ),
        (
            "\noutput-format = 'sairf'",
            '2: \'output-format\' takes "terminal", "lines", "json", "markdown", "html", "sarif", "junit", "github", '
            '"gitlab", "checkstyle", "csv", "summary", "docx", "pdf", "xlsx", "matrix", "dashboard" or "oscal"; '
            "\"sairf\" does not fit; did you mean 'sarif'?",
        ),
        ("output-format = 7", "1: 'output-format' takes \"terminal\", "),
        ("as-of = 'soon'", "1: 'as-of' takes a date, such as 2026-11-27; \"soon\" does not fit."),
        ("as-of = 07:32:00", "1: 'as-of' takes a date, such as 2026-11-27; 07:32:00 does not fit."),
        ("[set]\nname = 'x'", "1: 'set' takes tables headed [[set]]; a table does not fit."),
        (
            "[[set]]\nname = 'x'\nlead = []\nmembers = ['a']",
            "3: 'lead' takes a file, or a list of files, in quotes; an ",
        ),
        ("[[set]]\nname = 'x'\nlead = 'b'\nmembers = ['']", "4: 'members' takes a list of files, such as "),
        ("[[override]]\nfiles = 'police/'", '2: \'files\' takes a list of patterns, such as ["drafts/", "*.txt"]; '),
        ("[rules]\n'a.b' = 'high'", "2: 'a.b' takes a table with severity, applies or both; \"high\" does not fit."),
        (
            "[rules.'a.b']\napplies = true\n[rules.'c.d']\nseverity = 'hi'",
            '4: \'severity\' takes "high", "medium" or "low"; "hi" does not fit; did you mean \'high\'?',
        ),
        (
            "[[override]]\nfiles = ['a']\n[override.rules.'a.b']\napplies = 1",
            "4: 'applies' takes true or false; 1 does",
        ),
        ("decisions = ''", "1: 'decisions' takes the name of a file, in quotes; \"\" does not fit."),
        ("rules = []", "1: 'rules' takes tables headed by the id of a rule, such as "),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_mistake_that_says_what_is_expected(
    text: str, says: str, tmp_path: Path
) -> None:
    assert mistake_in(text, tmp_path).startswith(f"policylint.toml:{says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[set]]\nname = 'a'\nlead = 'b'", "1: this [[set]] needs the key 'members'. Add it."),
        (
            "[[override]]\nfiles = ['a']\n\n[[override]]\nprofile = 'x'",
            "4: this [[override]] needs the key 'files'. Add it.",
        ),
        (
            "[[set]]\nname = 'a'\nlead = 'b'\nmembers = ['c']\n[[set]]\nlead = 'd'\nname = 'a'\nmembers = ['e']",
            "7: there is a policy set 'a' already, at ",
        ),
        (
            "[[set]]\nname = 'a'\nlead = ['x.md', './b.md']\nmembers = ['b.md']",
            "4: './b.md' leads the policy set 'a' and cannot be its member, too.",
        ),
    ],
)
def test_a_set_or_override_that_cannot_be_is_a_mistake(text: str, says: str, tmp_path: Path) -> None:
    assert mistake_in(text, tmp_path).startswith(f"policylint.toml:{says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("packs = [\n'a'\n'b']", "3: this is not TOML: unclosed array. Correct it there."),
        ("packs = ['a'", "1: this is not TOML: unclosed array. Correct it there."),
        ("a = 1\na = 2", "2: this is not TOML: cannot overwrite a value. Correct it there."),
    ],
)
def test_what_is_not_toml_is_a_mistake_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    assert mistake_in(text, tmp_path) == f"policylint.toml:{says}"


def test_the_lines_of_a_pyproject_are_those_of_the_whole_file(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n\n[tool.policylint]\nprofil = 'police'\n"
    assert mistake_in(text, tmp_path, "pyproject.toml") == (
        "pyproject.toml:5: there is no key 'profil'; did you mean 'profile'?"
    )


def test_a_table_of_policylint_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    assert mistake_in("[tool]\npolicylint = 3", tmp_path, "pyproject.toml") == (
        "pyproject.toml:2: 'tool.policylint' is to be a table, [tool.policylint]."
    )


def test_a_file_named_outright_that_says_nothing_to_policylint_is_a_mistake(tmp_path: Path) -> None:
    assert "has no table [tool.policylint]" in mistake_in("[tool.ruff]", tmp_path, "pyproject.toml")


def test_a_file_named_outright_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"ours\.toml: no such configuration file"):
        find_configuration(tmp_path, explicit=tmp_path / "ours.toml")


def test_a_configuration_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"cannot be read \(is a directory\)\. Check that it is a file"):
        find_configuration(tmp_path, explicit=tmp_path)


def test_braces_in_what_is_written_are_only_text(tmp_path: Path) -> None:
    assert "there is no key '{place}'" in mistake_in("'{place}' = 1", tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "policylint.toml").write_bytes(b"\xef\xbb\xbfprofile = 'police'")
    assert find_configuration(tmp_path).settings_for("a.md").profile == "police"


@pytest.mark.parametrize("pattern", ["!", "draft\\"])
def test_a_pattern_that_is_none_is_a_mistake(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "policylint.toml").write_text(f"\nexclude = ['good/', '{pattern}']", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"policylint\.toml:2: .* is no pattern that \.gitignore knows"):
        find_configuration(tmp_path).is_excluded(tmp_path / "a.md")
