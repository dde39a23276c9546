"""Putting a comment into a Markdown text, so that nothing else in it changes its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from policylint.errors import UserMistake

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def insert_comments(
    text: str, comments: Sequence[tuple[str, int | None]], *, shown: str
) -> tuple[str, tuple[int, ...]]:
    """Put several comments, each with the line of its clause, into a text; see `insert_comment`.

    Returns the new text, and the lines of the comments in it, in the order of the text.
    """
    places: list[int] = []
    moved = 0
    for comment, line in sorted(comments, key=lambda item: (item[1] is None, item[1] or 0)):
        new, place = insert_comment(text, comment, line=None if line is None else line + moved, shown=shown)
        places.append(place)
        moved += len(_LINE.findall(new)) - len(_LINE.findall(text))
        text = new
    return text, tuple(places)


def insert_comment(text: str, comment: str, *, line: int | None, shown: str) -> tuple[str, int]:
    """Put a comment on a line of its own before the block of a clause.

    Args:
        text: A Markdown file, with whatever line ends it has.
        comment: The comment, on one line.
        line: The line (from 1) on which the clause begins; None puts the comment at the end of the file.
        shown: What to call the file in a message.

    Returns:
        The new text, and the line of the comment in it. A clause in a list, a table or a quotation gets its comment
        before the whole of it; one in the front matter gets it below.

    Raises:
        UserMistake: M445 where the rest of the text would not be read as before, as at the end of a code block that is
            never closed.
    """
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    lines = _LINE.findall(text)
    front = _front_matter(text)
    before = _tokens(lines, front)
    at = len(lines) if line is None else _block_start(before, line - 1, front)
    end = _LINE_END.search(text)
    newline = end[0] if end else "\n"
    above, below = lines[:at], lines[at:]
    if above and not _LINE_END.search(above[-1]):
        above[-1] += newline
    gap = [newline] if above and above[-1].strip() else []
    tail = [newline] if below and below[0].strip() else []
    added = [*gap, comment + newline, *tail]
    new = [*above, *added, *below]
    place = len(above) + len(gap)
    if not _holds(before, _tokens(new, front), comment, place, len(added)):
        raise UserMistake("M445", place=f"{shown}:{line or len(lines)}")
    return mark + "".join(new), place + 1


def _front_matter(text: str) -> int:
    """How many lines the front matter takes."""
    from policylint.readers.frontmatter import read_front_matter
    from policylint.readers.textual import Origin

    plain = _LINE_END.sub("\n", text)
    end = read_front_matter(Origin(plain)).end
    return plain.count("\n", 0, end) + (1 if end == len(plain) and end and not plain.endswith("\n") else 0)


def _tokens(lines: Sequence[str], front: int) -> list[Token]:
    from markdown_it import MarkdownIt

    body = [_LINE_END.sub("", line) for line in lines]
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    return parser.parse("\n".join([""] * min(front, len(body)) + body[front:]))


def _block_start(tokens: Sequence[Token], line: int, front: int) -> int:
    starts = [token.map[0] for token in tokens if token.level == 0 and token.map and token.map[0] <= line]
    return max([front, *starts])


def _holds(before: Sequence[Token], after: Sequence[Token], comment: str, at: int, added: int) -> bool:
    """Whether the new text has the blocks of the old one, each in its place, and the comment between them."""
    found = [token for token in after if token.type == "html_block" and token.map and token.map[0] == at]
    if len(found) != 1 or found[0].level or found[0].content.strip() != comment:
        return False
    rest = [token for token in after if token is not found[0]]
    moved = [line - added if line > at else line for line in map(_first_line, rest)]
    return moved == [_first_line(token) for token in before] and [
        (token.type, token.markup, token.content, token.level) for token in rest
    ] == [(token.type, token.markup, token.content, token.level) for token in before]


def _first_line(token: Token) -> int:
    return token.map[0] if token.map else -1
