"""Parts of the panel: the text with its words marked, and the pages with their boxes."""

from __future__ import annotations

import pytest

from policylint.web.panel.model import PanelBlock, PanelPart, ShownBlock, ShownBox, Span, View
from policylint.web.panel.show import panel_part

from .making import box, covering, finding, pages, report, requirement, texts, words

SENTENCE = "Staff log out."


def first_block(part: PanelPart) -> ShownBlock:
    return part.blocks[0]


def boxes(part: PanelPart, page: int = 1) -> tuple[ShownBox, ...]:
    return part.pages[page - 1].boxes


def test_words_of_a_place_are_a_span_with_its_number() -> None:
    part = panel_part(texts(f"They work. {SENTENCE} They rest."), covering(words(SENTENCE, paragraph=1)), "text", 1)
    assert first_block(part).spans == (Span("They work. "), Span(SENTENCE, (1,)), Span(" They rest."))
    assert first_block(part).anchors == (1,)


def test_overlapping_words_are_cut_into_spans() -> None:
    long, short = words("All staff log out at night.", paragraph=1), words("staff log out", paragraph=1)
    part = panel_part(texts("All staff log out at night."), covering(long, short), "text", 1)
    assert first_block(part).spans == (Span("All ", (1,)), Span("staff log out", (1, 2)), Span(" at night.", (1,)))


def test_place_that_runs_over_blocks_begins_in_the_first_only() -> None:
    part = panel_part(texts("They work. Staff", "log out."), covering(words(SENTENCE)), "text", 1)
    assert [block.anchors for block in part.blocks] == [(1,), ()]
    assert part.blocks[1].spans == (Span("log out.", (1,)),)


def test_row_is_split_into_its_cells_with_the_words_marked_in_each() -> None:
    row = PanelBlock(kind="row", text=f"Who | {SENTENCE} | ", paragraph=1)
    part = panel_part(texts(row), covering(words(SENTENCE, paragraph=1)), "text", 1)
    assert first_block(part).cells == ((Span("Who"),), (Span(SENTENCE, (1,)),), ())


def test_words_across_cells_are_marked_in_both() -> None:
    row = PanelBlock(kind="row", text="Staff | log out.", paragraph=1)
    part = panel_part(texts(row), covering(words("Staff | log out.", paragraph=1)), "text", 1)
    assert first_block(part).cells == ((Span("Staff", (1,)),), (Span("log out.", (1,)),))


def test_text_is_cut_at_the_heading_after_twenty_thousand_characters() -> None:
    heading = PanelBlock(kind="heading", text="Conduct", level=1)
    panel = texts(*["x" * 999] * 21, heading, SENTENCE)
    first, second = (panel_part(panel, covering(words(SENTENCE)), "text", number) for number in (1, 2))
    assert (first.of, len(first.blocks), [block.kind for block in second.blocks]) == (2, 21, ["heading", "paragraph"])
    assert first.places[1].part_text == 2


def test_text_without_headings_is_cut_between_blocks() -> None:
    part = panel_part(texts(*["x" * 1_000] * 60), covering(), "text", 1)
    assert (part.of, len(part.blocks)) == (3, 25)


def test_heading_is_not_parted_from_what_stands_below_it() -> None:
    heading = PanelBlock(kind="heading", text="x" * 30_000, level=1)
    assert panel_part(texts(heading, SENTENCE), covering(), "text", 1).of == 1


def test_words_that_are_in_no_block_are_a_place_without_a_part_of_the_text() -> None:
    hidden = finding("text.hidden", words("Nobody sees this.", box(72, 100, 200, 110)))
    part = panel_part(pages(blocks=[PanelBlock(kind="paragraph", text="Seen.", page=1)]), report(hidden), "text", 1)
    assert (part.places[1].part_text, part.places[1].part_pages) == (None, 1)


def test_parts_of_pages_have_forty() -> None:
    part = panel_part(pages(100), covering(words(SENTENCE, box(72, 100, 200, 110, page=81))), "pages", 3)
    assert (part.of, [part.pages[0].number, part.pages[-1].number]) == (3, [81, 100])
    assert (part.places[1].part_pages, len(boxes(part))) == (3, 1)


