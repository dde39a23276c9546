"""`policylint decide DOCUMENT RULE`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from policylint.choices import DECISION_KINDS, STATUS_WORDS
from policylint.cli.options import day, repository_options, tell, wishes_of
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.decisions import DecisionEntry
    from policylint.decisions.choose import Target
    from policylint.model.report import DecisionKind, Elsewhere, StatusWord


@click.command("decide")
@click.argument("document", metavar="DOCUMENT", type=click.Path(path_type=Path))
@click.argument("rule", metavar="RULE")
@click.option(
    "--kind",
    type=click.Choice(DECISION_KINDS),
    required=True,
    help="accept: known, and left so. not-applicable: no matter here. false-positive: policylint is wrong. settled-elsewhere: another document settles it. confirm: the verdict is right. correct: the status should be another.",
)
@click.option(
    "--status",
    type=click.Choice(STATUS_WORDS),
    default=None,
    help="With --kind correct: what the status of the requirement should be.",
)
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@click.option("--owner", metavar="NAME", default=None, help="Who decided. [default: the name that git knows]")
@click.option(
    "--date", "decided_on", metavar="YYYY-MM-DD", default=None, help="The day of the decision. [default: today]"
)
@click.option("--expires", metavar="YYYY-MM-DD", default=None, help="The last day on which it holds.")
@click.option("--settled-by", metavar="DOCUMENT", default=None, help="The document that settles it.")
@click.option("--section", metavar="TEXT", default=None, help="The heading of the section of that document.")
@click.option("--clause", metavar="TEXT", default=None, help="Some words of the clause, where several are found.")
@click.option("--all", "all_places", is_flag=True, help="Decide about every clause that is found.")
@click.option("--as-comment", is_flag=True, help="Write a comment into a Markdown document, and print it.")
@repository_options
def command(
    document: Path,
    rule: str,
    kind: DecisionKind,
    status: StatusWord | None,
    reason: str,
    owner: str | None,
    decided_on: str | None,
    expires: str | None,
    settled_by: str | None,
    section: str | None,
    clause: str | None,
    all_places: bool,
    as_comment: bool,
    **given: Any,
) -> None:
    """Write down what was decided about a gap or a finding, or what a person thinks of a verdict.

    DOCUMENT is the policy and RULE the requirement or kind of finding that its report names. The decision is bound to the
    words it is about: it lapses when they change. 'policylint review' asks about many verdicts, one after another.
    """
    from policylint.decisions.choose import choose_targets
    from policylint.decisions.entry import DecisionEntry
    from policylint.decisions.form import unknown_rule_hint
    from policylint.packs.files import rules_of
    from policylint.project.decided import Decided, headings_of
    from policylint.project.gather import gather
    from policylint.project.run import undecided

    if not document.is_file():
        raise UserMistake("M001", path=document.as_posix())
    run = gather(wishes_of((document.as_posix(),), given))
    if not run.subjects:
        raise UserMistake("M301", problem=f"{document.as_posix()} is excluded by the configuration.")
    subject = run.subjects[0]
    known = rules_of(subject.settings.packs)
    if rule not in known:
        raise UserMistake("M103", name=rule, hint=unknown_rule_hint(rule, known))
    file = subject.settings.decisions
    draft = DecisionEntry(
        document=subject.name_from(file.parent),
        rule=rule,
        kind=kind,
        reason=reason,
        owner=owner if owner is not None else git_name(document),
        date=day(decided_on, "--date") or date.today(),
        expires=day(expires, "--expires"),
        status=status,
        fingerprint="",
        settled_by=elsewhere_of(settled_by, section, file),
    )
    require_sense(draft, as_of=run.as_of)
    if settled_by and section:
        require_section(settled_by, section, headings_of(Path(settled_by), subject, as_of=run.as_of))
    decided = Decided.load([subject], may_lack=True)

    report, comments = undecided(run)
    if as_comment and report.source.media_type != "text/markdown":
        problem = "comments are read in Markdown only. Leave out --as-comment to write the decision to a file."
        raise UserMistake("M444", document=document.as_posix(), problem=problem)
    entries = decided.entries_for(subject, comments)
    chosen = choose_targets(report, draft, entries, shown=document.as_posix(), words=clause, all_places=all_places)
    if as_comment:
        _write_comments(draft, chosen, document)
    else:
        _write_to_file(draft, chosen, document, file)


def _write_to_file(draft: DecisionEntry, chosen: Sequence[Target], document: Path, file: Path) -> None:
    from policylint.decisions.write import append_decisions

    lines = append_decisions(file, [target.decided(draft) for target in chosen])
    _tell(draft, f"{file.as_posix()}:{lines[0]}", len(lines), document)


def _write_comments(draft: DecisionEntry, chosen: Sequence[Target], document: Path) -> None:
    from policylint.decisions.insert import insert_comments
    from policylint.decisions.write import comment_text
    from policylint.outputs.files import write_atomically

    name = document.as_posix()
    comments = [(comment_text(target.decided(draft)), target.line) for target in chosen]
    try:
        text = document.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UserMistake("M446", path=name) from None
    text, lines = insert_comments(text, comments, shown=name)
    write_atomically(document, text)
    _tell(draft, f"{name}:{lines[0]}", len(lines), document)
    click.echo("\n".join(comment for comment, _ in comments))


def _tell(draft: DecisionEntry, place: str, count: int, document: Path) -> None:
    what = "1 decision" if count == 1 else f"{count} decisions"
    until = f" until {draft.expires}" if draft.expires else ""
    to = f" to {draft.status}" if draft.status else ""
    tell(f"{place}: {what} written ({draft.kind}{to}{until}) about {draft.rule} in {document.as_posix()}.")


def elsewhere_of(document: str | None, section: str | None, file: Path) -> Elsewhere | None:
    """The place of settlement as the decisions file names it.

    Raises:
        UserMistake: M301 for a section without a document, M001 for a document that is not there.
    """
    from policylint.model.report import Elsewhere

    if document is None:
        if section is not None:
            raise UserMistake("M301", problem="--section needs --settled-by: it is a section of that document.")
        return None
    if not Path(document).is_file():
        raise UserMistake("M001", path=document)
    return Elsewhere(document=Path(os.path.relpath(document, file.parent)).as_posix(), section=section or "")


def require_section(document: str, section: str, headings: Sequence[str]) -> None:
    """See that a document has a section: a decision that names one that is not there would lapse at once.

    Raises:
        UserMistake: M444 where the document has no headings, M441, with its headings, where none is the section's.
    """
    from policylint.outputs.wording import visible
    from policylint.project.decided import has_section

    if has_section(headings, section):
        return
    if not headings:
        problem = "it has no section that could be found by its heading. Leave out --section."
        raise UserMistake("M444", document=document, problem=problem)
    listed = "\n".join(f"  {visible(heading)}" for heading in headings)
    raise UserMistake("M441", document=document, problem=f"it has no section {section!r}; there are:", places=listed)


def require_sense(draft: DecisionEntry, *, as_of: date) -> None:
    """See that a decision makes sense by itself. Raises `UserMistake` M301, which names the option that does not."""
    from policylint.decisions.entry import first_problem

    section = draft.settled_by.section if draft.settled_by else ""
    for option, text in (("--reason", draft.reason), ("--owner", draft.owner), ("--section", section)):
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise UserMistake("M301", problem=f"{option} holds bytes that are no text; write it in UTF-8.")
    if draft.kind == "confirm" and draft.status:
        raise UserMistake(
            "M301", problem="--status belongs to --kind correct; --kind confirm agrees with the one there is."
        )
    if nonsense := first_problem(draft):
        raise UserMistake("M301", problem=f"--{nonsense[0]} {nonsense[1]}.")
    if draft.expires is not None and draft.expires < as_of:
        problem = f"--expires {draft.expires} lies in the past: it would have expired already. Name a later day."
        raise UserMistake("M301", problem=problem)


def git_name(document: Path) -> str:
    """The name that git knows where the document is. Raises `UserMistake` M443 where it knows none."""
    try:
        done = subprocess.run(
            ["git", "config", "--get", "user.name"], cwd=document.parent, capture_output=True, check=False
        )
    except OSError:
        raise UserMistake("M443") from None
    name = done.stdout.decode("utf-8", "replace").strip()
    if not name:
        raise UserMistake("M443")
    return name
