import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from policylint.cli.config import command
from policylint.config.model import SETTING_KEYS, TABLE_KEYS
from policylint.config.schema import schema_text
from policylint.errors import UserMistake

TEXT = """\
exclude = ["drafts/", "a \\"quoted\\" \\u007f name"]
min-coverage = 80

[rules."legal.accessibility"]
severity = "high"

[[override]]
files = ["police/"]
profile = "police"
rules."legal.accessibility".applies = false

[[set]]
name = "communications"
lead = "social.md"
members = ["records.pdf"]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "police").mkdir()
    (tmp_path / "police" / "a.md").touch()
    (tmp_path / "policylint.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def shown(*arguments: str) -> str:
    done = CliRunner().invoke(command, ["show", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_what_is_shown_is_a_configuration_that_says_the_same() -> None:
    text = shown("police/a.md")
    data = tomllib.loads(text)
    assert list(data) == [key for key in SETTING_KEYS if key not in ("as-of", *TABLE_KEYS)] + ["limits", "rules", "set"]
    assert data["exclude"] == ["drafts/", 'a "quoted" \x7f name']
    assert data["profile"] == "police"
    assert data["rules"] == {"legal.accessibility": {"severity": "high", "applies": False}}
    assert data["set"] == [{"name": "communications", "lead": ["social.md"], "members": ["records.pdf"]}]
    Path("other.toml").write_text(text, encoding="utf-8")
    assert tomllib.loads(shown("police/a.md", "--config", "other.toml")) == data


def test_every_line_says_where_its_value_comes_from() -> None:
    lines = shown("police").splitlines()
    assert lines[0] == "# policylint.toml"
    assert 'profile           = "police"                                 # policylint.toml:9 (override)' in lines
    assert "min-coverage      = 80                                       # policylint.toml:2" in lines
    assert 'fail-on           = "gap"                                    # default' in lines
    assert "applies  = false   # policylint.toml:10 (override)" in lines
    assert "# as-of: today" in lines
    assert "[[set]]  # policylint.toml:12" in lines
    assert all(line == line.rstrip() for line in lines)


def test_without_a_path_it_is_the_current_folder() -> None:
    assert tomllib.loads(shown())["profile"] == ""


def test_isolated_shows_the_defaults() -> None:
    text = shown("--isolated")
    assert text.startswith("# There is no configuration file; the defaults hold.\n")
    assert tomllib.loads(text)["exclude"] == []


def test_the_options_of_check_show_their_effect_and_are_named_as_they_are() -> None:
    options = ("--profile", "school", "--pack", "social-media", "--no-cache", "--as-of", "2026-11-01", "--any-kind")
    lines = [" ".join(line.split()) for line in shown("police/a.md", *options).splitlines()]
    assert 'profile = "school" # --profile' in lines
    assert 'packs = ["social-media"] # --pack' in lines
    assert "cache = false # --no-cache" in lines
    assert 'as-of = "2026-11-01" # --as-of' in lines
    assert "any-kind = true # --any-kind" in lines
    assert "min-coverage = 80 # policylint.toml:2" in lines


def test_an_option_that_cannot_be_is_named_by_its_name() -> None:
    for options, says in (
        (("--timeout", "0"), "--timeout takes a number of seconds, more than 0 and at most 86400; 0 does not fit."),
        (("--as-of", "2026-13-13"), "--as-of '2026-13-13' is no day of the calendar; write it as 2026-11-22."),
    ):
        with pytest.raises(UserMistake) as caught:
            shown(*options)
        assert str(caught.value) == says


def test_json_has_a_value_and_an_origin_for_each_key() -> None:
    data = json.loads(shown("police/a.md", "--json"))
    assert data["file"] == "policylint.toml"
    assert list(data["settings"]) == [key for key in SETTING_KEYS if key not in TABLE_KEYS]
    assert data["settings"]["profile"] == {"value": "police", "origin": "policylint.toml:9 (override)"}
    assert data["settings"]["as-of"] == {"value": None, "origin": "default"}
    assert data["rules"]["legal.accessibility"]["applies"] == {
        "value": False,
        "origin": "policylint.toml:10 (override)",
    }
    assert data["sets"][0]["origin"] == "policylint.toml:12"


def test_a_path_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match="no such file or folder"):
        CliRunner().invoke(command, ["show", "gone.md"], catch_exceptions=False)


def test_the_schema_is_printed() -> None:
    assert CliRunner().invoke(command, ["schema"]).output == schema_text()
