"""What the readers of text formats share: pieces of source text on their way to becoming blocks.

A text-format reader cuts the decoded file into pieces, each of which knows the offset of its first character, and
`build` folds a run of pieces into a block. A mark covers characters that stand in the file exactly as in the block, on
one line; what has been decoded (an entity), folded (several spaces) or put in (the space that joins two lines) has no
mark.

Conventions of all text formats: a typed label ("4.2", "(a)", "•") gives `Block.label` and `label_end`, and makes the
block an item unless it names a part ("Section 3."); a paragraph with a `level` continues the list item before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final, TypeVar

from policylint.model.document import Block, BlockKind, BlockRole, Hidden, Link, Mark, Style
from policylint.readers.characters import oddities
from policylint.readers.concealed import MOST
from policylint.readers.labels import typed_label

HIDDEN: Final = "\ufdd0"
"""A non-character that readers write over markup which must keep its length and never show."""

LONGEST_BLOCK: Final = 50_000
"""Characters; a longer paragraph is cut at the ends of sentences, for what comes after grows with the block."""

_DROPPED: Final = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufdd0-\ufdef\ufeff"
"""Soft hyphens, zero-width spaces, direction marks and non-characters: seen by nobody."""

_SPACE: Final = r"\s\x00-\x1f\x7f-\x9f"
_RUN = re.compile(rf"[^{_SPACE}{_DROPPED}]+(?: [^{_SPACE}{_DROPPED}]+)*")
_GAP = re.compile(rf"[{_SPACE}]")
_Span = TypeVar("_Span", Mark, Link)
_CUT = re.compile(r"[.!?;:][\"'\u201d\u2019)\]]*\s")


@dataclass(frozen=True, slots=True)
class Look:
    """How a piece looks; `size` in points."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: float | None = None


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some text. `at` is the offset of its first character in the source, None when the text does not stand there so.

    `alternative` marks the words that stand for a picture.
    """

    text: str
    at: int | None = None
    look: Look = PLAIN
    target: str = ""
    alternative: bool = False


WRAP: Final = Piece("\n")
"""A line break of the source that may only be there to keep lines short."""

BREAK: Final = Piece("\n")
"""A line break that is meant."""


class Origin:
    """The decoded file, lines ending in a line feed, with its line starts.

    `hidden` gathers what blocks were built without, for nobody sees it.
    """

    def __init__(self, text: str) -> None:
        """Index `text` by lines."""
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.hidden: list[Hidden] = []

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of the character at `offset` (from 0)."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def tell(self, pieces: Iterable[Piece]) -> None:
        """Keep what is dropped from pieces and was never meant to help the eye."""
        here = 0
        for piece in pieces:
            here = here if piece.at is None else piece.at
            if piece.text.isascii() or len(self.hidden) >= MOST:
                continue
            for oddity in islice(oddities(piece.text, dropped=True), MOST):
                line, column = self.place(here if piece.at is None else piece.at + oddity.start)
                mark = Mark(0, len(oddity.shown), line=line, column=column)
                self.hidden.append(Hidden("characters", oddity.shown, (mark,)))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the file in lower case, compounds as they are written."""
        return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self.text.lower()))

    def line(self, number: int) -> tuple[str, int]:
        """Line `number` (from 0) without its line feed, and the offset of its first character."""
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[start:end], start


def build(
    pieces: Sequence[Piece],
    origin: Origin,
    *,
    kind: BlockKind = "paragraph",
    level: int | None = None,
    label: str = "",
    style: Style | None = None,
    role: BlockRole = "body",
) -> list[Block]:
    """Fold pieces into a block: none when nothing visible is left, several when the text is very long.

    Args:
        pieces: The text in reading order. Words that stand for pictures count only when there are no others.
        origin: The file, to turn offsets into lines and columns.
        kind: Of the block; a paragraph that opens with a typed label becomes an item.
        level: Heading level or list depth, from 1.
        label: The automatic number or bullet; gives way to a typed one.
        style: What is known beyond the look of the pieces (indentation, centring, name).
        role: Of the block.
    """
    shown = [piece for piece in pieces if not piece.alternative]
    if origin.text:
        origin.tell(shown)
    folded = _fold(shown) if any(_RUN.search(piece.text) for piece in shown) else _fold(pieces)
    if not folded.text:
        return []
    end = 0
    if kind in ("paragraph", "item", "heading", "note"):
        typed, end = typed_label(folded.text)
        label = typed or label
        if kind == "paragraph" and typed and not _names_a_part(typed):
            kind, level = "item", level or 1
    block = Block(
        kind=kind,
        text=folded.text,
        marks=tuple(_marks(folded.runs, origin)),
        level=level,
        label=label,
        label_end=end,
        style=_style(folded.looks, style or Style()),
        links=tuple(Link(start, stop, target) for start, stop, target in folded.links),
        role=role,
    )
    return list(_cut(block)) if len(block.text) > LONGEST_BLOCK else [block]


