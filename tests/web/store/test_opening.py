import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from policylint.errors import UserMistake
from policylint.web.store import Store, StoreTrouble
from policylint.web.store import upgrade as upgrade_module
from policylint.web.store.tables import Table
from tests.web.store.samples import add, decision

OPEN = """
import sys
from pathlib import Path
from policylint.web.store import Store

Store.open(sys.argv[1], Path(sys.argv[2]))
"""

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0001"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("document", recreate="always" if sqlite else "never") as document:
        document.add_column(sa.Column("note", sa.Text(), nullable=False, server_default="none"))
"""


def test_what_is_kept_is_there_after_the_store_was_closed(url: str | None, tmp_path: Path) -> None:
    with Store.open(url, tmp_path) as store:
        kept = add(store)
    with Store.open(url, tmp_path) as store:
        assert store.document(kept.id, "ann", 0) == kept


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store._database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_later_revision_keeps_what_is_there(url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(url, tmp_path / "data") as store:
        kept = add(store)
        store.add_decision(kept.id, "ann", decision(), 0)
    _add_revision(tmp_path, monkeypatch)
    with Store.open(url, tmp_path / "data") as store:
        assert store.document(kept.id, "ann", 0) == kept
        assert len(store.decisions(kept.id)) == 1
        with store._database.read() as connection:
            assert connection.execute(text("SELECT note FROM document")).scalar_one() == "none"
        assert store.delete(kept.id, "ann")
        assert store.decisions(kept.id) == ()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _add_revision(tmp_path, patched)
        Store.open(url, tmp_path / "data").close()
    for _ in range(2):  # the refusal lets go of the folder
        with pytest.raises(UserMistake, match="a newer policylint has worked with this database") as mistake:
            Store.open(url, tmp_path / "data")
        assert mistake.value.code == "M523"
        assert mistake.value.details["revision"] == "9999"


def test_servers_that_start_together_upgrade_once(postgres_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, postgres_url, str(tmp_path)]
    with ThreadPoolExecutor(3) as threads:
        ended = list(threads.map(lambda _: subprocess.run(command, capture_output=True, text=True), range(3)))
    assert [(run.returncode, run.stderr) for run in ended] == [(0, "")] * 3


def test_a_folder_has_one_server_at_a_time(tmp_path: Path) -> None:
    with Store.open(None, tmp_path):
        for url in (None, f"sqlite:///{tmp_path}/other.db"):
            with pytest.raises(UserMistake) as mistake:
                Store.open(url, tmp_path)
            assert mistake.value.code == "M524"
    Store.open(None, tmp_path).close()


def test_so_has_a_database_that_lies_elsewhere(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/shared.db", tmp_path / "one"):
        with pytest.raises(UserMistake) as mistake:
            Store.open(f"sqlite:///{tmp_path}/shared.db", tmp_path / "other")
        assert mistake.value.code == "M524"


def test_servers_share_a_folder_with_postgresql(postgres_url: str, tmp_path: Path) -> None:
    with Store.open(postgres_url, tmp_path) as one, Store.open(postgres_url, tmp_path) as other:
        kept = add(one)
        assert other.document(kept.id, "ann", 0) == kept
        assert one.is_shared


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense secret",
        "mysql://user:secret@host/name",
        "postgresql://user:secret@host:port/name",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:secret?mode=memory&uri=true",
    ],
)
def test_an_address_that_is_none_is_told_without_showing_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as mistake:
        Store.open(url, tmp_path)
    assert mistake.value.code == "M520"
    assert "secret" not in str(mistake.value)


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match=r"postgresql://127\.0\.0\.1:1/name: .*refused") as mistake:
        Store.open("postgresql://user:secret@127.0.0.1:1/name?connect_timeout=3", tmp_path)
    assert mistake.value.code == "M521"
    assert "secret" not in str(mistake.value)


def test_a_database_that_does_not_exist_is_told(postgres_server: str, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match='database "no_such_name" does not exist'):
        Store.open(f"postgresql://policylint@/no_such_name?host={postgres_server}", tmp_path)


def test_a_user_who_may_make_no_tables_is_told(postgres_url: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
    try:
        with pytest.raises(UserMistake, match="permission denied for schema public") as mistake:
            Store.open(postgres_url.replace("policylint@", "reader@"), tmp_path)
        assert mistake.value.code == "M521"
    finally:
        with psycopg.connect(postgres_url) as connection:
            connection.execute("DROP ROLE reader")


def test_the_short_name_of_postgresql_is_understood(postgres_url: str, tmp_path: Path) -> None:
    Store.open(postgres_url.replace("postgresql:", "postgres:"), tmp_path).close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "policylint.db").write_bytes(b"this is a text of mine\n" * 100)
    with pytest.raises(UserMistake, match="file is not a database") as mistake:
        Store.open(None, tmp_path)
    assert mistake.value.code == "M521"


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(UserMistake) as mistake:
        Store.open(None, tmp_path / "data")
    assert mistake.value.code == "M525"


def test_sqlite_is_set_up_for_safety(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as store, store._database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 10000,
    }  # fmt: skip


def test_what_was_deleted_is_in_no_file_of_sqlite(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as store:
        kept = add(store, name="the-secret-name.md")
        store.delete(kept.id, "ann")
        kept_bytes = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"the-secret-name" not in kept_bytes


def test_a_store_that_can_be_used_says_nothing(store: Store) -> None:
    store.ping()


def test_a_database_that_went_away_is_trouble(postgres_url: str, tmp_path: Path) -> None:
    with Store.open(postgres_url, tmp_path) as store:
        _drop(postgres_url)
        with pytest.raises(StoreTrouble, match="the database cannot be used"):
            store.ping()
        with pytest.raises(StoreTrouble):
            add(store)
        assert list((tmp_path / "documents").iterdir()) == []


def test_a_connection_that_was_cut_is_replaced_unseen(postgres_url: str, tmp_path: Path) -> None:
    with Store.open(postgres_url, tmp_path) as store:
        store.ping()
        _cut(postgres_url)
        store.ping()


def test_sqlite_that_is_written_by_another_is_waited_for(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as store, ThreadPoolExecutor(1) as threads:
        other = sqlite3.connect(tmp_path / "policylint.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        adding = threads.submit(add, store)
        with pytest.raises(TimeoutError):
            adding.result(0.2)
        other.execute("ROLLBACK")
        other.close()
        assert adding.result(5).state == "waiting"


def _add_revision(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the program know a revision more, as the next version would."""
    (folder / "later").mkdir(exist_ok=True)
    (folder / "later" / "r9999.py").write_text(LATER)
    configuration = upgrade_module.configuration

    def extended(connection):  # type: ignore[no-untyped-def]
        config = configuration(connection)
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", f"{upgrade_module.MIGRATIONS / 'versions'}:{folder / 'later'}")
        return config

    patch.setattr(upgrade_module, "configuration", extended)


def _drop(url: str) -> None:
    import psycopg

    name = url.split("/")[3].split("?")[0]
    with psycopg.connect(url.replace(name, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())


def _cut(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
