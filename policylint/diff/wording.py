"""Words that the outputs of a diff share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policylint.diff.model import ChangeWord, Diff, DocumentDiff, FindingChange, RequirementChange
from policylint.model.report import Evidence
from policylint.outputs.wording import count, short_place, visible

CHANGES: Final[tuple[ChangeWord, ...]] = ("lost", "became-legacy", "adapted", "gained")
CHANGE_TITLE: Final[dict[ChangeWord, str]] = {
    "lost": "Lost",
    "became-legacy": "Became legacy",
    "adapted": "No longer legacy",
    "gained": "Gained",
}
CHANGE_WORD: Final[dict[ChangeWord, str]] = {
    "lost": "lost",
    "became-legacy": "became legacy",
    "adapted": "no longer legacy",
    "gained": "gained",
}
CHANGE_MEANS: Final[dict[ChangeWord, str]] = {
    "lost": "The old version settled these and the new one does not.",
    "became-legacy": "A clause is still there, but nothing extends it to social media any more.",
    "adapted": "Only an old clause settled these; now they are settled for social media.",
    "gained": "",
}
NO_CHANGE: Final = "Nothing that the checklist asks for changed."


def folded(text: str) -> str:
    """Words of a document with white space folded and nothing in them that can act."""
    return " ".join(visible(text).split())


def of_kind(document: DocumentDiff, change: ChangeWord) -> tuple[RequirementChange, ...]:
    """The requirements of a document that changed in this way, in checklist order."""
    return tuple(found for found in document.changes if found.change == change)


def of_findings(document: DocumentDiff, change: str) -> tuple[FindingChange, ...]:
    """The findings of a document that are new, or gone."""
    return tuple(found for found in document.findings if found.change == change)


def is_silent(document: DocumentDiff) -> bool:
    """Whether nothing is to be said of a document but its name."""
    told = document.changes or document.findings or document.resettled or document.notes
    return not told and not pairing_words(document)


def pairing_words(document: DocumentDiff) -> str:
    """What happened to the file, such as "renamed from old.md"; empty where nothing did."""
    if document.pairing in ("same-path", "named"):
        return ""
    return f"{document.pairing} from {document.old.name}" if document.old and document.new else document.pairing


def sides_words(diff: Diff) -> str:
    """What was compared with what."""
    return f"From {diff.old} to {diff.new}"


def coverage_words(document: DocumentDiff) -> str:
    """How much was covered and is covered, as a sentence; empty where that is not known."""
    old, new = document.old, document.new
    if document.outcome != "compared":
        return ""
    if old and new and "not-applicable" not in (old.verdict, new.verdict):
        asked = new.covered + new.legacy + new.missing
        return f"Of {asked} requirements {old.covered} were covered and {new.covered} are."
    if new and not old and new.verdict == "checked":
        return f"It covers {new.covered} of {new.covered + new.legacy + new.missing} requirements."
    if old and not new and old.verdict == "checked":
        return f"It covered {old.covered} of {old.covered + old.legacy + old.missing} requirements."
    return ""


def was_place(evidence: Evidence) -> str:
    """Where a clause stood, for one line: another document, the section, then page, paragraph or line."""
    parts = [evidence.document] if evidence.document else []
    parts += [f"section {evidence.section[-1]}"] if evidence.section else []
    return ", ".join(part for part in (*parts, short_place(evidence)) if part)


def decided_words(change: RequirementChange | FindingChange) -> str:
    """Why a change calls for nobody, in brackets; empty where it does."""
    return "" if change.counts else " (does not count: not asked for, or decided)"


def resettled_words(document: DocumentDiff) -> str:
    """Which requirements have their status by other words now, as a sentence; empty where there are none."""
    if not document.resettled:
        return ""
    verb = "is" if len(document.resettled) == 1 else "are"
    names = ", ".join(document.resettled)
    return f"{count(len(document.resettled), 'requirement')} {verb} settled as before, by other words: {names}."


def totals_words(diff: Diff) -> str:
    """The counts as one sentence."""
    totals = diff.totals
    parts = [
        f"{totals.lost} lost",
        f"{totals.became_legacy} became legacy",
        f"{totals.adapted} no longer legacy",
        f"{totals.gained} gained",
        count(totals.new_findings, "new finding"),
        f"{totals.gone_findings} gone",
    ]
    return f"{', '.join(parts)}."


def documents_words(diff: Diff) -> str:
    """How many documents were compared, were not readable, were not changed."""
    return f"{', '.join(_document_counts(diff))}."


def _document_counts(diff: Diff) -> Iterator[str]:
    yield f"{count(diff.totals.compared, 'document')} compared"
    if diff.totals.unreadable:
        yield f"{diff.totals.unreadable} unreadable"
    if diff.renamed:
        yield f"{len(diff.renamed)} only renamed"
    yield f"{diff.totals.unchanged} unchanged"
