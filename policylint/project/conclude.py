"""What the repository says of a document that was examined: references, set, profile, decisions, baseline, gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from policylint.config import Settings
from policylint.examine import Request, forget_packs
from policylint.model.examined import Examined
from policylint.model.report import DecisionUse, DocumentReport
from policylint.project.decided import Decided
from policylint.project.gate import coverage_shortfall
from policylint.project.profile import apply_stands, forget_profiles, require_packs, stands_for
from policylint.project.references import NOT_CHECKED, add_loose_ends, loose_ends_of_member
from policylint.project.sets import settle_as_one, settle_by_set
from policylint.project.subject import Subject
from policylint.project.summary import recount

if TYPE_CHECKING:
    from policylint.project.baseline import Baseline


def said_of(subjects: Sequence[Subject]) -> Decided:
    """The decisions that bear on a run. A mistake in what the repository says is told here, before a long run."""
    decided = Decided.load(subjects)
    for subject in {id(subject.settings): subject for subject in subjects}.values():  # many share their settings
        require_packs(subject.settings)
        if subject.settings.baseline:
            _baseline(subject.settings.baseline)
        stands_for(subject.settings, root=subject.configuration.root)
    return decided


def concluded(
    subject: Subject,
    one: Examined,
    examined: Mapping[Request, Examined | None],
    decided: Decided,
    *,
    as_of: date,
) -> tuple[DocumentReport, tuple[DecisionUse, ...]]:
    """A document with all that the repository says of it, and what came of each decision about it."""
    members = [found for request in subject.member_requests if (found := examined[request])]
    document = state(subject, one, members)
    document, used = decided.apply(document, one.comments, subject, as_of=as_of)
    document = _marked(document, subject)
    if document is not one.report:
        document = recount(document)
    return _gated(document, subject.settings), used


def state(subject: Subject, examined: Examined, members: Sequence[Examined]) -> DocumentReport:
    """What the configuration has to say on a document by itself: references, policy set, profile, single rules."""
    document, settings = examined.report, subject.settings
    if settings.references or subject.in_a_set:
        document = add_loose_ends(document, examined.loose_ends, path=subject.place)
    if subject.member_of:
        document = structs.replace(document, member_of=subject.member_of)
    if document.verdict == "checked" and (subject.policy_set or subject.one_policy):
        reports = [member.report for member in members]
        if subject.one_policy:
            document = settle_as_one(document, reports)
        else:
            document = settle_by_set(document, reports, name=subject.policy_set)
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
    known = (baseline.documents.get(name) for name in subject.names_from(path.parent))
    return mark(document, next(filter(None, known), ()))


@lru_cache(maxsize=16)
def _baseline(path: Path) -> Baseline:
    from policylint.project.baseline import load_baseline

    return load_baseline(path)


def forget(*, packs: bool) -> None:
    """Forget what this process has read of baselines, profiles and, where `packs` says so, rules.

    For a process that goes on while people edit those files.
    """
    _baseline.cache_clear()
    forget_profiles()
    if packs:
        forget_packs()
