"""The database: SQLite in a file, or PostgreSQL by its address. What differs between them is settled here."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url

from policylint.errors import UserMistake, reason_of
from policylint.web.store.trouble import StoreTrouble

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 10000",  # first: the others may have to wait for another connection themselves
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)
_WRITES: Final = "policylint_writes"
_POSTGRESQL: Final = {"application_name": "policylint", "connect_timeout": 10}
"""What is said to PostgreSQL, unless the address says otherwise; the time is in seconds."""

_SQLITE_FULL: Final = 13
_POSTGRESQL_FULL: Final = "53100"


class Database:
    """Connections to one database, for any number of threads.

    `shown` names it for people, without a password. `path` is the file of SQLite, and None for PostgreSQL. `writer` is
    the engine with transactions in which something may be written.
    """

    def __init__(self, engine: Engine, shown: str, path: Path | None) -> None:
        self.engine = engine
        self.shown = shown
        self.path = path
        self.writer = engine.execution_options(**{_WRITES: True})

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in a transaction in which nothing is written. Raises `StoreTrouble`."""
        with _told(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction that is kept when the block ends, and undone if it raises.

        SQLite lets one write at a time; who comes later waits at the beginning, when nothing is read yet that could
        have changed meanwhile. Raises `StoreTrouble`.
        """
        with _told(), self.writer.begin() as connection:
            yield connection

    def forget_deleted(self) -> None:
        """See that what was deleted stands in no file any more. PostgreSQL does so in its own time."""
        if self.path is not None:
            # What cannot be done now, since somebody reads or the disk is full, is done the next time.
            with contextlib.suppress(sqlite3.Error, exc.SQLAlchemyError), self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection  # not in a transaction, which begins with a query
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def address_of(url: str) -> URL:
    """The address of a database, with the driver that policylint uses.

    Raises:
        UserMistake: M520 for what is no address, or that of a database that policylint does not know.
    """
    try:
        address = make_url(url)
    except (exc.ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise UserMistake("M520", problem="it cannot be read") from None  # it may hold a password, so it is not shown
    match address.get_backend_name():
        case "postgresql" | "postgres":  # some providers write the short name
            return address.set(drivername="postgresql+psycopg")
        case "sqlite":
            if address.database in (None, "", ":memory:") or address.query:
                raise UserMistake("M520", problem="of SQLite only a file can be named, as sqlite:///FILE")
            return address.set(drivername="sqlite+pysqlite")
        case other:
            raise UserMistake("M520", problem=f"'{other}' is no kind of database that policylint knows")


def connect(address: URL) -> Database:
    """The database at an address as of `address_of`; nothing is asked of it yet.

    Raises:
        UserMistake: M521 where the file of SQLite cannot be made; M522 without the driver of PostgreSQL.
    """
    if address.get_backend_name() == "sqlite":
        path = Path(address.database or "").absolute()
        make_private_file(path)
        return Database(sqlite_engine(path), str(path), path)
    shown = URL.create("postgresql", host=address.host, port=address.port, database=address.database)
    try:
        engine = create_engine(
            address,
            pool_pre_ping=True,  # a connection that the database server closed is replaced, unseen
            pool_recycle=1800,
            connect_args={key: value for key, value in _POSTGRESQL.items() if key not in address.query},
        )
    except ModuleNotFoundError:
        raise UserMistake("M522") from None
    return Database(engine, shown.render_as_string(), None)


def sqlite_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine for an SQLite file.

    Args:
        path: The file.
        foreign_keys: Whether a decision goes with its document. A revision that makes a table anew must not have that,
            for it removes the old one.
    """
    engine = create_engine(URL.create("sqlite+pysqlite", database=str(path)))
    pragmas = (*_PRAGMAS, f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transactions: it would not do so for a SELECT
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner reads, or take others' right to read it. What SQLite puts beside it has
    the same permissions.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        os.chmod(path, 0o600)
    except OSError as error:
        raise UserMistake("M521", database=path.as_posix(), reason=reason_of(error)) from None


def reason_in(error: exc.SQLAlchemyError) -> str:
    """What a database says is wrong, on one line, without the statement and its values."""
    told = str(error.orig if isinstance(error, exc.DBAPIError) else error).strip()
    return told.splitlines()[0].rstrip(".:") if told else type(error).__name__


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn a failure of the database into trouble of the store; a statement that is wrong stays a bug."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError) as error:
        original = getattr(error, "orig", None)
        full = (
            getattr(original, "sqlite_errorcode", None) == _SQLITE_FULL
            or getattr(original, "sqlstate", None) == _POSTGRESQL_FULL
        )
        raise StoreTrouble(f"the database cannot be used ({reason_in(error)})", full=full) from error
