"""A run over a repository's documents, step by step: find, examine, add what the repository says, report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache as once
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from policylint import __version__
from policylint.cache import CacheTrouble
from policylint.config import ConfigurationLookup, Settings
from policylint.door.limits import Limits
from policylint.errors import UserMistake
from policylint.examine import Request, describe_packs, examine_inputs, forget_packs
from policylint.language.weights import model_version
from policylint.model.examined import Examined
from policylint.model.report import DecisionUse, DocumentReport, Options, PackInfo, Report, ToolInfo
from policylint.model.text import Comment
from policylint.project.caches import caches_of
from policylint.project.decided import Decided
from policylint.project.gate import coverage_shortfall, fails
from policylint.project.profile import apply_stands, forget_profiles, require_packs, stands_for
from policylint.project.references import NOT_CHECKED, add_loose_ends, loose_ends_of_member
from policylint.project.sets import settle_by_set
from policylint.project.subject import Subject, SubjectFinder, find_subjects
from policylint.project.summary import recount
from policylint.sources import STDIN, Input, find_inputs

if TYPE_CHECKING:
    from policylint.project.baseline import Baseline


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller asks for.

    `paths` are files, folders, globs or "-"; none means the current folder. `options` are the values that win over
    every configuration, under their names there. `configuration` is the one file to use; `isolated` uses none.
    `left_out` are files that are not documents even if they look like some: the reports that are about to be written.
    """

    paths: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    configuration: Path | None = None
    isolated: bool = False
    left_out: tuple[str, ...] = ()
    stdin_name: str = "stdin"


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a run tells of its progress; what nobody listens to is raised or passed over, as `examine_inputs` says."""

    on_start: Callable[[int], None] | None = None
    on_examined: Callable[[Examined], None] | None = None
    on_unread: Callable[[Input, UserMistake], None] | None = None
    on_trouble: Callable[[CacheTrouble], None] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    `output_format` is what the configurations ask for, if they agree; `subjects` the documents that were asked for or
    belong to them; `failing` says whether anything reaches the fail level or is short of what was asked for; `unread`
    counts files that could not be opened.
    """

    report: Report
    output_format: str | None
    subjects: tuple[Subject, ...]
    failing: bool
    unread: int

    @property
    def exit_code(self) -> int:
        """0 nothing at or above the fail level, 1 something is, 2 something could not be checked."""
        if self.unread or any(document.verdict == "unreadable" for document in self.report.documents):
            return 2
        return int(self.failing)


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
        """What one document may cost: the most that any configuration grants."""
        seconds = max((settings.timeout for _, settings in self._settings), default=self.nothing.timeout)
        return Limits(seconds=seconds, cpu_seconds=max(1, round(seconds)))

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
        Input(wishes.stdin_name, once(item.read)) if item.name == STDIN else item
        for item in inputs
        if item.path is None or not ((left_out and os.path.abspath(item.path) in left_out) or packs.hold(item.path))
    )
    return gathered(
        find_subjects(named, SubjectFinder(configuration_for=lookup, options=wishes.options)), lookup, wishes
    )


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


def examine_subjects(
    run: Gathered, *, listener: Listener | None = None, parse_apart: bool = False
) -> dict[Request, Examined | None]:
    """Examine the documents and the other ones of their policy sets; None for a file that could not be opened."""
    listener = listener or Listener()
    requests = list(dict.fromkeys(r for subject in run.subjects for r in (subject.request, *subject.member_requests)))
    if listener.on_start:
        listener.on_start(len(requests))
    results = examine_inputs(
        requests,
        as_of=run.as_of,
        limits=run.limits,
        cache_for=caches_of(run.subjects),
        parse_apart=parse_apart,
        on_examined=listener.on_examined,
        on_unread=listener.on_unread,
        on_trouble=listener.on_trouble,
    )
    return dict(zip(requests, results, strict=True))


