"""Which words a new decision is to be bound to: what a report holds of a rule, less what is decided already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from policylint.decisions.entry import DecisionEntry
from policylint.errors import UserMistake
from policylint.model.report import DocumentReport, Evidence, Finding, Requirement, StatusWord
from policylint.outputs.wording import one_line, place

_BEGINNING: Final = 60
"""Characters of a clause that are written beside its fingerprint, for people."""

_LISTED: Final = 20
"""Clauses that a message lists at most."""


@dataclass(frozen=True, slots=True)
class Target:
    """A verdict: the fingerprints that stand for it, the first of which is written down, its clauses, and the status
    of a requirement.
    """

    rule: str
    fingerprints: tuple[str, ...]
    clauses: tuple[Evidence, ...] = ()
    status: StatusWord | None = None

    @property
    def line(self) -> int | None:
        """The line of the document on which its clause begins; None where it has none there."""
        return self.clauses[0].line if self.clauses and not self.clauses[0].document else None

    def decided(self, draft: DecisionEntry) -> DecisionEntry:
        """The draft of a decision, bound to this."""
        clause = _beginning(self.clauses[0].quote, _BEGINNING) if self.clauses else ""
        status = self.status if draft.kind == "confirm" else draft.status
        return replace(draft, fingerprint=self.fingerprints[0], clause=clause, status=status)

    def with_words(self, words: str) -> Target | None:
        """The same, bound to its first clause that holds these words in any case; None where no clause does."""
        wanted = _folded(words)
        for clause in self.clauses:
            if wanted in _folded(f"{clause.lead} {clause.quote}"):
                rest = tuple(other for other in self.clauses if other is not clause)
                marks = dict.fromkeys((clause.fingerprint, *self.fingerprints))
                return Target(self.rule, tuple(marks), (clause, *rest), self.status)
        return None


def target_of(about: Requirement | Finding) -> Target:
    """What a decision about a verdict is bound to."""
    if isinstance(about, Finding):
        return Target(about.id, (about.fingerprint,), about.evidence)
    if about.status == "missing" or not about.evidence:
        return Target(about.id, (about.fingerprint,), (), about.status)
    marks = dict.fromkeys(evidence.fingerprint for evidence in about.evidence)
    return Target(about.id, tuple(marks), about.evidence, about.status)


def choose_targets(
    report: DocumentReport,
    draft: DecisionEntry,
    given: Sequence[DecisionEntry],
    *,
    shown: str,
    words: str | None = None,
    all_places: bool = False,
) -> tuple[Target, ...]:
    """What a decision is about.

    Args:
        report: The report on the document.
        draft: The decision, with the id of a requirement or a kind of finding, which is bound to nothing yet.
        given: The decisions that there are about the document.
        shown: What to call the document in messages.
        words: Some words of the clause that is meant.
        all_places: Whether every clause is meant, where there are several.

    Raises:
        UserMistake: M444 for a document that was not checked and a correction that makes no sense, M440 where there is
            nothing to decide, M441 where several clauses may be meant or none holds the words (they are listed), M442
            where all is decided already.
    """
    rule = draft.rule
    targets = _targets(report, draft, given, shown)
    meant = targets
    if words is not None:
        meant = [held for target in targets if (held := target.with_words(words))]
        if not meant:
            raise _no_clause(targets, rule, words, shown)
    taken = {
        target: entry
        for target in meant
        for entry in given
        if entry.rule == rule and entry.is_review == draft.is_review and entry.fingerprint in target.fingerprints
    }
    free = [target for target in meant if target not in taken]
    if not free:
        entry = taken[meant[0]]
        raise UserMistake("M442", document=shown, rule=rule, place=entry.place, kind=entry.kind)
    if len(free) > 1 and not all_places:
        problem = f"{rule} is found in {len(free)} clauses; say --clause with some words of one of them, or --all:"
        raise UserMistake("M441", document=shown, problem=problem, places=_listed(free))
    return tuple(free)


def _targets(report: DocumentReport, draft: DecisionEntry, given: Sequence[DecisionEntry], shown: str) -> list[Target]:
    if report.verdict != "checked":
        raise UserMistake("M444", document=shown, problem=f"it was not checked. {report.explanation}")
    rule = draft.rule
    for requirement in report.requirements:
        if requirement.id == rule:
            target = target_of(requirement)
            _require_open(target, draft, given, shown)
            return [target]
    targets: dict[str, Target] = {}
    for finding in report.findings:
        if finding.id == rule:
            targets.setdefault(finding.fingerprint, target_of(finding))
    if not targets:
        raise UserMistake("M440", document=shown, rule=rule, problem="the document has no such finding")
    if draft.kind == "correct":
        problem = f"{rule} is a finding, which has no status; say --kind false-positive where it is wrong."
        raise UserMistake("M444", document=shown, problem=problem)
    return list(targets.values())


def _require_open(target: Target, draft: DecisionEntry, given: Sequence[DecisionEntry], shown: str) -> None:
    """See that there is something to decide about a requirement."""
    if draft.kind == "correct" and draft.status == target.status:
        problem = f"policylint itself says that {target.rule} is {target.status}; say --kind confirm to agree."
        raise UserMistake("M444", document=shown, problem=problem)
    corrected = any(
        entry.kind == "correct" and entry.rule == target.rule and entry.fingerprint in target.fingerprints
        for entry in given
    )
    if target.status == "covered" and not draft.is_review and not corrected:
        raise UserMistake("M440", document=shown, rule=target.rule, problem="the requirement is covered")


def _no_clause(targets: Sequence[Target], rule: str, words: str, shown: str) -> UserMistake:
    if not any(target.clauses for target in targets):
        problem = f"{rule} is missing, so there is no clause to name; leave out --clause."
        return UserMistake("M444", document=shown, problem=problem)
    problem = f"no clause of {rule} holds the words {words!r}; there are:"
    return UserMistake("M441", document=shown, problem=problem, places=_listed(targets))


def _listed(targets: Sequence[Target]) -> str:
    lines = [
        f"  \u201c{one_line(_beginning(clause.quote, 2 * _BEGINNING))}\u201d ({one_line(place(clause))})"
        for target in targets
        for clause in target.clauses
    ]
    more = [f"  and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join(lines[:_LISTED] + more)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] or text[:length]
