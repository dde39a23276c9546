"""What the store takes and gives: documents, decisions about them, and sessions. Times are seconds since the epoch."""

from __future__ import annotations

from typing import Final, Literal, get_args

from msgspec import Struct

State = Literal["waiting", "working", "done", "failed"]
"""Where a document stands: uploaded, being examined, examined, or given up."""

STATES: Final[tuple[State, ...]] = get_args(State)


class NewDocument(Struct, frozen=True, kw_only=True):
    """An upload that is to be kept. `size` is in bytes, `lifetime` in seconds from now.

    `owner` is whoever may see it, as the access layer names them; `profile` is an id or empty.
    """

    owner: str
    name: str
    media_type: str
    size: int
    sha256: str
    profile: str
    any_kind: bool
    lifetime: float


class StoredDocument(Struct, frozen=True):
    """A document that is kept.

    `stage`, `done` and `of` tell how far the examination is; `problem` is a sentence for people where it failed. What
    stands from `verdict` to `open` is of the report, and empty or 0 until there is one.
    """

    id: str
    owner: str
    name: str
    media_type: str
    size: int
    sha256: str
    profile: str
    any_kind: bool
    state: State
    stage: str
    done: int
    of: int
    attempts: int
    problem: str
    verdict: str
    kind: str
    title: str
    covered: int
    legacy: int
    missing: int
    open: int
    created: float
    finished: float | None
    expires: float


class Finished(Struct, frozen=True, kw_only=True):
    """What lists of documents show of a report: verdict, kind and title, and how many requirements there are of each
    status; `open` counts what nobody has decided.
    """

    verdict: str
    kind: str
    title: str
    covered: int
    legacy: int
    missing: int
    open: int


class StoredDecision(Struct, frozen=True, kw_only=True):
    """A decision about a requirement or a finding, as `policylint.decisions` knows it.

    `id` is the database's, and 0 in one that is yet to be kept. `owner` is the name of who decided. Dates are ISO, and
    what does not apply is empty.
    """

    id: int = 0
    rule: str
    kind: str
    status: str
    reason: str
    owner: str
    date: str
    expires: str
    fingerprint: str
    clause: str
    settled_by: str
    section: str


class StoredSession(Struct, frozen=True):
    """A session: whose it is, the name that its decisions bear (empty until one is given), and when it ends."""

    owner: str
    reviewer: str
    expires: float
