"""The texts of all mistakes, and the choices that several modules share."""

import re
from typing import get_args

import pytest

from policylint.choices import DECISION_KINDS, FAIL_LEVELS, STATUS_WORDS
from policylint.errors import MISTAKES, did_you_mean, nearest
from policylint.model.report import DecisionKind, StatusWord


def test_mistakes_stand_in_the_order_of_their_codes() -> None:
    assert list(MISTAKES) == sorted(MISTAKES)


@pytest.mark.parametrize("code", MISTAKES)
def test_the_text_of_a_mistake_ends_with_a_full_stop_or_with_what_is_said_at_the_place(code: str) -> None:
    assert re.search(r"(\.|\{(problem|hint|expected|places)\})$", MISTAKES[code])


def test_the_nearest_known_word_is_named_or_something_else_said() -> None:
    assert nearest("fail_on", ["fail-on", "baseline"]) == "fail-on"
    assert nearest("zebra", ["fail-on"]) == ""
    assert did_you_mean("fail_on", {"fail-on"}) == "; did you mean 'fail-on'?"
    assert did_you_mean("zebra", {"fail-on"}) == "."
    assert did_you_mean("zebra", (), otherwise="; look it up.") == "; look it up."


def test_the_nearest_does_not_depend_on_the_order_of_the_known() -> None:
    assert nearest("cat", ["cat1", "cat2"]) == nearest("cat", ["cat2", "cat1"])


def test_kinds_of_decision_and_fail_levels_are_those_of_the_types() -> None:
    assert get_args(DecisionKind) == DECISION_KINDS
    assert get_args(StatusWord) == STATUS_WORDS
    assert FAIL_LEVELS[0] == "never" and FAIL_LEVELS[-1] == "gap"
