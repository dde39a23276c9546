"""The page on writing rules: the pack that it shows is one, and does what the page says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result
from pydantic import BaseModel

from policylint.cli import cli
from policylint.errors import UserMistake
from policylint.evaluation.pages import read_page
from policylint.model.clause import Actor, Force, Technology
from policylint.model.document import BlockKind
from policylint.packs.load import load_pack, load_packs
from policylint.packs.model import Concept, Element, PackHead, Rule, Signal

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
_FILE = re.compile(r"^`(?P<name>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
POLICY = """# Social Media Policy

This policy binds all employees of the town who use social media for work.

{clauses}

Staff put notices on the electronic noticeboard by noon.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the files of the page, its configuration and a policy of the model clauses."""
    for match in _FILE.finditer(PAGE):
        path = tmp_path / match["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(match["text"], encoding="utf-8")
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "policylint.toml").write_text(toml, encoding="utf-8")
    clauses = "\n\n".join(rule.model_clause for rule in load_pack(tmp_path / "rules/ours").requirements)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "social.md").write_text(POLICY.format(clauses=clauses), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(cli, arguments)
    if isinstance(done.exception, UserMistake):
        raise done.exception
    return done


def shown() -> Iterator[tuple[str, list[str]]]:
    """Each command that the page shows with its output, and the lines of that; those that are left out give a `...`."""
    for block in re.findall(r"(?:^ {4}[^\n]*\n|^\n(?= {4}))+", PAGE, re.MULTILINE):
        for part in block.split("    $ policylint ")[1:]:
            command, *lines = part.rstrip("\n").splitlines()
            yield command, [line[4:] for line in lines]


def test_the_page_shows_each_file_that_it_lists(folder: Path) -> None:
    listed = re.findall(r"^    (rules/ours/\S+)(?: {2}|$)", PAGE, re.MULTILINE)
    files = [path.relative_to(folder).as_posix() for path in (folder / "rules").rglob("*") if path.is_file()]
    assert sorted(listed) == sorted(files)
    assert len(listed) == 8


def test_the_pack_of_the_page_has_two_requirements_and_a_kind_of_finding(folder: Path) -> None:
    pack = load_pack(folder / "rules/ours")
    assert [rule.id for rule in pack.requirements] == ["town.council", "town.languages"]
    assert [rule.id for rule in pack.finding_rules] == ["stale.noticeboard"]
    assert [rule.id for rule in pack.rules if rule.by_itself] == ["town.council"]


def test_commands_print_what_the_page_shows(folder: Path) -> None:
    examples = list(shown())
    assert [command for command, _ in examples] == [
        "rules test --pack rules/ours",
        "explain town.council",
        "rules list",
    ]
    for command, lines in examples:
        printed = run(*command.split()).stdout.splitlines()
        wanted = [line for line in lines if line not in {"", "..."}]
        assert wanted == [line for line in printed if line in wanted]
        if "..." not in lines:
            assert printed == lines


def test_every_excerpt_of_the_pack_is_looked_at(folder: Path) -> None:
    pages = [read_page(path) for path in sorted((folder / "rules").rglob("*.md"))]
    assert len(pages) == 3
    assert {excerpt.part for page in pages for excerpt in page} == {"positives", "negatives", "near misses"}
    council = folder / "rules/ours/town/council.md"
    council.write_text(council.read_text().replace("Council members are paid.", "A councillor's page is not ours."))
    done = run("rules", "test", "town", "stale")
    assert done.exit_code == 1
    assert "town/council.md:17: near misses: should not be found" in done.stdout


def test_the_model_clauses_settle_the_requirements_and_test_pages_are_no_policies(folder: Path) -> None:
    done = run("check", "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    statuses = {requirement["id"]: requirement["status"] for requirement in document["requirements"]}
    assert document["source"]["name"] == "policies/social.md"
    assert len(statuses) == 55
    assert (statuses["town.council"], statuses["town.languages"]) == ("covered", "covered")
    assert [finding["id"] for finding in document["findings"]] == ["stale.noticeboard"]


def test_the_pack_goes_together_with_the_one_that_comes_with_policylint(folder: Path) -> None:
    own = {rule.id for rule in load_pack(folder / "rules/ours").rules}
    assert own <= {rule.id for rule in load_packs(["social-media", folder / "rules/ours"]).rules}


def test_a_profile_of_ones_own_may_name_the_rules_of_the_pack(folder: Path) -> None:
    (change,) = re.findall(r"`(town\.council: \{applies.*?\})`", PAGE)
    profile = f"id: parish\ntitle: Parish\nabout: A parish has no council.\nrules:\n  {change}\n"
    (folder / "parish.yml").write_text(profile, encoding="utf-8")
    done = run("check", "--format", "json", "--profile", "parish.yml")
    (document,) = json.loads(done.stdout)["documents"]
    assert [r["id"] for r in document["requirements"] if not r["applies"]] == ["town.council"]


def test_the_mistake_that_the_page_shows_is_told_so(folder: Path) -> None:
    council = folder / "rules/ours/town/council.yml"
    council.write_text(council.read_text().replace("model-clause", "model-cluase"))
    with pytest.raises(UserMistake) as caught:
        run("rules", "test", "--pack", "rules/ours")
    assert f"\n    {caught.value}\n" in PAGE


def keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("key", keys_of(Rule))
def test_every_key_of_a_rule_has_its_row(key: str) -> None:
    assert re.search(rf"^\| [^|]*`{key}`[^|]* \| \S", section("The keys of a rule"), re.MULTILINE)


@pytest.mark.parametrize("key", keys_of(Concept))
def test_every_key_of_a_concept_has_its_row(key: str) -> None:
    assert re.search(rf"^\| `{key}` \| \S", section("Concepts"), re.MULTILINE)


@pytest.mark.parametrize("key", keys_of(Signal))
def test_every_key_of_a_signal_has_its_line(key: str) -> None:
    assert re.search(rf"^ {{6}}[ -] {key}: .* # \S", section("Signals"), re.MULTILINE)


@pytest.mark.parametrize("key", [*keys_of(PackHead), *keys_of(Element)])
def test_every_key_of_the_head_stands_in_the_example(key: str) -> None:
    head = next(match["text"] for match in _FILE.finditer(PAGE) if match["name"].endswith("pack.yml"))
    assert re.search(rf"^(?: {{2}}[ -] )?{key}:", head, re.MULTILINE)


@pytest.mark.parametrize(
    ("key", "words"), [("force", Force), ("actor", Actor), ("names", Technology), ("scope", Technology)]
)
def test_the_page_lists_all_that_a_key_takes(key: str, words: object) -> None:
    assert f"{key}: [{', '.join(get_args(words))}] " in section("Signals")


@pytest.mark.parametrize("kind", get_args(BlockKind))
def test_the_page_knows_every_kind_of_block(kind: str) -> None:
    (line,) = (line for line in section("Signals").splitlines() if line.strip().startswith("block:"))
    assert re.search(rf"\b{kind}\b", line)


@pytest.mark.parametrize("key", ["title", "under", "lead", "before", "status", "block"])
def test_every_setting_of_an_excerpt_has_its_row_and_can_be_read(key: str, tmp_path: Path) -> None:
    (setting,) = re.findall(rf"^\| `(\{{{key} .*?\}})` \|", section("Test pages"), re.MULTILINE)
    path = tmp_path / "page.md"
    path.write_text(f"## Positives\n\n- {setting} Posts are kept.\n", encoding="utf-8")
    (excerpt,) = read_page(path)
    assert excerpt.text == "Posts are kept."
    plain = read_page_of(tmp_path, "## Positives\n\n- Posts are kept.\n")
    assert getattr(excerpt, key) != getattr(plain, key)


def read_page_of(folder: Path, text: str) -> object:
    (folder / "plain.md").write_text(text, encoding="utf-8")
    (excerpt,) = read_page(folder / "plain.md")
    return excerpt
