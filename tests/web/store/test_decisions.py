import msgspec

from policylint.web.store import Store
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
