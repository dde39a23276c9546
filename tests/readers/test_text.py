"""Plain text: where paragraphs begin and end, items and their depth, broken words, encodings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.errors import UnreadableDocument
from policylint.model.document import Document

Reader = Callable[..., Document]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_blank_line_ends_a_paragraph_and_a_full_line_does_not(read_file: Reader) -> None:
    document = read_file(
        "Staff must not post pictures of visitors\nwithout their consent in writing.\n\nThe clerk decides.\n"
    )
    assert texts(document) == [
        "Staff must not post pictures of visitors without their consent in writing.",
        "The clerk decides.",
    ]


def test_each_line_has_its_mark(read_file: Reader) -> None:
    block = read_file("Staff must not post pictures of visitors\n  without their consent in writing.\n").blocks[0]
    assert [(mark.line, mark.column) for mark in block.marks] == [(1, 1), (2, 3)]


def test_several_spaces_are_folded_and_divide_marks(read_file: Reader) -> None:
    block = read_file("Staff  must\tlog out.").blocks[0]
    assert block.text == "Staff must log out."
    assert [mark.column for mark in block.marks] == [1, 8, 13]


def test_line_that_stops_early_after_a_sentence_ends_the_paragraph(read_file: Reader) -> None:
    document = read_file(
        "Staff must not post pictures of the visitors of this house\n"
        "without consent.\n"
        "The clerk keeps a list of all accounts of the house in the\n"
        "office on the first floor.\n"
    )
    assert len(document.blocks) == 2


def test_lines_of_a_program_that_wraps_are_paragraphs(read_file: Reader) -> None:
    long = "Staff must not post pictures of visitors without their consent in writing, which the clerk keeps. " * 3
    document = read_file(f"{long}\n{long}\n{long}\n")
    assert len(document.blocks) == 3


def test_line_in_capitals_stands_apart(read_file: Reader) -> None:
    document = read_file("SCOPE OF THIS RULE\nThis rule holds for all who work in this house, paid or not.\n")
    assert texts(document)[0] == "SCOPE OF THIS RULE"


def test_shouting_within_a_sentence_stays_in_it(read_file: Reader) -> None:
    document = read_file(
        "Staff of this house and all its visitors\nMUST NOT SMOKE OR DRINK IN ANY OF THE\nrooms below.\n"
    )
    assert len(document.blocks) == 1


def test_paragraphs_all_in_capitals_are_not_cut_up(read_file: Reader) -> None:
    document = read_file(
        "STAFF MUST NOT POST PICTURES OF VISITORS\nWITHOUT THEIR CONSENT IN WRITING, WHICH\nTHE CLERK KEEPS.\n"
    )
    assert len(document.blocks) == 1


@pytest.mark.parametrize("rule", ["=====", "-----", "~~~~~"])
def test_underlined_line_stands_apart_and_its_rule_is_dropped(read_file: Reader, rule: str) -> None:
    document = read_file(f"Scope\n{rule}\nThis rule holds for all who work in this house, paid or not.\n")
    assert texts(document) == ["Scope", "This rule holds for all who work in this house, paid or not."]
    assert document.blocks[0].style.underline
    assert not document.blocks[1].style.underline


def test_rule_between_paragraphs_is_dropped(read_file: Reader) -> None:
    rule = "-" * 70
    assert texts(read_file(f"One thing is said here.\n{rule}\nAnother thing is said here.\n")) == [
        "One thing is said here.",
        "Another thing is said here.",
    ]


def test_line_to_fill_in_is_kept(read_file: Reader) -> None:
    assert texts(read_file("Signed: ________________\n")) == ["Signed: ________________"]


def test_labels_make_items_with_their_offsets(read_file: Reader) -> None:
    blocks = read_file("1. Log out.\n2. Be polite.\n").blocks
    assert [(block.kind, block.label, block.wording) for block in blocks] == [
        ("item", "1.", "Log out."),
        ("item", "2.", "Be polite."),
    ]


def test_label_of_a_part_makes_no_item(read_file: Reader) -> None:
    block = read_file("Section 3. Records\n").blocks[0]
    assert (block.kind, block.label, block.wording) == ("paragraph", "Section 3.", "Records")


def test_number_at_the_beginning_of_a_line_may_belong_to_the_sentence(read_file: Reader) -> None:
    document = read_file(
        "The head of the unit acts as is set out in section\n4.2 above, and keeps a list of what is done.\n"
    )
    assert len(document.blocks) == 1


def test_long_items_without_full_stops_are_told_apart_by_counting(read_file: Reader) -> None:
    document = read_file(
        "(a) staff who look after the page of the house or the unit\n"
        "(b) staff who speak for the house in public on any subject\n"
    )
    assert [block.label for block in document.blocks] == ["(a)", "(b)"]


def test_depth_of_items_comes_from_their_margins(read_file: Reader) -> None:
    document = read_file(
        "1. Staff must:\n   a. log out;\n      - every day;\n      - everywhere;\n   b. be polite.\n2. Others stay.\n"
    )
    assert [block.level for block in document.blocks] == [1, 2, 3, 3, 2, 1]


def test_margin_that_wavers_by_one_column_is_no_depth(read_file: Reader) -> None:
    assert [block.level for block in read_file("- one\n - two\n- three\n").blocks] == [1, 1, 1]


def test_paragraph_under_an_item_goes_on_with_it(read_file: Reader) -> None:
    first, second, third = read_file("1. Log out.\n\n   Do it daily.\n\nThe clerk decides.\n").blocks
    assert (first.kind, first.level) == ("item", 1)
    assert (second.kind, second.level) == ("paragraph", 1)
    assert (third.kind, third.level) == ("paragraph", None)


def test_bullet_on_a_line_of_its_own_takes_the_next_line(read_file: Reader) -> None:
    assert texts(read_file("•\nLog out.\n")) == ["• Log out."]


def test_indentation_is_given_in_points(read_file: Reader) -> None:
    assert read_file("     Log out.\n").blocks[0].style.indent == 36.0


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Staff must keep the infor-\nmation of visitors to themselves.", "information"),
        ("Staff must not use e-\nmail for this.", "e-mail"),
        ("Each third-\nparty site is banned. Third-party sites are risky.", "third-party"),
        ("Each work-\nshop has a log. The workshops are open.\nA workshop is a room.", "workshop"),
    ],
)
def test_broken_word_is_put_together_as_it_is_written_elsewhere(read_file: Reader, text: str, joined: str) -> None:
    block = read_file(text).blocks[0]
    assert joined in block.text.split()


def test_joined_word_keeps_both_places(read_file: Reader) -> None:
    block = read_file("Staff must keep the infor-\nmation of visitors to themselves.").blocks[0]
    word = block.text.index("information")
    assert [mark.line for mark in block.marks_within(word, word + len("information"))] == [1, 2]


def test_endless_line_becomes_blocks_that_end_with_sentences(read_file: Reader) -> None:
    sentence = "Staff must not post pictures of visitors. "
    document = read_file(sentence * 5000)
    assert len(document.blocks) > 1
    assert all(block.text.endswith("visitors.") for block in document.blocks)
    assert sum(len(block.text) + 1 for block in document.blocks) == len(sentence) * 5000


def test_endless_word_is_cut_anywhere(read_file: Reader) -> None:
    document = read_file("x" * 200_000)
    assert sum(len(block.text) for block in document.blocks) == 200_000


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252"]
)
def test_encoding_is_found(read_file: Reader, encoding: str) -> None:
    text = "Staff must not post “pictures” of visitors – ever. The café is no exception to that."
    assert texts(read_file(text.encode(encoding))) == [text]


def test_japanese_in_an_old_encoding_is_found(read_file: Reader) -> None:
    text = "職員は、上司の許可なくソーシャルメディアに秘密の情報を投稿してはならない。" * 5
    assert texts(read_file(text.encode("shift_jis"))) == [text]


def test_old_macintosh_text_is_found_by_its_line_ends(read_file: Reader) -> None:
    data = "The clerk’s “list” is kept.\r\rIt is open to all.".encode("mac_roman")
    assert texts(read_file(data)) == ["The clerk’s “list” is kept.", "It is open to all."]


def test_stray_byte_does_not_spoil_the_rest(read_file: Reader) -> None:
    data = "The café and the naïve clerk’s list".encode() + b" \x97 again"
    assert texts(read_file(data)) == ["The café and the naïve clerk’s list — again"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_matter(read_file: Reader, ending: str) -> None:
    document = read_file(f"One thing.{ending}{ending}Another thing.{ending}")
    assert [block.marks[0].line for block in document.blocks] == [1, 3]


def test_zero_bytes_count_as_spaces(read_file: Reader) -> None:
    assert texts(read_file(b"Staff must\0log out every day, and the clerk must see to it.\0\0")) == [
        "Staff must log out every day, and the clerk must see to it."
    ]


def test_characters_that_nobody_sees_are_dropped(read_file: Reader) -> None:
    assert texts(read_file("Staff must\u00a0log\u200b out\u00ad.\ufeff")) == ["Staff must log out."]


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\0\0\0", "\ufeff \n".encode(), "\ufeff".encode("utf-16")])
def test_nothing_is_empty(read_file: Reader, data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_file(data)
    assert caught.value.reason == "empty"


def test_junk_is_no_text(read_file: Reader) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_file(bytes(range(256)) * 8)
    assert caught.value.reason == "format"


@given(st.text(max_size=300))
def test_every_word_has_its_place(read_file: Reader, text: str) -> None:
    try:
        read_file(text)
    except UnreadableDocument as verdict:
        assert verdict.reason in ("empty", "format")


@given(
    st.lists(
        st.sampled_from(
            ["Staff must log out", "1.", "(a)", "•", "-", "SCOPE", "====", "infor-", "mation", "", "  ", "and."]
        ),
        max_size=30,
    )
)
def test_no_word_is_lost_or_doubled(read_file: Reader, lines: list[str]) -> None:
    try:
        document = read_file("\n".join([*lines, "The clerk decides."]))
    except UnreadableDocument:
        raise AssertionError("there was text") from None
    written = "".join(lines).replace("====", "").replace(" ", "").replace("-", "")
    assert "".join(texts(document)).replace(" ", "").replace("-", "") == written + "Theclerkdecides."


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(read_file: Reader, data: bytes) -> None:
    try:
        assert read_file(data).blocks
    except UnreadableDocument as verdict:
        assert verdict.reason in ("empty", "format", "damaged", "encrypted", "no-text")
