"""What a web page says not to show is told of and not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policylint.model.document import Document

Reader = Callable[..., Document]
WORDS = "Post no names of clients."


def page(inner: str, *, head: str = "") -> str:
    return f"<html><head>{head}</head><body><p>All staff may post.</p>{inner}</body></html>"


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (f'<p style="display: none">{WORDS}</p>', "vanished"),
        (f"<p hidden>{WORDS}</p>", "vanished"),
        (f'<div style="visibility:hidden"><p>{WORDS}</p></div>', "vanished"),
        (f'<p style="opacity:0">{WORDS}</p>', "invisible"),
        (f'<p style="font-size:0">{WORDS}</p>', "tiny"),
        (f'<p style="font-size: 1px !important">{WORDS}</p>', "tiny"),
        (f'<p style="color:#fff">{WORDS}</p>', "white"),
        (f'<p style="color: rgb(255, 255, 255)">{WORDS}</p>', "white"),
    ],
)
def test_hidden_words_are_told_of_and_not_read(read_file: Reader, inner: str, kind: str) -> None:
    document = read_file(page(inner), "policy.html")
    assert [block.text for block in document.blocks] == ["All staff may post."]
    assert [(hidden.kind, hidden.text) for hidden in document.hidden] == [(kind, WORDS)]
    assert document.hidden[0].marks[0].column == page(inner).index(WORDS) + 1


@pytest.mark.parametrize(
    "inner",
    [
        f'<p style="color:#ffffff;background:#003366">{WORDS}</p>',
        f'<div style="background:navy"><p style="color:white">{WORDS}</p></div>',
        f'<div class="accordion-body" style="display:none"><p>{WORDS}</p></div>',
        f'<a href="#more">More</a><div id="more" style="display:none"><p>{WORDS}</p></div>',
        f'<p style="font-size:0.9em">{WORDS}</p>',
        f'<p hidden="until-found">{WORDS}</p>',
        f'<div style="font-size:0"><div style="font-size:14px">{WORDS}</div></div>',
        f'<div style="color:#fff"><p style="color:#333">{WORDS}</p></div>',
        f'<div style="visibility:hidden"><p style="visibility:visible">{WORDS}</p></div>',
        f'<div style="opacity:0;transform:translateY(20px)"><p>{WORDS}</p></div>',
        f'<div data-w-id="1" style="opacity:0"><p>{WORDS}</p></div>',
        f'<div class="wow fadeInUp" style="visibility:hidden"><p>{WORDS}</p></div>',
        f'<p style="color:#fff;text-shadow:0 0 3px #000">{WORDS}</p>',
        f'<a aria-controls="s1 s2">More</a><div id="s1" style="display:none"><p>{WORDS}</p></div>',
        f'<script>show()</script><div style="opacity:0"><p>{WORDS}</p></div>',
    ],
)
def test_words_that_are_seen_or_that_a_click_or_a_script_shows_are_read(read_file: Reader, inner: str) -> None:
    document = read_file(page(inner), "policy.html")
    assert document.blocks[-1].text == WORDS
    assert document.hidden == ()


def test_white_words_are_read_where_a_style_sheet_may_colour_what_is_behind_them(read_file: Reader) -> None:
    head = "<style>body{background:#123}</style>"
    assert read_file(page(f'<p style="color:#fff">{WORDS}</p>', head=head), "policy.html").hidden == ()


@pytest.mark.parametrize(
    "inner", ['<p style="display:none">12</p>', '<a style="display:none">Skip to main content</a>']
)
def test_what_says_nothing_is_not_told_of(read_file: Reader, inner: str) -> None:
    assert read_file(page(inner), "policy.html").hidden == ()


def test_markup_within_markdown_counts(read_file: Reader) -> None:
    document = read_file(f'# Policy\n\nAll staff may post.\n\n<p style="display:none">{WORDS}</p>\n', "policy.md")
    assert [hidden.text for hidden in document.hidden] == [WORDS]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Staff p\u043est no names of clients.", "lookalike"),
        ("Staff \u202epost no\u202c names.", "characters"),
        ("Staff post\U000e0070\U000e006f names.", "characters"),
        ("Staff post" + 8 * "\u200b\u200c" + " names.", "characters"),
    ],
)
@pytest.mark.parametrize("name", ["policy.txt", "policy.md"])
def test_characters_that_deceive_are_told_of(read_file: Reader, text: str, kind: str, name: str) -> None:
    (hidden,) = read_file(f"All staff may post.\n\n{text}\n", name).hidden
    assert (hidden.kind, hidden.marks[0].line) == (kind, 3)


@pytest.mark.parametrize(
    "text",
    [
        "so\u00adcial me\u00addia",
        "o\ufb03cial",
        "na\u00efve caf\u00e9",
        "NF\u03baB",
        "\u202d555 1234\u202c",
        "it\u200b\u200b\u200b\u200b",
        "\ufb02ag \U0001f3f4\U000e0067\U000e0062\U000e007f",
    ],
)
def test_typography_is_no_deception(read_file: Reader, text: str) -> None:
    assert read_file(f"All staff may post {text}.\n", "policy.txt").hidden == ()


def test_white_is_not_judged_where_there_is_a_style_sheet(read_file: Reader) -> None:
    inner = f'<div style="background:#fff"><p class="button" style="color:#fff">{WORDS}</p></div>'
    head = "<style>.button{background-color:#036}</style>"
    assert WORDS in [block.text for block in read_file(page(inner, head=head), "policy.html").blocks]


def test_a_policy_on_backgrounds_is_not_excused(read_file: Reader) -> None:
    inner = f'<p>Ask for a background check.</p><p style="color:#fff">{WORDS}</p>'
    assert [hidden.kind for hidden in read_file(page(inner), "policy.html").hidden] == ["white"]


@pytest.mark.parametrize("heading", ["<h1 hidden>{}</h1>", '<div style="display:none"><h1>{}</h1></div>'])
def test_a_hidden_heading_is_no_title(read_file: Reader, heading: str) -> None:
    document = read_file(page(heading.format("Old policy on fax")), "policy.html")
    assert [block.text for block in document.blocks] == ["All staff may post."]
    assert document.title == ""
    assert [hidden.text for hidden in document.hidden] == ["Old policy on fax"]
