"""What visitors decide about verdicts: from the form to the store, from there to the report, and decisions files."""

from __future__ import annotations

import hashlib
import posixpath
import re
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

import msgspec
from msgspec.structs import replace

from policylint.choices import DECISION_KINDS, STATUS_WORDS
from policylint.decisions import (
    DecisionEntry,
    append_decisions,
    apply_decisions,
    load_decisions,
    require_agreement,
)
from policylint.decisions.choose import target_of
from policylint.decisions.entry import first_problem
from policylint.errors import UserMistake
from policylint.model.report import (
    DecisionKind,
    DecisionUse,
    DocumentReport,
    Elsewhere,
    Finding,
    ManifestFile,
    Report,
    Requirement,
    StatusWord,
)
from policylint.model.reviews import is_gap
from policylint.outputs.wording import shortened
from policylint.project.decided import with_remedies
from policylint.project.summary import recount
from policylint.web.recent import Recent
from policylint.web.store.model import StoredDecision

FILE_NAME: Final = "policylint-decisions.toml"
PLACE: Final = "web page"
"""Where a decision that was made in the page is written, as reports show it."""
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What is no writing: control characters, what turns the direction of text around, halves of characters."""
_LONGEST: Final = 2_000
"""Characters of a reason; of a name a tenth."""
_ROOT: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/+|[A-Za-z]:|/)+")
"""How an address or a path from the root of a disk begins, which a decisions file does not have."""
_CONTRADICTS: Final = "It contradicts another decision about the same words; take one of the two back."
_UNFIT_FOR_FINDING: Final = "It corrects a status, and a finding has none; take it back."
_DIGESTS: Final[Recent[str]] = Recent()
"""Digests of decisions files by those of what stands in them: no page waits for a file that was made just now."""


class Mistake(Exception):
    """A form that makes no sense: the field, and what to do about it as a sentence."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        self.words = words
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Said:
    """What a visitor says of a verdict, checked: about which, and the decision; `replaces` are those it takes back."""

    decision: StoredDecision
    replaces: tuple[int, ...]


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


def with_file(report: Report, decisions: Sequence[StoredDecision], document: str) -> Report:
    """The report whose manifest names the decisions file on `document` that can be downloaded beside it.

    With document and file, `policylint verify` makes the report again; without the file it asks for it.
    """
    if report.manifest is None or not decisions:
        return report
    digest = _file_digest(decisions, document)
    if not digest:
        return report
    file = ManifestFile(role="decisions", name=FILE_NAME, sha256=digest)
    return replace(report, manifest=replace(report.manifest, files=(*report.manifest.files, file)))


def _file_digest(decisions: Sequence[StoredDecision], document: str) -> str:
    """SHA-256 of the decisions file; empty where it cannot be made, as on a full disk: no page is lost for that."""
    key = hashlib.sha256(msgspec.json.encode((decisions, document))).hexdigest()
    digest = _DIGESTS.get(key)
    if digest is None:
        try:
            digest = hashlib.sha256(decisions_file(decisions, document)).hexdigest()
        except (UserMistake, OSError):
            return ""
        _DIGESTS.put(key, digest)
    return digest


def entry_of(decision: StoredDecision, document: str) -> DecisionEntry:
    """A decision as the rest of policylint has it."""
    settled_by = _relative(decision.settled_by)
    elsewhere = Elsewhere(document=settled_by, section=decision.section) if settled_by else None
    return DecisionEntry(
        document=document,
        rule=decision.rule,
        kind=cast(DecisionKind, decision.kind),
        reason=decision.reason,
        owner=decision.owner,
        date=date.fromisoformat(decision.date),
        expires=date.fromisoformat(decision.expires) if decision.expires else None,
        fingerprint=decision.fingerprint,
        clause=decision.clause,
        settled_by=elsewhere,
        status=cast("StatusWord | None", decision.status or None),
        place=PLACE,
    )


def _relative(path: str) -> str:
    """What a person calls a document, as a decisions file can name it: no address, no root, slashes."""
    slashed = path.replace("\\", "/")
    start = _ROOT.match(slashed)
    bare = slashed[start.end() :] if start else slashed
    return posixpath.normpath(bare) if bare.strip() else ""


def stored(entry: DecisionEntry) -> StoredDecision:
    """A decision as the store keeps it; it has no number yet."""
    elsewhere = entry.settled_by
    return StoredDecision(
        id=0,
        rule=entry.rule,
        kind=entry.kind,
        status=entry.status or "",
        reason=entry.reason,
        owner=entry.owner,
        date=entry.date.isoformat(),
        expires=entry.expires.isoformat() if entry.expires else "",
        fingerprint=entry.fingerprint,
        clause=entry.clause,
        settled_by=elsewhere.document if elsewhere else "",
        section=elsewhere.section if elsewhere else "",
    )


