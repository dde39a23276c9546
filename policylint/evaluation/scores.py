"""From verdicts and labels to the figures that `policylint eval` prints."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from policylint.evaluation.labels import LabelledDocument, StatusLabel
from policylint.evaluation.statistics import Share, bootstrap, macro_f1

STATUSES: Final = ("covered", "legacy", "missing")
OVERLAP: Final = 0.6
"""A match overlaps the labelled quote by this share of the quote's words."""

_WORD: Final = re.compile(r"[^\W_]+")
_LINK_TARGET: Final = re.compile(r"\]\([^()]*(?:\([^()]*\)[^()]*)*\)")


@dataclass(frozen=True, slots=True)
class Decision:
    """One requirement in one document: the label, the verdict, and the quotes that stand as evidence."""

    document: str
    group: str
    requirement: str
    label: StatusLabel
    verdict: str
    quotes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether either reader agrees."""
        return self.label.allows(self.verdict)

    @property
    def truth(self) -> str:
        """The label to compare with: where two readers differ, the one that the verdict agrees with."""
        return self.verdict if self.right else self.label.status


@dataclass(slots=True)
class FindingCount:
    """Findings of one id over all documents."""

    right: int = 0
    false: int = 0
    found: int = 0
    labelled: int = 0
    single: int = 0

    @property
    def precision(self) -> Share:
        """Of what was reported, leaving out what one reader alone marked."""
        return Share(self.right, self.right + self.false)

    @property
    def recall(self) -> Share:
        """Of what both readers marked."""
        return Share(self.found, self.labelled)


@dataclass(frozen=True, slots=True)
class KindDecision:
    """The kind of one document: what was labelled, what was said, whether it was reported as full of gaps."""

    document: str
    role: str
    labels: tuple[str, ...]
    verdict: str
    gaps_listed: bool


@dataclass(slots=True)
class Scores:
    """Everything measured over one run."""

    decisions: list[Decision] = field(default_factory=list)
    kinds: list[KindDecision] = field(default_factory=list)
    findings: dict[str, FindingCount] = field(default_factory=lambda: defaultdict(FindingCount))


def overlaps(text: str, quote: str) -> bool:
    """Whether `text` holds at least 60 % of the words of `quote`, each as often as it stands there.

    Labels quote Markdown and HTML as they are written; targets of links are no words of the policy and are left out.
    """
    wanted, have = (
        Counter(word.lower() for word in _WORD.findall(html.unescape(_LINK_TARGET.sub("] ", passage))))
        for passage in (quote, text)
    )
    total = sum(wanted.values())
    return bool(total) and sum((wanted & have).values()) >= OVERLAP * total


def score_findings(scores: Scores, document: LabelledDocument, found: Iterable[tuple[str, str]]) -> None:
    """Count findings, given as (id, quote), against the labels of a document."""
    reported: dict[str, list[str]] = defaultdict(list)
    for identifier, quote in found:
        reported[identifier].append(quote)
    labels = defaultdict(list)
    for label in document.findings:
        labels[label.id].append(label)
    for identifier in {*reported, *labels}:
        count = scores.findings[identifier]
        for label in labels[identifier]:
            if label.agreed:
                count.labelled += 1
                count.found += any(overlaps(quote, label.quote) for quote in reported[identifier])
        for quote in reported[identifier]:
            matched = [label for label in labels[identifier] if overlaps(quote, label.quote)]
            if any(label.agreed for label in matched):
                count.right += 1
            elif matched:
                count.single += 1
            else:
                count.false += 1


def status_figures(decisions: Sequence[Decision]) -> dict[str, Any]:
    """Accuracy, macro F1, and precision and recall of gaps, covered and addressed, each with n and interval."""
    by_document: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_document[decision.document].append(decision)

    def f1(chosen: Sequence[Decision]) -> float:
        return macro_f1([(decision.truth, decision.verdict) for decision in chosen], STATUSES)

    figures: dict[str, Any] = {
        "accuracy": _share(Share(sum(decision.right for decision in decisions), len(decisions))),
        "macro_f1": {
            "value": f1(decisions) if decisions else None,
            "n": len(decisions),
            "interval": list(bootstrap(list(by_document.values()), f1)) if decisions else None,
        },
    }
    classes: Mapping[str, Callable[[str], bool]] = {
        "gap": lambda status: status != "covered",
        "covered": lambda status: status == "covered",
        "addressed": lambda status: status != "missing",
    }
    for name, holds in classes.items():
        said = [decision for decision in decisions if holds(decision.verdict)]
        true = [decision for decision in decisions if holds(decision.truth)]
        figures[name] = {
            "precision": _share(Share(sum(holds(decision.truth) for decision in said), len(said))),
            "recall": _share(Share(sum(holds(decision.verdict) for decision in true), len(true))),
        }
    return figures


def requirement_figures(decisions: Sequence[Decision]) -> dict[str, Any]:
    """For each requirement: precision and recall of "addressed" (covered or legacy), a document being one case."""
    rows: dict[str, Any] = {}
    for name in sorted({decision.requirement for decision in decisions}):
        chosen = [decision for decision in decisions if decision.requirement == name]
        said = [decision for decision in chosen if decision.verdict != "missing"]
        true = [decision for decision in chosen if decision.truth != "missing"]
        rows[name] = {
            "precision": _share(Share(sum(decision.truth != "missing" for decision in said), len(said))),
            "recall": _share(Share(sum(decision.verdict != "missing" for decision in true), len(true))),
        }
    return rows


def wrong_decisions(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Every verdict with which no reader agrees, with what was found and what the readers marked."""
    return [_row(decision) for decision in decisions if not decision.right]


