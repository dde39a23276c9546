from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.evaluation.labels import FindingLabel, LabelledDocument, StatusLabel
from policylint.evaluation.scores import Decision, Scores, overlaps, score_findings, status_figures
from policylint.evaluation.statistics import Share, bootstrap, macro_f1


def decision(label: str, verdict: str, also: str | None = None) -> Decision:
    return Decision("d", "g", "use.tea", StatusLabel(label, also), verdict)


def test_either_of_two_readers_counts_as_right() -> None:
    assert decision("missing", "covered", "covered").right
    assert not decision("missing", "covered").right


def test_figures_by_hand() -> None:
    figures = status_figures(
        [
            decision("covered", "covered"),
            decision("legacy", "missing"),
            decision("missing", "missing"),
            decision("missing", "covered"),
        ]
    )
    assert figures["accuracy"]["value"] == 0.5
    assert figures["gap"]["precision"]["value"] == 1.0
    assert figures["gap"]["recall"]["value"] == pytest.approx(2 / 3)
    assert figures["covered"]["precision"]["value"] == 0.5
    assert figures["addressed"]["recall"]["value"] == 0.5


def test_macro_f1_by_hand() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b")]
    assert macro_f1(pairs, ("a", "b")) == pytest.approx(2 / 3)


def test_wilson_by_hand() -> None:
    interval = Share(9, 10).interval
    assert interval is not None
    assert interval[0] == pytest.approx(0.5958, abs=1e-3)
    assert interval[1] == pytest.approx(0.9821, abs=1e-3)


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_interval_holds_the_share(right: int, more: int) -> None:
    share = Share(right, right + more)
    assert share.interval is not None
    assert share.value is not None
    assert share.interval[0] <= share.value <= share.interval[1]


def test_the_bootstrap_is_the_same_every_time() -> None:
    groups = [[1.0], [2.0], [3.0]]
    assert bootstrap(groups, lambda items: sum(items) / len(items)) == bootstrap(
        groups, lambda items: sum(items) / len(items)
    )


def test_overlap_asks_for_sixty_percent_of_the_quote() -> None:
    assert overlaps("one two three and more", "one two three four five")
    assert not overlaps("one two and more", "one two three four five")


def test_targets_of_links_are_no_words_of_a_quote() -> None:
    assert overlaps("see the style guide", "see the [style guide](https://example.org/a/very/long/address/indeed)")


def test_findings_of_one_reader_count_neither_way() -> None:
    document = LabelledDocument(
        "d",
        Path("d"),
        "labelled",
        "g",
        findings=(FindingLabel("legacy.x", "alpha beta", True), FindingLabel("legacy.x", "gamma delta", False)),
    )
    scores = Scores()
    score_findings(scores, document, [("legacy.x", "alpha beta"), ("legacy.x", "gamma delta"), ("legacy.x", "zeta")])
    count = scores.findings["legacy.x"]
    assert (count.right, count.single, count.false, count.found, count.labelled) == (1, 1, 1, 1, 1)
