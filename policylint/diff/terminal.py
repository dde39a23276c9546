"""The diff for a person at a terminal: losses first, what was struck in red and what was added in green."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

import click

from policylint.diff.model import ChangeWord, Diff, DocumentDiff, Fate, FindingChange, Piece, RequirementChange
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
from policylint.outputs.logs import inert
from policylint.outputs.wording import NOT_ADVICE, one_line, place, visible

_COLOURS: Final[dict[ChangeWord, str]] = {
    "lost": "red",
    "became-legacy": "yellow",
    "adapted": "green",
    "gained": "green",
}
_SEVERITY: Final = {"high": "red", "medium": "yellow", "low": "blue"}
_NARROW, _WIDE = 60, 100
_MOST: Final = 400


def render(diff: Diff, *, colour: bool) -> str:
    """Draw the diff at length. Without colour, changed words stand in brackets."""
    width = max(_NARROW, min(_WIDE, shutil.get_terminal_size((80, 24)).columns))
    text = inert("".join(f"{line}\n" for line in _full(diff, width, marks=not colour)))
    return text if colour else click.unstyle(text)


def _full(diff: Diff, width: int, *, marks: bool) -> Iterator[str]:
    yield from _wrapped(one_line(sides_words(diff)), width, bold=True)
    yield ""
    told = [document for document in diff.documents if not is_silent(document)]
    for document in told:
        yield from _document(document, width, marks=marks)
    for renamed in diff.renamed:
        yield from _wrapped(f"{one_line(renamed.old)} is now {one_line(renamed.new)}, with the same bytes.", width)
    if diff.renamed:
        yield ""
    if not told:
        yield NO_CHANGE
    yield from _wrapped(totals_words(diff), width, bold=True)
    yield documents_words(diff)
    yield from _wrapped(NOT_ADVICE, width, dim=True)


def _document(document: DocumentDiff, width: int, *, marks: bool) -> Iterator[str]:
    pairing = one_line(pairing_words(document))
    yield from _wrapped(f"{one_line(document.name)}{f' ({pairing})' if pairing else ''}", width, bold=True)
    for note in document.notes:
        yield from _wrapped(one_line(note), width, fg="yellow" if document.outcome != "compared" else None)
    for words in (coverage_words(document), resettled_words(document)):
        if words:
            yield from _wrapped(words, width)
    yield ""
    for change in CHANGES:
        found = of_kind(document, change)
        if not found:
            continue
        yield click.style(f"{CHANGE_TITLE[change]} ({len(found)})", bold=True, fg=_COLOURS[change])
        if CHANGE_MEANS[change]:
            yield from _wrapped(CHANGE_MEANS[change], width)
        yield ""
        for requirement in found:
            yield from _requirement(requirement, width, marks=marks)
            yield ""
    for state, title in (("new", "New findings"), ("gone", "Findings that are gone")):
        findings = of_findings(document, state)
        if findings:
            yield click.style(f"{title} ({len(findings)})", bold=True, fg="red" if state == "new" else "green")
            yield ""
            for finding in findings:
                yield from _finding(finding, width)
                yield ""


def _requirement(change: RequirementChange, width: int, *, marks: bool) -> Iterator[str]:
    legacy = "  legacy only" if change.change == "gained" and change.after == "legacy" else ""
    yield f"  {click.style(one_line(change.title), bold=True)}  {click.style(change.id, dim=True)}{legacy}"
    if not change.counts:
        yield from _wrapped(decided_words(change).strip(), width, "    ", dim=True)
    for fate in change.fates:
        yield from _fate(fate, width, marks=marks)
    for evidence in change.evidence[:1]:
        yield from _clause(evidence, width, "Now: " if change.fates else "", fg="green")
    if change.fates and change.remedy:
        yield from _wrapped(change.remedy, width, "    ", dim=True)


def _fate(fate: Fate, width: int, *, marks: bool) -> Iterator[str]:
    yield from _wrapped(one_line(fate.why), width, "    ")
    if fate.pieces:
        at = place(fate.was)
        yield from _flow([*fate.pieces, *([Piece(kind="same", text=f"({at})")] if at else [])], width, marks=marks)
    elif fate.kind == "deleted":
        yield from _clause(fate.was, width, "- ", fg="red")
    else:
        yield from _clause(fate.was, width, "")


def _finding(change: FindingChange, width: int) -> Iterator[str]:
    finding = change.finding
    severity = click.style(finding.severity, fg=_SEVERITY[finding.severity])
    yield f"  {click.style(one_line(finding.title), bold=True)}  {click.style(finding.id, dim=True)}  {severity}"
    if not change.counts:
        yield from _wrapped(decided_words(change).strip(), width, "    ", dim=True)
    if change.fate:
        yield from _wrapped(one_line(change.fate.why), width, "    ")
        return
    if finding.evidence:
        yield from _clause(finding.evidence[0], width, "")
    yield from _wrapped(finding.remedy, width, "    ", dim=True)


def _clause(evidence: Evidence, width: int, start: str, *, fg: str | None = None) -> Iterator[str]:
    lead = f"[{folded(evidence.lead)}] " if evidence.lead else ""
    quote = textwrap.shorten(folded(evidence.quote), _MOST, placeholder=" \u2026")
    at = folded(place(evidence))
    yield from _wrapped(f"{start}{lead}\u201c{quote}\u201d{f' ({at})' if at else ''}", width, "    ", fg=fg)


def _flow(pieces: Iterable[Piece], width: int, *, marks: bool) -> Iterator[str]:
    """Pieces of a clause as lines, each word in its colour; between [- -] and {+ +} where there are no colours."""
    line, length = "", 0
    for word, kind in _words(pieces, marks=marks):
        if length and 4 + length + 1 + len(word) > width:
            yield f"    {line}"
            line, length = "", 0
        line += (" " if length else "") + _coloured(word, kind)
        length += len(word) + (1 if length else 0)
    if length:
        yield f"    {line}"


def _words(pieces: Iterable[Piece], *, marks: bool) -> Iterator[tuple[str, str]]:
    brackets = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
    for piece in pieces:
        before, after = brackets.get(piece.kind, ("", "")) if marks else ("", "")
        for word in f"{before}{folded(piece.text)}{after}".split():
            yield word, piece.kind


def _coloured(word: str, kind: str) -> str:
    if kind == "removed":
        return click.style(word, fg="red", strikethrough=True)
    return click.style(word, fg="green", underline=True) if kind == "added" else word


def _wrapped(
    text: str, width: int, indent: str = "", *, bold: bool = False, dim: bool = False, fg: str | None = None
) -> Iterator[str]:
    for line in textwrap.wrap(visible(text), width, initial_indent=indent, subsequent_indent=indent):
        yield click.style(line, bold=bold or None, dim=dim or None, fg=fg) if bold or dim or fg else line
