"""The diff as lines for a program that reads them: one line a change."""

from __future__ import annotations

from collections.abc import Iterator

from policylint.diff.model import Diff, DocumentDiff, FindingChange, RequirementChange
from policylint.diff.wording import (
    CHANGE_WORD,
    CHANGES,
    decided_words,
    documents_words,
    of_kind,
    pairing_words,
    totals_words,
    was_place,
)
from policylint.outputs.logs import inert
from policylint.outputs.wording import one_line, short_place


def render(diff: Diff) -> str:
    """Draw the diff: the changes of each document, losses first, then the counts."""
    return inert("".join(f"{line}\n" for line in _lines(diff)))


def _lines(diff: Diff) -> Iterator[str]:
    for document in diff.documents:
        name = one_line(document.name)
        if pairing_words(document):
            yield f"{name}: {one_line(pairing_words(document))}"
        for note in document.notes:
            yield f"{name}: {'' if document.outcome == 'compared' else f'{document.outcome}: '}{one_line(note)}"
        for change in _sorted(document):
            yield f"{name}: {change_line(change)}"
        for finding in document.findings:
            yield f"{name}: {finding_line(finding)}"
    for renamed in diff.renamed:
        yield f"{one_line(renamed.new)}: renamed from {one_line(renamed.old)}, the same bytes"
    yield totals_words(diff)
    yield documents_words(diff)


def _sorted(document: DocumentDiff) -> Iterator[RequirementChange]:
    for change in CHANGES:
        yield from of_kind(document, change)


def change_line(change: RequirementChange) -> str:
    """What changed about a requirement and why, on one line, without the document's name."""
    head = f"{CHANGE_WORD[change.change]} {change.id}"
    if change.fates:
        fate = change.fates[0]  # it explains most
        was = was_place(fate.was)
        why = f"{_lower(one_line(fate.why))}{f' (was: {one_line(was)})' if was else ''}"
    else:
        why = one_line(change.title)
        if change.evidence and (at := was_place(change.evidence[0])):
            why += f" ({one_line(at)})"
    legacy = " as legacy only" if change.change == "gained" and change.after == "legacy" else ""
    return f"{head}{legacy}: {why}{decided_words(change)}"


def finding_line(change: FindingChange) -> str:
    """What changed about a finding, on one line, without the document's name."""
    finding = change.finding
    at = one_line(short_place(finding.evidence[0])) if finding.evidence else ""
    where = f" ({'was: ' if change.change == 'gone' else ''}{at})" if at else ""
    why = _lower(one_line(change.fate.why)) if change.fate else one_line(finding.title)
    word = "new finding" if change.change == "new" else "finding gone"
    return f"{word} {finding.id}: {why}{where}{decided_words(change)}"


def _lower(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).removesuffix(".")
