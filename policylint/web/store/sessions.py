"""Sessions: who somebody is, under a secret that only their browser has."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sqlalchemy import delete, insert, select, update

from policylint.web.store.base import Kept, or_now
from policylint.web.store.model import StoredSession
from policylint.web.store.tables import SessionTable

_WRITTEN_SECONDS: Final = 3600
"""A session that is in use gets a new end at most this often."""


class Sessions(Kept):
    """The sessions of the store. A secret is never stored; its SHA-256 is, which is of no use to whoever reads it."""

    def open_session(self, owner: str, seconds: float, now: float | None = None) -> str:
        """Begin a session that ends when it was not used for so long.

        Returns:
            The secret, 256 random bits in URL-safe letters.
        """
        secret = secrets.token_urlsafe(32)
        values = {
            "id": _key(secret),
            "owner": owner,
            "reviewer": "",
            "lifetime": seconds,
            "expires": or_now(now) + seconds,
        }
        with self._database.write() as connection:
            connection.execute(insert(SessionTable).values(values))
        return secret

    def session(self, secret: str, now: float | None = None) -> StoredSession | None:
        """The session with this secret, whose end moves with its use; None where there is none, or it has ended."""
        moment = or_now(now)
        this = (SessionTable.id == _key(secret), SessionTable.expires > moment)
        query = select(SessionTable.owner, SessionTable.reviewer, SessionTable.expires, SessionTable.lifetime)
        with self._database.read() as connection:
            row = connection.execute(query.where(*this)).first()
        if row is None:
            return None
        expires = moment + row.lifetime
        # A short session is written more often: its end would not move at all else.
        if expires - row.expires < min(_WRITTEN_SECONDS, row.lifetime / 2):
            return StoredSession(row.owner, row.reviewer, row.expires)
        with self._database.write() as connection:
            connection.execute(update(SessionTable).where(*this).values(expires=expires))
        return StoredSession(row.owner, row.reviewer, expires)

    def close_session(self, secret: str) -> None:
        """End a session, if there is one."""
        with self._database.write() as connection:
            connection.execute(delete(SessionTable).where(SessionTable.id == _key(secret)))

    def set_reviewer(self, secret: str, name: str) -> bool:
        """Say under what name decisions are made in a session; False where there is none."""
        with self._database.write() as connection:
            change = update(SessionTable).where(SessionTable.id == _key(secret)).values(reviewer=name)
            return connection.execute(change).rowcount == 1


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
