"""Markdown: CommonMark with tables and strikethrough, and the HTML, templates and front matter of real files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from policylint.model.document import Block, Document, Source
from policylint.readers.asides import Anchors, comments_to_policylint
from policylint.readers.flow import Flow
from policylint.readers.frontmatter import FrontMatter, read_front_matter
from policylint.readers.inline import AT, KNOTTED, NotingParser, Placement, place
from policylint.readers.markup import Close, Open, Text, tokens
from policylint.readers.text import read_text
from policylint.readers.textual import BREAK, HIDDEN, WRAP, Origin, Piece
from policylint.readers.tree import Tree
from policylint.readers.unseen import Unseen

_WRITER: Final = "markdown"

_TEMPLATE = re.compile(
    r"""
    \{\{[<%][^{}]{0,500}?[>%]\}\}            # Hugo shortcodes
  | \{%[^{}]{0,500}?%\}                      # Liquid and Jinja tags
  | \{\#[^{}\n]{0,200}\}                     # Jinja comments, heading ids
  | \{\{(?:[#/!>^]|else\b)[^{}]{0,200}\}\}   # Handlebars blocks
  | \{[:.][^{}\n]{0,200}\}                   # kramdown and Pandoc attributes
  | (?<=\]\()\s*\{\{[^{}\n]{0,200}\}\}       # a variable as the target of a link
  | ^[ ]{0,3}(?::{3,}|!{3,}).*$              # containers and admonitions
  | ^[ ]{0,3}\[(?:\[_?TOC_?\]|TOC)\][ ]*$    # tables of contents
  | (?<=^>\ )\[![A-Za-z]+\]                  # alerts
  | ^[ ]{0,3}\[\^[^\]\s]{1,40}\]:            # footnotes
  | \[\^[^\]\s]{1,40}\](?!:)                 # and the signs that refer to them
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What a site generator replaces. Plain variables ({{ name }}) stay: they are gaps that its adopters fill."""

_NOTE = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]:", re.MULTILINE)
_TIGHT_HEADING = re.compile(r"^( {0,3}#{2,6})(?=[^\W_])", re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_SENTENCE_END = re.compile(r"[.;:,]\s*$")
_NESTING: Final = 60
"""Lists and quotations within each other; what goes deeper the parser would leave out."""

_AS_TEXT: Final = "The file nests lists or quotations without end; it was read as plain text."
_KNOTTED: Final = "The file holds a paragraph of signs without end, whose markup was read as text."

_LONGEST_UNDERLINED: Final = 120
"""Characters; more than that above a row of hyphens is a paragraph with a rule below it."""

_CONTAINERS: Final = {
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
_SPANS: Final = {"strong": "strong", "em": "em", "s": "s", "link": "a"}


def read_markdown(text: str, *, source: Source) -> Document:
    """Read a Markdown file.

    Args:
        text: The decoded file, lines ending in a line feed.
        source: The file that it comes from.

    Returns:
        Its blocks. The title in the front matter, else the first heading, gives the document's title; front matter that
        dates the policy becomes blocks of its own (see `read_front_matter`). Lines and columns count from the top of
        the file. Comments are no part of the blocks; those to policylint come with the document.
    """
    origin = Origin(text)
    front = read_front_matter(origin)
    prepared = _prepare(text, front)
    env: dict[str, bool] = {}
    try:
        parsed = _parser().parse(prepared.text, env)
        if any(token.level >= _NESTING - 1 for token in parsed):
            return replace(read_text(text, source=source), notes=(_AS_TEXT,))
        builder = _Builder(prepared)
        root = builder.build(parsed).root
        blocks = Flow(prepared.origin).run(Unseen(root, prepared.origin).taken_from(root))
    except RecursionError:  # brackets within brackets without end: no policy, but perhaps still some text
        return replace(read_text(text, source=source), notes=(_AS_TEXT,))
    title = _title(front, blocks)
    shown = {block.text.casefold() for block in blocks[:1]}
    top = () if front.title != title or title.casefold() in shown else front.heading
    builder.anchors.scan(text)
    return Document(
        source=source,
        blocks=(*top, *front.lines, *blocks),
        title=title,
        notes=(_KNOTTED,) if KNOTTED in env else (),
        comments=tuple(builder.comments),
        anchors=builder.anchors.known(),
        hidden=(*origin.hidden, *prepared.origin.hidden),
    )


@dataclass(slots=True)
class _Prepared:
    """`text` is what the parser gets; it has the lines of `origin`, which is the file with what must not show hidden.

    `source` is the file as it is. `notes` are the lines (from 0) on which footnotes begin.
    """

    text: str
    source: str
    origin: Origin
    notes: frozenset[int]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING}).enable(["table", "strikethrough"])
    noting = NotingParser()
    noting.ruler, noting.ruler2 = parser.inline.ruler, parser.inline.ruler2
    parser.inline = noting
    return parser.disable(["fragments_join", "text_join"])


def _prepare(text: str, front: FrontMatter) -> _Prepared:
    """Take the front matter out but for its texts, hide templates, and loosen headings without a space ("##Scope")."""
    head, body = text[: front.end], text[front.end :]
    skipped = head.count("\n")
    notes = frozenset(skipped + body.count("\n", 0, note.start()) for note in _NOTE.finditer(body))
    body = _TEMPLATE.sub(lambda found: re.sub(r"[^\n]", HIDDEN, found[0]), body)
    kept = "".join(front.texts.get(line, "") + "\n" for line in range(skipped))
    return _Prepared(kept + _TIGHT_HEADING.sub(r"\1 ", body), text, Origin(head + body), notes)


def _title(front: FrontMatter, blocks: Sequence[Block]) -> str:
    """The title of the front matter; the first-level heading where there is none or only the page's address.

    An address ("acceptable-use") is better than nothing. Any heading at the very top is taken for the title.
    """
    is_address = bool(_SLUG.fullmatch(front.title))
    if front.title and not is_address:
        return front.title
    headings = [
        block for place, block in enumerate(blocks) if block.kind == "heading" and (block.level == 1 or not place)
    ]
    if headings and (headings[0].level == 1 or not is_address):
        return headings[0].wording
    return front.title.replace("-", " ").replace("_", " ")


@dataclass(slots=True)
class _Builder:
    """Block tokens to a tree, and what is no part of it: comments to policylint (each with its line) and ids."""

    prepared: _Prepared
    tree: Tree = field(default_factory=Tree)
    comments: list[tuple[str, int]] = field(default_factory=list)
    anchors: Anchors = field(default_factory=Anchors)
    _open: list[str] = field(default_factory=list)
    _row: int = 0
    """Offset in the source behind the last cell read, in tables."""

    def build(self, parsed: Sequence[Token]) -> Tree:
        for token, following in zip(parsed, [*parsed[1:], None], strict=False):
            kind = token.type.removesuffix("_open").removesuffix("_close")
            if token.nesting == 1:
                self._begin(kind, token, following)
            elif token.nesting == -1:
                self.tree.close(self._open.pop(), writer=_WRITER)
            elif kind == "inline":
                self._paragraph(token)
            elif kind == "hr":
                self.tree.open("hr", writer=_WRITER)
            elif kind == "html_block":
                self._html(place(token.content, _lines(token), self.prepared.origin), 0, len(token.content), token)
            else:
                self._code(token)
        return self.tree

    def _begin(self, kind: str, token: Token, following: Token | None) -> None:
        first = token.map[0] if token.map else -1
        attributes: dict[str, str] = {}
        if kind == "heading":
            tag = self._heading(token, following)
            if token.level == 0:
                self.tree.unwind()
        elif kind == "paragraph":
            tag = "note" if first in self.prepared.notes else "p"
        else:
            tag = _CONTAINERS[kind]
        if kind == "list_item":
            attributes["label"] = token.info + token.markup
        elif kind == "tr":
            self._row = self.prepared.origin.starts[first]
        self._open.append(tag)
        self.tree.open(tag, attributes, writer=_WRITER)

    def _heading(self, token: Token, following: Token | None) -> str:
        """The tag of a heading, or of the paragraph that only looks like one because of the rule below it."""
        content = following.content if following else ""
        if token.markup == "-" and (
            len(content) > _LONGEST_UNDERLINED or "\n" in content or _SENTENCE_END.search(content)
        ):
            return "p"
        return token.tag

    def _paragraph(self, token: Token) -> None:
        in_cell = self._open[-1:] in (["th"], ["td"])
        placement = place(token.content, _lines(token), self.prepared.origin, cell=self._row if in_cell else None)
        if in_cell and placement.places:
            self._row = placement.places[-1] + placement.ends[-1] - placement.starts[-1]
        children = token.children or []
        strays = _stray_asterisks(children)
        pairs = len(set(strays.values())) % 2 == 0 and len({children[index].level for index in strays}) == 1
        for index, child in enumerate(children):
            if index not in strays:
                self._inline(child, placement, token)
            elif pairs and strays.get(index - 1) != strays[index]:
                if strays[index] % 2:
                    self.tree.close("strong", writer=_WRITER)
                else:
                    self.tree.open("strong", writer=_WRITER)

    def _inline(self, child: Token, placement: Placement, token: Token) -> None:
        at = int(child.meta.get(AT, 0))
        kind = child.type.removesuffix("_open").removesuffix("_close")
        if kind in _SPANS:
            if child.nesting == 1:
                href = str(child.attrs.get("href", ""))
                self.tree.open(_SPANS[kind], {"href": href} if href else {}, writer=_WRITER)
            else:
                self.tree.close(_SPANS[kind], writer=_WRITER)
        elif kind in ("softbreak", "hardbreak"):
            self.tree.add(WRAP if kind == "softbreak" else BREAK)
            if _lines(token)[0] + placement.line(at) + 1 in self.prepared.notes:
                self.tree.close(self._open[-1], writer=_WRITER)
                self.tree.open(self._open[-1], writer=_WRITER)
        elif kind == "html_inline":
            self._html(placement, at, at + len(child.content), token)
        elif kind == "image":
            found = placement.content.find(child.content, at)
            for piece in placement.pieces(found, found + len(child.content)) if found >= 0 else ():
                self.tree.add(Piece(piece.text, piece.at, alternative=True))
        else:
            self._words(child.content, at, placement, behind=len(child.markup) if kind == "code_inline" else 0)

    def _words(self, words: str, at: int, placement: Placement, *, behind: int) -> None:
        """Add text that stands at `at`, or a sign further on, or else (an entity) has no place."""
        for start in (at + behind, at + behind + 1):
            raw = placement.content[start : start + len(words)]
            if raw == words or raw.replace("\n", " ") == words:
                for piece in placement.pieces(start, start + len(words)):
                    self.tree.add(piece)
                return
        self.tree.add(Piece(words))

    def _html(self, placement: Placement, start: int, end: int, block: Token) -> None:
        for text, line in comments_to_policylint(placement, start, end, source=self.prepared.source):
            self.comments.append((text, _lines(block)[0] + line + 1))
        for token in tokens(placement.content[start:end]):
            match token:
                case Text(words, at):
                    pieces = [Piece(words)] if at is None else placement.pieces(start + at, start + at + len(words))
                    for piece in pieces:
                        self.tree.add(piece)
                case Open(tag, attributes):
                    self.anchors.add(token)
                    self.tree.open(tag, attributes)
                case Close(tag):
                    self.tree.close(tag)

    def _code(self, token: Token) -> None:
        first, last = _lines(token)
        is_fence = token.type == "fence"
        placement = place(token.content, (first + is_fence, last), self.prepared.origin)
        self.tree.open("pre", {"code": token.info} if is_fence else {}, writer=_WRITER)
        for piece in placement.pieces(0, len(token.content)):
            self.tree.add(piece)
        self.tree.close("pre", writer=_WRITER)


def _lines(token: Token) -> tuple[int, int]:
    return (token.map[0], token.map[1]) if token.map else (0, 0)


def _stray_asterisks(children: Iterable[Token]) -> dict[int, int]:
    """Asterisks left over where strong emphasis has a space in the wrong place: index of token to number of run."""
    runs: list[list[int]] = []
    for index, child in enumerate(children):
        if child.type == "text" and child.content == "*":
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    strays = [run for run in runs if len(run) > 1]
    return {index: number for number, run in enumerate(strays) for index in run}