@dataclass(slots=True)
class _Folded:
    """`runs` are (start in text, end in text, offset in source); `looks` are (characters, look)."""

    text: str
    runs: list[tuple[int, int, int]]
    links: list[tuple[int, int, str]]
    looks: list[tuple[int, Look]]


def _fold(pieces: Iterable[Piece]) -> _Folded:
    """Fold white space, drop what nobody sees, and keep track of what stands verbatim in the source."""
    out: list[str] = []
    folded = _Folded("", [], [], [])
    length, gap = 0, False
    for piece in pieces:
        begun, cursor = -1, 0
        for run in _RUN.finditer(piece.text):
            gap = gap or bool(_GAP.search(piece.text, cursor, run.start()))
            cursor = run.end()
            if gap and length:
                out.append(" ")
                length += 1
            gap = False
            if begun < 0:
                begun = length
            words = run.group()
            out.append(words)
            if piece.at is not None:
                _extend(folded.runs, length, length + len(words), piece.at + run.start())
            length += len(words)
        gap = gap or bool(_GAP.search(piece.text, cursor))
        if begun >= 0:
            folded.looks.append((length - begun, piece.look))
            if piece.target:
                _extend_link(folded.links, begun, length, piece.target)
    folded.text = "".join(out)
    return folded


def _extend(runs: list[tuple[int, int, int]], start: int, end: int, at: int) -> None:
    """Add a verbatim run, as part of the one before it where nothing stands between the two in text and source."""
    if runs and runs[-1][1] == start and runs[-1][2] + (start - runs[-1][0]) == at:
        runs[-1] = (runs[-1][0], end, runs[-1][2])
    else:
        runs.append((start, end, at))


def _extend_link(links: list[tuple[int, int, str]], start: int, end: int, target: str) -> None:
    """Add a link, as part of the one before it when both lead to the same place and touch."""
    if links and links[-1][2] == target and start - links[-1][1] <= 1:
        links[-1] = (links[-1][0], end, target)
    else:
        links.append((start, end, target))


def _marks(runs: Iterable[tuple[int, int, int]], origin: Origin) -> Iterator[Mark]:
    for start, end, at in runs:
        line, column = origin.place(at)
        yield Mark(start=start, end=end, line=line, column=column)


def _style(looks: Sequence[tuple[int, Look]], known: Style) -> Style:
    """The look that all the words share, except for a stray sign or two."""
    total = sum(length for length, _ in looks)
    sizes = {look.size for _, look in looks}

    def holds(flags: Iterable[bool]) -> bool:
        return sum(length for (length, _), flag in zip(looks, flags, strict=True) if flag) >= total - 2 > 0

    return replace(
        known,
        bold=known.bold or holds(look.bold for _, look in looks),
        italic=known.italic or holds(look.italic for _, look in looks),
        underline=known.underline or holds(look.underline for _, look in looks),
        size=known.size if known.size is not None else sizes.pop() if len(sizes) == 1 else None,
    )


def _names_a_part(label: str) -> bool:
    """Whether a label reads "Section 3." and the like, which heads a part and never an item."""
    return (label[:3].isalpha() and " " in label) or (label[:1] == "§" and label[-1:].isdigit())


def _cut(block: Block) -> Iterator[Block]:
    """Cut a long block at the ends of sentences, at spaces where there are none."""
    start, text = 0, block.text
    while start < len(text):
        limit = start + LONGEST_BLOCK
        stop = len(text)
        if limit < stop:
            tail = [found.end() for found in _CUT.finditer(text, limit - LONGEST_BLOCK // 10, limit)]
            space = text.rfind(" ", start, limit) + 1
            stop = tail[-1] if tail else space if space > start else limit
        words = text[start:stop].rstrip()
        end = start + len(words)
        first = start == 0
        yield replace(
            block,
            kind="paragraph" if block.kind == "item" and not first else block.kind,
            text=words,
            marks=tuple(_clip(mark, start, end) for mark in _touching(block.marks, start, end)),
            links=tuple(
                replace(link, start=max(link.start, start) - start, end=min(link.end, end) - start)
                for link in _touching(block.links, start, end)
            ),
            label=block.label if first else "",
            label_end=block.label_end if first else 0,
        )
        start = stop


def _touching(spans: Sequence[_Span], start: int, end: int) -> Sequence[_Span]:
    """The spans, sorted and apart, that touch `start`..`end`."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    return spans[first : bisect_left(spans, end, key=lambda span: span.start)]


def _clip(mark: Mark, start: int, end: int) -> Mark:
    """The part of a mark within `start`..`end`, counted from `start`."""
    skipped = max(start - mark.start, 0)
    column = None if mark.column is None else mark.column + skipped
    return replace(mark, start=mark.start + skipped - start, end=min(mark.end, end) - start, column=column)
