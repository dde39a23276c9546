"""The form with which a verdict is reviewed: what it says, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from policylint.choices import DECISION_KINDS, STATUS_WORDS
from policylint.decisions import DecisionEntry
from policylint.decisions.choose import target_of
from policylint.decisions.entry import first_problem
from policylint.model.report import DecisionKind, DocumentReport, Elsewhere, Finding, Requirement, StatusWord
from policylint.model.reviews import is_gap
from policylint.web.decisions.entries import entry_of, relative, stored
from policylint.web.decisions.typed import LONGEST, Mistake, line
from policylint.web.store.model import StoredDecision

_FIELDS: Final = {
    "reason": ("reason", "Say why."),
    "owner": ("owner", "Give your name: decisions are signed."),
    "expires": ("expires", "The last day lies in the past."),
    "settled-by": ("settled_by", "Name the document that settles it."),
    "status": ("status", "Choose what the status should be."),
}


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What a visitor says of a verdict, checked: about which, and the decision; `replaces` are those it takes back."""

    decision: StoredDecision
    replaces: tuple[int, ...]


def said_in(
    form: Mapping[str, str], document: DocumentReport, given: Sequence[StoredDecision], *, today: date
) -> NewDecision:
    """What a filled-in form says of a verdict.

    Args:
        form: The fields of the form (see `docs/web.md`).
        document: The report with what was decided so far.
        given: What was decided so far.
        today: The day of the decision.

    Raises:
        Mistake: A field that makes no sense.
    """
    about = verdict_of(document, form.get("rule", ""), form.get("finding", ""))
    kind = form.get("kind", "")
    if kind not in DECISION_KINDS:
        raise Mistake("kind", "Choose what you think of the verdict.")
    _require_fit(about, kind, form.get("status", ""))
    reason = line(form, "reason", LONGEST) or ("The verdict is right." if kind == "confirm" else "")
    settled_by = relative(line(form, "settled_by", 300))
    draft = DecisionEntry(
        document=document.source.name,
        rule=about.id,
        kind=cast(DecisionKind, kind),
        reason=reason,
        owner=line(form, "owner", LONGEST // 10),
        date=today,
        expires=_day(form.get("expires", "")),
        fingerprint="",
        settled_by=Elsewhere(document=settled_by, section=line(form, "section", 300))
        if kind == "settled-elsewhere" and settled_by
        else None,
        status=cast("StatusWord | None", form.get("status") or None) if kind == "correct" else None,
    )
    _require_sense(draft, today)
    target = target_of(about)
    entry = target.decided(draft)
    replaces = tuple(
        old.id
        for old in given
        if old.rule == about.id
        and old.fingerprint in target.fingerprints
        and _gives_way(entry_of(old, draft.document), entry)
    )
    return NewDecision(stored(entry), replaces)


def verdict_of(document: DocumentReport, rule: str, finding: str) -> Requirement | Finding:
    """The verdict that a form is about: a finding by its number in the report (from 1), else a requirement.

    Raises:
        Mistake: There is no such verdict.
    """
    if finding.isdecimal() and 1 <= int(finding) <= len(document.findings):
        found = document.findings[int(finding) - 1]
        if found.id == rule:
            return found
    elif not finding:
        for requirement in document.requirements:
            if requirement.id == rule:
                return requirement
    raise Mistake("rule", "The report has no such verdict; load the page anew.")


def _require_fit(about: Requirement | Finding, kind: str, status: str) -> None:
    if kind == "correct":
        if isinstance(about, Finding):
            raise Mistake("kind", "A finding has no status; say that policylint is wrong instead.")
        if status not in STATUS_WORDS:
            raise Mistake("status", "Choose what the status should be.")
        if status == about.status:
            raise Mistake("status", "That is what policylint says itself; say that the verdict is right instead.")
    elif kind not in ("confirm",) and isinstance(about, Requirement) and not is_gap(about):
        raise Mistake("kind", "The requirement is covered, so there is no gap to decide about.")


def _require_sense(draft: DecisionEntry, today: date) -> None:
    if draft.expires is not None and draft.expires < today:
        raise Mistake(*_FIELDS["expires"])
    problem = first_problem(draft)
    if problem is not None:
        raise Mistake(*_FIELDS.get(problem[0], ("kind", problem[1])))


def _gives_way(old: DecisionEntry, new: DecisionEntry) -> bool:
    return old.is_review == new.is_review or not old.agrees_with(new)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake("expires", "Write the day as 2027-06-30.") from None
