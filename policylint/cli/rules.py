"""`policylint rules list|profiles|test|schema|catalog`."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from policylint.cli.options import require_writable, say
from policylint.cli.packs import pack_options, settings_here
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.packs.model import Rule
    from policylint.packs.profiles import Profile, ProfileRule

_WIDTH: Final = 100
_HEAD: Final = 1024
"""Bytes at the beginning of a catalogue within which it says what it is."""


@click.group("rules")
def command() -> None:
    """List, test and describe the rules."""


@command.command("list")
@pack_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_rules(packs: tuple[str, ...], isolated: bool, as_json: bool) -> None:
    """List the requirements and kinds of finding, in checklist order."""
    from policylint.outputs.jsontext import printable
    from policylint.outputs.logs import inert
    from policylint.outputs.wording import one_line
    from policylint.packs.load import load_packs
    from policylint.packs.measured import life_of, measured_by_rule

    chosen = settings_here(packs, isolated=isolated).packs
    loaded = load_packs(chosen)
    measured = measured_by_rule(chosen)
    if as_json:
        rows = [
            {
                "id": rule.id,
                "title": rule.title,
                "element": rule.element,
                "life": life_of(rule, measured.get(rule.id)),
                "since": rule.since,
            }
            for rule in loaded.rules
        ]
        click.echo(printable(json.dumps(rows, indent=2, ensure_ascii=False)))
        return
    width = max((len(rule.id) for rule in loaded.rules), default=0)
    for group in (*loaded.head.elements, *loaded.head.findings):
        click.echo(inert(click.style(one_line(group.title), bold=True)))
        for rule in loaded.rules:
            if rule.element == group.id:
                say(f"  {rule.id:{width}}  {life_of(rule, measured.get(rule.id)):8}  {one_line(rule.title)}")


@command.command("profiles")
@click.argument("names", nargs=-1, metavar="[NAME|FILE]...")
@pack_options
def list_profiles(names: tuple[str, ...], packs: tuple[str, ...], isolated: bool) -> None:
    """List the profiles: whom each suits, what it changes, and why.

    Without a name, those that come with the pack; where there are several packs, with the first. A profile of your own is
    named by its file.
    """
    from policylint.outputs.logs import inert
    from policylint.packs.files import pack_folder, rules_of
    from policylint.packs.load import load_packs
    from policylint.packs.profiles import known_profiles, load_profile

    chosen = settings_here(packs, isolated=isolated).packs
    folder = pack_folder(chosen[0])
    known = rules_of(chosen)
    profiles = [load_profile(name, folder=folder, known_rules=known) for name in names or known_profiles(folder)]
    if not profiles:
        click.echo(f"The pack {chosen[0]} has no profiles.")
        return
    rules = {rule.id: rule for rule in load_packs(chosen).rules}
    click.echo(inert("\n\n".join("\n".join(_profile_lines(profile, rules)) for profile in profiles)))


def _profile_lines(profile: Profile, rules: dict[str, Rule]) -> Iterator[str]:
    from policylint.outputs.wording import one_line

    yield click.style(one_line(f"{profile.id}: {profile.title}"), bold=True)
    yield _indented(profile.about, 2)
    for identifier, change in profile.rules.items():
        yield ""
        yield f"  {identifier}: {_change(change, rules[identifier])}"
        yield _indented(change.why, 4)
        if change.source:
            yield _indented(f"Source: {change.source}", 4)


def _change(change: ProfileRule, rule: Rule) -> str:
    if change.applies is False:
        return "does not apply"
    words = ["applies"] if change.applies else []
    words += [f"{change.severity} instead of {rule.severity}"] if change.severity else []
    return ", ".join(words)


def _indented(text: str, by: int) -> str:
    from policylint.outputs.wording import visible

    return textwrap.indent(
        textwrap.fill(" ".join(visible(text).split()), _WIDTH - by, break_on_hyphens=False), " " * by
    )


@command.command("test")
@pack_options
@click.argument("identifiers", nargs=-1, metavar="[ID|ELEMENT]...")
def test_rules(packs: tuple[str, ...], isolated: bool, identifiers: tuple[str, ...]) -> None:
    """Run each rule over its own test page; exit 1 where they disagree."""
    from policylint.evaluation.pages import run_page
    from policylint.outputs.wording import count
    from policylint.packs.load import load_pack

    rules: list[tuple[str, Rule]] = []
    for pack in settings_here(packs, isolated=isolated).packs:
        own = load_pack(pack).rules
        if not own:
            raise UserMistake("M107", folder=pack)
        rules += [(pack, rule) for rule in own if not identifiers or {rule.id, rule.element} & set(identifiers)]
    if not rules:
        raise click.UsageError(f"no rule or element is called {' or '.join(identifiers)}")
    wrong = excerpts = 0
    for pack, rule in rules:
        result = run_page(rule, pack=pack)
        excerpts += sum(result.counts.values())
        for problem in result.disagreements:
            wrong += 1
            excerpt = problem.excerpt
            place = f"{rule.element}/{excerpt.path.name}:{excerpt.line}"
            say(f"{place}: {excerpt.part}: {problem.problem}\n    {excerpt.text}")
    click.echo(f"{count(len(rules), 'rule')}, {count(excerpts, 'excerpt')}, {count(wrong, 'disagreement')}.")
    sys.exit(1 if wrong else 0)


@command.command("catalog")
@pack_options
@click.option(
    "--dated",
    metavar="YYYY-MM-DD",
    default=None,
    help="The day on which the rules were last changed. [default: 1970-01-01, for a pack names none]",
)
@click.option(
    "-o", "--output", metavar="FILE", default=None, help="Write to this file, whole. [default: standard output]"
)
def catalog(packs: tuple[str, ...], isolated: bool, dated: str | None, output: str | None) -> None:
    """Print the rules as an OSCAL catalogue, to which the results of `check --format oscal` refer.

    A group for each element, a control for each requirement and kind of finding, under the ids that the rules have.
    """
    from policylint.cli.options import day
    from policylint.model.report import PackInfo
    from policylint.outputs.files import write_atomically
    from policylint.outputs.oscal.catalog import render_catalog
    from policylint.packs.load import load_pack, load_packs

    last = day(dated, "--dated")
    if output is not None:
        _require_replaceable(Path(output))
    chosen = settings_here(packs, isolated=isolated).packs
    parts = [
        PackInfo(id=pack.head.id, title=pack.head.title, version=pack.head.version, digest=pack.digest)
        for pack in map(load_pack, chosen)
    ]
    written = render_catalog(load_packs(chosen), parts, day=last.isoformat() if last else "")
    if output is None:
        click.echo(written, nl=False)
    else:
        write_atomically(Path(output), written)


def _require_replaceable(output: Path) -> None:
    """Raise `UserMistake` M004 where the catalogue would take the place of anything but an earlier one."""
    require_writable(output.as_posix())
    if output.is_file() and b'"catalog"' not in output.read_bytes()[:_HEAD]:
        raise UserMistake("M004", path=output.as_posix(), reason="it is no catalogue of policylint, and would be lost")


@command.command("schema")
@click.argument("what", type=click.Choice(["rule", "concept", "pack"]), default="rule")
def schema(what: str) -> None:
    """Print the JSON Schema of a rule file, a concept or pack.yml, for editors."""
    from pydantic import BaseModel

    from policylint.packs.model import Concept, PackHead, Rule

    models: dict[str, type[BaseModel]] = {"rule": Rule, "concept": Concept, "pack": PackHead}
    model = models[what]
    click.echo(json.dumps(model.model_json_schema(), indent=2, sort_keys=True, ensure_ascii=False))
