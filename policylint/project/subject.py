"""The documents of a run, each with what its configuration says of it and the policy set to which it belongs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policylint.config import Configuration, Settings
from policylint.errors import UserMistake
from policylint.examine import Request
from policylint.sources import Input, file_input


@dataclass(frozen=True, slots=True)
class Subject:
    """A document to report on. `members` are the other documents of the policy set that it leads.

    `place` is the path under which the repository knows it; None for what is no file.
    """

    input: Input
    configuration: Configuration
    settings: Settings
    policy_set: str = ""
    members: tuple[Input, ...] = ()
    member_of: str = ""
    place: str | None = None
    one_policy: bool = False
    """Whether it and its members are parts of one policy, rather than documents of a set."""
    known_as: tuple[str, ...] = ()
    """Names that decisions and baselines may have for it besides its path: those from when a report was made of it."""

    @property
    def in_a_set(self) -> bool:
        """Whether the document belongs to a policy set, leading it or not."""
        return bool(self.policy_set or self.member_of or self.one_policy)

    @property
    def keeps_cache(self) -> bool:
        """Whether there is a place for a cache: a configuration, or a folder that was named for it."""
        return self.configuration.file is not None or self.settings.origins["cache-dir"].kind != "default"

    @property
    def request(self) -> Request:
        """The document by itself."""
        return Request(self.input, self.settings.packs, self.settings.any_kind)

    @property
    def member_requests(self) -> tuple[Request, ...]:
        """The other documents of its set, whatever their kind: a records policy is no policy on social media."""
        return tuple(Request(member, self.settings.packs, any_kind=True) for member in self.members)

    def name_from(self, folder: Path) -> str:
        """The document's path as a file in `folder` would name it, with forward slashes."""
        if self.place is None:
            return self.input.name
        return os.path.relpath(self.place, folder).replace(os.sep, "/")

    def names_from(self, folder: Path) -> tuple[str, ...]:
        """Every name by which a file in `folder` may know the document."""
        return (self.name_from(folder), *self.known_as)


@dataclass(frozen=True, slots=True)
class Checkout:
    """One version of the repository, by absolute path: files with bytes of their own, and what it does not have.

    Where it is `whole`, it has its `files` and nothing else; otherwise all that is on disk and not `absent`, too.
    """

    files: Mapping[str, Input] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    whole: bool = False

    def has(self, path: str) -> bool:
        """Whether this version has the file."""
        absolute = os.path.abspath(path)
        on_disk = not self.whole and absolute not in self.absent and os.path.isfile(path)
        return absolute in self.files or on_disk

    def input(self, path: str) -> Input:
        """The file as this version has it."""
        return self.files.get(os.path.abspath(path)) or file_input(path)


class SubjectFinder:
    """Turns files into subjects: looks up their configuration, and their policy sets."""

    def __init__(
        self,
        *,
        configuration_for: Callable[[str | Path], Configuration],
        options: Mapping[str, object],
        checkout: Checkout | None = None,
        strict: bool = True,
    ) -> None:
        """Name what to go by.

        Args:
            configuration_for: The configuration that governs a path.
            options: What the command line says over the configuration.
            checkout: The version of the repository that is meant; what is on disk if nothing is said.
            strict: Whether a set that names a file which is not there is a mistake (M483).
        """
        self._configuration_for = configuration_for
        self._options = options
        self._checkout = checkout or Checkout()
        self._strict = strict
        self._inputs: dict[str, Input] = {}
        self._sets: dict[int, _Sets] = {}

    def subject(self, item: Input, place: str | None) -> Subject:
        """The subject for a file, known to the repository under `place`."""
        if item.path is not None:
            self._inputs.setdefault(os.path.abspath(item.path), item)
        configuration = self._configuration_for(place or Path())
        sets = self._sets_of(configuration)
        name, members = sets.led_by(place)
        return Subject(
            input=item,
            configuration=configuration,
            settings=configuration.settings_for(place or item.name, options=self._options),
            policy_set=name,
            members=tuple(self.input(path) for path in members if self._checkout.has(path)),
            member_of=sets.names_above(place),
            place=place,
        )

    def leads_above(self, place: str | None) -> tuple[str, ...]:
        """The policies that lead a set of which the file is a member, by path."""
        return self._sets_of(self._configuration_for(place or Path())).above(place)

    def input(self, path: str) -> Input:
        """The file at `path`, the same each time, so that nobody examines it twice."""
        absolute = os.path.abspath(path)
        if absolute not in self._inputs:
            self._inputs[absolute] = self._checkout.input(path)
        return self._inputs[absolute]

    def _sets_of(self, configuration: Configuration) -> _Sets:
        if id(configuration) not in self._sets:
            sets = self._sets[id(configuration)] = _Sets(configuration, self._checkout)
            if self._strict:
                sets.require_files()
        return self._sets[id(configuration)]


def find_subjects(inputs: Iterable[Input], finder: SubjectFinder) -> tuple[Subject, ...]:
    """The documents to report on: the inputs, and after them the leads of policy sets whose members are among them."""
    subjects: dict[str, Subject] = {}
    pending = list(inputs)
    for item in pending:  # grows while it is gone through
        key = os.path.abspath(item.path) if item.path else item.name
        if key not in subjects:
            subjects[key] = finder.subject(item, item.path)
            pending.extend(finder.input(lead) for lead in finder.leads_above(item.path))
    return tuple(subjects.values())


class _Sets:
    """The policy sets of one configuration, with their files. Paths are those from the current folder."""

    def __init__(self, configuration: Configuration, checkout: Checkout) -> None:
        self._configuration = configuration
        root = configuration.root
        besides = [configuration.relative(path) for path in checkout.files]
        self._sets = [
            (one, one.leads_of(root, besides=besides), one.members_of(root, besides=besides))
            for one in configuration.sets
        ]

    def require_files(self) -> None:
        """Raise `UserMistake` M483 for a set that names a file which is not there."""
        for one, *_ in self._sets:
            for name in one.absent_from(self._configuration.root):
                raise UserMistake("M483", place=one.place, name=one.name, path=name)

    def led_by(self, place: str | None) -> tuple[str, tuple[str, ...]]:
        """The names of the sets that a document leads, and the other documents of those sets.

        The other leads of a set count for each other like members: they belong together, too.
        """
        if place is None or not self._sets:
            return "", ()
        own = self._configuration.relative(place)
        led = [(one, (*leads, *others)) for one, leads, others in self._sets if own in leads]
        names = dict.fromkeys(name for _, files in led for name in files if name != own)
        return ", ".join(one.name for one, _ in led), tuple(self._path(name) for name in names)

    def above(self, place: str | None) -> tuple[str, ...]:
        """The leads of the sets of which a document is a member."""
        if place is None or not self._sets:
            return ()
        own = self._configuration.relative(place)
        return tuple(self._path(lead) for _, leads, others in self._sets if own in others for lead in leads)

    def names_above(self, place: str | None) -> str:
        """The names of the sets of which a document is a member."""
        if place is None or not self._sets:
            return ""
        own = self._configuration.relative(place)
        return ", ".join(one.name for one, _, others in self._sets if own in others)

    def _path(self, name: str) -> str:
        return os.path.relpath(self._configuration.root / name).replace(os.sep, "/")
