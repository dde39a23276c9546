import errno
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policylint.web.store import Store, StoreTrouble
from policylint.web.store.queue import GIVEN_UP
from tests.web.store.samples import DONE, PARTS, TEXT, add, files_of, folders_of


def test_the_document_that_waited_longest_is_taken_first(store: Store) -> None:
    first, second = add(store), add(store)
    taken = store.claim("worker", 60, 7)
    assert taken is not None
    assert (taken.id, taken.state, taken.attempts) == (first.id, "working", 1)
    again = store.claim("worker", 60, 7)
    assert again is not None and again.id == second.id
    assert store.claim("worker", 60, 7) is None


def test_two_threads_take_each_document_once(store: Store) -> None:
    expected = {add(store).id for _ in range(30)}

    def take_all(holder: str) -> list[str]:
        taken = []
        while document := store.claim(holder, 60, 1):
            taken.append(document.id)
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [id for ids in threads.map(take_all, "abcd") for id in ids]
    assert Counter(taken) == Counter(expected)


def test_two_servers_take_each_document_once(postgres_url: str, tmp_path: Path) -> None:
    with Store.open(postgres_url, tmp_path) as one, Store.open(postgres_url, tmp_path) as other:
        expected = {add(one).id for _ in range(20)}

        def take_all(store: Store) -> list[str]:
            taken = []
            while document := store.claim(str(id(store)), 60, 1):
                taken.append(document.id)
            return taken

        with ThreadPoolExecutor(2) as threads:
            taken = [id for ids in threads.map(take_all, (one, other)) for id in ids]
    assert Counter(taken) == Counter(expected)


def test_progress_is_told_to_whoever_asks(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    assert store.report_progress(kept.id, "worker", "ocr", 3, 10)
    seen = store.document(kept.id, "ann", 0)
    assert seen is not None and (seen.stage, seen.done, seen.of) == ("ocr", 3, 10)


def test_who_does_not_hold_a_document_changes_nothing(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    before = store.document(kept.id, "ann", 0)
    assert not store.report_progress(kept.id, "other", "ocr", 3, 10)
    assert not store.fail(kept.id, "other", "No.")
    assert not store.give_back(kept.id, "other")
    assert not store.finish(kept.id, "other", DONE, PARTS)
    assert store.document(kept.id, "ann", 0) == before
    assert files_of(store) == ["upload"]


def test_a_result_is_kept_with_its_files(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    assert store.finish(kept.id, "worker", DONE, PARTS, 9)
    seen = store.document(kept.id, "ann", 9)
    assert seen is not None
    assert (seen.state, seen.verdict, seen.title, seen.legacy, seen.finished) == (
        "done", "checked", "Social Media", 2, 9,
    )  # fmt: skip
    assert store.files.read(kept.id, "pages/1.webp") == b"picture"
    assert store.files.read(kept.id) == TEXT


def test_a_result_for_a_document_that_was_deleted_leaves_nothing(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    store.delete(kept.id, "ann")
    assert not store.finish(kept.id, "worker", DONE, PARTS)
    assert not store.files.write(kept.id, "pages/1.webp", b"picture")
    assert folders_of(store) == []


def test_a_document_that_is_deleted_while_its_result_is_written_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    stage = store.files.stage

    def stage_then_delete(id: str, parts: dict[str, bytes]) -> object:
        staged = stage(id, parts)
        store.delete(kept.id, "ann")
        return staged

    monkeypatch.setattr(store.files, "stage", stage_then_delete)
    assert not store.finish(kept.id, "worker", DONE, PARTS)
    assert folders_of(store) == []


def test_a_full_disk_leaves_a_document_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    before = store.document(kept.id, "ann", 0)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreTrouble):
            store.finish(kept.id, "worker", DONE, PARTS)
    assert store.document(kept.id, "ann", 0) == before
    assert files_of(store) == ["upload"]
    assert store.finish(kept.id, "worker", DONE, PARTS)


def test_a_document_can_fail_with_a_sentence(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    assert store.fail(kept.id, "worker", "It took too long.", 9)
    seen = store.document(kept.id, "ann", 9)
    assert seen is not None and (seen.state, seen.problem, seen.finished) == ("failed", "It took too long.", 9)
    assert store.claim("worker", 60, 9) is None


def test_what_is_given_back_waits_at_its_old_place(store: Store) -> None:
    first, second = add(store), add(store)
    store.claim("worker", 60, 0)
    assert store.ahead_of(second.id, 0) == 0
    assert store.give_back(first.id, "worker", tried=False)
    assert (store.waiting_count(0), store.ahead_of(first.id, 0), store.ahead_of(second.id, 0)) == (2, 0, 1)
    taken = store.claim("worker", 60, 0)
    assert taken is not None and (taken.id, taken.attempts) == (first.id, 1)


def test_a_document_that_ends_its_worker_three_times_is_given_up(store: Store) -> None:
    kept = add(store)
    for _ in range(3):
        store.claim("worker", 60, 0)
        assert store.give_back(kept.id, "worker", now=5)
    seen = store.document(kept.id, "ann", 0)
    assert seen is not None and (seen.state, seen.problem, seen.finished) == ("failed", GIVEN_UP, 5)


def test_a_lease_that_ended_lets_another_take_over(store: Store) -> None:
    kept = add(store)
    store.claim("worker", 60, 0)
    assert store.reclaim(59) == 0
    assert store.reclaim(60) == 1
    taken = store.claim("other", 60, 61)
    assert taken is not None and (taken.id, taken.attempts) == (kept.id, 2)
    assert not store.finish(kept.id, "worker", DONE, PARTS)
    assert files_of(store) == ["upload"]
    assert store.finish(kept.id, "other", DONE, PARTS)


def test_the_third_lease_that_ends_is_the_last(store: Store) -> None:
    kept = add(store)
    for moment in (0, 100, 200):
        store.claim("worker", 60, moment)
        assert store.reclaim(moment + 60) == 1
    seen = store.document(kept.id, "ann", 0)
    assert seen is not None and (seen.state, seen.problem) == ("failed", GIVEN_UP)


def test_a_holder_prolongs_all_that_it_has(store: Store) -> None:
    add(store), add(store), add(store)
    store.claim("worker", 60, 0), store.claim("worker", 60, 0), store.claim("other", 60, 0)
    assert store.prolong("worker", 60, 50) == 2
    assert store.reclaim(100) == 1


def test_a_server_that_starts_alone_takes_everything_up_again(store: Store) -> None:
    add(store), add(store)
    store.claim("before", 1000, 0)
    assert store.reclaim_all(1) == 1
    assert store.waiting_count(1) == 2
