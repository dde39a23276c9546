import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from policylint.cli import cli
from policylint.errors import UserMistake
from policylint.packs.files import pack_files, rules_folder
from policylint.packs.load import load_pack
from policylint.packs.profiles import FOLDER, ProfileRule, known_profiles, load_profile

PACK = rules_folder() / "social-media"
RULES = {rule.id: rule for rule in load_pack().rules}

TINY = """\
id: tiny
title: Tiny office
about: Two people and a cat.
rules:
  legal.records:
    severity: high
    why: The cat eats paper.
    source: Experience
  citizen.rules:
    applies: false
    why: Nobody comes.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yml"
    path.write_text(TINY, encoding="utf-8")
    return path


def mistake(path: Path, text: str) -> str:
    """What is said of a profile with this text, from the file's name on."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake) as caught:
        load_profile(path, folder=PACK, known_rules=RULES)
    assert caught.value.code == "M450"
    return str(caught.value).removeprefix(path.parent.as_posix() + "/")


def test_the_profiles_are_those_of_the_issue() -> None:
    assert known_profiles(PACK) == ("employer", "government", "library", "police", "school")


@pytest.mark.parametrize("name", known_profiles(PACK))
def test_each_profile_names_rules_of_the_pack_and_changes_each_of_them(name: str) -> None:
    profile = load_profile(name, folder=PACK, known_rules=RULES)
    assert profile.id == name
    assert profile.rules
    for rule, change in profile.rules.items():
        assert (change.applies is False) != (change.severity not in {None, RULES[rule].severity}), rule


@pytest.mark.parametrize("name", known_profiles(PACK))
def test_a_profile_stays_a_short_list_of_exceptions(name: str) -> None:
    profile = load_profile(name, folder=PACK)
    assert len(profile.rules) <= 20
    assert sum(rule.applies is False for rule in profile.rules.values()) <= 5


@pytest.mark.parametrize("name", ["government", "police", "school", "library"])
def test_public_bodies_are_asked_for_records_access_and_fair_moderation(name: str) -> None:
    rules = load_profile(name, folder=PACK).rules
    weighty = {rule for rule, change in rules.items() if change.severity == "high"}
    assert weighty >= {"legal.records", "legal.disclosure", "legal.accessibility", "legal.speech"}
    assert weighty >= {"citizen.prohibited", "citizen.moderation", "citizen.blocking"}
    assert "28 CFR part 35" in rules["legal.accessibility"].source
    assert "Lindke v. Freed" in rules["citizen.blocking"].source


def test_what_binds_only_the_state_does_not_apply_to_a_private_employer() -> None:
    rules = load_profile("employer", folder=PACK).rules
    spared = {rule for rule, change in rules.items() if change.applies is False}
    assert spared == {"legal.disclosure", "rights.viewpoint-removal", "rights.unbounded-discretion"}
    assert rules["legal.speech"].severity == "high"
    assert "Stericycle" in rules["legal.speech"].source


def test_profiles_are_no_rules_of_the_pack() -> None:
    assert not [path for path in pack_files(PACK) if path.parent.name == FOLDER]


def test_a_profile_of_ones_own_is_read_from_its_file(own: Path) -> None:
    profile = load_profile(own, folder=PACK, known_rules=RULES)
    assert (profile.id, profile.title, profile.about) == ("tiny", "Tiny office", "Two people and a cat.")
    assert profile.rules == {
        "legal.records": ProfileRule(applies=None, severity="high", why="The cat eats paper.", source="Experience"),
        "citizen.rules": ProfileRule(applies=False, severity=None, why="Nobody comes.", source=""),
    }


def test_a_name_with_a_folder_or_a_suffix_in_it_is_a_file(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.parent)
    assert load_profile("tiny.yml", folder=PACK).id == "tiny"
    own.rename(own.with_suffix(".YAML"))
    assert load_profile("./tiny.YAML", folder=PACK).id == "tiny"


def test_a_profile_of_ones_own_may_have_another_name_than_its_file(own: Path) -> None:
    assert load_profile(own.rename(own.with_name("ours.yml")), folder=PACK).id == "tiny"


def test_a_profile_of_the_pack_is_named_as_its_file(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "huge.yml").write_text(TINY, encoding="utf-8")
    with pytest.raises(UserMistake, match=r"huge\.yml:1: the id 'tiny' does not fit the file's name, huge\.yml"):
        load_profile("huge", folder=tmp_path)


def test_an_unknown_name_says_which_are_known_and_which_is_near() -> None:
    with pytest.raises(UserMistake) as caught:
        load_profile("goverment", folder=PACK)
    assert caught.value.code == "M451"
    assert "'goverment'; did you mean 'government'?" in str(caught.value)
    assert "employer, government, library, police, school" in str(caught.value)


