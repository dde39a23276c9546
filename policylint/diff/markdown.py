"""The diff as Markdown, for a comment on a pull request. Nothing from a document is live Markdown or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from policylint.diff.model import Diff, DocumentDiff, Fate, FindingChange, RequirementChange
from policylint.diff.wording import (
    CHANGE_MEANS,
    CHANGE_TITLE,
    CHANGES,
    NO_CHANGE,
    coverage_words,
    decided_words,
    documents_words,
    folded,
    is_silent,
    of_findings,
    of_kind,
    pairing_words,
    resettled_words,
    sides_words,
    totals_words,
)
from policylint.model.report import Evidence
from policylint.outputs.markdown import escape
from policylint.outputs.wording import NOT_ADVICE, one_line, place

_MOST: Final = 400
"""Characters of a quote: a comment on a pull request may not be of any length."""


def render(diff: Diff) -> str:
    """Draw the diff: a table of the documents that changed, then each with its losses first."""
    return "\n".join(_lines(diff)) + "\n"


def _lines(diff: Diff) -> Iterator[str]:
    yield "## Policy coverage diff"
    yield ""
    yield f"{_name(sides_words(diff))}: {totals_words(diff)} {documents_words(diff)}"
    told = [document for document in diff.documents if not is_silent(document)]
    if not told:
        yield ""
        yield NO_CHANGE
    elif len(told) > 1:
        yield ""
        yield from _table(told)
    for document in told:
        yield ""
        yield from _document(document)
    if diff.renamed:
        yield ""
        yield "### Only renamed"
        yield ""
        for renamed in diff.renamed:
            yield f"- {_name(renamed.old)} is now {_name(renamed.new)}."
    yield ""
    yield f"Dates judged as of {diff.as_of}. {NOT_ADVICE}"


def _table(documents: list[DocumentDiff]) -> Iterator[str]:
    yield "| Document | Lost | Became legacy | No longer legacy | Gained | New findings | Gone |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for document in documents:
        if document.outcome == "compared":
            cells = [str(len(of_kind(document, change))) for change in CHANGES]
            cells += [str(len(of_findings(document, change))) for change in ("new", "gone")]
        else:
            cells = ["unreadable", *[""] * 5]
        yield f"| {_name(document.name)} | {' | '.join(cells)} |"


def _document(document: DocumentDiff) -> Iterator[str]:
    pairing = pairing_words(document)
    yield f"### {_name(document.name)}{f' ({_name(pairing)})' if pairing else ''}"
    about = [escape(one_line(note)) for note in document.notes]
    about += [escape(words) for words in (coverage_words(document), resettled_words(document)) if words]
    if about:
        yield ""
        yield " ".join(about)
    for change in CHANGES:
        found = of_kind(document, change)
        if found:
            yield ""
            yield f"#### {CHANGE_TITLE[change]} ({len(found)})"
            yield ""
            if CHANGE_MEANS[change]:
                yield CHANGE_MEANS[change]
                yield ""
            for requirement in found:
                yield from _requirement(requirement)
    for state, title in (("new", "New findings"), ("gone", "Findings that are gone")):
        findings = of_findings(document, state)
        if findings:
            yield ""
            yield f"#### {title} ({len(findings)})"
            yield ""
            for finding in findings:
                yield from _finding(finding)


def _requirement(change: RequirementChange) -> Iterator[str]:
    yield (
        f"- **{escape(change.title)}** (`{change.id}`, {change.before} \u2192 {change.after})."
        f"{escape(decided_words(change))}"
    )
    for fate in change.fates:
        yield from _fate(fate)
    for evidence in change.evidence[:1]:
        yield f"  - Now: {_quote(evidence)}"
    if change.fates and change.remedy:
        yield f"  - What to do: {escape(change.remedy)}"


def _fate(fate: Fate) -> Iterator[str]:
    yield f"  - {escape(one_line(fate.why))}"
    at = f"({escape(place(fate.was))})"
    if fate.pieces:
        yield f"    {_pieces(fate)} {at}"
    elif fate.kind == "deleted":
        yield f"    ~~{_words(fate.was)}~~ {at}"
    else:
        yield f"    {_quote(fate.was)}"


def _pieces(fate: Fate) -> str:
    mark = {"same": "", "removed": "~~", "added": "**"}
    return " ".join(f"{mark[piece.kind]}{escape(folded(piece.text))}{mark[piece.kind]}" for piece in fate.pieces)


def _finding(change: FindingChange) -> Iterator[str]:
    finding = change.finding
    yield (
        f"- **{escape(finding.title)}** (`{finding.id}`, {finding.severity}).{escape(decided_words(change))} "
        f"{_quote(finding.evidence[0])}"
    )
    if change.fate:
        yield f"  - {escape(one_line(change.fate.why))}"
    else:
        yield f"  - {escape(finding.why)}"
        yield f"  - What to do: {escape(finding.remedy)}"


def _quote(evidence: Evidence) -> str:
    return f"\u201c{_words(evidence)}\u201d ({escape(place(evidence))})"


def _words(evidence: Evidence) -> str:
    return escape(shorten(folded(f"{evidence.lead} {evidence.quote}"), _MOST, placeholder=" \u2026"))


def _name(name: str) -> str:
    return escape(one_line(name))
