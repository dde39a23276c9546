"""Documents: keeping, finding and deleting them."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import ColumnElement, delete, func, insert, select

from policylint.web.store.base import Kept, or_now
from policylint.web.store.files import is_id
from policylint.web.store.model import STATES, NewDocument, State, StoredDocument
from policylint.web.store.tables import DocumentTable, SessionTable

COLUMNS: Final = tuple(getattr(DocumentTable, name) for name in StoredDocument.__struct_fields__)
"""The columns of a `StoredDocument`, in its order."""

_IN_FLIGHT_SECONDS: Final = 3600
"""Files without a row that are younger than this may be on their way in, from this server or another."""

_EMPTY: Final[dict[str, Any]] = {
    "state": "waiting",
    "stage": "",
    "done": 0,
    "of": 0,
    "attempts": 0,
    "problem": "",
    "verdict": "",
    "kind": "",
    "title": "",
    "covered": 0,
    "legacy": 0,
    "missing": 0,
    "open": 0,
    "finished": None,
    "holder": "",
    "lease_until": None,
}


class Documents(Kept):
    """The documents of the store. To their owner, and to everybody else, an expired one is not there."""

    def add(self, new: NewDocument, file: Path | BinaryIO, now: float | None = None) -> StoredDocument:
        """Keep an upload; it waits to be examined.

        Args:
            new: What is known of it.
            file: Its bytes: a file, which is copied, or a stream from where it stands.
            now: When it came; this moment if not given.

        Raises:
            StoreTrouble: It could not be kept; neither row nor file is left.
            ValueError: There are more or fewer bytes than `new.size`.
        """
        created = or_now(now)
        id = secrets.token_urlsafe(24)
        values = {
            **_EMPTY,
            "id": id,
            "owner": new.owner,
            "name": new.name,
            "media_type": new.media_type,
            "size": new.size,
            "sha256": new.sha256,
            "profile": new.profile,
            "any_kind": new.any_kind,
            "created": created,
            "expires": created + new.lifetime,
        }
        size = self.files.adopt(id, file)
        try:
            if size != new.size:
                raise ValueError(f"{size} bytes were given where {new.size} were promised")
            with self._database.write() as connection:
                row = connection.execute(insert(DocumentTable).values(values).returning(*COLUMNS)).one()
        except BaseException:
            self.files.remove(id)
            raise
        return StoredDocument(*row)

    def document(self, id: str, owner: str, now: float | None = None) -> StoredDocument | None:
        """A document of this owner; None where it is another's, expired, or there is none."""
        return self._document(DocumentTable.owner == owner, id=id, now=now)

    def any_document(self, id: str, now: float | None = None) -> StoredDocument | None:
        """A document, whosesoever: for what examines them, never for a request."""
        return self._document(id=id, now=now)

    def documents(self, owner: str, now: float | None = None) -> tuple[StoredDocument, ...]:
        """The documents of an owner, newest first."""
        query = select(*COLUMNS).where(*_of(owner, now)).order_by(DocumentTable.number.desc())
        with self._database.read() as connection:
            return tuple(StoredDocument(*row) for row in connection.execute(query))

    def kept_bytes(self) -> int:
        """How many bytes all uploads have together."""
        return self._number(select(func.coalesce(func.sum(DocumentTable.size), 0)))

    def counts(self, now: float | None = None) -> dict[State, int]:
        """How many documents there are in each state, over all owners."""
        query = (
            select(DocumentTable.state, func.count().label("documents"))
            .where(DocumentTable.expires > or_now(now))
            .group_by(DocumentTable.state)
        )
        with self._database.read() as connection:
            found = {row.state: row.documents for row in connection.execute(query)}
        return {state: found.get(state, 0) for state in STATES}

    def delete(self, id: str, owner: str) -> bool:
        """Delete a document of this owner with its decisions and files; False where there is none."""
        if not is_id(id):
            return False
        mine = (DocumentTable.id == id, DocumentTable.owner == owner)
        with self._database.write() as connection:
            found = connection.execute(delete(DocumentTable).where(*mine).returning(DocumentTable.id)).first()
        if found is None:
            return False
        self.files.remove(id)
        self._database.forget_deleted()
        return True

    def expire(self, now: float | None = None) -> int:
        """Delete the documents and sessions whose time is over.

        A row that somebody is changing just now is left for the next time.

        Returns:
            The number of documents.
        """
        moment = or_now(now)
        over = select(DocumentTable.number).where(DocumentTable.expires <= moment).with_for_update(skip_locked=True)
        with self._database.write() as connection:
            numbers = list(connection.scalars(over))
            gone = delete(DocumentTable).where(DocumentTable.number.in_(numbers)).returning(DocumentTable.id)
            ids = list(connection.scalars(gone)) if numbers else []
            connection.execute(delete(SessionTable).where(SessionTable.expires <= moment))
        for id in ids:
            self.files.remove(id)
        if ids:
            self._database.forget_deleted()
        return len(ids)

    def sweep(self, now: float | None = None) -> int:
        """Remove files that no document has, which only a process that was killed leaves. Returns how many there were.

        The data folder must be that of this database alone.
        """
        with self._database.read() as connection:
            known = set(connection.scalars(select(DocumentTable.id)))
        return self.files.sweep(known, or_now(now) - _IN_FLIGHT_SECONDS)

    def _document(self, *conditions: ColumnElement[bool], id: str, now: float | None) -> StoredDocument | None:
        if not is_id(id):
            return None
        query = select(*COLUMNS).where(DocumentTable.id == id, DocumentTable.expires > or_now(now), *conditions)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else StoredDocument(*row)

    def _number(self, query: Any) -> int:
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())


def _of(owner: str, now: float | None) -> tuple[ColumnElement[bool], ...]:
    return DocumentTable.owner == owner, DocumentTable.expires > or_now(now)
