"""`policylint eval DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from policylint.choices import OCR_ENGINES, Ocr, OcrEngine
from policylint.cli.options import day, say


@click.command("eval")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by-group", is_flag=True, help="Show each group of issuers by itself, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--list", "listed", type=click.Choice(["wrong", "evidence"]), help="List wrong verdicts, or other evidence."
)
@click.option("--record", is_flag=True, help="Write the figures of each rule to measured.json in the pack.")
@click.option("--recorded", is_flag=True, help="Exit 1 if the figures in the pack's measured.json are others.")
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    default=None,
    help="The day as of which stale dates were labelled. [default: 2026-11-22]",
)
@click.option(
    "--ocr",
    type=click.Choice(OCR_ENGINES),
    default="off",
    show_default=True,
    help="What reads scans; recorded figures are those without, for they must be the same on every machine.",
)
@click.option("--pack", metavar="NAME|FOLDER", default="social-media", show_default=True, help="The rule pack.")
def command(
    folder: Path,
    by_group: bool,
    as_json: bool,
    listed: str | None,
    record: bool,
    recorded: bool,
    as_of: str | None,
    ocr: OcrEngine,
    pack: str,
) -> None:
    """Measure verdicts against labelled policies, with a keyword baseline beside them.

    DIR holds index.jsonl, files and labels, in the format that corpus/README.md describes.
    """
    from policylint.evaluation.record import differs_from_record, write_record
    from policylint.evaluation.run import LABELS_AS_OF, evaluate
    from policylint.evaluation.table import decisions_text, evaluation_text

    result = evaluate(folder, pack=pack, as_of=day(as_of) or LABELS_AS_OF, by_group=by_group, ocr=Ocr(ocr))
    if record:
        click.echo(f"Recorded in {write_record(result, pack)}.", err=True)
    if as_json:
        json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    elif listed:
        say(decisions_text(result["wrong" if listed == "wrong" else "other_evidence"]).removesuffix("\n"))
    else:
        say(evaluation_text(result).removesuffix("\n"))
    if recorded and (changed := differs_from_record(result, pack)):
        click.echo(f"measured.json is out of date for {', '.join(changed)}: run with --record.", err=True)
        sys.exit(1)
