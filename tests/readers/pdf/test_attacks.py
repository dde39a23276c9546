"""Hostile files end in the right verdict: no crash, no hang beyond the limit, no traceback; their text is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits

from .attacks import ATTACKS, TEXT, truncated

pytestmark = pytest.mark.slow

PATIENT = Limits(seconds=60, stream_bytes=32 << 20)
HASTY = Limits(seconds=3, stream_bytes=32 << 20)


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    """One child for all files: what one does to it must not harm the next."""
    with Door(PATIENT) as opened:
        yield opened


def outcome(door: Door, data: bytes) -> tuple[str, str]:
    """What becomes of a file, and the text where it is read."""
    try:
        document = door.open(data, name="policy.pdf")
    except UnreadableDocument as error:
        assert not getattr(error, "__notes__", []), error.__notes__
        return error.reason, ""
    assert document.repaired == any("has been repaired" in note for note in document.notes)
    return "repaired" if document.repaired else "read", " ".join(block.text for block in document.blocks)


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if not attack.slow])
def test_attack(door: Door, name: str) -> None:
    attack = ATTACKS[name]
    found, text = outcome(door, attack.make())
    assert found == attack.outcome
    assert bool(text) == (found in ("read", "repaired"))


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.slow])
def test_attack_that_takes_its_time(door: Door, name: str) -> None:
    attack = ATTACKS[name]
    if attack.outcome == "timeout":
        with Door(HASTY) as other:
            assert outcome(other, attack.make())[0] == attack.outcome
    else:
        assert outcome(door, attack.make())[0] == attack.outcome


@pytest.mark.parametrize(
    "name",
    [
        "a_font_that_is_noise",
        "a_hundred_thousand_brackets_on_the_page",
        "a_hundred_thousand_links",
        "a_megabyte_in_front",
        "a_thousand_million_pages",
        "bookmarks_in_a_circle",
        "cross_references_in_a_circle",
        "cross_references_that_lead_nowhere",
        "length_below_zero",
        "length_too_large",
        "nine_pages_of_which_one_is_there",
        "pages_that_hold_themselves",
        "states_never_left",
        "zeros_in_front",
    ],
)
def test_the_text_is_read_in_spite_of_it(door: Door, name: str) -> None:
    assert TEXT in outcome(door, ATTACKS[name].make())[1]


@pytest.mark.parametrize(("tenth", "pages"), [(1, 0), (2, 0), (3, 1), (4, 2), (5, 3), (6, 4), (7, 5), (8, 6), (9, 7)])
def test_pages_before_the_cut_are_read(door: Door, tenth: int, pages: int) -> None:
    found, text = outcome(door, truncated(tenth))
    assert (found, text.count(TEXT) // 20) == ("repaired" if pages else "damaged", pages)


def test_a_file_that_was_not_cut_is_not_called_damaged(door: Door) -> None:
    assert outcome(door, truncated(10))[0] == "read"
