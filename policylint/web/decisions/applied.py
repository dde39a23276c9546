"""The report with what visitors decided in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from policylint.decisions import DecisionEntry, apply_decisions
from policylint.errors import UserMistake
from policylint.model.report import DecisionUse, DocumentReport, ManifestFile, Report
from policylint.project.decided import with_remedies
from policylint.project.summary import recount
from policylint.web.decisions.entries import entry_of
from policylint.web.decisions.file import FILE_NAME, file_digest
from policylint.web.store.model import StoredDecision

_CONTRADICTS: Final = "It contradicts another decision about the same words; take one of the two back."
_UNFIT_FOR_FINDING: Final = "It corrects a status, and a finding has none; take it back."


def applied(report: Report, decisions: Sequence[StoredDecision], *, today: date, packs: Sequence[str]) -> Report:
    """The report with decisions in it, as `policylint check` has them.

    Args:
        report: The report on one document, with those of its comments only.
        decisions: What was said in the page or in a file.
        today: The day on which they must hold.
        packs: The packs of the report, for what to do about a gap that only a person sees.

    A document in which something is settled elsewhere is taken to be there: nobody here can look. Of decisions that
    contradict each other the first one holds, and the report says so of the others.
    """
    if not decisions or not report.documents:
        return report
    document = report.documents[0]
    entries = [entry_of(decision, document.source.name) for decision in decisions]
    unfit = _unfit(document, entries, today)
    agreeing = [entry for number, entry in enumerate(entries) if number not in unfit]
    reviewed, uses = apply_decisions(document, agreeing, as_of=today, is_there=lambda _: True)
    reviewed = recount(with_remedies(reviewed, packs))
    uses += tuple(_left_out(entries[number], why, document) for number, why in unfit.items())
    return replace(report, documents=(reviewed,), decisions=(*report.decisions, *uses))


def contradicting(report: Report, decisions: Sequence[StoredDecision], *, today: date) -> tuple[StoredDecision, ...]:
    """Those of the decisions that `applied` would leave out: they contradict one before them, or fit no verdict."""
    document = report.documents[0]
    entries = [entry_of(decision, document.source.name) for decision in decisions]
    return tuple(decisions[number] for number in _unfit(document, entries, today))


def with_file(report: Report, decisions: Sequence[StoredDecision], document: str) -> Report:
    """The report whose manifest names the decisions file on `document` that can be downloaded beside it.

    With document and file, `policylint verify` makes the report again; without the file it asks for it.
    """
    if report.manifest is None or not decisions:
        return report
    digest = file_digest(decisions, document)
    if not digest:
        return report
    file = ManifestFile(role="decisions", name=FILE_NAME, sha256=digest)
    return replace(report, manifest=replace(report.manifest, files=(*report.manifest.files, file)))


def _unfit(document: DocumentReport, entries: Sequence[DecisionEntry], today: date) -> dict[int, str]:
    """The decisions that cannot stand in the report, by their place in the sequence (from 0), each with the reason."""

    def problem_of(some: Sequence[DecisionEntry]) -> str:
        try:
            apply_decisions(document, some, as_of=today, is_there=lambda _: True)
        except UserMistake as mistake:
            return _UNFIT_FOR_FINDING if mistake.code == "M434" else _CONTRADICTS
        return ""

    unfit: dict[int, str] = {}
    if not problem_of(entries):
        return unfit
    by_rule: dict[str, list[DecisionEntry]] = {}
    for number, entry in enumerate(entries):
        kept = by_rule.setdefault(entry.rule, [])
        if why := problem_of([*kept, entry]):
            unfit[number] = why
        else:
            kept.append(entry)
    return unfit


def _left_out(entry: DecisionEntry, why: str, document: DocumentReport) -> DecisionUse:
    return DecisionUse(
        document=document.source.name, rule=entry.rule, state="lapsed", why=why, decision=entry.as_reported()
    )
