"""`policylint baseline`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from policylint.cli.options import repository_options, tell, wishes_of
from policylint.cli.progress import Progress

_DEFAULT: Final = "policylint-baseline.json"


@click.command("baseline")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("-o", "--output", metavar="FILE", default=None, help=f"The baseline file. [default: {_DEFAULT}]")
@repository_options
def command(paths: tuple[str, ...], output: str | None, **given: Any) -> None:
    """Write down the gaps and findings there are now, so that `check` can tell which are new.

    A baseline marks and never hides: what it knows is still in every report, as unchanged. Documents that are in an
    older baseline, are still there and were not checked now stay in it.
    """
    from policylint.outputs.files import write_atomically
    from policylint.project.baseline import Baseline, baseline_of, load_baseline
    from policylint.project.gather import gather
    from policylint.project.run import run_project

    wishes = wishes_of(paths, given)
    run = gather(wishes)
    configured = run.subjects[0].settings.baseline if run.subjects else run.nothing.baseline
    # What the baseline of old knew does not matter for the new one, and it need not be there yet.
    wishes = replace(wishes, options={**wishes.options, "baseline": ""})
    progress = Progress()
    outcome = run_project(wishes, listener=progress.listener(), parse_apart=True)
    progress.finish()
    path = Path(output) if output else configured or Path(_DEFAULT)
    kept = None
    if path.is_file():
        before = load_baseline(path).documents
        kept = Baseline(documents={name: known for name, known in before.items() if (path.parent / name).is_file()})
    names = {subject.input.name: subject.name_from(path.parent) for subject in outcome.subjects}
    baseline = baseline_of(outcome.report, names=names, kept=kept)
    write_atomically(path, baseline.to_json())
    results = sum(len(known) for known in baseline.documents.values())
    tell(f"{path.as_posix()}: {results} gaps and findings of {len(baseline.documents)} documents.")
    sys.exit(2 if outcome.exit_code == 2 else 0)
