"""Our own policies: all that their reports point to is found in the panel, and in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from policylint.door import open_document
from policylint.engine import CheckOptions, examine_document
from policylint.web.panel.build import panel_of
from policylint.web.panel.model import PanelBlock, PanelPage
from policylint.web.panel.places import place_numbers
from policylint.web.panel.show import panel_part

from .making import covering, pages, words

FILES = Path("corpus/files")


@pytest.mark.parametrize(
    "name",
    [
        "calder-falls-go-26-4.pdf",
        "harlan-valley-email-2003.txt",
        "hollow-creek-4119.md",
        "inland-rivers-social.html",
        "marlow-internet-1998-docx.docx",
    ],
)
def test_all_words_that_the_report_points_to_are_marked_in_the_text(name: str) -> None:
    document = open_document((FILES / name).read_bytes(), name=name)
    report = examine_document(document, options=CheckOptions(as_of=date(2026, 11, 1), any_kind=True)).report
    panel = panel_of(document, [PanelPage(612, 792)] * (document.source.pages or 0))
    assert panel is not None
    part = panel_part(panel, report, "text", 1)
    marked: dict[int, str] = {}
    for span in (span for block in part.blocks for span in block.spans):
        for number in span.places:
            marked[number] = marked.get(number, "") + span.text
    assert part.of == 1
    assert marked == {number: evidence.quote for number, evidence in enumerate(place_numbers(report).evidence, 1)}


def test_part_of_a_manual_of_six_hundred_pages_is_shown_in_time() -> None:
    sentence = "In case {} staff tell the records officer within five days and keep a copy of it. " * 3
    blocks = [
        PanelBlock(kind="paragraph", text=sentence.format(n, n, n), page=n // 15 + 1, top=50.0 * (n % 15))
        for n in range(9_000)
    ]
    evidence = [
        words(f"In case {n} staff tell the records officer within five days and keep a copy of it.", page=n // 15 + 1)
        for n in range(0, 9_000, 45)
    ]
    panel, report = pages(600, blocks), covering(*evidence)
    panel_part(panel, report, "text", 1)
    started = perf_counter()
    part = panel_part(panel, report, "text", 5)
    taken = perf_counter() - started
    assert all(place.part_text for place in part.places.values())
    assert taken < 0.5  # 0.03 on the machine of the developers, when nothing else runs
