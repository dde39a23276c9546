"""`policylint review FILE`."""

from __future__ import annotations

import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from policylint.choices import SELECTIONS, Selection
from policylint.cli.options import day, repository_options, tell, wishes_of
from policylint.errors import UserMistake


@click.command("review")
@click.argument("document", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--only",
    type=click.Choice(SELECTIONS),
    default="unreviewed",
    show_default=True,
    help="Which verdicts to go through.",
)
@click.option("--owner", metavar="NAME", default=None, help="Who looks. [default: the name that git knows]")
@click.option("--date", "said_on", metavar="YYYY-MM-DD", default=None, help="The day of the review. [default: today]")
@repository_options
def command(document: Path, only: Selection, owner: str | None, said_on: str | None, **given: Any) -> None:
    """Go through the verdicts on a document at the terminal, and write down what you think of each.

    Each verdict is shown with its reason and its clauses, or what came nearest. Confirm it, correct it, or decide about
    the gap or finding. What you say is written to the decisions file at once; a later review goes on where this one ended.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        problem = "review asks its questions at a terminal, and there is none. Say one thing at a time with "
        raise UserMistake("M301", problem=f"{problem}'policylint decide'.")
    if not document.is_file():
        raise UserMistake("M001", path=document.as_posix())
    if owner is not None and not owner.strip():
        raise UserMistake("M301", problem="--owner is empty; say who looks.")
    on = day(said_on, "--date") or date.today()
    _go_through(document, only, (owner or _git_name(document)).strip(), on, given)


def _go_through(document: Path, only: Selection, owner: str, on: date, given: dict[str, Any]) -> None:
    from policylint.cli.review_dialogue import Dialogue, opening
    from policylint.project.gather import gather
    from policylint.project.reviewing import Review

    run = gather(wishes_of((document.as_posix(),), given))
    if not run.subjects:
        raise UserMistake("M301", problem=f"{document.as_posix()} is excluded by the configuration.")
    tell(f"Checking {document.as_posix()} ...")
    review = Review(run)
    chosen = review.chosen(only)
    dialogue = Dialogue(
        review,
        chosen,
        ask=_ask,
        tell=click.echo,
        owner=owner,
        on=on,
        as_of=run.as_of,
        page_of=lambda rule: _page(rule, review.subject.settings.packs),
    )
    try:
        if chosen:
            _say(opening(review, chosen, owner=owner, on=on))
            dialogue.run()
        else:
            _say(
                [
                    "There is no such verdict to look at."
                    if only != "unreviewed"
                    else "Every verdict has been looked at."
                ]
            )
    except EOFError:
        click.echo()
    except KeyboardInterrupt:
        click.echo()
        _say(dialogue.closing())
        raise click.Abort from None
    _say(dialogue.closing())


def _say(lines: list[str]) -> None:
    from policylint.cli.review_card import wrapped

    for words in lines:
        click.echo("\n".join(wrapped(words)))


def _ask(prompt: str) -> str:
    """Ask at the terminal, with the editing of lines that it has."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    try:
        return input(prompt)
    except UnicodeDecodeError:
        click.echo("That holds bytes that are no text. Type it again.")
        return _ask(prompt)


def _git_name(document: Path) -> str:
    """The name that git knows; empty where it knows none, for then there is somebody to ask."""
    from policylint.cli.decide import git_name

    try:
        return git_name(document)
    except UserMistake:
        return ""


def _page(identifier: str, packs: tuple[str, ...]) -> str:
    from policylint.packs.load import load_packs
    from policylint.packs.measured import measured_by_rule
    from policylint.packs.pages import rule_page

    rule = load_packs(packs).rule(identifier)
    return rule_page(rule, measured_by_rule(packs).get(identifier)) if rule else "The rule has no page."
