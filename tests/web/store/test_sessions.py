import sqlite3
from pathlib import Path

import pytest

from policylint.web.store import Store, StoredSession

DAY = 24 * 3600.0


def test_a_session_is_found_by_its_secret(store: Store) -> None:
    secret = store.open_session("ann", DAY, 0)
    assert store.session(secret, 1) == StoredSession("ann", "", DAY)
    assert store.session("another", 1) is None


def test_a_session_ends(store: Store) -> None:
    secret = store.open_session("ann", DAY, 0)
    assert store.session(secret, DAY) is None


def test_the_end_of_a_session_moves_with_its_use(store: Store) -> None:
    secret = store.open_session("ann", DAY, 0)
    store.session(secret, DAY - 1)
    found = store.session(secret, 2 * DAY - 2)
    assert found is not None and found.expires == 2 * DAY - 1 + DAY - 1


def test_it_is_written_once_an_hour_at_most(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = store.open_session("ann", DAY, 0)
    with monkeypatch.context() as patched:
        patched.delattr(type(store._database), "write")
        assert store.session(secret, 3599) == StoredSession("ann", "", DAY)
    assert store.session(secret, 3600) == StoredSession("ann", "", DAY + 3600)


def test_a_session_that_was_closed_is_gone(store: Store) -> None:
    secret = store.open_session("ann", DAY, 0)
    store.close_session(secret)
    store.close_session(secret)
    assert store.session(secret, 1) is None


def test_a_session_remembers_the_name_of_the_reviewer(store: Store) -> None:
    secret = store.open_session("ann", DAY, 0)
    assert store.set_reviewer(secret, "Ann Clerk")
    found = store.session(secret, 1)
    assert found is not None and found.reviewer == "Ann Clerk"
    assert not store.set_reviewer("another", "Ann Clerk")


def test_expired_sessions_are_deleted(store: Store) -> None:
    over, other = store.open_session("ann", 10, 0), store.open_session("ann", DAY, 0)
    store.expire(10)
    assert store.session(over, 0) is None
    assert store.session(other, 0) is not None


def test_the_secret_is_in_no_file(tmp_path: Path) -> None:
    with Store.open(None, tmp_path) as store:
        secret = store.open_session("ann", DAY, 0)
        sqlite3.connect(tmp_path / "policylint.db").execute("PRAGMA wal_checkpoint").close()
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("policylint.db*"))
    assert secret.encode() not in kept
    assert b"ann" in kept
