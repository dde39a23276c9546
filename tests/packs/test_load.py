from pathlib import Path

import pytest

from policylint.errors import UserMistake
from policylint.packs.load import load_pack

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
    assert [concept.id for concept in pack.concepts] == ["tea"]


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


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(UserMistake, match="social-media"):
        load_pack("no-such-pack")
