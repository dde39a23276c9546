"""Where the inline tokens of markdown-it stand in the source, which the library itself does not tell.

The state of its inline parser is subclassed so that each token notes the parser's position when it is made; from there
its text is found in the paragraph's source. What cannot be found so has no place: never a wrong one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from policylint.readers.textual import Origin, Piece

AT: Final = "at"
"""Key in `Token.meta`: the parser's position when the token was made, an offset into the inline content."""


KNOTTED: Final = "knotted"
"""Key in the environment of a parse: set where signs without end were not looked at."""

_MOST_BRACKETS: Final = 3_000
"""Opening brackets in one paragraph: each costs as much as all that are open around it."""

_MOST_SIGNS: Final = 20_000
"""Signs of markup in one paragraph, for the same reason."""

_SIGNS: Final = "*_`<&\\~!"


class _NotingState(StateInline):
    """The library's state, noting positions."""

    def pushPending(self) -> Token:
        """Text collected so far: it ends where the parser stands, but for the sign that ended it."""
        token = super().pushPending()
        token.meta[AT] = max(self.src.rfind(token.content, 0, self.pos), 0)
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Any other token; the signs of one run of asterisks are all made at its beginning."""
        token = super().push(ttype, tag, nesting)
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        token.meta[AT] = self.pos
        if before is not None and before.type == ttype == "text" and before.meta.get("run") == self.pos:
            token.meta[AT] = before.meta[AT] + len(before.content)
        token.meta["run"] = self.pos
        return token


class NotingParser(ParserInline):
    """The library's inline parser, with tokens that know their place."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """As the library does it, with another state. A paragraph of signs without end is text as it stands."""
        state = _NotingState(src, md, env, tokens)
        if _is_knotted(src):
            env[KNOTTED] = True
            state.pending, state.pos = src, len(src)
            state.pushPending()
            return state.tokens
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _is_knotted(text: str) -> bool:
    if len(text) < _MOST_BRACKETS:
        return False
    return text.count("[") > _MOST_BRACKETS or sum(map(text.count, _SIGNS)) > _MOST_SIGNS


@dataclass(frozen=True, slots=True)
class Placement:
    """How the content of a token lies in the source: stretches that stand there as they are.

    `starts` are offsets into the content, ascending, `ends` where each stretch ends, `places` offsets into the source;
    `lines` are the offsets at which the lines of the content begin.
    """

    content: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    places: tuple[int, ...]
    lines: tuple[int, ...]

    def line(self, offset: int) -> int:
        """The line of the content, from 0, that holds the character at `offset`."""
        return bisect_right(self.lines, offset) - 1

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """`content[start:end]` in pieces that know where they stand."""
        here = start
        stretch = max(bisect_right(self.starts, start) - 1, 0)
        while here < end and stretch < len(self.starts):
            first, last = max(self.starts[stretch], here), min(self.ends[stretch], end)
            if first > here:
                yield Piece(self.content[here : min(first, end)])
                here = min(first, end)
            if last > here:
                yield Piece(self.content[here:last], self.places[stretch] + here - self.starts[stretch])
                here = last
            stretch += 1
        if here < end:
            yield Piece(self.content[here:end])


def place(content: str, lines: tuple[int, int], origin: Origin, *, cell: int | None = None) -> Placement:
    """Find the content of a block token in the source.

    Args:
        content: As the library hands it on: indentation, quotation marks and the marks of a heading taken away.
        lines: Its first line and the one behind its last, from 0.
        origin: The source.
        cell: For a cell of a table: the offset in the source from which on it stands.
    """
    starts: list[int] = []
    ends: list[int] = []
    places: list[int] = []
    begins: list[int] = []
    offset = 0
    for number, text in enumerate(content.split("\n"), start=lines[0]):
        begins.append(offset)
        if number < len(origin.starts):
            line, at = origin.line(number)
            column = max((cell or 0) - at, 0)
            inner = offset
            for part in _parts(text, line, column):
                words = part.strip()
                is_tail = cell is None and line.rstrip().endswith(words)
                found = len(line.rstrip()) - len(words) if is_tail else line.find(words, column)
                if words and found >= 0:
                    begin = inner + part.index(words)
                    starts.append(begin)
                    ends.append(begin + len(words))
                    places.append(at + found)
                    column = found + len(words)
                inner += len(part)
        offset += len(text) + 1
    return Placement(content, tuple(starts), tuple(ends), tuple(places), tuple(begins))


def _parts(text: str, line: str, column: int) -> Sequence[str]:
    """A line of content in parts that stand in the source as they are: a cell's pipes lose their backslashes."""
    if "|" not in text or line.find(text, column) >= 0:
        return (text,)
    first, *rest = text.split("|")
    return (first, *(f"|{part}" for part in rest))
