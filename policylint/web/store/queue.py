"""The queue: which document is examined next, by whom, and what came of it.

Whoever examines documents is a holder, and has each for a time, its lease. Nothing that a holder says of a document
counts once another has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, null, select, update

from policylint.web.store.base import Kept, or_now
from policylint.web.store.documents import COLUMNS
from policylint.web.store.model import Finished, StoredDocument
from policylint.web.store.tables import DocumentTable

ATTEMPTS: Final = 3
"""A document whose examination ended this often without a result is given up: it may be what ends the worker."""

GIVEN_UP: Final = (
    f"policylint began to examine this document {ATTEMPTS} times and never came to an end. "
    "Save it anew or as another format, and upload that; if it happens again, tell whoever runs this server."
)

_FREE: Final[dict[str, Any]] = {"holder": "", "lease_until": None, "stage": "", "done": 0, "of": 0}


class Queue(Kept):
    """The documents of the store as those see them who examine them."""

    def claim(self, holder: str, lease_seconds: float, now: float | None = None) -> StoredDocument | None:
        """Take the document that has waited longest; nobody else gets it until the lease ends. None if none waits."""
        moment = or_now(now)
        oldest = (
            select(DocumentTable.number)
            .where(DocumentTable.state == "waiting", DocumentTable.expires > moment)
            .order_by(DocumentTable.number)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite needs none: it has one writer at a time
        )
        take = (
            update(DocumentTable)
            .where(DocumentTable.number == oldest.scalar_subquery())
            .values(
                {
                    **_FREE,
                    "state": "working",
                    "holder": holder,
                    "lease_until": moment + lease_seconds,
                    "attempts": DocumentTable.attempts + 1,
                }
            )
            .returning(*COLUMNS)
        )
        with self._database.write() as connection:
            row = connection.execute(take).first()
        return None if row is None else StoredDocument(*row)

    def report_progress(self, id: str, holder: str, stage: str, done: int, of: int) -> bool:
        """Tell how far the examination is. False where the holder does not have the document any more, and can stop."""
        with self._database.write() as connection:
            return _change(connection, _held(id, holder), {"stage": stage, "done": done, "of": of}) == 1

    def prolong(self, holder: str, lease_seconds: float, now: float | None = None) -> int:
        """Begin anew the leases of all that a holder has. Returns how many documents these are."""
        held = (DocumentTable.state == "working", DocumentTable.holder == holder)
        with self._database.write() as connection:
            return _change(connection, held, {"lease_until": or_now(now) + lease_seconds})

    def finish(
        self, id: str, holder: str, finished: Finished, parts: Mapping[str, bytes], now: float | None = None
    ) -> bool:
        """Keep the result of an examination: its files, then what lists show of it.

        Args:
            id: The document.
            holder: Who examined it.
            finished: What lists show.
            parts: The files, by name of part.
            now: When it was finished; this moment if not given.

        Returns:
            False where the document was deleted or taken over meanwhile; then nothing of this is kept.

        Raises:
            StoreTrouble: It could not be kept; the document is still the holder's.
        """
        staged = self.files.stage(id, parts)
        if staged is None:
            return False
        values = {
            **msgspec.structs.asdict(finished),
            "state": "done",
            "stage": "",
            "holder": "",
            "lease_until": None,
            "problem": "",
            "finished": or_now(now),
        }
        try:
            with self._database.write() as connection:
                if _change(connection, _held(id, holder), values) != 1:
                    return False
                # The row is ours until the block ends: whoever deletes it deletes these files, too, and comes after.
                staged.put_in_place()
            return True
        finally:
            staged.discard()

    def fail(self, id: str, holder: str, problem: str, now: float | None = None) -> bool:
        """Give a document up; `problem` is a sentence for people. False where the holder does not have it any more."""
        values = {**_FREE, "state": "failed", "problem": problem, "finished": or_now(now)}
        with self._database.write() as connection:
            return _change(connection, _held(id, holder), values) == 1

    def give_back(self, id: str, holder: str, *, tried: bool = True, now: float | None = None) -> bool:
        """Let a document wait again, at its old place.

        Args:
            id: The document.
            holder: Who has it.
            tried: Whether this counts as an attempt: it does where the worker died, for the document may be the cause,
                and after three of them the document has failed. It does not where the server stops in good order.
            now: When; this moment if not given.

        Returns:
            False where the holder does not have it any more.
        """
        with self._database.write() as connection:
            if tried:
                return _put_back(connection, _held(id, holder), or_now(now)) == 1
            values = {**_FREE, "state": "waiting", "attempts": DocumentTable.attempts - 1}
            return _change(connection, _held(id, holder), values) == 1

    def reclaim(self, now: float | None = None) -> int:
        """Let wait again what is being examined by a holder whose lease has ended; the third time, give it up.

        Args:
            now: Leases that end by then have ended; this moment if not given.

        Returns:
            How many documents these were.
        """
        moment = or_now(now)
        ended = (DocumentTable.state == "working", DocumentTable.lease_until <= moment)
        # A row that is locked is being prolonged or finished this moment. To wait for it could end in a deadlock.
        query = select(DocumentTable.number).where(*ended)
        with self._database.write() as connection:
            numbers = list(connection.scalars(query.with_for_update(skip_locked=True)))
            return _put_back(connection, (DocumentTable.number.in_(numbers),), moment) if numbers else 0

    def reclaim_all(self, now: float | None = None) -> int:
        """Let wait again all that is being examined: for the start of a server that has the database to itself."""
        with self._database.write() as connection:
            return _put_back(connection, (DocumentTable.state == "working",), or_now(now))

    def waiting_count(self, now: float | None = None) -> int:
        """How many documents wait."""
        return self._count(DocumentTable.state == "waiting", DocumentTable.expires > or_now(now))

    def ahead_of(self, id: str, now: float | None = None) -> int:
        """How many documents wait that will be taken before this one; 0 where it does not wait itself."""
        itself = select(DocumentTable.number).where(DocumentTable.id == id, DocumentTable.state == "waiting")
        return self._count(
            DocumentTable.state == "waiting",
            DocumentTable.expires > or_now(now),
            DocumentTable.number < itself.scalar_subquery(),
        )

    def _count(self, *conditions: ColumnElement[bool]) -> int:
        with self._database.read() as connection:
            query = select(func.count()).select_from(DocumentTable).where(*conditions)
            return connection.execute(query).scalar_one()


def _held(id: str, holder: str) -> tuple[ColumnElement[bool], ...]:
    return DocumentTable.id == id, DocumentTable.state == "working", DocumentTable.holder == holder


def _put_back(connection: Connection, conditions: tuple[ColumnElement[bool], ...], now: float) -> int:
    """Let documents wait again, or give them up where that was tried often enough."""
    spent = DocumentTable.attempts >= ATTEMPTS
    return _change(
        connection,
        conditions,
        {
            **_FREE,
            "state": case((spent, "failed"), else_="waiting"),
            "problem": case((spent, GIVEN_UP), else_=""),
            "finished": case((spent, now), else_=null()),
        },
    )


def _change(connection: Connection, conditions: tuple[ColumnElement[bool], ...], values: dict[str, Any]) -> int:
    """Change rows. Returns how many there were."""
    return connection.execute(update(DocumentTable).where(*conditions).values(values)).rowcount
