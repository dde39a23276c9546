"""A whole comparison: examine what changed, compare it, count it, and say whether that is a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, Protocol

from policylint import __version__
from policylint.diff.compare import Surroundings, Version, VersionPair, compare_versions, fates_of
from policylint.diff.fate import fresh_clauses
from policylint.diff.lfs import is_pointer, pointer_version
from policylint.diff.model import Diff, DocumentDiff, Renamed, Totals
from policylint.diff.pairing import Asked, Comparison, Pair
from policylint.model.report import DocumentReport, ToolInfo
from policylint.model.text import DocumentText

FailOn = Literal["never", "lost", "legacy", "new"]
FAIL_LEVELS: Final[tuple[FailOn, ...]] = ("never", "lost", "legacy", "new")


class Examined(Protocol):
    """What is asked of an examined document."""

    @property
    def report(self) -> DocumentReport:
        """The report on it."""

    @property
    def text(self) -> DocumentText:
        """Its clauses."""


Examine = Callable[[Sequence[Asked]], Sequence[Examined]]
Companions = Callable[[Sequence[Pair]], Sequence[Pair]]


def run_diff(comparison: Comparison, *, examine: Examine, as_of: str, companions: Companions = lambda _: ()) -> Diff:
    """Compare all pairs of files.

    Args:
        comparison: What to compare.
        examine: Examines documents, one result for each, in order. It is not called where nothing changed.
        companions: From the pairs that changed to others that did not and are to be compared nonetheless: policies of
            which another document of their set changed.
        as_of: The day (ISO) against which `examine` judges dates.

    Raises:
        UserMistake: A file that cannot be opened.
    """
    unchanged = [pair for pair in comparison.pairs if pair.is_unchanged]
    changed = [pair for pair in comparison.pairs if not pair.is_unchanged]
    accompanying = companions(changed) if changed else ()
    changed += accompanying
    documents = compare_all(_versions(changed, examine))
    renamed = tuple(
        Renamed(old=pair.old.path, new=pair.new.path)
        for pair in unchanged
        if pair.old and pair.new and pair.pairing == "renamed"
    )
    return Diff(
        tool=ToolInfo(version=__version__),
        as_of=as_of,
        old=comparison.old,
        new=comparison.new,
        totals=_totals(documents, unchanged=comparison.unchanged + len(unchanged) - len(renamed) - len(accompanying)),
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


def exit_code(diff: Diff, fail_on: FailOn) -> Literal[0, 1, 2]:
    """2 where a comparison could not be made, 1 where what `fail_on` names happened, else 0.

    `legacy` includes `lost`, `new` includes both. What the profile does not ask for, and what somebody has decided
    about, is no failure.
    """
    if any(document.outcome == "unreadable" for document in diff.documents):
        return 2
    return 1 if any(_fails(document, fail_on) for document in diff.documents) else 0


def _fails(document: DocumentDiff, fail_on: FailOn) -> bool:
    if fail_on == "never":
        return False
    bad = {"lost"} if fail_on == "lost" else {"lost", "became-legacy"}
    return any(change.counts and change.change in bad for change in document.changes) or (
        fail_on == "new" and any(change.counts and change.change == "new" for change in document.findings)
    )


def _versions(pairs: Sequence[Pair], examine: Examine) -> list[VersionPair]:
    old = tuple(pair.old for pair in pairs if pair.old)
    new = tuple(pair.new for pair in pairs if pair.new)
    known: dict[int, Version] = {}
    wanted: list[Asked] = []
    for side, other in ((old, new), (new, old)):
        for item in side:
            data = item.input.read()
            if is_pointer(data):
                known[id(item)] = pointer_version(item.path, data)
            else:
                wanted.append(Asked(item, side, other))
    examined = examine(wanted) if wanted else ()
    for asked, found in zip(wanted, examined, strict=True):
        known[id(asked.item)] = Version(asked.item.path, found.report, found.text)
    return [
        VersionPair(pair.pairing, known[id(pair.old)] if pair.old else None, known[id(pair.new)] if pair.new else None)
        for pair in pairs
    ]


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
