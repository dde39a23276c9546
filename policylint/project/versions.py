"""Examining two versions of a repository's documents alike, with all that the repository says of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policylint.config import ConfigurationLookup
from policylint.model.examined import Examined
from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText
from policylint.project.decided import Decided
from policylint.project.profile import require_packs
from policylint.project.run import Listener, Wishes, examine_subjects, gathered, state
from policylint.project.subject import Checkout, Subject, SubjectFinder
from policylint.project.summary import recount
from policylint.sources import Input

Files = Sequence[tuple[Input, str | None]]
"""Files with the paths under which the repository knows them."""


@dataclass(frozen=True, slots=True)
class VersionOfFile:
    """One version of a file: its bytes, the path under which the repository knows it, and the version it belongs to."""

    input: Input
    place: str | None
    checkout: Checkout


@dataclass(frozen=True)
class Stated:
    """What is said of one version: the report, with policy set, profile and decisions, and the text behind it."""

    report: DocumentReport
    examined: Examined

    @cached_property
    def text(self) -> DocumentText:
        """The document's headings and clauses."""
        return self.examined.text


class Versions:
    """Examines versions of files under one set of wishes."""

    def __init__(self, wishes: Wishes) -> None:
        """Take the wishes; `paths` in them are left to the caller."""
        self._wishes = wishes
        self._lookup = ConfigurationLookup(explicit=wishes.configuration, isolated=wishes.isolated)

    def examine(self, versions: Sequence[VersionOfFile], *, listener: Listener | None = None) -> list[Stated]:
        """What is said of each version, in order.

        Raises:
            UserMistake: A file that cannot be opened; a configuration, pack, profile or decision that is wrong.
        """
        subjects = tuple(self._subject(version) for version in versions)
        run = gathered(subjects, self._lookup, self._wishes)
        decided = Decided.load(subjects)
        for subject in subjects:
            require_packs(subject.settings)
        examined = examine_subjects(run, listener=listener, parse_apart=True)
        stated = []
        for subject in subjects:
            one = examined[subject.request]
            if one is None:
                raise RuntimeError(f"{subject.input.name} was not examined and no mistake was told")
            members = [found for request in subject.member_requests if (found := examined[request])]
            report, _ = decided.apply(state(subject, one, members), one.comments, subject, as_of=run.as_of)
            stated.append(Stated(recount(report), one))
        return stated

    def leads_above(self, item: Input, place: str) -> tuple[str, ...]:
        """The policies of whose set the file at `place` is a member, by path; it need not be there any more."""
        return self._finder(Checkout({os.path.abspath(place): item})).leads_above(place)

    def _subject(self, version: VersionOfFile) -> Subject:
        return self._finder(version.checkout).subject(version.input, version.place)

    def _finder(self, checkout: Checkout) -> SubjectFinder:
        # A file that a set names may well be gone in one of the versions; that is what a comparison is for.
        return SubjectFinder(
            configuration_for=self._lookup, options=self._wishes.options, checkout=checkout, strict=False
        )


def checkout_of(side: Files, other: Files) -> Checkout:
    """The version of the repository to which the files of `side` belong; what only `other` has, it has not."""
    files = {os.path.abspath(place): item for item, place in side if place is not None}
    others = {os.path.abspath(place) for _, place in other if place is not None}
    return Checkout(files, frozenset(others - files.keys()))
