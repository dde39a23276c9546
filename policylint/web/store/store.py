"""The store: everything that the server keeps, behind one class."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final, Self

from sqlalchemy import select
from sqlalchemy.engine import URL

from policylint.errors import UserMistake, reason_of
from policylint.web.store.database import Database, address_of, connect
from policylint.web.store.decisions import Decisions
from policylint.web.store.documents import Documents
from policylint.web.store.files import Files
from policylint.web.store.lock import Lock
from policylint.web.store.queue import Queue
from policylint.web.store.sessions import Sessions
from policylint.web.store.trouble import StoreTrouble
from policylint.web.store.upgrade import upgrade

DATABASE_FILE: Final = "policylint.db"


class Store(Documents, Queue, Decisions, Sessions):
    """Documents with their files and decisions, the queue of those to examine, and sessions.

    Every method may be called from any thread, and raises `StoreTrouble` where database or disk fail. Moments are
    seconds since the epoch, and this one where none is given. With PostgreSQL, servers may share database and folder;
    their clocks must agree to within the time of a lease.
    """

    def __init__(self, database: Database, files: Files, resources: contextlib.ExitStack) -> None:
        super().__init__(database, files)
        self._resources = resources

    @classmethod
    def open(cls, url: str | None, folder: Path) -> Self:
        """The store in a data folder, which is made if it is not there, with the tables of this version.

        Args:
            url: The address of a database, `postgresql://...` or `sqlite:///...`; None for an SQLite file in the
                folder.
            folder: Where files are kept, of this database alone.

        Raises:
            UserMistake: M520 to M525: address, database or folder cannot be used, or another server has them.
        """
        address = (
            URL.create("sqlite+pysqlite", database=str(folder / DATABASE_FILE)) if url is None else address_of(url)
        )
        with contextlib.ExitStack() as resources:
            try:
                files = Files(folder)
            except OSError as error:
                raise UserMistake("M525", path=folder.as_posix(), reason=reason_of(error)) from None
            if address.get_backend_name() == "sqlite":
                for place in _locked_places(folder, Path(address.database or "")):
                    resources.callback(_lock(place).release)
            database = connect(address)
            resources.callback(database.close)
            upgrade(database)
            return cls(database, files, resources.pop_all())

    def close(self) -> None:
        """Close connections and let another server have the folder. Nothing else works after this."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_shared(self) -> bool:
        """Whether other servers may work with the same database: then `reclaim_all` is not for this one to call."""
        return self._database.path is None

    def ping(self) -> None:
        """See that database and folder can be used. Raises `StoreTrouble` with what is wrong."""
        with self._database.read() as connection:
            connection.execute(select(1))
        if not self.files.writable():
            raise StoreTrouble("the data folder cannot be used")


def _locked_places(folder: Path, database: Path) -> tuple[Path, ...]:
    """Where a server marks what is its own: the folder, and a database that does not lie in it."""
    inside = database.absolute().parent == folder.absolute()
    return (folder / "server.lock",) if inside else (folder / "server.lock", Path(f"{database}.lock"))


def _lock(place: Path) -> Lock:
    try:
        return Lock(place)
    except BlockingIOError:
        raise UserMistake("M524", path=place.parent.as_posix()) from None
    except OSError as error:
        raise UserMistake("M525", path=place.parent.as_posix(), reason=reason_of(error)) from None
