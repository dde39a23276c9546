"""The tree: what stands in which section, and headings on more than one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policylint.model.document import Block, Document, Mark, Section, Style
from policylint.structure import build_structure

from .making import MORE, document, heading, item, sections, structured, text


def test_the_root_stands_for_the_document() -> None:
    root = structured(text(), text(MORE)).sections[0]
    assert root == Section(0, "", "", 0, None, None, 0, 2)


def test_an_empty_document_has_a_root() -> None:
    assert build_structure(document()).sections == (Section(0, "", "", 0, None, None, 0, 0),)


def test_first_and_last_delimit_what_stands_directly_under_a_heading() -> None:
    built = structured(
        heading("Conduct"), text(), text(MORE), heading("Tone", 2), text(), heading("Records"), title="x"
    )
    assert [(one.heading, one.first, one.last) for one in built.sections[1:]] == [(0, 1, 3), (3, 4, 5), (5, 6, 6)]


def test_each_block_knows_its_section() -> None:
    built = structured(text(), heading("Conduct"), text(), heading("Tone", 2), text())
    assert [block.section for block in built.blocks] == [0, 1, 1, 2, 2]


def test_the_path_runs_from_the_outermost_section() -> None:
    built = structured(heading("Conduct"), text(), heading("Tone", 2), text(), title="x")
    assert [section.title for section in built.section_path(2)] == ["Conduct", "Tone"]


def test_a_heading_on_two_lines_is_one_section() -> None:
    blocks = [
        text(),
        text("RULES FOR THE USE OF", size=14.0, bold=True, space_before=20.0),
        text("PUBLIC ACCOUNTS", size=14.0, bold=True, space_before=2.0),
        text(MORE),
    ]
    found = sections(*blocks)
    assert [(one.title, one.heading, one.first) for one in found] == [("RULES FOR THE USE OF PUBLIC ACCOUNTS", 1, 3)]


def test_two_headings_of_one_look_stay_two_when_the_first_is_complete() -> None:
    blocks = [
        text(),
        text("MISSION", bold=True, space_before=20.0),
        text("OVERVIEW", bold=True, space_before=20.0),
        text(MORE),
    ]
    assert len(sections(*blocks)) == 2


def test_a_number_alone_on_its_line_takes_the_next_heading_for_its_title() -> None:
    found = sections(text(), text("SECTION 3.", bold=True), text("INTERNET USE", bold=True), text(MORE))
    assert [(one.number, one.title) for one in found] == [("3", "INTERNET USE")]


def test_a_structured_document_stays_as_it_is() -> None:
    built = structured(heading("Conduct"), text(), item("1. Staff must log off."), title="x")
    assert build_structure(built) is built


_WORDS = st.sampled_from(
    [
        "Purpose",
        "SCOPE",
        "Staff must:",
        "Staff must log off.",
        "Name: ____",
        "Contents",
        "Use .... 3",
        "Who decides?",
        "",
        "March 2020",
        "10 Tips",
        "Title: Rules",
        "Rule 3: Dress",
        "Purpose: Staff must log off when they leave the room.",
        "Effective date: May 2019",
    ]
)
_LABELS = st.sampled_from(
    ["", "1.", "2.", "(a)", "(i)", "A.", "II.", "4.2", "4.2.1", "Section 3.", "•", "o", "Appendix B"]
)


@st.composite
def _blocks(draw: st.DrawFn) -> Block:
    label, words = draw(_LABELS), draw(_WORDS)
    typed = bool(label) and draw(st.booleans())
    whole = f"{label} {words}" if typed else words
    style = Style(
        size=draw(st.sampled_from([None, 9.0, 11.0, 14.0, 22.0])),
        bold=draw(st.booleans()),
        underline=draw(st.booleans()),
        centred=draw(st.booleans()),
        space_before=draw(st.sampled_from([None, 1.0, 20.0])),
    )
    page = draw(st.sampled_from([None, 1, 2]))
    marks = (
        (Mark(0, len(whole), page, (draw(st.sampled_from([72.0, 90.0, 120.0])), 0.0, 200.0, 10.0)),)
        if page and whole
        else ()
    )
    return Block(
        kind=draw(st.sampled_from(["heading", "paragraph", "item", "row", "note", "code"])),
        text=whole,
        marks=marks,
        level=draw(st.sampled_from([None, 1, 2, 3, 7])),
        label=label,
        label_end=len(label) + 1 if typed else 0,
        style=style,
        role=draw(st.sampled_from(["body", "body", "body", "running", "contents", "form", "title"])),
    )


_DOCUMENTS = st.builds(
    lambda blocks, title: document(*blocks, title=title),
    st.lists(_blocks(), max_size=40),
    st.sampled_from(["", "Purpose", "Social Media Policy"]),
)


@given(_DOCUMENTS)
def test_every_block_stands_in_one_section_and_sections_follow_each_other(made: Document) -> None:
    built = build_structure(made)
    ends = [section.last for section in built.sections[:-1]]
    assert all(section.first <= section.last for section in built.sections)
    assert ends == [section.heading for section in built.sections[1:]]
    assert built.sections[-1].last == len(built.blocks)
    for section in built.sections:
        inside = range(section.first, section.last)
        assert all(built.blocks[index].section == section.index for index in inside)


@given(_DOCUMENTS)
def test_the_tree_is_well_formed(made: Document) -> None:
    built = build_structure(made)
    assert [section.index for section in built.sections] == list(range(len(built.sections)))
    for section in built.sections[1:]:
        assert section.parent is not None
        assert section.parent < section.index
        assert section.level == built.sections[section.parent].level + 1
        assert section.heading is not None
        assert built.blocks[section.heading].kind == "heading"
        assert built.blocks[section.heading].level == section.level


@given(_DOCUMENTS)
def test_leads_stand_before_what_they_introduce(made: Document) -> None:
    for index, block in enumerate(build_structure(made).blocks):
        assert list(block.leads) == sorted(set(block.leads))
        assert all(lead < index for lead in block.leads)


@given(_DOCUMENTS)
def test_no_word_is_lost_and_the_same_document_gives_the_same_structure(made: Document) -> None:
    built = build_structure(made)
    before = "".join(block.text for block in made.blocks).split()
    after = "".join(block.text for block in built.blocks).split()
    assert [sign for word in after for sign in word if sign.isalnum()] == [
        sign for word in before for sign in word if sign.isalnum()
    ]
    assert build_structure(made) == built
    assert build_structure(built) == built
