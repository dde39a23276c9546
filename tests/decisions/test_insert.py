import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policylint.decisions.insert import insert_comment, insert_comments
from policylint.errors import UserMistake

COMMENT = '<!-- policylint: rule = "x" -->'


def put(text: str, line: int | None) -> str:
    new, place = insert_comment(text, COMMENT, line=line, shown="policy.md")
    assert new.splitlines()[place - 1].lstrip("\ufeff") == COMMENT
    return new


@pytest.mark.parametrize(
    ("text", "line", "new"),
    [
        ("# Mail\n\nFirst.\nSecond.\n", 4, f"# Mail\n\n{COMMENT}\n\nFirst.\nSecond.\n"),
        ("# Mail\nFirst.\n", 2, f"# Mail\n\n{COMMENT}\n\nFirst.\n"),
        ("First.", 1, f"{COMMENT}\n\nFirst."),
        ("\ufeffFirst.\r\n", 1, f"\ufeff{COMMENT}\r\n\r\nFirst.\r\n"),
        ("Do not:\n- lie;\n- steal.\n", 3, f"Do not:\n\n{COMMENT}\n\n- lie;\n- steal.\n"),
        ("- a\n\n  b\n\n- c\n\nEnd.\n", 5, f"{COMMENT}\n\n- a\n\n  b\n\n- c\n\nEnd.\n"),
        ("A:\n\n| a | b |\n|---|---|\n| c | d |\n", 5, f"A:\n\n{COMMENT}\n\n| a | b |\n|---|---|\n| c | d |\n"),
        ("> one\n>\n> - two\n", 3, f"{COMMENT}\n\n> one\n>\n> - two\n"),
        ("Title\n=====\n\nBody.\n", 1, f"{COMMENT}\n\nTitle\n=====\n\nBody.\n"),
        ("<div>\nText\n</div>\nmore\n\nEnd.\n", 4, f"{COMMENT}\n\n<div>\nText\n</div>\nmore\n\nEnd.\n"),
        ("---\nreviewed: 2001\n---\nBody.\n", 2, f"---\nreviewed: 2001\n---\n\n{COMMENT}\n\nBody.\n"),
        ("---\nreviewed: 2001\n---", 2, f"---\nreviewed: 2001\n---\n\n{COMMENT}\n"),
        ("Body.\n", None, f"Body.\n\n{COMMENT}\n"),
        ("Body.", None, f"Body.\n\n{COMMENT}\n"),
        ("- a\n- b\n\n", None, f"- a\n- b\n\n{COMMENT}\n"),
        (f"{COMMENT}\n\nBody.\n", 3, f"{COMMENT}\n\n{COMMENT}\n\nBody.\n"),
    ],
)
def test_the_comment_stands_before_the_block_with_an_empty_line_on_either_side(text: str, line: int, new: str) -> None:
    assert put(text, line) == new


@pytest.mark.parametrize("text", ["```\ncode that never ends\n", "<!-- open\n"])
def test_where_a_comment_would_be_no_comment_it_is_a_mistake(text: str) -> None:
    with pytest.raises(UserMistake, match=r"^policy.md:\d: a comment cannot be put here"):
        put(text, None)


def test_several_comments_each_find_their_block() -> None:
    text = "One.\n\nTwo.\n\nThree.\n"
    new, places = insert_comments(
        text, [("<!-- c -->", None), ("<!-- b -->", 5), ("<!-- a -->", 1), ("<!-- d -->", 5)], shown="policy.md"
    )
    assert new == ("<!-- a -->\n\nOne.\n\nTwo.\n\n<!-- b -->\n\n<!-- d -->\n\nThree.\n\n<!-- c -->\n")
    assert places == (1, 7, 9, 13)


LINES = (
    *("", "# A", "Text", "- item", "  more", "    code", "1. one", "| a | b |", "|---|---|", "> quote", "***", "\tx"),
    *("<div>", "</div>", "[^1]: note", "[a]: /b", "```", "---", "===", "<pre>", "<!--"),
)


@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=8),
    st.none() | st.integers(1, 8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_nothing_but_the_comment_and_empty_lines_is_added_and_the_rest_is_drawn_as_before(
    lines: list[str], line: int | None, newline: str
) -> None:
    text = newline.join(lines) + newline
    try:
        new = put(text, None if line is None else min(line, len(lines)))
    except UserMistake as mistake:
        assert mistake.code == "M445"
        return
    assert [row for row in new.split(newline) if row and row != COMMENT] == [row for row in lines if row]
    if not text.startswith("---"):  # else it may be front matter, which is not drawn
        assert _drawn(new).replace(COMMENT, "").split() == _drawn(text).split()


def _drawn(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))