def run_project(wishes: Wishes, *, listener: Listener | None = None, parse_apart: bool = False) -> Outcome:
    """Check the documents of a repository.

    Args:
        wishes: What to check, and how.
        listener: Whom to tell of progress.
        parse_apart: Let a process of its own do the parsing; only for programs that are safe to import again.

    Raises:
        UserMistake: A path, configuration, pack, profile, decision or baseline that is wrong.
    """
    forget(packs=False)  # what an earlier run of this process has read may have been edited since
    run = gather(wishes)
    subjects, as_of = run.subjects, run.as_of
    decided = Decided.load(subjects)
    # A mistake in what the repository says is told before a long run; many documents share their settings.
    for subject in {id(subject.settings): subject for subject in subjects}.values():
        require_packs(subject.settings)
        if subject.settings.baseline:
            _baseline(subject.settings.baseline)
        stands_for(subject.settings, root=subject.configuration.root)
    examined = examine_subjects(run, listener=listener, parse_apart=parse_apart)
    documents: list[DocumentReport] = []
    uses: list[DecisionUse] = []
    failing = False
    for subject in subjects:
        one = examined[subject.request]
        if one is None:
            continue
        members = [found for request in subject.member_requests if (found := examined[request])]
        document = state(subject, one, members)
        document, used = decided.apply(document, one.comments, subject, as_of=as_of)
        document = _marked(document, subject)
        if document is not one.report:
            document = recount(document)
        document = _gated(document, subject.settings)
        documents.append(document)
        uses.extend(used)
        failing = failing or fails(document)
    documents.extend(_unreadable_members(subjects, examined))
    uses.extend(decided.without_document(subjects))
    return Outcome(
        report=Report(
            tool=ToolInfo(version=__version__, model=model_version()),
            packs=_packs(run),
            options=Options(as_of=as_of.isoformat(), any_kind=run.any_kind),
            documents=tuple(documents),
            decisions=tuple(uses),
        ),
        output_format=run.output_format,
        subjects=subjects,
        failing=failing,
        unread=sum(result is None for result in examined.values()),
    )


def undecided(run: Gathered) -> tuple[DocumentReport, tuple[Comment, ...]]:
    """The first document with all that the repository says of it but decisions and baseline, and its comments to
    policylint.

    Raises:
        UserMistake: As `run_project`; and for a document that cannot be opened.
    """
    subject = run.subjects[0]
    examined = examine_subjects(replace(run, subjects=(subject,)), parse_apart=True)
    one = examined[subject.request]
    if one is None:
        raise UserMistake("M003", path=subject.input.name, reason="it could not be opened")
    members = [found for request in subject.member_requests if (found := examined[request])]
    return state(subject, one, members), one.comments


def forget(*, packs: bool) -> None:
    """Forget what this process has read of baselines, profiles and, where `packs` says so, rules.

    For a process that goes on while people edit those files.
    """
    _baseline.cache_clear()
    forget_profiles()
    if packs:
        forget_packs()


def state(subject: Subject, examined: Examined, members: Sequence[Examined]) -> DocumentReport:
    """What the configuration has to say on a document by itself: references, policy set, profile, single rules."""
    document, settings = examined.report, subject.settings
    if settings.references or subject.in_a_set:
        document = add_loose_ends(document, examined.loose_ends, path=subject.place)
    if subject.member_of:
        document = structs.replace(document, member_of=subject.member_of)
    if subject.policy_set and document.verdict == "checked":
        document = settle_by_set(document, [member.report for member in members], name=subject.policy_set)
        for member in members:
            # A member of another kind has no report of its own in which its loose ends could stand.
            if member.report.kind in NOT_CHECKED:
                document = add_loose_ends(document, loose_ends_of_member(member), path=member.report.source.name)
    return apply_stands(document, stands_for(settings, root=subject.configuration.root))


def _gated(document: DocumentReport, settings: Settings) -> DocumentReport:
    """The report with its fail level, and with what it is short of if there is a least coverage or a baseline."""
    short = coverage_shortfall(document, settings.min_coverage)
    if document.verdict == "not-applicable" and document.absent:
        short = "The baseline knows it as a policy that was checked, and now it is not checked any more."
    if not short and settings.fail_on == document.fail_on:
        return document
    return structs.replace(document, shortfall=short, fail_on=settings.fail_on)


def _marked(document: DocumentReport, subject: Subject) -> DocumentReport:
    path = subject.settings.baseline
    if path is None:
        return document
    from policylint.project.baseline import mark

    baseline = _baseline(path)
    return mark(document, baseline.documents.get(subject.name_from(path.parent), ()))


@lru_cache(maxsize=16)
def _baseline(path: Path) -> Baseline:
    from policylint.project.baseline import load_baseline

    return load_baseline(path)


def _unreadable_members(
    subjects: Sequence[Subject], examined: Mapping[Request, Examined | None]
) -> list[DocumentReport]:
    """Members of sets that could not be read and that nobody asked for by name: without them a gap may be none."""
    own = {subject.input.name for subject in subjects}
    reports = (found.report for subject in subjects for r in subject.member_requests if (found := examined[r]))
    unreadable = {report.source.name: report for report in reports if report.verdict == "unreadable"}
    return [report for name, report in sorted(unreadable.items()) if name not in own]


def _packs(run: Gathered) -> tuple[PackInfo, ...]:
    packs = dict.fromkeys(pack for subject in run.subjects for pack in subject.settings.packs)
    cache = caches_of(run.subjects)(run.subjects[0].request) if run.subjects else None
    return describe_packs(tuple(packs) or run.nothing.packs, cache=cache)
