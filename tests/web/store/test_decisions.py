import threading

import msgspec
import pytest
from sqlalchemy import event

from policylint.web.store import Store
from policylint.web.store.decisions import DecisionsChanged
from tests.web.store.samples import add, decision


def test_a_decision_is_kept_under_an_id(store: Store) -> None:
    kept = add(store)
    added = store.add_decision(kept.id, "ann", decision(), 0)
    assert added is not None and added.id > 0
    assert store.decisions(kept.id) == (added,)
    assert msgspec.structs.replace(added, id=0) == decision()


def test_only_the_owner_of_the_document_decides(store: Store) -> None:
    kept = add(store, "ann")
    added = store.add_decision(kept.id, "ann", decision(), 0)
    assert added is not None
    assert store.add_decision(kept.id, "bob", decision(), 0) is None
    assert not store.remove_decision(kept.id, added.id, "bob", 0)
    assert not store.replace_decisions(kept.id, "bob", [], 0)
    assert store.decisions(kept.id) == (added,)


def test_a_decision_is_taken_back_once(store: Store) -> None:
    kept = add(store)
    added = store.add_decision(kept.id, "ann", decision(), 0)
    assert added is not None
    assert store.remove_decision(kept.id, added.id, "ann", 0)
    assert not store.remove_decision(kept.id, added.id, "ann", 0)


def test_a_decision_is_not_taken_back_by_way_of_another_document(store: Store) -> None:
    one, other = add(store), add(store)
    added = store.add_decision(one.id, "ann", decision(), 0)
    assert added is not None
    assert not store.remove_decision(other.id, added.id, "ann", 0)


def test_an_id_is_never_given_twice(store: Store) -> None:
    kept = add(store)
    first = store.add_decision(kept.id, "ann", decision(), 0)
    assert first is not None
    store.remove_decision(kept.id, first.id, "ann", 0)
    second = store.add_decision(kept.id, "ann", decision(), 0)
    assert second is not None and second.id != first.id


def test_all_decisions_are_replaced_in_the_order_given(store: Store) -> None:
    kept = add(store)
    store.add_decision(kept.id, "ann", decision("SM-9"), 0)
    assert store.replace_decisions(kept.id, "ann", [decision("SM-2", id=77), decision("SM-1")], 0)
    assert [found.rule for found in store.decisions(kept.id)] == ["SM-2", "SM-1"]


def test_a_number_that_no_database_holds_is_no_decision(store: Store) -> None:
    kept = add(store)
    assert not store.remove_decision(kept.id, 10**30, "ann", 0)


def test_one_decision_takes_the_place_of_another(store: Store) -> None:
    kept = add(store)
    old, other = (store.add_decision(kept.id, "ann", decision(rule), 0) for rule in ("SM-1", "SM-2"))
    assert old is not None and other is not None
    given = [old.id, other.id]
    assert store.change_decisions(kept.id, "ann", given=given, remove=[old.id], add=[decision("SM-3")], now=0)
    assert [found.rule for found in store.decisions(kept.id)] == ["SM-2", "SM-3"]


def test_only_the_owner_changes_decisions(store: Store) -> None:
    kept = add(store, "ann")
    assert not store.change_decisions(kept.id, "bob", given=[], remove=[], add=[decision()], now=0)
    assert store.decisions(kept.id) == ()


def test_a_change_made_for_other_decisions_is_refused_whole(store: Store) -> None:
    kept = add(store)
    old = store.add_decision(kept.id, "ann", decision("SM-1"), 0)
    assert old is not None
    store.add_decision(kept.id, "ann", decision("SM-2"), 0)  # by another server
    with pytest.raises(DecisionsChanged):
        store.change_decisions(kept.id, "ann", given=[old.id], remove=[old.id], add=[decision("SM-3")], now=0)
    assert [found.rule for found in store.decisions(kept.id)] == ["SM-1", "SM-2"]


def test_what_cannot_be_kept_takes_nothing_away(store: Store) -> None:
    kept = add(store)
    old = store.add_decision(kept.id, "ann", decision("SM-1"), 0)
    assert old is not None

    def fail(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT"):
            raise OSError("the disk is full")

    event.listen(store._database.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match="disk is full"):
            store.change_decisions(kept.id, "ann", given=[old.id], remove=[old.id], add=[decision("SM-2")], now=0)
    finally:
        event.remove(store._database.engine, "before_cursor_execute", fail)
    assert store.decisions(kept.id) == (old,)


def test_of_changes_at_the_same_time_one_is_kept(store: Store) -> None:
    kept = add(store)
    refused: list[DecisionsChanged] = []

    def change(rule: str) -> None:
        try:
            store.change_decisions(kept.id, "ann", given=[], remove=[], add=[decision(rule)], now=0)
        except DecisionsChanged as changed:
            refused.append(changed)

    threads = [threading.Thread(target=change, args=(f"SM-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(store.decisions(kept.id)), len(refused)) == (1, 3)
