"""A decision: as the rest of policylint sees it, and as people write it."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from policylint.choices import REVIEW_KINDS
from policylint.model.report import Decision, DecisionKind, Elsewhere, StatusWord


class DecisionEntry(Struct, frozen=True, kw_only=True):
    """One decision, checked, and where it is written.

    `document` and the document of `settled_by` are relative to the folder of the decisions file, with forward slashes.
    `place` names file and line, `origin` whether that is a decisions file or a comment in the document. `status` is
    what a correction says that the status should be, and the status that a confirmation agrees with.
    """

    document: str
    rule: str
    kind: DecisionKind
    reason: str
    owner: str
    date: datetime.date
    fingerprint: str
    expires: datetime.date | None = None
    clause: str = ""
    settled_by: Elsewhere | None = None
    status: StatusWord | None = None
    place: str = ""
    origin: Literal["file", "comment"] = "file"

    @property
    def is_review(self) -> bool:
        """Whether it says what a person thinks of a verdict, and closes nothing."""
        return self.kind in REVIEW_KINDS

    def agrees_with(self, other: DecisionEntry) -> bool:
        """Whether both say the same of a thing, or things that may both be said of it.

        A review may stand beside a decision: who accepts a gap may have corrected it first. Only a confirmation does
        not go with a false positive.
        """
        if self.is_review == other.is_review:
            return self.kind == other.kind and (self.kind != "correct" or self.status == other.status)
        return {self.kind, other.kind} != {"confirm", "false-positive"}

    def as_reported(self) -> Decision:
        """The decision as a report shows it."""
        return Decision(
            kind=self.kind,
            reason=self.reason,
            owner=self.owner,
            date=self.date.isoformat(),
            expires=self.expires.isoformat() if self.expires else None,
            settled_by=self.settled_by,
            origin=self.origin,
            place=self.place,
            status=self.status if self.kind == "correct" else None,
        )


class WrittenPlace(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The value of `settled-by`."""

    document: str
    section: str = ""


class WrittenComment(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The keys of a decision in a comment: the document is the one in which the comment stands."""

    rule: str
    kind: DecisionKind
    status: StatusWord | None = None
    reason: str
    owner: str
    date: datetime.date
    fingerprint: Annotated[str, Meta(pattern=r"\A[0-9a-f]{16}\Z")]
    expires: datetime.date | None = None
    clause: str = ""
    settled_by: WrittenPlace | None = None


class WrittenDecision(WrittenComment, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The keys of a `[[decision]]` in a decisions file."""

    document: str


def first_problem(said: DecisionEntry | WrittenComment) -> tuple[str, str] | None:
    """What makes no sense in a decision of the right form: the key, and what to do about it; None where all is well."""
    if not said.reason.strip():
        return "reason", "is empty; say why this was decided"
    if not said.owner.strip():
        return "owner", "is empty; say who decided"
    if said.expires is not None and said.expires < said.date:
        return "expires", f"({said.expires}) lies before the day of the decision ({said.date}); correct one of them"
    if said.kind == "settled-elsewhere" and said.settled_by is None:
        return "settled-by", "is missing; a settled-elsewhere decision names the document that settles it"
    if said.kind != "settled-elsewhere" and said.settled_by is not None:
        return "settled-by", f"belongs to settled-elsewhere decisions; this one is {said.kind!r}"
    if said.kind == "correct" and said.status is None:
        return "status", "is missing; a correction says what the status should be: covered, legacy or missing"
    if said.kind not in REVIEW_KINDS and said.status is not None:
        return "status", f"belongs to corrections and confirmations; this one is {said.kind!r}"
    return None
