"""Headings that the file declares, rightly or wrongly."""

from __future__ import annotations

from .making import MORE, PROSE, heading, item, outline, structured, text, titles


def test_declared_levels_are_kept() -> None:
    blocks = [
        heading("Conduct"),
        text(),
        heading("Public posts", 2),
        text(),
        heading("Tone", 3),
        text(),
        heading("Records"),
        text(),
    ]
    assert [(level, title) for level, _, title in outline(*blocks, title="x")] == [
        (1, "Conduct"),
        (2, "Public posts"),
        (3, "Tone"),
        (1, "Records"),
    ]


def test_skipped_levels_leave_no_gap() -> None:
    blocks = [heading("Conduct", 2), text(), heading("Tone", 5), text(), heading("Records", 2), text()]
    assert [level for level, *_ in outline(*blocks)] == [1, 2, 1]


def test_a_heading_style_used_for_body_text_is_not_believed() -> None:
    long = [heading(f"{PROSE} This is paragraph {number} of the same kind.", 3) for number in range(4)]
    built = structured(heading("Conduct"), text(), *long, title="x")
    assert [block.kind for block in built.blocks[2:]] == ["paragraph"] * 4


def test_one_declared_heading_that_is_a_long_sentence_becomes_text() -> None:
    built = structured(heading("Conduct"), text(), heading(MORE, 2), text(), heading("Records"), text(), title="x")
    assert built.blocks[2].kind == "paragraph"


def test_a_short_declared_heading_may_be_a_sentence() -> None:
    assert "Be kind." not in titles(heading("Be kind."), text())
    assert titles(heading("Be kind."), text(), heading("Ask first."), text()) == ["Be kind", "Ask first"]


def test_a_bold_line_below_a_declared_heading_is_its_part() -> None:
    blocks = [
        heading("Conduct", 2, size=None),
        text(size=None),
        text("Tone", bold=True, size=None),
        text(MORE, size=None),
        heading("Records", 2, size=None),
        text(size=None),
    ]
    assert [(level, title) for level, _, title in outline(*blocks)] == [(1, "Conduct"), (2, "Tone"), (1, "Records")]


def test_list_markup_stays_a_list_however_bold() -> None:
    blocks = [heading("Conduct"), text(), item("Be kind", level=1, label="1.", bold=True, size=None), text(MORE)]
    assert titles(*blocks, heading("Records"), text()) == ["Conduct", "Records"]


def test_the_number_beats_a_wrong_declared_level() -> None:
    blocks = [
        heading("3.0 Conduct", 1),
        text(),
        heading("3.1 Tone", 1),
        text(),
        heading("4.0 Records", 2),
        text(),
    ]
    assert [(level, number) for level, number, _ in outline(*blocks)] == [(1, "3.0"), (2, "3.1"), (1, "4.0")]
