"""Sizes, times and how far a document is, in words."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from policylint.web.pages import progress
from policylint.web.pages.phrases import date_words, iso, left_words, lifetime_words, size_words, time_words
from policylint.web.pages.progress import progress_words
from tests.web.pages.drawing import NOW, stored


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 KB"),
        (1_540, "1.5 KB"),
        (50_000_000, "50 MB"),
        (9_990_000, "10 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_a_size_is_said_in_its_largest_unit(size: int, expected: str) -> None:
    assert size_words(size) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(24, "24 hours"), (48, "2 days"), (1, "1 hour"), (0.5, "30 minutes"), (0.001, "1 minute"), (720, "30 days")],
)
def test_a_lifetime_is_said_in_whole_units(hours: float, expected: str) -> None:
    assert lifetime_words(hours) == expected


def test_what_is_over_is_deleted_now() -> None:
    assert left_words(NOW - 1, NOW) == "now"
    assert left_words(NOW + 7200, NOW) == "in 2 hours"


def test_a_moment_is_said_in_utc() -> None:
    assert date_words(0) == "1 January 1970"
    assert time_words(3600) == "1 January 1970, 01:00 UTC"
    assert iso(3600) == "1970-01-01T01:00:00+00:00"


def test_the_script_says_how_far_a_document_is_in_the_same_words() -> None:
    script = (Path(progress.__file__).parent / "static" / "progress.js").read_text(encoding="utf-8")
    reading = replace(stored(state="working"), stage="reading")
    for document, ahead in ((stored(state="waiting"), 0), (reading, 0), (stored(), 0), (stored(state="failed"), 0)):
        assert f'"{progress_words(document, ahead)}"' in script
    scanned = replace(reading, stage="ocr", done=2, of=12)
    before, _, after = progress_words(scanned, 0).partition("3")
    assert f'"{before}"' in script and f'"{after.partition("12")[0]}"' in script


def test_the_last_page_of_a_scan_is_no_page_too_many() -> None:
    document = replace(stored(state="working"), stage="ocr", done=12, of=12)
    assert "page 12 of 12" in progress_words(document, 0)