def other_evidence(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Every requirement settled by label and verdict alike whose evidence is another clause than the readers marked."""
    return [_row(d) for d in decisions if d.verdict != "missing" and d.truth != "missing" and not _same_evidence(d)]


def _row(decision: Decision) -> dict[str, Any]:
    return {
        "document": decision.document,
        "requirement": decision.requirement,
        "label": decision.label.status,
        "sure": decision.label.sure,
        "verdict": decision.verdict,
        "evidence": list(decision.quotes),
        "quotes": list(decision.label.quotes),
    }


def _same_evidence(decision: Decision) -> bool:
    return not decision.label.quotes or any(
        overlaps(quote, wanted) or overlaps(wanted, quote)
        for quote in decision.quotes
        for wanted in decision.label.quotes
    )


def evidence_figure(decisions: Sequence[Decision]) -> dict[str, Any]:
    """Share of requirements settled by label and verdict alike whose evidence overlaps a labelled quote."""
    settled = [d for d in decisions if d.verdict != "missing" and d.truth != "missing" and d.label.quotes]
    return _share(Share(sum(_same_evidence(d) for d in settled), len(settled)))


def worst_requirements(decisions: Sequence[Decision], count: int = 10) -> list[dict[str, Any]]:
    """The requirements with the lowest accuracy, and how they err."""
    by_requirement: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_requirement[decision.requirement].append(decision)
    rows: list[dict[str, Any]] = []
    for name, chosen in by_requirement.items():
        wrong = [d for d in chosen if not d.right]
        rows.append(
            {
                "id": name,
                "accuracy": _share(Share(len(chosen) - len(wrong), len(chosen))),
                "found_but_missing": sum(d.label.status == "missing" for d in wrong),
                "missed": sum(d.verdict == "missing" for d in wrong),
                "wrong_scope": sum(d.label.status != "missing" and d.verdict != "missing" for d in wrong),
                "documents": [d.document for d in wrong],
            }
        )
    rows.sort(key=lambda row: (row["accuracy"]["value"], row["id"]))
    return rows[:count]


def kind_figures(kinds: Sequence[KindDecision]) -> dict[str, Any]:
    """Accuracy of the kind over labelled and negative documents, and the negatives that were reported with gaps."""
    judged = [kind for kind in kinds if kind.labels]
    return {
        "accuracy": _share(Share(sum(kind.verdict in kind.labels for kind in judged), len(judged))),
        "wrong": [
            {"document": kind.document, "label": list(kind.labels), "verdict": kind.verdict}
            for kind in judged
            if kind.verdict not in kind.labels
        ],
        "negatives_with_gaps": [kind.document for kind in judged if kind.role == "negative" and kind.gaps_listed],
    }


def finding_figures(findings: Mapping[str, FindingCount]) -> dict[str, Any]:
    """Precision and recall for each id and over all."""
    total = FindingCount()
    rows: dict[str, Any] = {}
    for identifier in sorted(findings):
        count = findings[identifier]
        rows[identifier] = {
            "precision": _share(count.precision),
            "recall": _share(count.recall),
            "single": count.single,
        }
        total.right += count.right
        total.false += count.false
        total.found += count.found
        total.labelled += count.labelled
        total.single += count.single
    return {
        "all": {"precision": _share(total.precision), "recall": _share(total.recall), "single": total.single},
        "by_id": rows,
    }


def _share(share: Share) -> dict[str, Any]:
    interval = share.interval
    return {"value": share.value, "n": share.n, "interval": list(interval) if interval else None}
