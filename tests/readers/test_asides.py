"""Comments to policylint in Markdown, and the ids that files give to their places."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policylint.door import open_document
from policylint.door.wire import Answer
from policylint.model.document import Document

Reader = Callable[..., Document]

TEXT = """---
title: Social media
effective: 2020-01-01
---
# Social media

<!-- policylint: rule = "legal.records",
     reason = "kept {#elsewhere} and {{< so >}}" -->

Staff must <!-- policylint: inline --> log out.

- Be polite.

  <!--policylint:   in an item   -->
- <!-- policylint: before --> Be kind.

> <!-- policylint: quoted,
> on two lines --> Be brief.

| Who | What |
|-----|------|
| Staff <!-- policylint: in a cell --> | post |

<div>
<!-- policylint: within HTML -->
Ask first.
</div>
"""


@pytest.fixture
def md(read_file: Reader) -> Callable[[str], Document]:
    """Reads Markdown."""
    return lambda text: read_file(text, "policy.md")


def test_comments_come_with_their_words_and_the_line_on_which_they_begin(md: Reader) -> None:
    assert md(TEXT).comments == (
        ('rule = "legal.records",\n     reason = "kept {#elsewhere} and {{< so >}}"', 7),
        ("inline", 10),
        ("in an item", 14),
        ("before", 15),
        ("quoted,\non two lines", 17),
        ("in a cell", 22),
        ("within HTML", 25),
    )


def test_comments_are_not_in_the_blocks(md: Reader) -> None:
    assert [block.text for block in md(TEXT).blocks] == [
        "effective: 2020-01-01",
        "Social media",
        "Staff must log out.",
        "Be polite.",
        "Be kind.",
        "Be brief.",
        "Who | What",
        "Staff | post",
        "Ask first.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- policylint: x -->\n```\n",
        "~~~ html\n<!-- policylint: x -->\n~~~\n",
        "    <!-- policylint: x -->\n",
        "Write `<!-- policylint: x -->` before the clause.\n",
    ],
)
def test_a_comment_in_code_is_an_example(md: Reader, text: str) -> None:
    document = md(f"Log out.\n\n{text}\nBe polite.\n")
    assert document.comments == ()
    assert any("policylint: x" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- To policylint: x -->",
        "<!-- policylinter: x -->",
        "<!-- policylint x -->",
        "<!-- old: <!-- policylint: x -->",
        "\\<!-- policylint: x -->",
    ],
)
def test_a_comment_to_somebody_else_is_left_alone(md: Reader, comment: str) -> None:
    assert md(f"Log out. {comment}\n").comments == ()


def test_a_comment_that_is_never_closed_is_none(md: Reader) -> None:
    assert md("Log out.\n\n<!-- policylint: x\n").comments == ()


def test_many_comments_that_are_never_closed_cost_little(md: Reader) -> None:
    assert md("<p>Log out.\n" + "<!-- policylint: x\n" * 20_000).comments == ()


def test_other_formats_have_no_comments(read_file: Reader) -> None:
    assert read_file("<p>Log out.</p><!-- policylint: x -->", "policy.html").comments == ()
    assert read_file("Log out.\n\n<!-- policylint: x -->\n", "policy.txt").comments == ()


def test_comments_and_ids_come_through_the_door() -> None:
    text = TEXT.replace("{{< so >}}", "so") + '\n<a id="here"></a>\n'
    document = open_document(text.encode(), name="policy.md")
    assert document.comments[1] == ("inline", 10)
    assert document.anchors == ("here",)
    answer = Answer(document=document)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Answer) == answer


def test_lines_are_right_whatever_their_endings(md: Reader) -> None:
    assert md("Log out.\r\n\r\n<!-- policylint: x -->\r\n").comments == (("x", 3),)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60),
    st.sampled_from(
        ["{} <!-- policylint: {} -->", "{}\n\n<!-- policylint:\n{}\n-->", "- {}\n\n  <!-- policylint: {} -->"]
    ),
)
def test_any_words_come_back(read_file: Reader, words: str, form: str) -> None:
    words = " ".join(words.replace("-", "").replace(">", "").split())
    document = read_file(form.format("Log out.", words) + "\n\nBe polite.\n", "policy.md")
    assert [text for text, _ in document.comments] == [words]
    assert [block.text for block in document.blocks] == ["Log out.", "Be polite."]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("# Scope {#who}\n", ("who",)),
        ("# Scope {: #who .large}\n", ("who",)),
        ("# Scope\n{: .large #who }\n", ("who",)),
        ('<a name="who"></a>Scope\n', ("who",)),
        ('<h2 id="who">Scope</h2>\n', ("who",)),
        ('Staff <span id="a">or</span> <a id="b" name="c">all</a>.\n', ("a", "b", "c")),
        ('<input name="who"> Scope\n', ()),
        ("<!-- # Scope {#who} -->\n\nScope\n", ()),
        ("Scope {{ town }} {{< figure src=x >}} {% if x %}\n", ()),
    ],
)
def test_ids_that_a_file_gives(md: Reader, text: str, ids: tuple[str, ...]) -> None:
    assert md(text).anchors == ids


@pytest.mark.parametrize(
    "text", ["{{< include a.md >}}\n", "{% include a.md %}\n", "{{> a }}\n", "--8<-- a.md\n", "<Snippet file='a' />\n"]
)
def test_ids_are_not_known_where_another_file_is_included(md: Reader, text: str) -> None:
    assert md(f"Scope\n\n{text}").anchors is None


def test_ids_of_an_html_page_are_those_of_all_its_parts(read_file: Reader) -> None:
    page = '<body id="page"><nav id="menu">Home</nav><main><p id="who">Staff must log out.</p></main></body>'
    assert read_file(page, "policy.html").anchors == ("page", "menu", "who")


def test_ids_of_plain_text_are_not_known(read_file: Reader) -> None:
    assert read_file("Staff must log out.\n", "policy.txt").anchors is None
