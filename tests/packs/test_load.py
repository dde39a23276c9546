from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.packs.load import load_pack, load_packs

HEAD = """
id: tiny
title: Tiny
version: 0.0.1
language: en
about: A pack for tests.
elements: [{id: use, title: Use, about: Using things.}]
findings: [{id: legacy, title: Old, about: Old things.}]
"""

RULE = """
id: use.tea
title: Tea
what: Tea is regulated.
why: People spill it.
source: [Our kitchen]
known-problems: Coffee.
remedy: Write a rule on tea.
model-clause: Tea is drunk in the kitchen.
lacks: say where tea is drunk
signals:
  - name: says where tea is drunk
    say: ["{tea} .. kitchen"]
"""

CONCEPTS = """
concepts:
  - id: tea
    what: Tea by any name.
    terms: [tea, cup of tea]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = tmp_path / "tiny"
    (pack / "use").mkdir(parents=True)
    (tmp_path / "concepts").mkdir()
    (pack / "pack.yml").write_text(HEAD)
    (pack / "use" / "tea.yml").write_text(RULE)
    (tmp_path / "concepts" / "tea.yml").write_text(CONCEPTS)
    return pack


def test_a_sound_pack_loads(folder: Path) -> None:
    pack = load_pack(folder)
    assert [rule.id for rule in pack.rules] == ["use.tea"]
    assert {"tea", "staff"} <= {concept.id for concept in pack.concepts}


def test_the_digest_changes_with_any_file_and_with_nothing_else(folder: Path) -> None:
    before = load_pack(folder).digest
    assert load_pack(folder).digest == before
    (folder / "use" / "tea.yml").write_text(RULE.replace("Coffee", "Cocoa"))
    assert load_pack(folder).digest != before


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("known-problems:", "know-problems:", 7, "did you mean 'known-problems'"),
        ("{tea}", "{te}", 13, "did you mean {tea}"),
        ("{tea} .. kitchen", "{tea} ..", 13, "gap must stand between"),
        ("id: use.tea", "id: use.coffee", 2, "does not fit the file's place"),
        ("title: Tea", "title: ''", 3, "title"),
        ("source: [Our kitchen]", "source: []", 6, "source"),
        ("signals:", "signals: [", 12, ""),
    ],
)
def test_a_mistake_in_a_rule_names_file_and_line(folder: Path, old: str, new: str, line: int, says: str) -> None:
    path = folder / "use" / "tea.yml"
    path.write_text(RULE.replace(old, new))
    with pytest.raises(UserMistake) as caught:
        load_pack(folder)
    assert "tea.yml:" in str(caught.value)
    assert says in str(caught.value)
    if says:
        assert f"tea.yml:{line}:" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Tea\n", "", "1: title: it is missing."),
        ("title: Tea", "title:", "3: title: it is empty."),
        ("title: Tea", "title: ''", "3: title: it is empty."),
        ("title: Tea", "title: 12", "3: title: expected text; put it in quotes."),
        ("title: Tea", "title: [Tea]", "3: title: expected text."),
        ("source: [Our kitchen]", "source: Our kitchen", "6: source: expected a list."),
        ("source: [Our kitchen]", "source: []", "6: source: the list is empty."),
        ("source: [Our kitchen]", "source: [Ours, 2026]", "6: source 2: expected text; put it in quotes."),
        ("lacks:", "by-itself: perhaps\nlacks:", "10: by-itself: expected true or false."),
        ("lacks:", "distinct: two\nlacks:", "10: distinct: expected a whole number."),
        ("lacks:", "distinct: 0\nlacks:", "10: distinct: expected 1 or more."),
        ("lacks:", "severity: grave\nlacks:", "10: severity: expected 'high', 'medium' or 'low'."),
        ("id: use.tea", "id: Tea", "2: id: 'Tea' must be an element and a name, as in 'legal.records': "),
        (
            "id: use.tea",
            "id: use.coffee",
            "2: the id 'use.coffee' does not fit the file's place, which says 'use.tea'.",
        ),
        ('  - name: says where tea is drunk\n    say: ["', '  - say: ["', "12: signals 1: name: it is missing."),
        ("    say:", "    sey:", "13: signals 1: there is no key 'sey'; did you mean 'say'?"),
        ('say: ["{tea}', 'force: [order]\n    say: ["{tea}', "13: signals 1: force 1: expected 'duty', 'ban', "),
        ("{tea} .. kitchen", "{tea} ..", "13: signals 1: say 1: '{tea} ..': a gap must stand between two things."),
        ("{tea}", "{coffee}", "13: there is no concept {coffee}."),
        ("title: Tea", "title: [Tea", "4: this is not YAML: did not find expected ',' or ']'."),
        ("title: Tea", "title: 2026-13-01", "3: this is not YAML: month must be in 1..12."),
        (RULE, "", "1: it is empty."),
        (RULE, "[tea]", "1: expected keys with values."),
    ],
)
def test_a_mistake_is_told_in_plain_words_and_whole_sentences(folder: Path, old: str, new: str, said: str) -> None:
    assert old in RULE
    (folder / "use" / "tea.yml").write_text(RULE.replace(old, new))
    with pytest.raises(UserMistake) as caught:
        load_pack(folder)
    assert caught.value.code == "M101"
    assert str(caught.value).partition("tea.yml:")[2].startswith(said)
    assert str(caught.value)[-1] in ".?"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "language: en",
            "language: English",
            "5: language: 'English' must be the two letters of a language, as in 'en'.",
        ),
        ("language: en\n", "", "1: language: it is missing."),
        (
            "id: use, title",
            "id: Use It, title",
            "7: elements 1: id: 'Use It' must be small letters, digits and hyphens.",
        ),
        ("title: Use, ", "titel: Use, ", "7: elements 1: there is no key 'titel'; did you mean 'title'?"),
        ("version: 0.0.1", "version: 0.1", "4: version: expected text; put it in quotes."),
        ("elements:", "element:", "7: there is no key 'element'; did you mean 'elements'?"),
    ],
)
def test_a_mistake_in_the_head_is_told_likewise(folder: Path, old: str, new: str, said: str) -> None:
    assert old in HEAD
    (folder / "pack.yml").write_text(HEAD.replace(old, new))
    with pytest.raises(UserMistake) as caught:
        load_pack(folder)
    assert str(caught.value).partition("pack.yml:")[2] == said


def test_a_rule_in_a_folder_that_is_no_element_names_the_nearest(folder: Path) -> None:
    (folder / "use").rename(folder / "uses")
    (folder / "uses" / "tea.yml").write_text(RULE.replace("use.tea", "uses.tea"))
    with pytest.raises(UserMistake, match=r"uses/tea\.yml:2: pack\.yml has no element 'uses'; did you mean 'use'\?"):
        load_pack(folder)


def test_a_concept_that_is_given_twice_names_both_lines(folder: Path) -> None:
    (folder.parent / "concepts" / "tea.yml").write_text(CONCEPTS + "  - {id: tea, what: x, terms: [x]}\n")
    with pytest.raises(UserMistake, match=r"tea\.yml:6: concept tea is already defined in .*/tea\.yml:3\.$"):
        load_pack(folder)


def test_a_file_of_concepts_has_one_list(folder: Path) -> None:
    (folder.parent / "concepts" / "tea.yml").write_text("- tea\n")
    with pytest.raises(UserMistake, match=r"tea\.yml:1: expected one key, 'concepts', with a list under it\.$"):
        load_pack(folder)


def test_a_folder_without_its_head_is_no_pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pack.yml").unlink()
    monkeypatch.chdir(folder.parent)
    with pytest.raises(UserMistake) as caught:
        load_pack("tiny")
    assert caught.value.code == "M106"
    assert str(caught.value) == "tiny has no pack.yml, so it is no pack. Write one, or correct the path."


def test_a_circle_of_concepts_is_a_mistake(folder: Path) -> None:
    (folder.parent / "concepts" / "tea.yml").write_text(
        "concepts:\n  - {id: tea, what: x, include: [cup]}\n  - {id: cup, what: x, include: [tea]}\n"
    )
    with pytest.raises(UserMistake, match="built on itself"):
        load_pack(folder)


def test_the_same_concept_twice_is_a_mistake(folder: Path) -> None:
    (folder / "concepts").mkdir()
    (folder / "concepts" / "more.yml").write_text(CONCEPTS)
    with pytest.raises(UserMistake, match="already defined"):
        load_pack(folder)


def test_a_concept_of_the_packs_own_stands_before_the_shared_one(folder: Path) -> None:
    (folder.parent / "concepts" / "tea.yml").write_text(CONCEPTS + "  - {id: staff, what: Ours., terms: [brewer]}\n")
    (staff,) = [concept for concept in load_pack(folder).concepts if concept.id == "staff"]
    assert staff.terms == ("brewer",)


def test_two_packs_are_one_with_the_rules_of_both_in_order(folder: Path) -> None:
    pack = load_packs(["social-media", folder])
    assert len(pack.requirements) == 53 + 1
    assert pack.rules[-1].id == "use.tea"
    assert [element.id for element in pack.head.elements].count("use") == 1


def test_packs_that_mean_different_things_by_a_concept_do_not_go_together(folder: Path) -> None:
    (folder.parent / "concepts" / "tea.yml").write_text(CONCEPTS + "  - {id: staff, what: Ours., terms: [brewer]}\n")
    with pytest.raises(UserMistake, match="'staff'; rename one"):
        load_packs(["social-media", folder])


def test_a_pack_given_twice_is_a_mistake(folder: Path) -> None:
    with pytest.raises(UserMistake, match="both have a rule"):
        load_packs(["social-media", "social-media"])


@pytest.mark.parametrize(
    ("old", "says"),
    [
        ("model-clause: Tea is drunk in the kitchen.\n", "go together"),
        ("model-clause: Tea is drunk in the kitchen.\nlacks: say where tea is drunk\n", "needs a model-clause"),
    ],
)
def test_a_requirement_without_a_model_clause_is_a_mistake(folder: Path, old: str, says: str) -> None:
    (folder / "use" / "tea.yml").write_text(RULE.replace(old, ""))
    with pytest.raises(UserMistake, match=says):
        load_pack(folder)


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(UserMistake, match="social-media"):
        load_pack("no-such-pack")
