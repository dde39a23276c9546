"""The diff as workflow commands of GitHub Actions: an annotation for each loss, legacy clause and new finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.diff.lines import change_line, finding_line
from policylint.diff.model import ChangeWord, Diff, DocumentDiff, RequirementChange
from policylint.diff.wording import CHANGE_WORD, CHANGES, documents_words, of_kind, pairing_words, totals_words
from policylint.outputs.github import command, plain
from policylint.outputs.issues import posix_name

_COMMAND: Final[dict[ChangeWord, str]] = {"lost": "error", "became-legacy": "warning"}


def render(diff: Diff) -> str:
    """A command a line, and plain lines between them that no runner takes for a command.

    What the profile does not ask for and what somebody has decided about is a plain line, as are gains.
    """
    return "".join(f"{line}\n" for line in _lines(diff))


def _lines(diff: Diff) -> Iterator[str]:
    for document in diff.documents:
        yield from _document(document)
    for renamed in diff.renamed:
        yield plain(f"{renamed.new}: renamed from {renamed.old}, the same bytes")
    yield plain(totals_words(diff))
    yield plain(documents_words(diff))


def _document(document: DocumentDiff) -> Iterator[str]:
    name = posix_name(document.name)
    if pairing_words(document):
        yield plain(f"{name}: {pairing_words(document)}")
    for note in document.notes:
        if document.outcome == "unreadable":
            yield command("error", note, file=name, line=1, title="Unreadable document")
        else:
            yield plain(f"{name}: {note}")
    for word in CHANGES:
        for change in of_kind(document, word):
            if word in _COMMAND and change.counts:
                yield _annotation(change, name)
            else:
                yield plain(f"{name}: {change_line(change)}")
    for finding in document.findings:
        if finding.change == "new" and finding.counts:
            first = finding.finding.evidence[0] if finding.finding.evidence else None
            line = first.line if first and first.line else 1
            title = f"New finding {finding.finding.id}: {finding.finding.title}"
            yield command(
                "notice", f"{finding.finding.why}\n{finding.finding.remedy}", file=name, line=line, title=title
            )
        else:
            yield plain(f"{name}: {finding_line(finding)}")


def _annotation(change: RequirementChange, name: str) -> str:
    """It stands where the clause is now, at the top of the document where the clause is no more."""
    file, line = name, 1
    now = change.fates[0].now if change.fates else None
    if now and now.line:
        file, line = posix_name(change.fates[0].document or now.document or name), now.line
    said = change_line(change).partition(": ")[2]
    return command(
        _COMMAND[change.change],
        f"{said[:1].upper()}{said[1:]}.\n{change.remedy}".rstrip(),
        file=file,
        line=line,
        title=f"{CHANGE_WORD[change.change].capitalize()} {change.id}: {change.title}",
    )
