"""`policylint explain ID`: the page of a rule."""

from __future__ import annotations

import difflib

import click

from policylint.cli.options import say
from policylint.cli.packs import pack_options, settings_here
from policylint.errors import UserMistake


@click.command("explain")
@click.argument("identifier", metavar="ID")
@pack_options
def command(identifier: str, packs: tuple[str, ...], isolated: bool) -> None:
    """Show the page of a requirement or a kind of finding: what, why, sources, known problems, words looked for."""
    from policylint.packs.load import load_packs
    from policylint.packs.measured import measured_by_rule
    from policylint.packs.pages import rule_page

    chosen = settings_here(packs, isolated=isolated).packs
    loaded = load_packs(chosen)
    rule = loaded.rule(identifier)
    if rule is None:
        close = difflib.get_close_matches(identifier, [known.id for known in loaded.rules], n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(close)}?" if close else "; 'policylint rules list' shows them all."
        raise UserMistake("M103", name=identifier, hint=hint)
    say(rule_page(rule, measured_by_rule(chosen).get(rule.id)).removesuffix("\n"))
