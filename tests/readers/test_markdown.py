"""Markdown: blocks, and the place in the source of every word in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.errors import UnreadableDocument
from policylint.model.document import Block, Document

Reader = Callable[..., Document]


@pytest.fixture
def md(read_file: Reader) -> Callable[[str], Document]:
    """Reads Markdown."""
    return lambda text: read_file(text, "policy.md")


def shape(document: Document) -> list[tuple[str, int | None, str, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in document.blocks]


def place(block: Block) -> tuple[int | None, int | None]:
    return block.marks[0].line, block.marks[0].column


def test_headings_of_both_styles_have_levels(md: Reader) -> None:
    document = md("Social media\n============\n\n## Scope ##\n\nUse\n---\n")
    assert shape(document) == [
        ("heading", 1, "", "Social media"),
        ("heading", 2, "", "Scope"),
        ("heading", 2, "", "Use"),
    ]
    assert [place(block) for block in document.blocks] == [(1, 1), (4, 4), (6, 1)]


def test_heading_without_a_space_is_one(md: Reader) -> None:
    block = md("##Scope\n").blocks[0]
    assert (block.kind, block.level, block.text, place(block)) == ("heading", 2, "Scope", (1, 3))


def test_hashtag_is_no_heading(md: Reader) -> None:
    assert md("#OurTown is the tag to use.\n").blocks[0].kind == "paragraph"


def test_paragraph_above_a_rule_is_no_heading(md: Reader) -> None:
    assert md("Staff must log out.\n---\n").blocks[0].kind == "paragraph"


def test_title_is_that_of_the_first_level(md: Reader) -> None:
    assert md("Draft.\n\n# Social media\n\n## Scope\n").title == "Social media"


def test_markup_is_taken_away_and_words_keep_their_columns(md: Reader) -> None:
    block = md("Staff **must *not* post** `raw` pictures\\*.\n").blocks[0]
    assert block.text == "Staff must not post raw pictures*."
    columns = [(mark.start, mark.column) for mark in block.marks]
    assert columns == [(0, 1), (6, 9), (11, 15), (15, 20), (20, 28), (24, 33), (32, 42)]


def test_wrapped_lines_join_and_keep_their_lines(md: Reader) -> None:
    block = md("\n\nStaff must\n   log out.\n").blocks[0]
    assert block.text == "Staff must log out."
    assert [(mark.line, mark.column) for mark in block.marks] == [(3, 1), (4, 4)]


def test_link_shows_its_words_and_keeps_its_target(md: Reader) -> None:
    block = md('See [the *old* rule](https://example.org/a "Rule") and <https://example.org/b>.\n').blocks[0]
    assert block.text == "See the old rule and https://example.org/b."
    assert [(block.text[link.start : link.end], link.target) for link in block.links] == [
        ("the old rule", "https://example.org/a"),
        ("https://example.org/b", "https://example.org/b"),
    ]


def test_link_by_reference_is_found_and_its_definition_is_not_shown(md: Reader) -> None:
    document = md("See [the rule][1].\n\n[1]: https://example.org/a\n")
    assert [block.text for block in document.blocks] == ["See the rule."]
    assert document.blocks[0].links[0].target == "https://example.org/a"


def test_picture_counts_only_where_there_are_no_words(md: Reader) -> None:
    assert [block.text for block in md("Log out. ![a lock](x.png)\n\n![the seal](y.png)\n").blocks] == [
        "Log out.",
        "the seal",
    ]


def test_struck_out_words_are_left_out(md: Reader) -> None:
    assert md("Staff must ~~not~~ log out.\n").blocks[0].text == "Staff must log out."


def test_entity_is_decoded_and_has_no_place(md: Reader) -> None:
    block = md("The caf&eacute; &amp; the bar\n").blocks[0]
    assert block.text == "The café & the bar"
    assert not list(block.marks_within(7, 8))


def test_lists_nest_and_keep_their_labels(md: Reader) -> None:
    assert shape(md("1. Staff must\n   - log out;\n     * daily\n   - be polite.\n7) Others may stay.\n")) == [
        ("item", 1, "1.", "Staff must"),
        ("item", 2, "-", "log out;"),
        ("item", 3, "*", "daily"),
        ("item", 2, "-", "be polite."),
        ("item", 1, "7)", "Others may stay."),
    ]


def test_second_paragraph_of_an_item_has_its_depth_and_no_label(md: Reader) -> None:
    assert shape(md("- Log out.\n\n  Do it daily.\n")) == [
        ("item", 1, "-", "Log out."),
        ("paragraph", 1, "", "Do it daily."),
    ]


def test_typed_label_goes_before_the_bullet(md: Reader) -> None:
    block = md("- 2.1 This rule holds for all.\n").blocks[0]
    assert (block.kind, block.label, block.wording) == ("item", "2.1", "This rule holds for all.")


def test_typed_labels_divide_a_paragraph(md: Reader) -> None:
    assert shape(md("Staff must:\n(a) log out;\n(b) be polite.\n")) == [
        ("paragraph", None, "", "Staff must:"),
        ("item", 1, "(a)", "(a) log out;"),
        ("item", 1, "(b)", "(b) be polite."),
    ]


def test_bold_line_over_a_line_stands_apart(md: Reader) -> None:
    first, second = md("**Scope**\nThis rule holds for all.\n").blocks
    assert (first.text, first.style.bold) == ("Scope", True)
    assert (second.text, second.style.bold) == ("This rule holds for all.", False)


def test_bold_words_at_the_beginning_of_a_sentence_stay_in_it(md: Reader) -> None:
    assert len(md("**Staff**\nmust log out.\n").blocks) == 1


def test_asterisks_that_fail_to_mark_anything_are_taken_away(md: Reader) -> None:
    block = md("**Scope **\n").blocks[0]
    assert (block.text, block.style.bold) == ("Scope", True)


def test_quotation_is_read_like_the_rest(md: Reader) -> None:
    block = md("> Staff must\n> log out.\n").blocks[0]
    assert (block.kind, block.text) == ("paragraph", "Staff must log out.")
    assert [(mark.line, mark.column) for mark in block.marks] == [(1, 3), (2, 3)]


def test_table_rows_are_blocks(md: Reader) -> None:
    document = md("| Site | Who |\n|------|:---:|\n| a \\| b | a |\n| **c** | |\n")
    assert shape(document) == [
        ("row", None, "", "Site | Who"),
        ("row", None, "", "a | b | a"),
        ("row", None, "", "c"),
    ]
    assert place(document.blocks[2]) == (4, 5)


def test_same_words_in_two_cells_have_two_places(md: Reader) -> None:
    block = md("| A | B |\n|---|---|\n| all | all |\n").blocks[1]
    assert [mark.column for mark in block.marks] == [3, 9]


def test_fenced_code_is_code(md: Reader) -> None:
    assert shape(md("```python\nprint('hello')\n```\n")) == [("code", None, "", "print('hello')")]


def test_indented_prose_is_prose(md: Reader) -> None:
    document = md(
        "Staff must know this.\n\n    The head of the unit keeps the list of accounts,\n    and checks it each year.\n"
    )
    assert document.blocks[1].kind == "paragraph"
    assert document.blocks[1].text == "The head of the unit keeps the list of accounts, and checks it each year."
    assert place(document.blocks[1]) == (3, 5)


def test_indented_code_is_code(md: Reader) -> None:
    assert md("Run this:\n\n    x = foo(bar);\n    y = 2;\n").blocks[1].kind == "code"


def test_html_among_markdown_is_read(md: Reader) -> None:
    document = md(
        '<h4><i class="icon"></i> Scope</h4>\nStaff must *log* out.<br /><br />\n\n<ul><li>one</li>\n<li>two</ul>\n'
    )
    assert shape(document) == [
        ("heading", 4, "", "Scope"),
        ("paragraph", None, "", "Staff must *log* out."),
        ("item", 1, "•", "one"),
        ("item", 1, "•", "two"),
    ]


def test_html_within_a_paragraph_is_read(md: Reader) -> None:
    document = md('Staff must <b>log</b> out.<br/><br/>See <a href="/x">this</a>.<!-- not this -->\n')
    assert [block.text for block in document.blocks] == ["Staff must log out.", "See this."]
    assert document.blocks[1].links[0].target == "/x"


def test_markdown_within_html_blocks_is_read(md: Reader) -> None:
    document = md("<details>\n<summary>More</summary>\n\n- *one*\n\n</details>\n")
    assert shape(document) == [("paragraph", None, "", "More"), ("item", 1, "-", "one")]


def test_stray_end_tag_does_not_end_a_list(md: Reader) -> None:
    assert [level for _, level, _, _ in shape(md("- one\n  - two</ul></li>\n  - three\n"))] == [1, 2, 2]


def test_unclosed_html_ends_at_the_next_heading(md: Reader) -> None:
    assert shape(md("<ul><li>one\n\n# Scope\n\nAll staff.\n"))[1:] == [
        ("heading", 1, "", "Scope"),
        ("paragraph", None, "", "All staff."),
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{< note >}}",
        "{{% note %}}",
        "{% if draft %}",
        "{# later #}",
        "{{#if draft}}",
        "{{/if}}",
        "{: .large}",
        "{.large}",
    ],
)
def test_template_is_not_shown(md: Reader, template: str) -> None:
    block = md(f"# Rule\n\n{template} Staff must log out. {template}\n").blocks[1]
    assert block.text == "Staff must log out."
    assert place(block) == (3, len(template) + 2)


def test_gap_to_fill_in_is_shown(md: Reader) -> None:
    assert md("{{ town }} staff must log out.\n").blocks[0].text == "{{ town }} staff must log out."


def test_template_as_the_target_of_a_link_does_not_spoil_it(md: Reader) -> None:
    assert md('See [the rule]({{< ref "a b" >}} "Rule").\n').blocks[0].text == "See the rule."


def test_footnotes_are_notes_and_their_signs_are_left_out(md: Reader) -> None:
    assert shape(md("Staff[^1] must log out[^b].\n\n[^1]: All of them.\n[^b]: Each day.\n")) == [
        ("paragraph", None, "", "Staff must log out."),
        ("note", None, "", "All of them."),
        ("note", None, "", "Each day."),
    ]


def test_front_matter_gives_title_and_dates(md: Reader) -> None:
    document = md('---\ntitle: "Social media"\nlast_reviewed_on: 2020-05-01\nweight: 30\n---\n\nStaff must log out.\n')
    assert document.title == "Social media"
    assert [(block.role, block.text, place(block)) for block in document.blocks] == [
        ("title", "Social media", (2, 9)),
        ("body", "last_reviewed_on: 2020-05-01", (3, 1)),
        ("body", "Staff must log out.", (7, 1)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "date: 2014-03-01",
        "effective: 1 March 2014",
        "date-adoption: 2009-07-21",
        "review_in: 6 months",
        "owner: The clerk's office",
        'expires: "2030"',
    ],
)
def test_front_matter_that_dates_or_owns_the_policy_is_quoted(md: Reader, line: str) -> None:
    assert line in [block.text for block in md(f"---\n{line}\n---\n\nStaff must log out.\n").blocks]


@pytest.mark.parametrize("line", ["weight: 2014", "layout: page", "date:", "review_status: open", "tags: [a, b]"])
def test_other_front_matter_is_left_out(md: Reader, line: str) -> None:
    assert [block.text for block in md(f"---\n{line}\n---\n\nStaff must log out.\n").blocks] == ["Staff must log out."]


def test_toml_front_matter_is_read(md: Reader) -> None:
    document = md('+++\ntitle = "Social media"\ndate = 2014-03-01\n+++\n\nStaff must log out.\n')
    assert document.title == "Social media"
    assert document.blocks[1].text == "date = 2014-03-01"


def test_title_that_the_text_repeats_is_not_doubled(md: Reader) -> None:
    document = md("---\ntitle: Social media\n---\n\n# Social Media\n\nStaff must log out.\n")
    assert [block.text for block in document.blocks] == ["Social Media", "Staff must log out."]


def test_title_that_is_an_address_gives_way_to_the_heading(md: Reader) -> None:
    assert md("---\ntitle: acceptable-use\n---\n\n# Using Computers\n").title == "Using Computers"
    assert md("---\ntitle: acceptable-use\n---\n\nStaff must log out.\n").title == "acceptable use"


def test_text_between_two_rules_is_no_front_matter(md: Reader) -> None:
    assert "Staff must log out" in [block.text for block in md("---\nStaff must log out\n\n---\n\n# More\n").blocks]


def test_text_that_a_site_keeps_in_front_matter_is_read(md: Reader) -> None:
    document = md(
        "---\nlayout: faq\nfaqs:\n  - question: Who may post for the house?\n    answer: >-\n"
        "      The clerk may post for the house. See\n      [the list](/list).\n\n\n      Others may not.\n---\n"
    )
    assert shape(document) == [
        ("heading", 2, "", "Who may post for the house?"),
        ("paragraph", None, "", "The clerk may post for the house. See the list."),
        ("paragraph", None, "", "Others may not."),
    ]
    assert place(document.blocks[0]) == (4, 15)
    assert document.blocks[1].links[0].target == "/list"


def test_lines_count_from_the_top_of_the_file_whatever_their_endings(md: Reader) -> None:
    assert place(md("---\r\ntitle: A\r\n---\r\n\r\nStaff must log out.\r\n").blocks[-1]) == (5, 1)


def test_brackets_without_end_are_still_text(md: Reader) -> None:
    assert md("[" * 3000 + " Staff must log out.\n").blocks


MARKUP = [
    *[
        "Staff must log out.",
        "word",
        "é",
        "&amp;",
        "&eacute;",
        "\\*",
        "*",
        "**",
        "_",
        "`",
        "~~",
        "[a](b)",
        "![p](q)",
        "<b>",
    ],
    *[
        "</b>",
        "<br>",
        "<h2>",
        "</h2>",
        "<ul><li>",
        "</ul>",
        "<table><tr><td>",
        "</td></tr></table>",
        "<!-- x -->",
        "\n",
    ],
    *[
        "\n\n",
        "# ",
        "##",
        "- ",
        "1. ",
        "(a) ",
        "> ",
        "    ",
        "\t",
        "| a | b |\n|---|---|\n",
        "|",
        "```\n",
        "---\n",
        "===\n",
    ],
    *[
        "{{< x >}}",
        "{{ y }}",
        "[^1]",
        "[^1]: ",
        "---\ntitle: x\n",
        "\u00a0",
        "  \n",
        "\\\n",
        "<https://a.b>",
        "[r]: /u\n",
    ],
]


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_every_word_is_where_its_mark_says(read_file: Reader, text: str) -> None:
    try:
        read_file(text, "policy.md")
    except UnreadableDocument as verdict:
        assert verdict.reason == "empty"


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["", "# ", "- ", "> ", "**", "1. "]), WORDS), min_size=1, max_size=8))
def test_words_come_back_in_order(read_file: Reader, parts: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"{sign}{words}{sign if sign == '**' else ''}" for sign, words in parts)
    document = read_file(text, "policy.md")
    assert [block.text for block in document.blocks] == [words for _, words in parts]
