"""Decisions about documents. Who owns the document may change them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from policylint.web.store.base import Kept, or_now
from policylint.web.store.model import StoredDecision
from policylint.web.store.tables import DecisionTable, DocumentTable

_FIELDS: Final = StoredDecision.__struct_fields__
_COLUMNS: Final = tuple(getattr(DecisionTable, name) for name in _FIELDS)

_LARGEST_ID: Final = 2**63 - 1
"""A larger number, which anybody can send, fits into neither database."""


class DecisionsChanged(Exception):
    """The decisions about a document are others than those that the change was made for; read them again."""


class Decisions(Kept):
    """The decisions of the store."""

    def decisions(self, id: str) -> tuple[StoredDecision, ...]:
        """The decisions about a document, oldest first. Whether it may be seen, `document` has told."""
        query = select(*_COLUMNS).where(DecisionTable.document == id).order_by(DecisionTable.id)
        with self._database.read() as connection:
            return tuple(StoredDecision(**row._mapping) for row in connection.execute(query))

    def add_decision(
        self, id: str, owner: str, decision: StoredDecision, now: float | None = None
    ) -> StoredDecision | None:
        """Keep a decision about a document of this owner.

        Returns:
            The decision with the id that it got; None where the owner has no such document.
        """
        with self._database.write() as connection:
            if not _owns(connection, id, owner, now):
                return None
            query = insert(DecisionTable).values(_values(id, decision)).returning(*_COLUMNS)
            return StoredDecision(**connection.execute(query).one()._mapping)

    def remove_decision(self, id: str, n: int, owner: str, now: float | None = None) -> bool:
        """Take back a decision (`n` is its id) about a document of this owner; False where there is none."""
        if not 0 < n <= _LARGEST_ID:
            return False
        this: tuple[ColumnElement[bool], ...] = (DecisionTable.document == id, DecisionTable.id == n)
        with self._database.write() as connection:
            return (
                _owns(connection, id, owner, now)
                and connection.execute(delete(DecisionTable).where(*this)).rowcount == 1
            )

    def change_decisions(
        self,
        id: str,
        owner: str,
        *,
        given: Collection[int],
        remove: Sequence[int],
        add: Iterable[StoredDecision],
        now: float | None = None,
    ) -> bool:
        """Take back decisions about a document of this owner and keep others in their place: all or nothing.

        Args:
            id: The document.
            owner: Whose it is.
            given: The ids of all decisions that there were when it was found out what to change.
            remove: The ids of those to take back.
            add: What to keep.
            now: The moment, in seconds since the epoch.

        Returns:
            False where the owner has no such document.

        Raises:
            DecisionsChanged: There are others now than those given; another server may have taken one.
        """
        rows = [_values(id, decision) for decision in add]
        with self._database.write() as connection:
            if not _owns(connection, id, owner, now):
                return False
            # The row of the document is locked: what is read now is what there is until the transaction ends.
            there = connection.execute(select(DecisionTable.id).where(DecisionTable.document == id)).scalars()
            if set(there) != set(given):
                raise DecisionsChanged
            if remove:
                gone = (DecisionTable.document == id, DecisionTable.id.in_(remove))
                connection.execute(delete(DecisionTable).where(*gone))
            for row in rows:
                connection.execute(insert(DecisionTable).values(row))
        return True

    def replace_decisions(
        self, id: str, owner: str, decisions: Iterable[StoredDecision], now: float | None = None
    ) -> bool:
        """Keep these decisions about a document of this owner, in this order, in place of all that there were.

        Returns:
            False where the owner has no such document.
        """
        rows = [_values(id, decision) for decision in decisions]
        with self._database.write() as connection:
            if not _owns(connection, id, owner, now):
                return False
            connection.execute(delete(DecisionTable).where(DecisionTable.document == id))
            for row in rows:  # one by one: the ids tell the order
                connection.execute(insert(DecisionTable).values(row))
        return True


def _owns(connection: Connection, id: str, owner: str, now: float | None) -> bool:
    """Whether an owner has this document; nobody deletes it until the transaction ends."""
    query = (
        select(DocumentTable.number)
        .where(DocumentTable.id == id, DocumentTable.owner == owner, DocumentTable.expires > or_now(now))
        .with_for_update(key_share=True)
    )
    return connection.execute(query).first() is not None


def _values(id: str, decision: StoredDecision) -> dict[str, Any]:
    values = msgspec.structs.asdict(decision)
    del values["id"]
    return {**values, "document": id}
