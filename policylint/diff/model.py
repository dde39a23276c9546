"""What a comparison says, and the contract of its JSON: the schema is in `schema/diff-1.json`.

`Diff.schema_` changes its number when a field is removed or changes its meaning; fields may be added under the same
one.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from policylint.model.report import Evidence, Finding, Kind, Severity, StatusWord, ToolInfo, Verdict

SCHEMA_ID: Literal["policylint-diff/1"] = "policylint-diff/1"

PairingWord = Literal["same-path", "named", "renamed", "converted", "added", "removed"]
"""How two files came to be compared; named: the user gave the two."""

Outcome = Literal["compared", "unreadable", "was-unreadable"]
ChangeWord = Literal["lost", "became-legacy", "adapted", "gained"]
FateWord = Literal["stands", "moved", "reworded", "deleted"]
PieceWord = Literal["same", "removed", "added"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Piece(_Part, frozen=True, kw_only=True):
    """A run of words of a clause that both versions have, or only the old one, or only the new one."""

    kind: PieceWord
    text: str


class Fate(_Part, frozen=True, kw_only=True):
    """What became of a clause of the old version."""

    kind: FateWord
    was: Evidence
    now: Annotated[Evidence | None, Meta(description="The clause in the new version, where there is one.")] = None
    document: Annotated[str, Meta(description="The other document to which the clause was moved.")] = ""
    why: Annotated[str, Meta(description="The same for people, in one sentence.")]
    pieces: Annotated[tuple[Piece, ...], Meta(description="Word for word, where the clause was reworded.")] = ()


class RequirementChange(_Part, frozen=True, kw_only=True):
    """A requirement whose status is another one in the new version.

    lost: it was covered or legacy and is missing; became-legacy: it was covered and is legacy; adapted: it was legacy
    and is covered; gained: it was missing and is covered or legacy.
    """

    id: str
    title: str
    element: str
    severity: Severity
    change: ChangeWord
    before: StatusWord
    after: StatusWord
    counts: Annotated[
        bool, Meta(description="Whether it calls for somebody: the profile asks for it, and nobody has decided.")
    ] = True
    why: Annotated[str, Meta(description="Why the new status.")] = ""
    remedy: Annotated[str, Meta(description="What to do about the gap, in plain words.")] = ""
    fates: Annotated[
        tuple[Fate, ...], Meta(description="What became of the clauses that settled it, for lost and became-legacy.")
    ] = ()
    evidence: Annotated[tuple[Evidence, ...], Meta(description="The clauses that settle it now.")] = ()


class FindingChange(_Part, frozen=True, kw_only=True):
    """A finding that only one of the versions has; for one that is gone, what became of its clause."""

    change: Literal["new", "gone"]
    counts: Annotated[
        bool, Meta(description="Whether it calls for somebody: the profile asks for it, and nobody has decided.")
    ] = True
    finding: Finding
    fate: Fate | None = None


class Side(_Part, frozen=True, kw_only=True):
    """One version of a document in short."""

    name: str
    sha256: str
    verdict: Verdict
    kind: Kind | None = None
    explanation: str = ""
    covered: int = 0
    legacy: int = 0
    missing: int = 0


class DocumentDiff(_Part, frozen=True, kw_only=True):
    """What changed in one document.

    `unreadable`: the new version could not be read, or Git LFS keeps one of the two; `was-unreadable`: the old one
    could not be read. Neither lists changes, for nobody knows them.
    """

    name: Annotated[str, Meta(description="The new name, or the old one of a document that was removed.")]
    pairing: PairingWord
    outcome: Outcome
    old: Side | None = None
    new: Side | None = None
    notes: Annotated[
        tuple[str, ...], Meta(description="For people: a verdict or kind that changed, or why nothing is compared.")
    ] = ()
    changes: tuple[RequirementChange, ...] = ()
    resettled: Annotated[
        tuple[str, ...], Meta(description="Requirements with the status they had, now settled by other words.")
    ] = ()
    findings: tuple[FindingChange, ...] = ()


class Renamed(_Part, frozen=True, kw_only=True):
    """A document that has another name and the same bytes."""

    old: str
    new: str


class Totals(_Part, frozen=True, kw_only=True):
    """Counts over all documents."""

    unchanged: Annotated[int, Meta(description="Documents with the same name and bytes; they were not examined.")] = 0
    compared: int = 0
    unreadable: int = 0
    lost: int = 0
    became_legacy: int = 0
    adapted: int = 0
    gained: int = 0
    new_findings: int = 0
    gone_findings: int = 0


class Diff(_Part, frozen=True, kw_only=True):
    """A whole comparison: the documents that changed, sorted by name."""

    schema_: Literal["policylint-diff/1"] = msgspec.field(name="schema", default=SCHEMA_ID)
    tool: ToolInfo
    as_of: Annotated[str, Meta(description="The date (ISO) against which stale dates of both versions are judged.")]
    old: Annotated[str, Meta(description="What was compared: a file, a folder or a revision.")]
    new: str
    totals: Totals
    documents: tuple[DocumentDiff, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    @classmethod
    def from_json(cls, data: bytes | str) -> Diff:
        """Read a diff back. Raises `msgspec.ValidationError` or `msgspec.DecodeError` where it is none."""
        return msgspec.json.decode(data, type=cls)

    def to_json(self) -> str:
        """Fields in the order of the model, two spaces of indentation, a line end at the end."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode("utf-8") + "\n"
