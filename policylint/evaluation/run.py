"""Running the checker, and the keyword baseline beside it, over labelled policies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from policylint.choices import Ocr
from policylint.door import open_document
from policylint.errors import UnreadableDocument
from policylint.evaluation.baseline import baseline_statuses
from policylint.evaluation.labels import LabelledDocument, read_labelled
from policylint.evaluation.scores import (
    Decision,
    KindDecision,
    Scores,
    evidence_figure,
    finding_figures,
    kind_figures,
    other_evidence,
    requirement_figures,
    score_findings,
    status_figures,
    worst_requirements,
    wrong_decisions,
)
from policylint.examine import Request, examine_inputs
from policylint.limits import Limits
from policylint.model.report import DocumentReport
from policylint.sources import Input

LABELS_AS_OF = date(2026, 11, 22)
"""The day as of which stale dates were labelled."""

NO_OCR: Final = Ocr(engine="off")


def evaluate(
    folder: Path,
    *,
    pack: str | Path,
    as_of: date = LABELS_AS_OF,
    by_group: bool = False,
    ocr: Ocr = NO_OCR,
    on_document: Callable[[DocumentReport], None] | None = None,
) -> dict[str, Any]:
    """Check every labelled and negative document of `folder` and compare with the labels.

    Scans are read where `ocr` says so. Nothing of them is read if nothing is said, for the figures that a pack records
    of its rules must be the same on every machine.

    Returns plain data: figures with n and 95 % intervals for all labels, sure ones and those on which two readers
    differ,
    the same for the keyword baseline, kinds, findings, evidence and the worst requirements; by group of issuer on
    request.
    """
    documents = [
        document for document in read_labelled(folder) if document.role != "unlabelled" or document.expect_unreadable
    ]
    inputs = [Input(document.id, document.path.read_bytes) for document in documents]
    asked = _reports(inputs, pack, as_of, ocr, any_kind=False, on_document=on_document)
    forced = _reports(inputs, pack, as_of, ocr, any_kind=True)
    scores, baseline = Scores(), Scores()
    unreadable = []
    for document, plain, full in zip(documents, asked, forced, strict=True):
        if document.expect_unreadable or plain.verdict == "unreadable":
            unreadable.append({"document": document.id, "expected": document.expect_unreadable, "reason": plain.reason})
            continue
        _score(scores, document, plain, full)
        _score_baseline(baseline, document, ocr)
    result = {
        "documents": len(documents),
        "labelled": sum(bool(document.requirements) for document in documents),
        "as_of": as_of.isoformat(),
        "policylint": _figures(scores),
        "baseline": {name: status_figures(chosen) for name, chosen in _subsets(baseline.decisions).items()},
        "unreadable": unreadable,
        "requirements": requirement_figures(scores.decisions),
        "worst": worst_requirements(scores.decisions),
        "wrong": wrong_decisions(scores.decisions),
        "other_evidence": other_evidence(scores.decisions),
    }
    if by_group:
        groups = sorted({decision.group for decision in scores.decisions})
        result["groups"] = {
            group: status_figures([d for d in scores.decisions if d.group == group]) for group in groups
        }
    return result


def _reports(
    inputs: Sequence[Input],
    pack: str | Path,
    as_of: date,
    ocr: Ocr,
    *,
    any_kind: bool,
    on_document: Callable[[DocumentReport], None] | None = None,
) -> list[DocumentReport]:
    examined = examine_inputs(
        [Request(item, (pack,), any_kind) for item in inputs],
        as_of=as_of,
        limits=Limits(),
        ocr=ocr,
        on_examined=(lambda done: on_document(done.report)) if on_document else None,
    )
    return [done.report for done in examined if done]


def _score(scores: Scores, document: LabelledDocument, plain: DocumentReport, full: DocumentReport) -> None:
    if document.kinds:
        listed = plain.verdict == "checked" and plain.kind not in {"guide"}
        scores.kinds.append(KindDecision(document.id, document.role, document.kinds, str(plain.kind), listed))
    for requirement in full.requirements:
        label = document.requirements.get(requirement.id)
        if label:
            quotes = tuple(evidence.quote for evidence in requirement.evidence)
            scores.decisions.append(
                Decision(document.id, document.group, requirement.id, label, requirement.status, quotes)
            )
    if document.requirements:
        score_findings(scores, document, ((found.id, found.evidence[0].quote) for found in full.findings))


def _score_baseline(scores: Scores, document: LabelledDocument, ocr: Ocr) -> None:
    if not document.requirements:
        return
    try:
        blocks = open_document(document.path.read_bytes(), name=document.id, ocr=ocr).blocks
    except UnreadableDocument:
        return
    statuses = baseline_statuses("\n".join(block.text for block in blocks))
    for requirement, label in document.requirements.items():
        scores.decisions.append(
            Decision(document.id, document.group, requirement, label, statuses.get(requirement, "missing"))
        )


def _subsets(decisions: Sequence[Decision]) -> dict[str, list[Decision]]:
    return {
        "all": list(decisions),
        "sure": [decision for decision in decisions if decision.label.sure],
        "differing": [decision for decision in decisions if decision.label.also],
    }


def _figures(scores: Scores) -> dict[str, Any]:
    return {
        **{name: status_figures(chosen) for name, chosen in _subsets(scores.decisions).items()},
        "evidence": evidence_figure(scores.decisions),
        "kind": kind_figures(scores.kinds),
        "findings": finding_figures(scores.findings),
    }
