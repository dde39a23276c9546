"""Bringing a database to the tables of this version of policylint, when a store opens."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, exc, func, select

from policylint import __version__
from policylint.errors import UserMistake
from policylint.web.store.database import Database, reason_in, sqlite_engine

MIGRATIONS: Final = Path(__file__).with_name("migrations")

_ADVISORY_LOCK: Final = 0x706F6C6963796C  # "policyl": the number under which servers of ours wait for one another
_MISTAKES: Final = ("SQLITE_NOTADB", "SQLITE_CORRUPT", "42501", "3F000")
"""No database, a damaged one; no right to make tables, no schema to make them in."""

_one_at_a_time: Final = threading.Lock()
"""Alembic keeps what it is doing in a module."""


def upgrade(database: Database) -> None:
    """Apply the revisions that a database lacks, all or none, while no other server does.

    Raises:
        UserMistake: M521 where the database cannot be reached, is none or may not be changed; M523 where a newer
            policylint has changed it.
    """
    try:
        if database.path is None:
            with database.writer.begin() as connection:
                # Held until the transaction ends: a second server waits here, and then finds nothing to do.
                connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
                _apply(connection, database.shown)
            return
        own = Database(sqlite_engine(database.path, foreign_keys=False), database.shown, database.path)
        try:
            with own.writer.begin() as connection:
                _apply(connection, database.shown)
        finally:
            own.close()
    except exc.DBAPIError as error:
        if not _is_mistake(error):
            raise
        raise UserMistake("M521", database=database.shown, reason=reason_in(error)) from None


def configuration(connection: Connection) -> Config:
    """How Alembic is told of our revisions and of a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _is_mistake(error: exc.DBAPIError) -> bool:
    """Whether the administrator can put it right. All else is wrong in a revision, which is a bug."""
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return isinstance(error, exc.OperationalError) or state in _MISTAKES


def _apply(connection: Connection, shown: str) -> None:
    with _one_at_a_time:
        config = configuration(connection)
        scripts = ScriptDirectory.from_config(config)
        known = {script.revision for script in scripts.walk_revisions()}
        found = set(MigrationContext.configure(connection).get_current_heads())
        if found - known:
            raise UserMistake(
                "M523", database=shown, revision=max(found - known), version=__version__, known=max(known)
            )
        if found != set(scripts.get_heads()):
            command.upgrade(config, "head")
