"""A decision as the store keeps it, and as the rest of policylint has it."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from typing import Final, cast

from policylint.decisions import DecisionEntry
from policylint.model.report import DecisionKind, Elsewhere, StatusWord
from policylint.web.store.model import StoredDecision

PLACE: Final = "web page"
"""Where a decision that was made in the page is written, as reports show it."""
_ROOT: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/+|[A-Za-z]:|/)+")
"""How an address or a path from the root of a disk begins, which a decisions file does not have."""


def entry_of(decision: StoredDecision, document: str) -> DecisionEntry:
    """A decision as the rest of policylint has it."""
    settled_by = relative(decision.settled_by)
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


def relative(path: str) -> str:
    """What a person calls a document, as a decisions file can name it: no address, no root, slashes."""
    slashed = path.replace("\\", "/")
    start = _ROOT.match(slashed)
    bare = slashed[start.end() :] if start else slashed
    return posixpath.normpath(bare) if bare.strip() else ""
