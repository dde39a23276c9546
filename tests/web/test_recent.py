"""What is kept decoded, and for how long; and whom the mark of a newcomer's browser leads to."""

from __future__ import annotations

import itertools

from policylint.web.access.newcomers import Newcomers
from policylint.web.access.rate import Streams
from policylint.web.access.visitor import address_key
from policylint.web.recent import Recent


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_thing_is_kept_for_a_short_time() -> None:
    clock = Clock()
    recent: Recent[str] = Recent(clock=clock)
    recent.put("one", "report")
    clock.now = 119
    assert recent.get("one") == "report"
    clock.now = 121
    assert recent.get("one") is None


def test_what_was_deleted_is_not_put_back_by_whoever_read_it_before() -> None:
    clock = Clock()
    recent: Recent[str] = Recent(clock=clock)
    recent.put("one", "report")
    recent.forget("one")
    recent.put("one", "report")
    assert recent.get("one") is None
    clock.now = 121
    recent.tidy()
    recent.put("one", "report")
    assert recent.get("one") == "report"


def test_tidying_lets_go_of_what_has_had_its_time() -> None:
    clock = Clock()
    recent: Recent[str] = Recent(clock=clock)
    recent.put("one", "report")
    clock.now = 121
    recent.tidy()
    assert not recent._things and not recent._gone


def owners() -> Newcomers:
    return Newcomers(clock=Clock())


def test_a_mark_leads_to_one_owner_for_a_moment_and_then_to_another() -> None:
    clock, number = Clock(), itertools.count()
    newcomers = Newcomers(clock=clock)
    mark = newcomers.mark()
    assert newcomers.owner(mark, lambda: f"owner {next(number)}") == "owner 0"
    assert newcomers.owner(mark, lambda: f"owner {next(number)}") == "owner 0"
    clock.now = 61
    assert newcomers.owner(mark, lambda: f"owner {next(number)}") == "owner 1"


def test_a_mark_that_this_server_did_not_give_leads_to_nobody_known() -> None:
    newcomers, number = owners(), itertools.count()
    for mark in ("new.planted", "new.planted.0000", owners().mark(), "", "new."):
        first = newcomers.owner(mark, lambda: f"owner {next(number)}")
        assert newcomers.owner(mark, lambda: f"owner {next(number)}") != first


def test_a_mark_ends_with_the_session() -> None:
    newcomers, number = owners(), itertools.count()
    mark = newcomers.mark()
    first = newcomers.owner(mark, lambda: f"owner {next(number)}")
    newcomers.forget(first)
    assert newcomers.owner(mark, lambda: f"owner {next(number)}") != first


def test_so_many_streams_at_a_time() -> None:
    streams = Streams(2)
    streams.take("one")
    streams.take("one")
    assert not streams.has_room("one") and streams.has_room("other")
    streams.give_back("one")
    assert streams.has_room("one")


def test_addresses_of_one_customer_count_as_one() -> None:
    assert address_key("2001:db8:1:2::1") == address_key("2001:db8:1:2:ffff::9") != address_key("2001:db8:1:3::1")
    assert address_key("192.0.2.1") != address_key("192.0.2.2")
