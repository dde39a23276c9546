"""What an auditor puts on a report, as it comes from the command line."""

from pathlib import Path
from typing import Any

import pytest

from policylint.cli.options import cover_of
from policylint.errors import UserMistake

NOTHING = {"report_title": "", "prepared_for": "", "prepared_by": "", "dated": None, "notes": None}


def given(**said: Any) -> dict[str, Any]:
    return {**NOTHING, **said}


def test_where_nothing_is_said_there_is_no_cover() -> None:
    assert cover_of(given()) is None
    assert cover_of(given(prepared_by="  ")) is None


def test_names_and_day_are_as_they_are_said() -> None:
    cover = cover_of(given(prepared_by=" R. Ortiz ", dated="2026-11-30"))
    assert cover is not None
    assert (cover.prepared_by, cover.date, cover.title) == ("R. Ortiz", "2026-11-30", "")


def test_notes_are_paragraphs_and_items_of_a_list_are_some(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(
        "\ufeffSeen with the\nclerk.\n\nTo do:\n- the register\n  of accounts\n- 2 passwords\n1. a form\n", "utf-8"
    )
    cover = cover_of(given(notes=str(notes)))
    assert cover is not None
    assert cover.notes == ("Seen with the clerk.", "To do:", "- the register of accounts", "- 2 passwords", "1. a form")


@pytest.mark.parametrize(
    ("said", "code"), [({"dated": "30.11.2026"}, "M301"), ({"notes": "nowhere.txt"}, "M001"), ({"notes": "."}, "M003")]
)
def test_what_cannot_be_used_is_said(said: dict[str, str], code: str) -> None:
    with pytest.raises(UserMistake) as caught:
        cover_of(given(**said))
    assert caught.value.code == code


def test_notes_that_are_no_text_are_said_to_be_none(tmp_path: Path) -> None:
    notes = tmp_path / "notes.docx"
    notes.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(UserMistake, match="UTF-8"):
        cover_of(given(notes=str(notes)))
