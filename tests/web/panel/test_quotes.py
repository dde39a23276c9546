"""The words of an evidence are found in the blocks where they stand."""

from __future__ import annotations

from policylint.model.report import Evidence
from policylint.web.panel.model import PanelBlock
from policylint.web.panel.quotes import Piece, QuoteFinder

from .making import box, words

QUOTE = "Staff log out."


def paragraph(text: str, **place: object) -> PanelBlock:
    return PanelBlock(kind="paragraph", text=text, **place)  # type: ignore[arg-type]


def found(blocks: list[PanelBlock], *evidence: Evidence) -> list[tuple[Piece, ...]]:
    pieces = QuoteFinder(blocks).find(evidence)
    return [pieces.get(number, ()) for number in range(1, len(evidence) + 1)]


def test_words_are_a_part_of_a_block() -> None:
    blocks = [paragraph("Hello."), paragraph(f"They work. {QUOTE} They rest.", paragraph=2)]
    assert found(blocks, words(QUOTE, paragraph=2)) == [(Piece(1, 11, 25),)]


def test_paragraph_tells_the_same_words_apart() -> None:
    blocks = [paragraph(QUOTE, paragraph=number) for number in (1, 2, 3)]
    assert found(blocks, words(QUOTE, paragraph=3)) == [(Piece(2, 0, 14),)]


def test_line_tells_the_same_words_apart() -> None:
    blocks = [paragraph(QUOTE, line=number) for number in (1, 5, 9)]
    assert found(blocks, words(QUOTE, line=5, column=1)) == [(Piece(1, 0, 14),)]


def test_words_on_a_later_line_of_a_block_are_found_in_it() -> None:
    blocks = [paragraph(QUOTE, line=1), paragraph(f"They work. {QUOTE}", line=5), paragraph(QUOTE, line=9)]
    assert found(blocks, words(QUOTE, line=7, column=1)) == [(Piece(1, 11, 25),)]


def test_page_and_height_tell_the_same_words_apart() -> None:
    blocks = [paragraph(QUOTE, page=page, top=top) for page in (1, 2) for top in (100.0, 300.0, 500.0)]
    assert found(blocks, words(QUOTE, box(72, 301, 90, 311, page=2))) == [(Piece(4, 0, 14),)]


def test_words_below_the_first_line_belong_to_the_block_above_them() -> None:
    blocks = [paragraph(f"They work. {QUOTE}", page=1, top=100.0), paragraph(QUOTE, page=1, top=160.0)]
    assert found(blocks, words(QUOTE, box(72, 150, 90, 160))) == [(Piece(0, 11, 25),)]


def test_block_may_have_begun_on_the_page_before() -> None:
    blocks = [paragraph("One.", page=1), paragraph(f"They work. {QUOTE}", page=1), paragraph("Two.", page=2)]
    assert found(blocks, words(QUOTE, box(72, 20, 90, 30, page=2))) == [(Piece(1, 11, 25),)]


def test_same_sentence_twice_in_a_paragraph_is_found_in_its_order() -> None:
    blocks = [paragraph(f"{QUOTE} {QUOTE}", line=1)]
    assert found(blocks, words(QUOTE, line=1, column=1), words(QUOTE, line=1, column=16)) == [
        (Piece(0, 0, 14),),
        (Piece(0, 15, 29),),
    ]


def test_words_may_run_over_several_blocks() -> None:
    blocks = [paragraph("They work. Staff", page=1), paragraph("log out. They rest.", page=1)]
    assert found(blocks, words(QUOTE, page=1)) == [(Piece(0, 11, 16), Piece(1, 0, 8))]


def test_heading_is_found_above_its_text_and_not_in_the_contents() -> None:
    blocks = [paragraph("Conduct", furniture=True, line=1), paragraph("Conduct", line=2)]
    assert found(blocks, words("Conduct")) == [(Piece(1, 0, 7),)]


def test_words_are_whole_words() -> None:
    assert found([paragraph("Misuse ends.", page=1), paragraph("use", page=1)], words("use", page=1)) == [
        (Piece(1, 0, 3),)
    ]


def test_words_are_found_where_the_report_is_wrong_about_their_place() -> None:
    blocks = [paragraph("One.", page=1, paragraph=1), paragraph(QUOTE, page=9, paragraph=2)]
    assert found(blocks, words(QUOTE, page=4, paragraph=1)) == [(Piece(1, 0, 14),)]


def test_hidden_words_stand_in_no_block() -> None:
    assert found([paragraph("They work.")], words("Nobody sees this."), words("")) == [(), ()]


def test_document_without_text_holds_no_words() -> None:
    assert found([], words(QUOTE, page=1)) == [()]
