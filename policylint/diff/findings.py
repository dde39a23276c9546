"""Findings of two versions: which are new, which are gone, and which are the same, perhaps in other words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from policylint.diff.fate import print_of
from policylint.diff.model import Fate, FindingChange
from policylint.diff.similar import LEAST
from policylint.diff.words import folded_words, similarity
from policylint.model.report import Evidence, Finding

MOST_PAIRS: Final = 10_000
"""Where one kind of finding has more pairs than this to look at, only findings on the same words are the same."""


def changed_findings(
    old: Sequence[Finding], new: Sequence[Finding], *, fate_of: Callable[[Evidence], Fate]
) -> tuple[FindingChange, ...]:
    """The findings that only one version has, the new ones first, each in the order of its report.

    A finding whose clause was reworded and that is still found is neither new nor gone.
    """
    gone, fresh = _unmatched(old, new)
    return (
        *(FindingChange(change="new", counts=finding.is_open, finding=finding) for finding in fresh),
        *(
            FindingChange(
                change="gone",
                counts=finding.is_open,
                finding=finding,
                fate=fate_of(finding.evidence[0]) if finding.evidence else None,
            )
            for finding in gone
        ),
    )


def _unmatched(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    waiting: dict[tuple[str, str], int] = {}
    for finding in new:
        waiting[_key(finding)] = waiting.get(_key(finding), 0) + 1
    gone = []
    for finding in old:
        if waiting.get(_key(finding), 0):
            waiting[_key(finding)] -= 1
        else:
            gone.append(finding)
    fresh = []
    for finding in reversed(new):  # those that are left over are the last of their kind
        if waiting[_key(finding)]:
            waiting[_key(finding)] -= 1
            fresh.append(finding)
    return _without_rewordings(gone, fresh[::-1])


def _without_rewordings(gone: list[Finding], fresh: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Without pairs of the same kind on similar words, the most similar pairs taken first."""
    settled_gone: set[int] = set()
    settled_fresh: set[int] = set()
    for kind in sorted({finding.id for finding in gone}):
        left = [place for place, finding in enumerate(gone) if finding.id == kind]
        right = [place for place, finding in enumerate(fresh) if finding.id == kind]
        if len(left) * len(right) > MOST_PAIRS:
            continue
        left_words = {place: _words(gone[place]) for place in left}
        right_words = {place: _words(fresh[place]) for place in right}
        # The order must not depend on which version is the old one: ranks within the kind, the smaller one first.
        ranked = sorted(
            (-similarity(left_words[one], right_words[other]), min(i, j), max(i, j), one, other)
            for i, one in enumerate(left)
            for j, other in enumerate(right)
        )
        for ratio, _, _, one, other in ranked:
            if -ratio >= LEAST and one not in settled_gone and other not in settled_fresh:
                settled_gone.add(one)
                settled_fresh.add(other)
    return (
        [finding for place, finding in enumerate(gone) if place not in settled_gone],
        [finding for place, finding in enumerate(fresh) if place not in settled_fresh],
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.id, finding.fingerprint or (print_of(finding.evidence[0]) if finding.evidence else "")


def _words(finding: Finding) -> tuple[str, ...]:
    return folded_words(finding.evidence[0].quote) if finding.evidence else ()
