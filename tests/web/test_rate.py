"""How often something may be done."""

from __future__ import annotations

from policylint.web.access.rate import Rate


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_no_more() -> None:
    rate = Rate(3, clock=Clock())
    assert [rate.take("one") for _ in range(4)] == [0, 0, 0, 20]


def test_it_may_be_done_again_after_the_seconds_that_were_said() -> None:
    clock = Clock()
    rate = Rate(3, clock=clock)
    assert rate.take("one", 3) == 0
    wait = rate.take("one", 2)
    clock.now += wait - 1
    assert rate.take("one", 2) == 1
    clock.now += 1
    assert rate.take("one", 2) == 0


def test_names_have_buckets_of_their_own() -> None:
    rate = Rate(1, clock=Clock())
    assert rate.take("one") == 0
    assert rate.take("other") == 0
    assert rate.take("one") > 0


def test_what_is_refused_takes_nothing() -> None:
    clock = Clock()
    rate = Rate(2, clock=clock)
    assert rate.take("one", 2) == 0
    for _ in range(10):
        assert rate.take("one") > 0
    clock.now += 30
    assert rate.take("one") == 0


def test_more_at_once_than_a_minute_allows_counts_as_a_full_minute() -> None:
    rate = Rate(2, clock=Clock())
    assert rate.take("one", 5) == 0
    assert rate.take("one") > 0


def test_zero_sets_no_bound() -> None:
    rate = Rate(0, clock=Clock())
    assert not any(rate.take("one", 1000) for _ in range(1000))
