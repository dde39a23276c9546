"""The documents of a run, each with its configuration: found before anything is read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache as once
from functools import cached_property
from pathlib import Path

from policylint.choices import Ocr
from policylint.config import ConfigurationLookup, Settings
from policylint.config.amounts import widest
from policylint.errors import UserMistake
from policylint.limits import Limits
from policylint.project.subject import Subject, SubjectFinder, find_subjects
from policylint.project.wishes import Wishes
from policylint.sources import STDIN, Input, find_inputs


@dataclass(frozen=True)
class Gathered:
    """The documents of a run, each with its configuration, and what holds for the run as a whole.

    The latter is that of the current folder where there is no document.
    """

    subjects: tuple[Subject, ...]
    nothing: Settings

    @cached_property
    def as_of(self) -> date:
        """The day against which dates are judged: today if nothing is said.

        Raises:
            UserMistake: M484 where the configurations of two documents name different days; a report has one.
        """
        days = {settings.as_of: subject.input.name for subject, settings in self._settings}
        if len(days) > 1:
            (one, first), (other, second) = list(days.items())[:2]
            raise UserMistake("M484", one=first, day=one or "today", other=second, another=other or "today")
        day = next(iter(days), self.nothing.as_of)
        return day or date.today()

    @property
    def files(self) -> set[str]:
        """Every file that bears on the run, by absolute path: documents, members, and what is configured."""
        files: set[str] = set()
        for subject in self.subjects:
            configuration, settings = subject.configuration, subject.settings
            files |= {item.path for item in (subject.input, *subject.members) if item.path}
            files |= {os.fspath(path) for path in (configuration.file, settings.decisions, settings.baseline) if path}
        return {os.path.abspath(path) for path in files}

    @property
    def limits(self) -> Limits:
        """What one document may cost: of each limit the most that any configuration grants."""
        granted = list(dict.fromkeys(settings.limits for _, settings in self._settings))
        return widest(granted) if granted else self.nothing.limits

    @property
    def ocr(self) -> Ocr:
        """How scanned pages are read.

        Raises:
            UserMistake: M488 where the configurations of two documents say it differently: one door reads them all.
        """
        ways = {settings.recognition: subject.input.name for subject, settings in self._settings}
        if len(ways) > 1:
            one, other = list(ways.values())[:2]
            raise UserMistake("M488", one=one, other=other)
        return next(iter(ways), self.nothing.recognition)

    @property
    def any_kind(self) -> bool:
        """Whether any document is checked whatever its kind."""
        return any(settings.any_kind for _, settings in self._settings)

    @property
    def output_format(self) -> str | None:
        """The format that the configurations ask for, if they agree on one."""
        said = {_said_format(settings) for _, settings in self._settings} or {_said_format(self.nothing)}
        return said.pop() if len(said) == 1 else None

    @property
    def _settings(self) -> list[tuple[Subject, Settings]]:
        return [(subject, subject.settings) for subject in self.subjects]


def _said_format(settings: Settings) -> str | None:
    return None if settings.origins["output-format"].kind == "default" else settings.output_format


def gather(wishes: Wishes) -> Gathered:
    """Find the documents of a run.

    Raises:
        UserMistake: A path that is not there, a folder without documents, a configuration that is wrong.
    """
    lookup = ConfigurationLookup(explicit=wishes.configuration, isolated=wishes.isolated)
    inputs = find_inputs(wishes.paths or (".",), configuration_for=lookup)
    packs = _OwnPacks(lookup, wishes)
    left_out = {os.path.abspath(path) for path in wishes.left_out}
    named = (
        _named(item, wishes)
        for item in inputs
        if item.path is None or not ((left_out and os.path.abspath(item.path) in left_out) or packs.hold(item.path))
    )
    subjects = find_subjects(named, SubjectFinder(configuration_for=lookup, options=wishes.options))
    if wishes.known_as:
        subjects = tuple(_known(subject, wishes.known_as) for subject in subjects)
    return gathered(_as_one(subjects) if wishes.as_one else subjects, lookup, wishes)


def _named(item: Input, wishes: Wishes) -> Input:
    if item.name == STDIN:
        return Input(wishes.stdin_name, once(item.read))
    name = wishes.names.get(os.path.abspath(item.path)) if wishes.names and item.path else None
    return replace(item, name=name) if name else item


def _known(subject: Subject, known_as: Mapping[str, tuple[str, ...]]) -> Subject:
    path = subject.input.path
    return replace(subject, known_as=known_as.get(os.path.abspath(path), ())) if path else subject


def _as_one(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The first document, with the others as its parts."""
    if len(subjects) < 2:
        raise UserMistake("M301", problem="--as-one reads several documents as one policy; name two or more.")
    lead, *others = subjects
    parts = dict.fromkeys((*lead.members, *(other.input for other in others)))
    return (replace(lead, members=tuple(parts), one_policy=True),)


class _OwnPacks:
    """The folders of packs of somebody's own: the test pages of rules are no policies."""

    def __init__(self, lookup: ConfigurationLookup, wishes: Wishes) -> None:
        self._lookup, self._wishes = lookup, wishes
        self._folders: dict[str, tuple[str, ...]] = {}

    def hold(self, path: str) -> bool:
        """Whether the file lies in the folder of a pack that its configuration names."""
        folder = os.path.dirname(path)
        if folder not in self._folders:
            packs = self._lookup(path).settings_for(path, options=self._wishes.options).packs
            own = (os.path.abspath(pack) for pack in packs if os.path.isdir(pack))
            self._folders[folder] = tuple(os.path.join(name, "") for name in own)
        return bool(self._folders[folder]) and os.path.abspath(path).startswith(self._folders[folder])


def gathered(subjects: tuple[Subject, ...], lookup: ConfigurationLookup, wishes: Wishes) -> Gathered:
    """Documents with what holds for all of them together."""
    return Gathered(subjects, lookup(Path()).settings_for(Path(), options=wishes.options))
