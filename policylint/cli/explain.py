"""`policylint explain ID`: the page of a rule."""

from __future__ import annotations

import difflib

import click

from policylint.errors import UserMistake


@click.command("explain")
@click.argument("identifier", metavar="ID")
@click.option("--pack", metavar="NAME|FOLDER", default="social-media", show_default=True, help="The rule pack.")
def command(identifier: str, pack: str) -> None:
    """Show the page of a requirement or a kind of finding: what, why, sources, known problems, words looked for."""
    from policylint.packs.files import pack_folder
    from policylint.packs.load import load_pack
    from policylint.packs.measured import load_measured
    from policylint.packs.pages import rule_page

    loaded = load_pack(pack)
    rule = loaded.rule(identifier)
    if rule is None:
        close = difflib.get_close_matches(identifier, [known.id for known in loaded.rules], n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(close)}?" if close else "; 'policylint rules list' shows them all."
        raise UserMistake("M103", name=identifier, hint=hint)
    click.echo(rule_page(rule, load_measured(pack_folder(pack))), nl=False)
