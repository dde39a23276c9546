"""What makes a comparison fail. Cheap to import, for `--help` must be quick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from policylint.diff.model import Diff, DocumentDiff

DiffFailLevel = Literal["never", "lost", "legacy", "new"]
"""What makes a comparison fail, from little to much."""

DIFF_FAIL_LEVELS: Final[tuple[DiffFailLevel, ...]] = get_args(DiffFailLevel)


def exit_code(diff: Diff, fail_on: DiffFailLevel) -> Literal[0, 1, 2]:
    """2 where a comparison could not be made, 1 where what `fail_on` names happened, else 0.

    `legacy` includes `lost`, `new` includes both. What the profile does not ask for, and what somebody has decided
    about, is no failure.
    """
    if any(document.outcome == "unreadable" for document in diff.documents):
        return 2
    return 1 if any(_fails(document, fail_on) for document in diff.documents) else 0


def _fails(document: DocumentDiff, fail_on: DiffFailLevel) -> bool:
    if fail_on == "never":
        return False
    bad = {"lost"} if fail_on == "lost" else {"lost", "became-legacy"}
    return any(change.counts and change.change in bad for change in document.changes) or (
        fail_on == "new" and any(change.counts and change.change == "new" for change in document.findings)
    )