def test_page_beyond_the_last_is_in_no_part() -> None:
    assert panel_part(pages(2), covering(words(SENTENCE, page=3)), "pages", 1).places[1].part_pages is None


@pytest.mark.parametrize(("asked", "shown"), [(-1, 1), (0, 1), (3, 3), (99, 3)])
def test_number_without_a_part_is_the_nearest_one(asked: int, shown: int) -> None:
    assert panel_part(pages(100), covering(), "pages", asked).number == shown


@pytest.mark.parametrize("view", ["pages", "text"])
def test_document_with_one_view_shows_that(view: View) -> None:
    assert panel_part(texts(SENTENCE), covering(), view, 1).view == "text"
    assert panel_part(pages(), covering(), view, 1).view == "pages"


def test_boxes_are_in_points_from_the_top_left_and_a_little_larger_than_the_words() -> None:
    part = panel_part(pages(), covering(words(SENTENCE, box(72, 100, 200, 110))), "pages", 1)
    assert boxes(part) == (ShownBox(1, 70.5, 99.5, 131.0, 11.0, "covered", first=True),)


def test_words_of_one_line_have_one_box() -> None:
    evidence = words(SENTENCE, box(72, 100, 120, 110), box(124, 101, 200, 111), box(72, 112, 90, 122))
    found = boxes(panel_part(pages(), covering(evidence), "pages", 1))
    assert [(each.x, each.y, each.width) for each in found] == [(70.5, 99.5, 131.0), (70.5, 111.5, 21.0)]


def test_words_of_two_columns_have_two_boxes() -> None:
    evidence = words(SENTENCE, box(72, 100, 200, 110), box(300, 100, 400, 110))
    assert len(boxes(panel_part(pages(), covering(evidence), "pages", 1))) == 2


def test_words_on_their_side_have_one_box_a_line() -> None:
    side = [box(100, top, 110, top + 40) for top in (100, 144, 188)] + [box(88, 100, 98, 140)]
    found = boxes(panel_part(pages(), covering(words(SENTENCE, *side)), "pages", 1))
    assert [(each.x, each.y, each.width, each.height) for each in found] == [
        (98.5, 99.5, 13.0, 129.0),
        (86.5, 99.5, 13.0, 41.0),
    ]


def test_words_that_go_on_on_the_next_page_begin_on_the_first() -> None:
    evidence = words(SENTENCE, box(72, 780, 200, 790), box(72, 20, 200, 30, page=2))
    part = panel_part(pages(2), covering(evidence), "pages", 1)
    assert [boxes(part, page)[0].first for page in (1, 2)] == [True, False]


def test_words_beyond_the_edge_have_a_box_along_the_edge() -> None:
    (found,) = boxes(panel_part(pages(), covering(words(SENTENCE, box(700, 100, 800, 110))), "pages", 1))
    assert (found.x, found.width) == (597.0, 3.0)


def test_places_are_drawn_from_above_the_smaller_of_two_that_overlap_last() -> None:
    small, large, low = box(72, 95, 100, 105), box(72, 100, 300, 112), box(72, 500, 90, 510)
    part = panel_part(pages(), covering(words("Low.", low), words("Small.", small), words("Large.", large)), "pages", 1)
    assert [each.y for each in boxes(part)] == [99.5, 94.5, 499.5]


def test_box_has_the_tone_of_what_calls_most_for_somebody() -> None:
    evidence = words(SENTENCE, box(72, 100, 200, 110))
    part = panel_part(pages(), report(requirement("a", evidence), finding("rights.vague", evidence)), "pages", 1)
    assert boxes(part)[0].tone == "rights"


def test_evidence_without_a_place_is_no_failure() -> None:
    part = panel_part(pages(), covering(words("")), "pages", 1)
    assert (part.places[1].part_pages, part.places[1].part_text) == (None, None)
