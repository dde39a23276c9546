"""Commands about rules take the packs of the configuration that governs the current folder."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policylint.cli import cli
from policylint.errors import UserMistake
from policylint.packs.files import rules_folder
from policylint.packs.load import load_packs
from policylint.packs.profiles import known_profiles, load_profile

HEAD = """\
id: ours
title: Ours
version: 1.0.0
language: en
about: What our town asks besides.
elements: [{id: town, title: Our town, about: What each policy of the town says.}]
"""
RULE = """\
id: town.council
title: Accounts of council members
what: A clause on the accounts of council members.
why: People take them for the town's.
source: [Resolution 12]
known-problems: None that we know.
remedy: Say whose they are.
model-clause: A council member's account is not the town's.
lacks: speak of council members
signals:
  - name: speaks of the accounts of council members
    say: [council member ... account]
"""
TESTS = """\
## Positives

- A council member's account is not the town's.

## Near misses

- Council members are paid.
"""
CONFIGURATION = 'packs = ["social-media", "rules/ours"]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pack = tmp_path / "rules" / "ours"
    (pack / "town").mkdir(parents=True)
    (pack / "pack.yml").write_text(HEAD, encoding="utf-8")
    (pack / "town" / "council.yml").write_text(RULE, encoding="utf-8")
    (pack / "town" / "council.md").write_text(TESTS, encoding="utf-8")
    (tmp_path / "policylint.toml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "policies").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def mistake(*arguments: str) -> str:
    done = run(*arguments)
    assert isinstance(done.exception, UserMistake)
    assert done.stdout == ""
    return str(done.exception)


def listed(*arguments: str) -> list[str]:
    return [row["id"] for row in json.loads(run("rules", "list", "--json", *arguments).stdout)]


@pytest.mark.parametrize("where", [".", "policies"])
def test_explain_knows_the_rules_of_the_configured_packs(
    folder: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / where)
    assert run("explain", "town.council").stdout.startswith("# town.council: Accounts of council members\n")
    assert "## Measured" in run("explain", "legal.records").stdout
    assert "## Measured" not in run("explain", "town.council").stdout


def test_isolated_leaves_the_configuration_alone(folder: Path) -> None:
    assert mistake("explain", "town.council", "--isolated").startswith("no rule named 'town.council'")
    assert "town.council" in listed()
    assert "town.council" not in listed("--isolated")


def test_packs_that_are_named_take_the_place_of_those_configured(folder: Path) -> None:
    assert listed("--pack", "rules/ours") == ["town.council"]
    assert listed("--pack", "rules/ours", "--pack", "social-media")[0] == "town.council"
    assert len(listed("--pack", "social-media", "--pack", "rules/ours")) == len(listed("--isolated")) + 1
    assert "did you mean" not in mistake("explain", "legal.records", "--pack", "rules/ours")


def test_the_list_shows_the_rules_of_every_pack_under_their_groups(folder: Path) -> None:
    lines = run("rules", "list").stdout.splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("  town.council "))
    assert lines[row - 1] == "Our town"
    assert lines[row].split(maxsplit=2) == ["town.council", "preview", "Accounts of council members"]
    assert any(line.split()[:2] == ["legal.records", "stable"] for line in lines)


def test_the_tests_of_configured_packs_are_run(folder: Path) -> None:
    done = run("rules", "test", "town", "legal.records")
    assert done.exit_code == 0
    assert done.stdout.startswith("2 rules, ")
    assert run("rules", "test", "town.council").stdout == "1 rule, 2 excerpts, 0 disagreements.\n"
    assert run("rules", "test", "town", "--isolated").exit_code == 2


@pytest.mark.parametrize("command", [("explain", "legal.records"), ("rules", "list"), ("rules", "test")])
def test_a_pack_that_is_not_there_is_named_with_the_line_that_asks_for_it(folder: Path, command: tuple[str]) -> None:
    (folder / "rules" / "ours" / "pack.yml").unlink()
    assert (
        mistake(*command)
        == "policylint.toml:1: rules/ours has no pack.yml, so it is no pack. Write one, or correct the path."
    )
    assert mistake(*command, "--pack", "policies").startswith("policies has no pack.yml, so it is no pack.")
    assert mistake(*command, "--pack", "rules/theirs").startswith(
        "no pack named 'rules/theirs'. Known packs: social-media"
    )


def test_a_pack_without_rules_says_so(folder: Path) -> None:
    (folder / "rules" / "ours" / "town" / "council.yml").unlink()
    assert mistake("rules", "test", "--pack", "rules/ours").startswith(
        "rules/ours: there are no rules in this pack yet."
    )
    assert run("rules", "list", "--pack", "rules/ours").stdout == "Our town\n"


def test_profiles_are_listed_with_what_each_changes_and_why() -> None:
    pack = rules_folder() / "social-media"
    printed = run("rules", "profiles", "--isolated").stdout
    words = " ".join(printed.split())
    rules = {rule.id: rule for rule in load_packs(["social-media"]).rules}
    for name in known_profiles(pack):
        profile = load_profile(name, folder=pack)
        assert f"\n{name}: {profile.title}\n" in f"\n{printed}"
        assert " ".join(profile.about.split()) in words
        for rule, change in profile.rules.items():
            said = f"{change.severity} instead of {rules[rule].severity}" if change.severity else "does not apply"
            source = f"Source: {' '.join(change.source.split())}" if change.source else ""
            assert f"{rule}: {said} {' '.join(change.why.split())} {source}".strip() in words
    assert max(map(len, printed.splitlines())) <= 100


def test_one_profile_may_be_asked_for_by_name_or_file(folder: Path) -> None:
    rules = "rules:\n  town.council: {applies: false, why: None sits.}\n"
    head = "id: parish\ntitle: Parish\nabout: It has no council.\n"
    (folder / "parish.yml").write_text(head + rules, encoding="utf-8")
    assert run("rules", "profiles", "parish.yml").stdout == (
        "parish: Parish\n  It has no council.\n\n  town.council: does not apply\n    None sits.\n"
    )
    assert run("rules", "profiles", "police").stdout.startswith("police: ")
    assert "did you mean 'police'?" in mistake("rules", "profiles", "polce")
    assert run("rules", "profiles", "--pack", "rules/ours").stdout == "The pack rules/ours has no profiles.\n"
