"""Hostile DOCX files end in the right verdict, within seconds, and their text is read where there is a document."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from policylint.door import Door
from policylint.errors import UnreadableDocument
from policylint.limits import Limits

from .attacks import ATTACKS, TEXT

pytestmark = pytest.mark.slow

PATIENT = Limits(seconds=60)


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    """One door for all files: what one does to its child must not harm the next."""
    with Door(PATIENT, workers=1) as opened:
        yield opened


def outcome(door: Door, data: bytes) -> tuple[str, str]:
    """What becomes of a file, and the text where it is read."""
    try:
        document = door.open(data, name="policy.docx")
    except UnreadableDocument as error:
        assert not getattr(error, "__notes__", []), error.__notes__
        return error.reason, ""
    return "read", "\n".join(block.text for block in document.blocks)


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if not attack.slow])
def test_attack(door: Door, name: str) -> None:
    attack = ATTACKS[name]
    found, text = outcome(door, attack.make())
    assert found == attack.outcome
    assert (TEXT in text) == (found == "read")
    assert "lol" not in text and "root:" not in text


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.slow])
def test_attack_that_takes_its_time(door: Door, name: str) -> None:
    attack = ATTACKS[name]
    found, text = outcome(door, attack.make())
    assert found == attack.outcome
    assert (TEXT in text) == (found == "read")


def test_nothing_is_written_outside(door: Door) -> None:
    outcome(door, ATTACKS["names_that_lead_out"].make())
    assert not os.path.exists("/tmp/policylint-was-here.xml")


def test_a_note_that_names_itself_is_read_once(door: Door) -> None:
    assert outcome(door, ATTACKS["notes_within_themselves"].make())[1].split("\n") == [TEXT, "a"]