def test_a_pack_without_profiles_knows_none(tmp_path: Path) -> None:
    assert known_profiles(tmp_path) == ()
    with pytest.raises(UserMistake, match="Known profiles: none"):
        load_profile("police", folder=tmp_path)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as caught:
        load_profile(tmp_path / "none.yml", folder=PACK)
    assert caught.value.code == "M452"


def test_an_unknown_rule_is_named_with_line_and_nearest(own: Path) -> None:
    said = mistake(own, TINY.replace("legal.records", "legal.record"))
    assert said == "tiny.yml:5: there is no rule 'legal.record'; did you mean 'legal.records'?"


def test_rules_are_not_compared_where_nobody_says_which_there_are(own: Path) -> None:
    own.write_text(TINY.replace("legal.records", "legal.fishing"), encoding="utf-8")
    assert "legal.fishing" in load_profile(own, folder=PACK).rules


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity: high", "severty: high", "6: legal.records: there is no key 'severty'; did you mean 'severity'?"),
        ("title: Tiny", "headline: Tiny", "2: there is no key 'headline'; known keys: id, title, about, rules"),
        ("severity: high", "severity: grave", "6: legal.records: severity: expected high, medium or low"),
        ("applies: false", "applies: 1", "10: citizen.rules: applies: expected true or false"),
        ("source: Experience", "source: 2026-04-20", "8: legal.records: source: expected text"),
        ("why: Nobody comes.", "why: ' '", "11: citizen.rules: why: say why this profile differs from the rule"),
        ("    why: Nobody comes.\n", "", "9: citizen.rules: the key 'why' is missing"),
        ("about: Two people and a cat.\n", "", "1: the key 'about' is missing"),
        ("Tiny office", "' '", "2: title: expected some words"),
        ("id: tiny", "id: Tiny Office", "1: id: 'Tiny Office' must be small letters, digits and hyphens"),
        ("title: Tiny office", "title: [Tiny]", "2: title: expected text"),
        (
            "    severity: high\n",
            "",
            "5: legal.records: nothing is changed; give 'severity' or 'applies', or leave it out",
        ),
        (
            "applies: false",
            "severity: low\n    applies: false",
            "10: citizen.rules: a rule that does not apply has no severity; leave one of the two out",
        ),
        ("citizen.rules:", "legal.records:", "9: 'legal.records' is given twice, first on line 5"),
        ("citizen.rules:\n    applies: false\n    why: Nobody comes.", "citizen.rules: no", "9: citizen.rules: "),
        ("legal.records", "7", "4: rules: every name under it must be text"),
    ],
)
def test_a_mistake_in_a_profile_names_its_line(own: Path, old: str, new: str, said: str) -> None:
    assert old in TINY
    assert mistake(own, TINY.replace(old, new)).startswith(f"tiny.yml:{said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: the file is empty"),
        ("- a\n- b\n", "1: expected a mapping of names to values"),
        ("id: tiny\n  title: [", "2: "),
        (
            TINY.replace("\nrules:", "\nrules: &all").replace(
                "legal.records:", "legal.records: *all\n  legal.privacy:"
            ),
            "5: legal.records: there is no key 'legal.records'",
        ),
        ("\x00", "1: "),
        ("{id: tiny, id: tiny}", "1: 'id' is given twice, first on line 1"),
        ("[" * 5000 + "]" * 5000, "1: "),
    ],
)
def test_what_is_no_profile_at_all_is_a_mistake_too(own: Path, text: str, said: str) -> None:
    assert mistake(own, text).startswith(f"tiny.yml:{said}")


@given(st.binary(max_size=200))
def test_any_bytes_give_a_profile_or_a_mistake(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(data)
    with pytest.raises(UserMistake):
        load_profile(path, folder=PACK)


def test_reading_a_profile_loads_neither_pydantic_nor_spacy() -> None:
    program = (
        "import sys; from pathlib import Path; from policylint.packs.profiles import load_profile;"
        f"load_profile('police', folder=Path({str(PACK)!r}));"
        "print(sorted({'pydantic', 'spacy', 'jinja2', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def page() -> str:
    return (Path(__file__).resolve().parents[2] / "docs" / "profiles.md").read_text(encoding="utf-8")


def test_the_page_shows_a_profile_as_the_command_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    block = page().split("    $ policylint rules profiles employer\n", 1)[1].split("\n    ...\n", 1)[0]
    shown = [line[4:] for line in block.splitlines()]
    printed = CliRunner().invoke(cli, ["rules", "profiles", "employer"]).stdout.splitlines()
    assert printed[: len(shown)] == shown
    assert len(shown) > 5


def test_the_profile_of_the_page_can_be_read(own: Path) -> None:
    block = page().split("    id: clinic\n", 1)[1].split("\n\n", 1)[0]
    own.write_text("id: clinic\n" + textwrap.dedent(block), encoding="utf-8")
    assert set(load_profile(own, folder=PACK, known_rules=RULES).rules) == {
        "security.personal-data",
        "legal.disclosure",
    }
