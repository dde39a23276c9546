"""Examining two versions of a repository's documents alike, with all that the repository says of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from policylint.config import ConfigurationLookup
from policylint.model.examined import Examined
from policylint.model.report import DocumentReport
from policylint.model.text import DocumentText
from policylint.project.decided import Decided
from policylint.project.run import Listener, Wishes, day_of, examine_subjects, state
from policylint.project.subject import Subject, SubjectFinder
from policylint.project.summary import recount
from policylint.sources import Input


@dataclass(frozen=True, slots=True)
class VersionOfFile:
    """One version of a file: its bytes, the path under which the repository knows it, and its side of the comparison.

    `side` has the files of the same version that are at hand, by absolute path; others are taken from disk.
    """

    input: Input
    place: str | None
    side: Mapping[str, Input]


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
        subjects = [self._subject(version) for version in versions]
        decided = Decided.load(subjects)
        examined = examine_subjects(subjects, listener=listener, parse_apart=True)
        as_of = day_of(subjects)
        stated = []
        for subject in subjects:
            one = examined[subject.request]
            if one is None:
                raise RuntimeError(f"{subject.input.name} was not examined and no mistake was told")
            members = [found.report for request in subject.member_requests if (found := examined[request])]
            report, _ = decided.apply(state(subject, one, members), one.comments, subject, as_of=as_of)
            stated.append(Stated(recount(report), one))
        return stated

    def leads_above(self, place: str | None) -> tuple[str, ...]:
        """The policies of whose set the file at `place` is a member, by path."""
        return self._finder({}).leads_above(place)

    def _subject(self, version: VersionOfFile) -> Subject:
        return self._finder(version.side).subject(version.input, version.place)

    def _finder(self, side: Mapping[str, Input]) -> SubjectFinder:
        # A file that a set names may well be gone in one of the versions; that is what a comparison is for.
        return SubjectFinder(configuration_for=self._lookup, options=self._wishes.options, versions=side, strict=False)


def by_place(items: Sequence[tuple[Input, str | None]]) -> dict[str, Input]:
    """The files of a side by absolute path."""
    return {os.path.abspath(place): item for item, place in items if place is not None}
