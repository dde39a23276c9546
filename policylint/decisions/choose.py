"""Which words a new decision is to be bound to: what a report holds of a rule, less what is decided already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from policylint.decisions.entry import DecisionEntry
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport, Evidence
from policylint.outputs.wording import place, visible

_BEGINNING: Final = 60
"""Characters of a clause that are written beside its fingerprint, for people."""

_LISTED: Final = 20
"""Clauses that a message lists at most."""


@dataclass(frozen=True, slots=True)
class Target:
    """A gap or finding: the fingerprints that stand for it, the first of which is written down, and its clauses."""

    rule: str
    fingerprints: tuple[str, ...]
    clauses: tuple[Evidence, ...] = ()

    @property
    def line(self) -> int | None:
        """The line of the document on which its clause begins; None where it has none there."""
        return self.clauses[0].line if self.clauses and not self.clauses[0].document else None

    def decided(self, draft: DecisionEntry) -> DecisionEntry:
        """The draft of a decision, bound to this."""
        clause = _beginning(self.clauses[0].quote, _BEGINNING) if self.clauses else ""
        return replace(draft, fingerprint=self.fingerprints[0], clause=clause)

    def with_words(self, words: str) -> Target | None:
        """The same, bound to its first clause that holds these words in any case; None where no clause does."""
        wanted = _folded(words)
        for clause in self.clauses:
            if wanted in _folded(f"{clause.lead} {clause.quote}"):
                rest = tuple(other for other in self.clauses if other is not clause)
                marks = dict.fromkeys((clause.fingerprint, *self.fingerprints))
                return Target(self.rule, tuple(marks), (clause, *rest))
        return None


def choose_targets(
    report: DocumentReport,
    rule: str,
    given: Sequence[DecisionEntry],
    *,
    shown: str,
    words: str | None = None,
    all_places: bool = False,
) -> tuple[Target, ...]:
    """What a decision is about.

    Args:
        report: The report on the document.
        rule: The id of a requirement or a kind of finding.
        given: The decisions that there are about the document.
        shown: What to call the document in messages.
        words: Some words of the clause that is meant.
        all_places: Whether every clause is meant, where there are several.

    Raises:
        UserMistake: M444 for a document that was not checked, M440 where there is nothing to decide, M441 where several
            clauses may be meant or none holds the words (they are listed), M442 where all is decided already.
    """
    targets = _targets(report, rule, shown)
    meant = targets
    if words is not None:
        meant = [held for target in targets if (held := target.with_words(words))]
        if not meant:
            raise _no_clause(targets, rule, words, shown)
    taken = {
        target: entry
        for target in meant
        for entry in given
        if entry.rule == rule and entry.fingerprint in target.fingerprints
    }
    free = [target for target in meant if target not in taken]
    if not free:
        entry = taken[meant[0]]
        raise UserMistake("M442", document=shown, rule=rule, place=entry.place, kind=entry.kind)
    if len(free) > 1 and not all_places:
        problem = f"{rule} is found in {len(free)} clauses; say --clause with some words of one of them, or --all:"
        raise UserMistake("M441", document=shown, problem=problem, places=_listed(free))
    return tuple(free)


def _targets(report: DocumentReport, rule: str, shown: str) -> list[Target]:
    if report.verdict != "checked":
        raise UserMistake("M444", document=shown, problem=f"it was not checked. {report.explanation}")
    for requirement in report.requirements:
        if requirement.id == rule and requirement.status == "missing":
            return [Target(rule, (requirement.fingerprint,))]
        if requirement.id == rule and requirement.status == "legacy":
            marks = dict.fromkeys(evidence.fingerprint for evidence in requirement.evidence)
            return [Target(rule, tuple(marks), requirement.evidence)]
        if requirement.id == rule:
            raise UserMistake("M440", document=shown, rule=rule, problem="the requirement is covered")
    targets: dict[str, Target] = {}
    for finding in report.findings:
        if finding.id == rule:
            targets.setdefault(finding.fingerprint, Target(rule, (finding.fingerprint,), finding.evidence))
    if not targets:
        raise UserMistake("M440", document=shown, rule=rule, problem="the document has no such finding")
    return list(targets.values())


def _no_clause(targets: Sequence[Target], rule: str, words: str, shown: str) -> UserMistake:
    if not any(target.clauses for target in targets):
        problem = f"{rule} is missing, so there is no clause to name; leave out --clause."
        return UserMistake("M444", document=shown, problem=problem)
    problem = f"no clause of {rule} holds the words {words!r}; there are:"
    return UserMistake("M441", document=shown, problem=problem, places=_listed(targets))


def _listed(targets: Sequence[Target]) -> str:
    lines = [
        f"  \u201c{visible(_beginning(clause.quote, 2 * _BEGINNING))}\u201d ({visible(place(clause))})"
        for target in targets
        for clause in target.clauses
    ]
    more = [f"  and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join(lines[:_LISTED] + more)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] or text[:length]
