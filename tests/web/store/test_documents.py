import errno
import io
import os
import stat
from pathlib import Path

import pytest

from policylint.web.store import Store, StoreTrouble
from tests.web.store.samples import DONE, PARTS, TEXT, add, decision, files_of, folders_of, new


def test_an_upload_is_kept_and_waits(store: Store) -> None:
    kept = store.add(new(name="Policy (final).md"), io.BytesIO(TEXT), 5)
    assert (kept.name, kept.state, kept.created, kept.expires) == ("Policy (final).md", "waiting", 5, 1005)
    assert store.document(kept.id, "ann", 5) == kept
    assert store.files.read(kept.id) == TEXT


def test_a_file_is_copied_and_stays_where_it_was(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sample.md"
    path.write_bytes(TEXT)
    kept = store.add(new(), path, 0)
    assert path.read_bytes() == TEXT == store.files.read(kept.id)


def test_an_id_cannot_be_guessed_from_another(store: Store) -> None:
    ids = {add(store).id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(id) == 32 for id in ids)


def test_a_document_of_another_owner_is_not_there(store: Store) -> None:
    kept = add(store, "ann")
    assert store.document(kept.id, "bob", 0) is None
    assert store.documents("bob", 0) == ()
    assert store.delete(kept.id, "bob") is False
    assert store.document(kept.id, "ann", 0) == kept


@pytest.mark.parametrize("id", ["", "no-such-document", "../../etc/passwd", "a\0b", "\ud800", "A" * 32])
def test_what_is_no_id_is_no_document(store: Store, id: str) -> None:
    assert store.document(id, "ann", 0) is None
    assert store.any_document(id, 0) is None
    assert store.delete(id, "ann") is False
    assert store.ahead_of(id, 0) == 0


def test_documents_are_listed_newest_first(store: Store) -> None:
    first, second = add(store, name="1.md"), add(store, name="2.md")
    add(store, "bob")
    assert store.documents("ann", 0) == (second, first)


def test_what_all_owners_have_is_counted_together(store: Store) -> None:
    add(store), add(store), add(store, "bob")
    assert store.kept_bytes() == 3 * len(TEXT)


def test_documents_are_counted_by_state(store: Store) -> None:
    add(store), add(store)
    store.claim("worker", 60, 0)
    assert store.counts(0) == {"waiting": 1, "working": 1, "done": 0, "failed": 0}


@pytest.mark.parametrize("name", ["nul\0.md", "half \ud83d.md", "Política — año 2024.md", "'; DROP TABLE document; --"])
def test_any_name_can_be_kept(store: Store, name: str) -> None:
    kept = add(store, name=name)
    assert kept.name == name.replace("\0", "\ufffd").replace("\ud83d", "?")


def test_deleting_takes_row_decisions_and_files(store: Store) -> None:
    kept, other = add(store), add(store)
    store.add_decision(kept.id, "ann", decision(), 0)
    store.files.write(kept.id, "pages/1.webp", b"picture")
    assert store.delete(kept.id, "ann") is True
    assert store.document(kept.id, "ann", 0) is None
    assert store.decisions(kept.id) == ()
    assert folders_of(store) == [other.id]


def test_an_expired_document_is_not_there_even_before_it_is_deleted(store: Store) -> None:
    kept = add(store, lifetime=10)
    assert store.document(kept.id, "ann", 9.9) is not None
    assert store.document(kept.id, "ann", 10) is None
    assert store.any_document(kept.id, 10) is None
    assert store.documents("ann", 10) == ()
    assert store.claim("worker", 60, 10) is None
    assert store.add_decision(kept.id, "ann", decision(), 10) is None


def test_expired_documents_vanish_with_their_files(store: Store) -> None:
    short, long = add(store, lifetime=10), add(store, lifetime=20)
    assert store.expire(15) == 1
    assert folders_of(store) == [long.id]
    assert store.document(short.id, "ann", 0) is None
    assert store.expire(15) == 0


def test_a_full_disk_leaves_no_row_and_no_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreTrouble, match="no space left on device") as trouble:
        add(store)
    assert trouble.value.full
    assert str(store.files.folder) not in str(trouble.value)
    assert folders_of(store) == []
    assert store.documents("ann", 0) == ()


def test_a_row_that_cannot_be_written_leaves_no_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise StoreTrouble("the database cannot be used")

    monkeypatch.setattr(store._database, "write", gone)
    with pytest.raises(StoreTrouble):
        add(store)
    assert folders_of(store) == []


def test_bytes_that_are_not_those_promised_are_not_kept(store: Store) -> None:
    with pytest.raises(ValueError, match="0 bytes were given where 48 were promised"):
        store.add(new(), io.BytesIO(b""), 0)
    assert folders_of(store) == []
    assert store.documents("ann", 0) == ()


def test_a_sweep_removes_what_no_row_knows_of_once_it_is_old(store: Store) -> None:
    kept = add(store)
    store.files.adopt("o" * 32, io.BytesIO(b"an orphan"))
    written = os.stat(store.files.path("o" * 32).parent).st_mtime
    assert store.sweep(written + 3000) == 0
    assert store.sweep(written + 4000) == 1
    assert folders_of(store) == [kept.id]


def test_only_the_owner_of_the_process_reads_what_is_kept(store: Store) -> None:
    kept = add(store)
    store.files.write(kept.id, "pages/1.webp", b"picture")
    store.claim("worker", 60, 0)
    store.finish(kept.id, "worker", DONE, PARTS, 0)
    for path in (store.files.folder, *store.files.folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert files_of(store) == ["pages/1.webp", "report.json", "upload"]
