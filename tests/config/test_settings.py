from datetime import date
from pathlib import Path

import pytest

from policylint.choices import Ocr
from policylint.config import Configuration, Origin, RuleSetting, find_configuration
from policylint.config.model import DEFAULT_INCLUDE
from policylint.errors import UserMistake
from policylint.limits import Limits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(text: str, name: str = "policylint.toml") -> Configuration:
    Path(name).write_text(text, encoding="utf-8")
    return find_configuration(Path())


def test_without_a_file_the_defaults_hold_and_say_so() -> None:
    configuration = find_configuration(Path(), isolated=True)
    settings = configuration.settings_for("a.md")
    assert configuration.file is None
    assert configuration.root == Path()
    assert configuration.sets == ()
    assert settings.packs == ("social-media",)
    assert (settings.profile, settings.include, settings.exclude) == ("", DEFAULT_INCLUDE, ())
    assert (settings.force_exclude, settings.respect_gitignore) == (False, True)
    assert (settings.fail_on, settings.min_coverage, settings.any_kind) == ("gap", 0, False)
    assert (settings.references, settings.decisions, settings.baseline) == (
        False,
        Path("policylint-decisions.toml"),
        None,
    )
    assert (settings.cache, settings.cache_dir, settings.timeout) == (True, Path(".policylint_cache"), 120)
    assert (settings.recognition, settings.limits) == (Ocr(), Limits())
    assert (settings.output_format, settings.as_of, settings.rules) == ("terminal", None, {})
    assert set(settings.origins.values()) == {Origin()}
    assert set(settings.origins) == {
        field.replace("_", "-") for field in settings.__struct_fields__ if field != "origins"
    }


def test_each_value_says_where_it_stands() -> None:
    settings = configured("profile = 'police'\n\nmin-coverage = 82.5\nas-of = 2026-11-27\n").settings_for("a.md")
    assert (settings.profile, settings.min_coverage, settings.as_of) == ("police", 82.5, date(2026, 11, 27))
    assert str(settings.origins["profile"]) == "policylint.toml:1"
    assert str(settings.origins["as-of"]) == "policylint.toml:4"
    assert str(settings.origins["cache"]) == "default"


def test_a_date_may_be_text() -> None:
    assert configured("as-of = '2026-11-27'").settings_for("a.md").as_of == date(2026, 11, 27)


def test_a_pyproject_holds_the_same_keys_in_its_table() -> None:
    settings = configured("[tool.policylint]\nprofile = 'school'\n", "pyproject.toml").settings_for("a.md")
    assert (settings.profile, settings.origins["profile"]) == ("school", Origin("file", "pyproject.toml:2"))


OVERRIDES = """\
profile = "government"
fail-on = "high"

[rules."legal.records"]
severity = "low"
applies = true

[[override]]
files = ["police/", "*.txt"]
profile = "police"
rules."legal.records".severity = "high"
rules."legal.speech".applies = false

[[override]]
files = ["police/jail/"]
profile = "jail"
"""


def test_an_override_wins_for_the_documents_that_it_names_only() -> None:
    configuration = configured(OVERRIDES)
    assert configuration.settings_for("clerk.md").profile == "government"
    assert configuration.settings_for("police/bodycam.md").profile == "police"
    assert configuration.settings_for("library/old.txt").profile == "police"
    assert configuration.settings_for("police/bodycam.md").fail_on == "high"


def test_a_later_override_wins_over_an_earlier_one_and_says_where_it_stands() -> None:
    settings = configured(OVERRIDES).settings_for(Path("police/jail/calls.md"))
    assert settings.profile == "jail"
    assert str(settings.origins["profile"]) == "policylint.toml:16 (override)"


def test_rules_are_merged_key_by_key() -> None:
    settings = configured(OVERRIDES).settings_for("police/bodycam.md")
    assert settings.rules == {
        "legal.records": RuleSetting(severity="high", applies=True),
        "legal.speech": RuleSetting(applies=False),
    }
    assert str(settings.origins["rules.legal.records.severity"]) == "policylint.toml:11 (override)"
    assert str(settings.origins["rules.legal.records.applies"]) == "policylint.toml:6"


def test_the_command_line_wins_over_everything() -> None:
    settings = configured(OVERRIDES).settings_for(
        "police/jail/calls.md",
        options={"profile": "school", "min-coverage": 50, "as-of": "2026-01-02", "decisions": Path("other/d.toml")},
    )
    assert (settings.profile, settings.min_coverage, settings.as_of) == ("school", 50, date(2026, 1, 2))
    assert settings.decisions == Path("other/d.toml")
    assert str(settings.origins["profile"]) == "--profile"
    assert str(settings.origins["fail-on"]) == "policylint.toml:2"


def test_an_origin_is_told_by_the_name_of_the_option_or_the_place_in_the_file() -> None:
    options = {"packs": ("social-media",), "cache": False, "output-format": "json", "any-kind": True}
    origins = configured(OVERRIDES).settings_for("police/a.md", options=options).origins
    assert [str(origins[key]) for key in options] == ["--pack", "--no-cache", "--format", "--any-kind"]
    assert {origins[key].kind for key in options} == {"option"}
    assert origins["profile"] == Origin("file", "policylint.toml:10", override=True)
    assert origins["timeout"] == Origin("default")


