import os
import signal
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from policylint.language import parse
from policylint.language.parse import read_clauses, start_helper, stop_helper
from policylint.language.weights import model_version


def test_a_command_is_told_from_a_statement() -> None:
    command, statement = read_clauses(["Use good judgement in every reply.", "The town uses three accounts."])
    assert command.imperative
    assert not statement.imperative


def test_the_subject_is_who_acts() -> None:
    text = "The press officer approves every post."
    (reading,) = read_clauses([text])
    assert [text[start:end] for start, end in reading.subjects] == ["The press officer"]


def test_the_agent_of_a_passive_is_who_acts() -> None:
    text = "Comments are removed by the administrator."
    (reading,) = read_clauses([text])
    assert reading.passive
    assert "administrator" in text[reading.agents[0][0] : reading.agents[0][1]]


def test_reading_is_the_same_alone_and_in_company() -> None:
    texts = ["Be kind.", "Staff must ask the editor.", "Nobody may post."]
    assert list(read_clauses(texts)) == [reading for text in texts for reading in read_clauses([text])]


def test_a_clause_without_words_is_read_as_nothing() -> None:
    (reading,) = read_clauses(["---"])
    assert reading.subjects == ()


def test_the_weights_are_named_with_their_version() -> None:
    assert "3.8" in model_version()


@pytest.fixture
def helper(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # The helper imports the main program again; the test runner's own is not made for that.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    start_helper()
    yield
    stop_helper()


def test_the_helper_reads_what_this_process_reads(helper: None) -> None:
    texts = ["Be kind.", "Staff must ask the editor."]
    assert read_clauses(texts) == parse._parse(texts)


def test_a_helper_that_was_killed_is_done_without(helper: None) -> None:
    assert parse._helper is not None
    os.kill(parse._helper._process.pid or 0, signal.SIGKILL)
    parse._helper._process.join()
    assert read_clauses(["Be kind."])[0].imperative
    assert parse._helper is None
