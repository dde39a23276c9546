"""A whole comparison from its parts: every pair of versions compared, and all of it counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policylint import __version__
from policylint.diff.compare import Surroundings, VersionPair, compare_versions, fates_of
from policylint.diff.fate import fresh_clauses
from policylint.diff.model import Diff, DocumentDiff, Renamed, Totals
from policylint.diff.pairing import Comparison
from policylint.model.report import ToolInfo


def assemble(comparison: Comparison, versions: Sequence[VersionPair], *, as_of: str) -> Diff:
    """The diff of a comparison.

    Args:
        comparison: What is compared.
        versions: The versions of all pairs that differ, and of documents that do not differ themselves and are compared
            nonetheless: policies of which another document of their set changed.
        as_of: The day (ISO) against which the dates of both sides were judged.
    """
    same = [pair for pair in comparison.pairs if pair.is_unchanged]
    renamed = tuple(
        Renamed(old=pair.old.path, new=pair.new.path)
        for pair in same
        if pair.old and pair.new and pair.pairing == "renamed"
    )
    unchanged = comparison.unchanged | {pair.name for pair in same if pair.pairing != "renamed"}
    documents = compare_all(versions)
    return Diff(
        tool=ToolInfo(version=__version__),
        as_of=as_of,
        old=comparison.old,
        new=comparison.new,
        totals=_totals(documents, unchanged=len(unchanged - {document.name for document in documents})),
        documents=documents,
        renamed=renamed,
    )


def compare_all(pairs: Sequence[VersionPair]) -> tuple[DocumentDiff, ...]:
    """Compare each pair of versions; a clause that left one document is looked for in the others, too."""
    fates = [(pair, fates_of(pair)) for pair in pairs]
    around = Surroundings(
        fates={pair.old.name: own for pair, own in fates if pair.old},
        moved=fresh_clauses({pair.new.name: own for pair, own in fates if pair.new}),
    )
    return tuple(compare_versions(pair, own, around) for pair, own in fates)


def _totals(documents: Iterable[DocumentDiff], *, unchanged: int) -> Totals:
    outcomes = [document.outcome for document in documents]
    changes = [change.change for document in documents for change in document.changes]
    findings = [change.change for document in documents for change in document.findings]
    return Totals(
        unchanged=unchanged,
        compared=outcomes.count("compared"),
        unreadable=len(outcomes) - outcomes.count("compared"),
        lost=changes.count("lost"),
        became_legacy=changes.count("became-legacy"),
        adapted=changes.count("adapted"),
        gained=changes.count("gained"),
        new_findings=findings.count("new"),
        gone_findings=findings.count("gone"),
    )
