"""What the page that compares two versions shows."""

from __future__ import annotations

from typing import Final

from policylint.diff.model import Diff, DocumentDiff
from policylint.diff.wording import (
    CHANGE_MEANS,
    CHANGE_TITLE,
    CHANGES,
    NO_CHANGE,
    coverage_words,
    folded,
    of_findings,
    of_kind,
)
from policylint.model.report import Finding
from policylint.web.store.model import StoredDocument

_MOST: Final = 400
"""Characters of a quote that are shown: the report of the document has all of it."""
_AT_ONCE: Final = 2
"""Clauses of a requirement that are shown at once; the others can be unfolded."""


def shown(old: StoredDocument, new: StoredDocument, diff: Diff) -> dict[str, object]:
    """What the template is given."""
    return {
        "old": old,
        "new": new,
        "diff": diff,
        "documents": diff.documents,
        "changes": CHANGES,
        "change_title": CHANGE_TITLE,
        "change_means": CHANGE_MEANS,
        "no_change": NO_CHANGE,
        "coverage_words": coverage_words,
        "of_kind": of_kind,
        "of_findings": of_findings,
        "figures": figures,
        "folded": folded,
        "group_of": group_of,
        "most": _MOST,
        "at_once": _AT_ONCE,
    }


def figures(document: DocumentDiff) -> tuple[tuple[str, str, int], ...]:
    """How many there are of each kind of change: the anchor of its section, its title, the number."""
    findings = (("new", "New findings"), ("gone", "Findings gone"))
    return (
        *((change, CHANGE_TITLE[change], len(of_kind(document, change))) for change in CHANGES),
        *((f"findings-{state}", title, len(of_findings(document, state))) for state, title in findings),
    )


def group_of(finding: Finding) -> str:
    """The group of a finding, by which the report's page can be filtered."""
    return finding.id.partition(".")[0]
