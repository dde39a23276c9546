"""HTML: what is text and what is page, old markup and new, and the place in the source of every word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.errors import UnreadableDocument
from policylint.model.document import Document

Reader = Callable[..., Document]


@pytest.fixture
def html(read_file: Reader) -> Callable[[str], Document]:
    """Reads the body of a page."""
    return lambda body: read_file(f"<!DOCTYPE html><html><body>{body}</body></html>", "policy.html")


def shape(document: Document) -> list[tuple[str, int | None, str, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_paragraphs_and_headings(html: Reader) -> None:
    assert shape(html("<h2>Scope</h2><p>Staff must\n  log <b>out</b>.</p>Others may stay.")) == [
        ("heading", 2, "", "Scope"),
        ("paragraph", None, "", "Staff must log out."),
        ("paragraph", None, "", "Others may stay."),
    ]


def test_words_have_line_and_column(read_file: Reader) -> None:
    block = read_file("<html>\n<p>Staff must\n  log <b>out</b>.\n", "policy.html").blocks[0]
    assert [(mark.line, mark.column) for mark in block.marks] == [(2, 4), (3, 3), (3, 10), (3, 17)]


def test_lines_far_down_are_counted_right(read_file: Reader) -> None:
    page = "<html>" + "\n" * 70_000 + "<p>Staff must log out.</p>"
    assert read_file(page, "policy.html").blocks[0].marks[0].line == 70_001


def test_references_are_decoded(html: Reader) -> None:
    assert texts(html("<p>Caf&eacute; &amp; bar &#8211; &#149; &lt;b&gt; AT&T &nonsense;")) == [
        "Café & bar – • <b> AT&T &nonsense;"
    ]


def test_declared_encoding_is_used(read_file: Reader) -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Zażółć</p></body></html>'
    assert texts(read_file(page.encode("iso-8859-2"), "policy.html")) == ["Zażółć"]


def test_scripts_styles_comments_and_controls_are_left_out(html: Reader) -> None:
    body = (
        "<script>if (a < b) { '<p>no</p>' }</script><style>p {}</style><!-- no <p>no</p> -->"
        "<p>Yes.</p><select><option>no</select><textarea>no</textarea><button>no</button><svg><title>no</title></svg>"
        "<?php echo 'no' ?><% no %><noscript>no</noscript><template>no</template>"
    )
    assert texts(html(body)) == ["Yes."]


def test_struck_out_text_is_left_out(html: Reader) -> None:
    assert texts(html("<p>Staff must <del>not</del> log out.")) == ["Staff must log out."]


def test_sign_of_a_note_is_left_out_and_a_raised_ending_is_not(html: Reader) -> None:
    assert texts(html("<p>On the 1<sup>st</sup> day<sup>2</sup> they log out<sup>[3]</sup>.")) == [
        "On the 1st day they log out."
    ]


def test_unclosed_elements_of_old_pages(html: Reader) -> None:
    body = "<UL><LI>one<LI>two<UL><LI>deep</UL><LI>three</UL><P>Staff must<P>log out.<DL><DT>Web<DD>The net.</DL>"
    assert shape(html(body)) == [
        ("item", 1, "•", "one"),
        ("item", 1, "•", "two"),
        ("item", 2, "•", "deep"),
        ("item", 1, "•", "three"),
        ("paragraph", None, "", "Staff must"),
        ("paragraph", None, "", "log out."),
        ("paragraph", None, "", "Web"),
        ("paragraph", None, "", "The net."),
    ]


def test_crossed_elements_do_not_make_the_rest_bold(html: Reader) -> None:
    first, second, third = html("<p><b>Scope<p>All</b> staff.<p>Others.").blocks
    assert (first.style.bold, second.text, second.style.bold, third.style.bold) == (True, "All staff.", False, False)


def test_anchor_that_is_never_closed_does_no_harm(html: Reader) -> None:
    document = html("<a name=top><p>Staff <a href='/x'>must</a> log out.<p>Others.")
    assert texts(document) == ["Staff must log out.", "Others."]
    assert [link.target for link in document.blocks[0].links] == ["/x"]


def test_two_breaks_end_a_paragraph_and_one_does_not(html: Reader) -> None:
    assert texts(html("Staff must<br>log out.<br> <br>Others may stay.<br>")) == [
        "Staff must log out.",
        "Others may stay.",
    ]


def test_break_before_a_label_begins_an_item(html: Reader) -> None:
    assert shape(html("<p>Staff must<br>&#149; log out<br>(b) be polite")) == [
        ("paragraph", None, "", "Staff must"),
        ("item", 1, "•", "• log out"),
        ("item", 1, "(b)", "(b) be polite"),
    ]


def test_bold_line_before_a_break_stands_apart(html: Reader) -> None:
    first, second = html("<p><b>1. Scope</b><br>This rule holds for all.</p>").blocks
    assert (first.text, first.style.bold, first.label) == ("1. Scope", True, "1.")
    assert (second.text, second.style.bold) == ("This rule holds for all.", False)


@pytest.mark.parametrize(
    ("attributes", "labels"),
    [
        ("", ["1.", "2."]),
        ('start="4"', ["4.", "5."]),
        ('type="a"', ["a.", "b."]),
        ('type="A" start="27"', ["AA.", "AB."]),
        ('type="i" start="3"', ["iii.", "iv."]),
        ('type="I" start="49"', ["XLIX.", "L."]),
        ('style="list-style-type: lower-alpha"', ["a.", "b."]),
        ("reversed", ["2.", "1."]),
        ('start="x"', ["1.", "2."]),
        ('type="a" start="-1"', ["-1.", "0."]),
    ],
)
def test_ordered_lists_are_numbered_as_browsers_do(html: Reader, attributes: str, labels: list[str]) -> None:
    document = html(f"<ol {attributes}><li>one<li>two</ol>")
    assert [block.label for block in document.blocks] == labels
    assert all(block.label_end == 0 for block in document.blocks)


def test_value_of_an_item_sets_the_count(html: Reader) -> None:
    assert [block.label for block in html("<ol><li>a<li value=7>b<li>c</ol>").blocks] == ["1.", "7.", "8."]


def test_list_without_signs_has_no_labels(html: Reader) -> None:
    assert [block.label for block in html('<ul style="list-style: none"><li>one</ul>').blocks] == [""]


def test_typed_label_goes_before_the_automatic_one(html: Reader) -> None:
    block = html("<ul><li>2.1 This rule holds.</ul>").blocks[0]
    assert (block.label, block.label_end) == ("2.1", 4)


def test_item_with_paragraphs_heading_and_list(html: Reader) -> None:
    assert shape(html("<ol><li><p>One.</p><p>More.</p><ul><li>deep</ul></li><li><h3>Scope</h3>All.</ol>")) == [
        ("item", 1, "1.", "One."),
        ("paragraph", 1, "", "More."),
        ("item", 2, "•", "deep"),
        ("heading", 3, "2.", "Scope"),
        ("paragraph", 1, "", "All."),
    ]


def test_data_table_gives_rows(html: Reader) -> None:
    body = "<table><caption>List</caption><tr><th>Site<th>Who<tr><td>Page<td>The <b>clerk</b><tr><td><td>Nobody</table>"
    assert shape(html(body)) == [
        ("paragraph", None, "", "List"),
        ("row", None, "", "Site | Who"),
        ("row", None, "", "Page | The clerk"),
        ("row", None, "", "Nobody"),
    ]


def test_layout_table_gives_paragraphs(html: Reader) -> None:
    body = "<table><tr><td>Home<td><p>Staff must log out.</p><table><tr><td>a<td>b</table></table>"
    assert shape(html(body)) == [
        ("paragraph", None, "", "Home"),
        ("paragraph", None, "", "Staff must log out."),
        ("row", None, "", "a | b"),
    ]


def test_row_with_a_list_in_it_is_no_row(html: Reader) -> None:
    body = "<table><tr><td>Rule<td>Staff must<ul><li>log out</ul><tr><td>a<td>b</table>"
    assert [kind for kind, _, _, _ in shape(html(body))] == ["paragraph", "paragraph", "item", "row"]


def test_preformatted_prose_is_read_as_typed_text(html: Reader) -> None:
    body = "<pre>\nStaff must not use it\nfor private ends.\n\n  (a) The <b>clerk</b> may.\n  (b) Others do not.</pre>"
    assert shape(html(body)) == [
        ("paragraph", None, "", "Staff must not use it for private ends."),
        ("item", 1, "(a)", "(a) The clerk may."),
        ("item", 1, "(b)", "(b) Others do not."),
    ]


def test_preformatted_code_is_code(html: Reader) -> None:
    assert shape(html("<pre>int main() {\n  return 0;\n}</pre>")) == [("code", None, "", "int main() { return 0; }")]


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>{}</nav>",
        "<aside>{}</aside>",
        "<footer>{}</footer>",
        "<header>{}</header>",
        '<div role="navigation">{}</div>',
        '<div role="contentinfo">{}</div>',
        '<div id="footer">{}</div>',
        '<ul class="wide breadcrumbs">{}</ul>',
        '<div class="cookie-banner">{}</div>',
    ],
)
def test_what_stands_around_the_text_is_left_out(html: Reader, chrome: str) -> None:
    body = chrome.format("Home and more") + "<p>Staff must log out of every account of the house at the end of the day."
    assert len(texts(html(body))) == 1


def test_page_that_is_all_navigation_is_still_read(html: Reader) -> None:
    assert texts(html("<nav><p>Staff must log out.</p></nav>")) == ["Staff must log out."]


@pytest.mark.parametrize("main", ["<main>{}</main>", '<div role="main">{}</div>', '<div id="main-content">{}</div>'])
def test_main_part_is_read_alone(html: Reader, main: str) -> None:
    text = "Staff must log out of every account of the house."
    assert texts(html(f"<div>Home</div>{main.format(f'<p>{text}</p>')}<div>Share</div>")) == [text]


def test_main_part_with_next_to_nothing_in_it_is_not_trusted(html: Reader) -> None:
    assert len(texts(html("<main>Menu</main><p>Staff must log out of every account of the house."))) == 2


def test_header_of_the_article_is_read(html: Reader) -> None:
    body = "<main><header><h1>Rule</h1></header><p>Staff must log out.</p><footer>Adopted 2014.</footer></main>"
    assert texts(html(body)) == ["Rule", "Staff must log out.", "Adopted 2014."]


def test_heading_outside_the_main_part_is_kept(html: Reader) -> None:
    document = html("<div><h1>Rule</h1></div><main><p>Staff must log out of every account.</p></main>")
    assert texts(document) == ["Rule", "Staff must log out of every account."]
    assert document.title == "Rule"


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("Social Media Policy", "Social Media Policy"),
        ("Social Media Policy | Our Town", "Social Media Policy"),
        ("Social Media Policy - Our Town", "Social Media Policy"),
        ("Policies &amp; Rules", "Policies & Rules"),
    ],
)
def test_title_of_the_page_without_the_site(read_file: Reader, declared: str, title: str) -> None:
    page = f"<html><head><title>{declared}</title></head><body><h1>A</h1><h1>B</h1><p>Log out.</body></html>"
    assert read_file(page, "policy.html").title == title


def test_looks_that_make_headings_of_paragraphs_are_told(html: Reader) -> None:
    centred, large, css = html(
        "<center><b>Scope</b></center><p><font size=+2><u>Scope</u></font></p>"
        '<p class="MsoTitle" style="font-size:14pt; font-weight:bold; margin-left: .5in">Scope</p>'
    ).blocks
    assert (centred.style.centred, centred.style.bold) == (True, True)
    assert (large.style.size, large.style.underline) == (18.0, True)
    assert (css.style.size, css.style.bold, css.style.indent, css.style.name) == (14.0, True, 36.0, "MsoTitle")


def test_heading_that_is_never_closed_ends_at_the_next_paragraph(html: Reader) -> None:
    assert [kind for kind, _, _, _ in shape(html("<h2>Scope<p>All staff.<p>Others."))] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_page_without_text_is_empty(html: Reader) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        html("<script>x</script><p>&nbsp;</p>")
    assert caught.value.reason == "empty"


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "blockquote"])
def test_elements_within_elements_without_end(html: Reader, tag: str) -> None:
    assert "Log out." in " ".join(texts(html(f"<{tag}>" * 3000 + "Log out.")))


TAGS = [
    *[
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='x'>",
        "<a name=y>",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol type=i>",
        "</ol>",
    ],
    *[
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<br>",
        "<hr>",
        "<h2>",
        "</h2>",
        "<pre>",
    ],
    *[
        "</pre>",
        "<div>",
        "</div>",
        "<main>",
        "</main>",
        "<nav>",
        "</nav>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
    ],
    *[
        "&amp;",
        "&eacute;",
        "&",
        "&#0;",
        "&#xd800;",
        "<img alt='p'>",
        "<sup>1</sup>",
        "<dl><dt>",
        "<dd>",
        "<title>",
        "\n",
        " ",
    ],
    *[
        "Log out.",
        "word",
        "é",
        "\u00a0",
        "<blockquote>",
        "</blockquote>",
        "<font size=9>",
        '<x:y z="',
        "'",
        "<?",
        "<%",
        "%>",
    ],
]


@given(st.lists(st.sampled_from(TAGS), max_size=50).map("".join))
def test_every_word_is_where_its_mark_says(read_file: Reader, body: str) -> None:
    try:
        read_file(f"<html>{body}", "policy.html")
    except UnreadableDocument as verdict:
        assert verdict.reason == "empty"


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<div>", "<li>", "<td>", "<br>", " one ", " two "]), max_size=30
    )
)
def test_no_word_is_lost(read_file: Reader, parts: list[str]) -> None:
    document = read_file(f"<html>{''.join(parts)} three", "policy.html")
    words = " ".join(texts(document)).replace("|", " ").split()
    assert words == [*"".join(part for part in parts if "<" not in part).split(), "three"]
