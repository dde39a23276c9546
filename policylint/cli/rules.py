"""`policylint rules list|test|schema`."""

from __future__ import annotations

import json
import sys

import click


@click.group("rules")
def command() -> None:
    """List, test and describe the rules."""


_PACK = click.option("--pack", metavar="NAME|FOLDER", default="social-media", show_default=True, help="The rule pack.")


@command.command("list")
@_PACK
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_rules(pack: str, as_json: bool) -> None:
    """List the requirements and kinds of finding, in checklist order."""
    from policylint.packs.files import pack_folder
    from policylint.packs.load import load_pack
    from policylint.packs.measured import life_of, load_measured

    loaded = load_pack(pack)
    measured = load_measured(pack_folder(pack))
    if as_json:
        rows = [
            {
                "id": rule.id,
                "title": rule.title,
                "element": rule.element,
                "life": life_of(rule, measured),
                "since": rule.since,
            }
            for rule in loaded.rules
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(rule.id) for rule in loaded.rules)
    for group in (*loaded.head.elements, *loaded.head.findings):
        click.echo(click.style(group.title, bold=True))
        for rule in loaded.rules:
            if rule.element == group.id:
                life = life_of(rule, measured)
                click.echo(f"  {rule.id:{width}}  {life:8}  {rule.title}")


@command.command("test")
@_PACK
@click.argument("identifiers", nargs=-1, metavar="[ID|ELEMENT]...")
def test_rules(pack: str, identifiers: tuple[str, ...]) -> None:
    """Run each rule over its own test page; exit 1 where they disagree."""
    from policylint.evaluation.pages import run_page
    from policylint.packs.load import load_pack

    rules = [r for r in load_pack(pack).rules if not identifiers or r.id in identifiers or r.element in identifiers]
    if not rules:
        raise click.UsageError(f"no rule or element is called {' or '.join(identifiers)}")
    wrong = excerpts = 0
    for rule in rules:
        result = run_page(rule, pack=pack)
        excerpts += sum(result.counts.values())
        for problem in result.disagreements:
            wrong += 1
            excerpt = problem.excerpt
            place = f"{rule.element}/{excerpt.path.name}:{excerpt.line}"
            click.echo(f"{place}: {excerpt.part}: {problem.problem}\n    {excerpt.text}")
    click.echo(f"{len(rules)} rules, {excerpts} excerpts, {wrong} disagreements.")
    sys.exit(1 if wrong else 0)


@command.command("schema")
@click.argument("what", type=click.Choice(["rule", "concept", "pack"]), default="rule")
def schema(what: str) -> None:
    """Print the JSON Schema of a rule file, a concept or pack.yml, for editors."""
    from pydantic import BaseModel

    from policylint.packs.model import Concept, PackHead, Rule

    models: dict[str, type[BaseModel]] = {"rule": Rule, "concept": Concept, "pack": PackHead}
    model = models[what]
    click.echo(json.dumps(model.model_json_schema(), indent=2, sort_keys=True, ensure_ascii=False))
