"""What the fuzzers left: inputs that go far into the code, and those that once broke something."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from tests.fuzz.keeping import MOST_BYTES, MOST_FILES
from tests.fuzz.seeds import SEEDS, seeds_of
from tests.fuzz.targets import HERE, TARGETS, words_of

pytestmark = pytest.mark.slow

REGRESSIONS = sorted((HERE / "regressions").glob("*/*"))


def run(target: str, data: bytes) -> None:
    with suppress(*TARGETS[target].allowed):
        TARGETS[target].run(data)


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_kept_breaks_nothing(target: str) -> None:
    kept = sorted((HERE / "corpus" / target).glob("*"))
    assert kept, "an empty folder says nothing"
    for path in kept:
        try:
            run(target, path.read_bytes())
        except Exception as error:
            error.add_note(f"the input is {path}")
            raise


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_something_does_so_no_more(path: Path) -> None:
    run(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_gets_past_the_first_checks_with_a_seed_at_least(target: str) -> None:
    reached = 0
    for seed in seeds_of(target):
        with suppress(*TARGETS[target].allowed):
            TARGETS[target].run(seed)
            reached += 1
    assert reached or target == "frames"  # which ends with the end of its input


@pytest.mark.parametrize("target", TARGETS)
def test_the_kept_corpus_is_small(target: str) -> None:
    sizes = [path.stat().st_size for path in (HERE / "corpus" / target).glob("*")]
    assert len(sizes) <= MOST_FILES and sum(sizes) <= MOST_BYTES


def test_every_folder_is_that_of_a_target_and_every_dictionary_is_used() -> None:
    folders = {path.parent.name for path in REGRESSIONS} | {path.name for path in SEEDS.iterdir()}
    assert folders <= {*TARGETS}
    used = {target.dictionary for target in TARGETS.values()} - {""}
    assert {path.stem for path in (HERE / "dictionaries").iterdir()} == used
    assert all(words_of(dictionary) for dictionary in used)