def test_options_of_one_call_do_not_stick() -> None:
    configuration = configured(OVERRIDES)
    assert configuration.settings_for("a.md", options={"profile": "school"}).profile == "school"
    assert configuration.settings_for("a.md").profile == "government"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"min-coverage": 101}, "--min-coverage takes a number from 0 to 100; 101 does not fit."),
        ({"packs": ("",)}, '--pack takes the name or the folder of a pack; "" does not fit.'),
        ({"cache-dir": ""}, '--cache-dir takes the name of a folder; "" does not fit.'),
        ({"cache": 3}, "--no-cache takes true or false; 3 does not fit."),
        (
            {"output-format": "jsn"},
            '--format takes "terminal", "lines", "json", "markdown", "html", "sarif", "junit", '
            '"github", "gitlab", "checkstyle", "csv", "summary", "docx", "pdf", "xlsx", "matrix", "dashboard" '
            'or "oscal"; "jsn" does not fit; did you mean \'json\'?',
        ),
        ({"fail_on": "gap"}, "options: there is no key 'fail_on'; did you mean 'fail-on'?"),
    ],
)
def test_an_option_that_cannot_be_is_a_mistake(options: dict[str, object], says: str) -> None:
    with pytest.raises(UserMistake) as caught:
        find_configuration(Path(), isolated=True).settings_for("a.md", options=options)
    assert str(caught.value) == says


def test_documents_of_the_same_overrides_share_their_settings() -> None:
    configuration = configured(OVERRIDES)
    assert configuration.settings_for("police/a.md") is configuration.settings_for("police/b.md")
    assert configuration.settings_for("police/a.md") is not configuration.settings_for("c.md")


def test_paths_are_relative_to_the_configuration_and_usable_from_below(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured("baseline = 'records/base.json'\ncache-dir = 'kept'\n")
    (here / "police").mkdir()
    monkeypatch.chdir(here / "police")
    configuration = find_configuration("a.md")
    settings = configuration.settings_for("a.md")
    assert configuration.root == Path("..")
    assert settings.baseline == Path("../records/base.json")
    assert settings.cache_dir == Path("../kept")
    assert settings.decisions == Path("../policylint-decisions.toml")
    assert str(settings.origins["baseline"]) == "../policylint.toml:1"
    assert configuration.relative("a.md") == "police/a.md"


def test_packs_in_folders_are_relative_to_the_configuration(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured("packs = ['social-media', 'rules/ours', 'plain', 'rules/gone']")
    for folder in ("rules/ours", "plain", "below"):
        (here / folder).mkdir(parents=True)
    (here / "plain" / "pack.yml").touch()
    monkeypatch.chdir(here / "below")
    assert find_configuration(Path()).settings_for("a.md").packs == (
        "social-media",
        "../rules/ours",
        "../plain",
        "rules/gone",
    )


def test_a_folder_of_policies_that_has_the_name_of_a_pack_is_no_pack(here: Path) -> None:
    (here / "social-media").mkdir()
    assert configured("packs = ['social-media']").settings_for("a.md").packs == ("social-media",)


def test_a_default_decisions_file_may_be_absent_and_a_named_one_may_not(here: Path) -> None:
    assert configured("").settings_for("a.md").decisions_file() is None
    named = configured("\ndecisions = 'ours.toml'").settings_for("a.md")
    with pytest.raises(UserMistake, match=r"policylint\.toml:2: there is no decisions file ours\.toml"):
        named.decisions_file()
    (here / "ours.toml").touch()
    assert named.decisions_file() == Path("ours.toml")


def test_what_lies_outside_is_named_as_given(here: Path) -> None:
    configuration = configured("exclude = ['drafts/']")
    assert configuration.relative("../else/a.md") == "../else/a.md"
    assert configuration.relative(here / "in" / "a.md") == "in/a.md"
    assert configuration.relative(here.as_posix() + "-not/a.md") == here.as_posix() + "-not/a.md"
    assert configuration.is_excluded("../else/drafts/a.md")
    assert not configuration.is_excluded("../else/a.md")


def test_what_is_included_and_excluded_is_told_by_patterns() -> None:
    configuration = configured("include = ['*.rst', '!old.rst']\nexclude = ['drafts/']")
    assert configuration.includes("policies/a.rst")
    assert not configuration.includes("policies/old.rst")
    assert not configuration.includes("a.md")
    assert configuration.is_excluded("policies/drafts/a.rst")
    assert configuration.is_excluded("policies/drafts/")
    assert not configuration.is_excluded("policies/drafts")


def test_by_default_the_suffix_tells_in_whatever_case() -> None:
    configuration = configured("")
    assert configuration.includes("Policy.PDF")
    assert not configuration.includes("policy.xlsx")
    assert not configuration.is_excluded("policy.pdf")
