"""`policylint eval DIR`."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click


@click.command("eval")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by-group", is_flag=True, help="Show each group of issuers by itself, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    default="2026-11-22",
    show_default=True,
    help="The day as of which stale dates were labelled.",
)
@click.option("--pack", metavar="NAME|FOLDER", default="social-media", show_default=True, help="The rule pack.")
def command(folder: Path, by_group: bool, as_json: bool, as_of: str, pack: str) -> None:
    """Measure verdicts against labelled policies, with a keyword baseline beside them.

    DIR holds index.jsonl, files and labels, in the format that corpus/README.md describes.
    """
    from policylint.errors import UserMistake
    from policylint.evaluation.run import evaluate
    from policylint.evaluation.table import evaluation_text

    try:
        day = datetime.strptime(as_of, "%Y-%m-%d").date()
    except ValueError:
        raise UserMistake("M301", problem=f"--as-of {as_of!r} is not a date; write it as 2026-11-22.") from None
    result = evaluate(folder, pack=pack, as_of=day, by_group=by_group)
    if as_json:
        json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        click.echo(evaluation_text(result), nl=False)
