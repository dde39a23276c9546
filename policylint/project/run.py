"""A run over a repository's documents, step by step: find, examine, add what the repository says, report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from policylint import __version__
from policylint.errors import UserMistake
from policylint.examine import Request, describe_packs, examine_inputs
from policylint.language.weights import model_version
from policylint.model.examined import Examined
from policylint.model.report import DecisionUse, DocumentReport, Options, PackInfo, Report, ToolInfo
from policylint.model.text import Comment, DocumentText
from policylint.project.caches import caches_of
from policylint.project.conclude import concluded, forget, said_of, state
from policylint.project.gate import fails
from policylint.project.gather import Gathered, gather
from policylint.project.manifest import manifest_of
from policylint.project.subject import Subject
from policylint.project.wishes import Listener, Wishes

if TYPE_CHECKING:
    from policylint.door import Door


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


def examine_subjects(
    run: Gathered, *, listener: Listener | None = None, parse_apart: bool = False, door: Door | None = None
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
        ocr=run.ocr,
        cache_for=caches_of(run.subjects),
        parse_apart=parse_apart,
        on_examined=listener.on_examined,
        on_unread=listener.on_unread,
        on_trouble=listener.on_trouble,
        on_progress=listener.on_progress,
        on_document=listener.on_document,
        door=door,
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
    decided = said_of(subjects)
    examined = examine_subjects(run, listener=listener, parse_apart=parse_apart)
    documents: list[DocumentReport] = []
    uses: list[DecisionUse] = []
    failing = False
    for subject in subjects:
        one = examined[subject.request]
        if one is None:
            continue
        document, used = concluded(subject, one, examined, decided, as_of=as_of)
        documents.append(document)
        uses.extend(used)
        failing = failing or fails(document)
    documents.extend(_unreadable_members(subjects, examined))
    uses.extend(decided.without_document(subjects))
    return Outcome(
        report=_report_on(run, wishes, documents, uses),
        output_format=run.output_format,
        subjects=subjects,
        failing=failing,
        unread=sum(result is None for result in examined.values()),
    )


def checked_with_text(
    wishes: Wishes, *, listener: Listener | None = None, parse_apart: bool = False, door: Door | None = None
) -> tuple[DocumentReport, DocumentText, Report]:
    """Check one document as `run_project` does, and keep its headings and clauses.

    Args:
        wishes: What to check, and how; of several documents the first is meant.
        listener: Whom to tell of progress.
        parse_apart: As for `run_project`.
        door: A door that stays open, with the limits of `wishes`.

    Returns:
        What the report says of the document, the document's text (empty where it is unreadable), and the whole report,
        in which it is the only document.

    Raises:
        UserMistake: As `run_project`; M003 for a document that cannot be opened, M411 where it is left out.
    """
    forget(packs=False)
    run = gather(wishes)
    if not run.subjects:
        raise UserMistake("M411", path=", ".join(wishes.paths))
    run = replace(run, subjects=run.subjects[:1])
    (subject,) = run.subjects
    decided = said_of(run.subjects)
    examined = examine_subjects(run, listener=listener, parse_apart=parse_apart, door=door)
    one = examined[subject.request]
    if one is None:
        raise UserMistake("M003", path=subject.input.name, reason="it could not be opened")
    document, used = concluded(subject, one, examined, decided, as_of=run.as_of)
    return document, one.text, _report_on(run, wishes, (document,), used)


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


def _report_on(
    run: Gathered, wishes: Wishes, documents: Sequence[DocumentReport], uses: Sequence[DecisionUse]
) -> Report:
    return Report(
        tool=ToolInfo(version=__version__, model=model_version()),
        packs=_packs(run),
        options=Options(as_of=run.as_of.isoformat(), any_kind=run.any_kind),
        documents=tuple(documents),
        decisions=tuple(uses),
        manifest=manifest_of(run.subjects, _said(wishes)),
    )


def _said(wishes: Wishes) -> dict[str, object]:
    """What the command line says, for the manifest."""
    said: dict[str, object] = dict(wishes.options)
    if wishes.configuration:
        said["config"] = wishes.configuration
    said.update({key: True for key, value in (("isolated", wishes.isolated), ("as-one", wishes.as_one)) if value})
    return said


def _packs(run: Gathered) -> tuple[PackInfo, ...]:
    packs = dict.fromkeys(pack for subject in run.subjects for pack in subject.settings.packs)
    cache = caches_of(run.subjects)(run.subjects[0].request) if run.subjects else None
    return describe_packs(tuple(packs) or run.nothing.packs, cache=cache)


def _unreadable_members(
    subjects: Sequence[Subject], examined: Mapping[Request, Examined | None]
) -> list[DocumentReport]:
    """Members of sets that could not be read and that nobody asked for by name: without them a gap may be none."""
    own = {subject.input.name for subject in subjects}
    reports = (found.report for subject in subjects for r in subject.member_requests if (found := examined[r]))
    unreadable = {report.source.name: report for report in reports if report.verdict == "unreadable"}
    return [report for name, report in sorted(unreadable.items()) if name not in own]