def said_in(form: Mapping[str, str], document: DocumentReport, given: Sequence[StoredDecision], *, today: date) -> Said:
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
    reason = _line(form, "reason", _LONGEST) or ("The verdict is right." if kind == "confirm" else "")
    settled_by = _relative(_line(form, "settled_by", 300))
    draft = DecisionEntry(
        document=document.source.name,
        rule=about.id,
        kind=cast(DecisionKind, kind),
        reason=reason,
        owner=_line(form, "owner", _LONGEST // 10),
        date=today,
        expires=_day(form.get("expires", "")),
        fingerprint="",
        settled_by=Elsewhere(document=settled_by, section=_line(form, "section", 300))
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
    return Said(stored(entry), replaces)


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


def decisions_file(decisions: Sequence[StoredDecision], document: str) -> bytes:
    """The decisions as the file of a policy repository, beside which the document is to lie."""
    if not decisions:
        return b""
    with tempfile.TemporaryDirectory(prefix="policylint-") as folder:
        path = Path(folder) / FILE_NAME
        append_decisions(path, [entry_of(decision, document) for decision in decisions])
        return path.read_bytes()


def decisions_in_file(
    data: bytes, document: str, *, known_rules: Callable[[], Collection[str]]
) -> tuple[tuple[StoredDecision, ...], int]:
    """The decisions of a file about a document, told by its name without folders; and how many are about others.

    Raises:
        UserMistake: A file that is not sound, or in which something is decided twice; the message names the line.
        Mistake: A text in it that is too long, or nothing once what acts in it is taken out.
    """
    with tempfile.TemporaryDirectory(prefix="policylint-") as folder:
        path = Path(folder) / FILE_NAME
        path.write_bytes(data)
        try:
            entries = load_decisions(path, known_rules=known_rules)
            own = [entry for entry in entries if entry.document.rpartition("/")[2] == document]
            require_agreement(replace(entry, document=document) for entry in own)
        except UserMistake as mistake:
            raise UserMistake("M301", problem=str(mistake).replace(f"{Path(folder).as_posix()}/", "")) from None
    return tuple(_cleaned(stored(entry)) for entry in own), len(entries) - len(own)


def _cleaned(decision: StoredDecision) -> StoredDecision:
    """A decision of a file without what acts or cannot be kept. Raises `Mistake` for what is too long, or empty now."""
    texts = {"reason": decision.reason, "owner": decision.owner, "clause": decision.clause}
    texts |= {"settled_by": decision.settled_by, "section": decision.section}
    lengths = {"reason": _LONGEST, "owner": _LONGEST // 10}
    try:
        cleaned = replace(decision, **{field: _line(texts, field, lengths.get(field, 300)) for field in texts})
    except Mistake as mistake:
        raise Mistake("file", f"The decision about {decision.rule}, {mistake.field}: {mistake.words}") from None
    problem = first_problem(entry_of(cleaned, ""))
    if problem is not None:
        raise Mistake("file", f"The decision about {decision.rule}: {problem[0]} {problem[1]}.")
    return cleaned


def outcome_words(uses: Sequence[DecisionUse]) -> str:
    """How many decisions are in force, and how many are not, as a sentence."""
    in_force = sum(use.state == "in-force" for use in uses)
    rest = len(uses) - in_force
    words = f"{in_force} {'decision is' if in_force == 1 else 'decisions are'} in force"
    return f"{words}, {rest} {'is' if rest == 1 else 'are'} not; see the end of the report." if rest else f"{words}."


def _gives_way(old: DecisionEntry, new: DecisionEntry) -> bool:
    return old.is_review == new.is_review or not old.agrees_with(new)


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


_FIELDS: Final = {
    "reason": ("reason", "Say why."),
    "owner": ("owner", "Give your name: decisions are signed."),
    "expires": ("expires", "The last day lies in the past."),
    "settled-by": ("settled_by", "Name the document that settles it."),
    "status": ("status", "Choose what the status should be."),
}


def _require_sense(draft: DecisionEntry, today: date) -> None:
    if draft.expires is not None and draft.expires < today:
        raise Mistake(*_FIELDS["expires"])
    problem = first_problem(draft)
    if problem is not None:
        raise Mistake(*_FIELDS.get(problem[0], ("kind", problem[1])))


def _line(form: Mapping[str, str], field: str, length: int) -> str:
    text = " ".join(_UNFIT.sub(" ", form.get(field, "")).split())
    if len(text) > length:
        raise Mistake(field, f"This is longer than {length:,} characters: {shortened(text, 40)}")
    return text


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake("expires", "Write the day as 2027-06-30.") from None
