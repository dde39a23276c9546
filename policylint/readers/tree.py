"""A tree of elements and pieces of text, built from tags as they come: unclosed, crossed and stray ones included.

Both HTML and Markdown are read into it. End tags of one kind of writer do not close elements of the other, so that a
stray `</ul>` in a Markdown file does not end a Markdown list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from policylint.readers.textual import Piece

VOID: Final = frozenset(
    {"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param"}
    | {"source", "spacer", "track", "wbr"}
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS: Final = HEADINGS | {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
    ),
    *(
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
    ),
    *("listing", "main", "menu", "nav", "note", "ol", "p", "plaintext", "pre", "section", "summary", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "ul", "xmp"),
}
"""Elements that begin and end a line; `note` is the reader's own, for footnotes."""

_DEEPEST: Final = 200
"""Elements within each other; what is nested deeper is read as if its tags were not there."""

_FENCES: Final = frozenset({"table", "td", "th", "caption", "body", "html", "note"})
"""Elements across which no end tag is implied."""

_CLOSED_BY: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), _FENCES | {"ul", "ol", "dir", "menu"}),
    "dt": (frozenset({"dt", "dd"}), _FENCES | {"dl"}),
    "dd": (frozenset({"dt", "dd"}), _FENCES | {"dl"}),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "option": (frozenset({"option"}), _FENCES | {"select"}),
    "a": (frozenset({"a"}), BLOCKS),
    **{heading: (HEADINGS, _FENCES | {"div", "section", "article", "li", "blockquote"}) for heading in HEADINGS},
}
"""What a start tag closes, and across which elements it does not reach (HTML Standard, 13.1.2.4, optional tags)."""

_PARAGRAPH: Final = frozenset({"p"})
_CELLS: Final = ("td", "th", "table")
_WRITERS: Final = ("markdown",)
_CLOSE_PARAGRAPH: Final = BLOCKS - {"tr", "td", "th", "thead", "tbody", "tfoot", "caption", "html", "body"}


@dataclass(slots=True, eq=False)
class Node:
    """An element. `places` are the offsets of attribute values in the source, where they stand there as they are.

    `broken` and `continues` tell of a paragraph that an end tag within it has cut in two, but only here.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    children: list[Node | Piece] = field(default_factory=list)
    writer: str = ""
    broken: bool = False
    continues: bool = False

    def walk(self) -> Iterator[Node]:
        """This element and all within it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += (child for child in reversed(node.children) if isinstance(child, Node))

    def pieces(self) -> Iterator[Piece]:
        """All text within, in document order."""
        waiting: list[Node | Piece] = [self]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Piece):
                yield child
            else:
                waiting += reversed(child.children)

    def text(self) -> str:
        """All text within, as it stands."""
        return "".join(piece.text for piece in self.pieces())


class Tree:
    """A tree under construction; `root` is what there is of it.

    For each tag and writer, and for all elements that a writer of Markdown has opened, it is known where in the stack
    they stand: whatever tags come, none takes a search through all that is open.
    """

    def __init__(self) -> None:
        """Begin with an empty body."""
        self.root = Node("body")
        self._stack = [self.root]
        self._open: dict[tuple[str, str], list[int]] = {}
        self._written: list[int] = []

    def open(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        places: dict[str, int] | None = None,
        *,
        writer: str = "",
    ) -> None:
        """Begin an element, after ending those that it implies the end of. Void elements end at once."""
        if not writer:
            self._imply(tag)
        node = Node(tag, attributes or {}, places or {}, writer=writer)
        if tag in VOID:
            self._stack[-1].children.append(node)
        elif len(self._stack) <= _DEEPEST or writer:
            self._push(node)

    def close(self, tag: str, *, writer: str = "") -> None:
        """End the innermost element of that name and writer with all within it; nothing without one.

        Where an inline element is ended across a paragraph, the paragraph goes on in a second element.
        """
        depth = self._depth(tag, writer)
        if not depth:
            return
        crossed = [] if tag in BLOCKS else [node for node in self._stack[depth + 1 :] if node.tag in BLOCKS]
        if crossed and tag == "a" and "href" not in self._stack[depth].attributes:
            return
        self._drop(depth)
        for node in crossed:
            node.broken = True
            self._push(Node(node.tag, node.attributes, node.places, writer=node.writer, continues=True))

    def unwind(self) -> None:
        """End all elements that are open."""
        self._drop(1)

    def add(self, piece: Piece) -> None:
        """Add text."""
        self._stack[-1].children.append(piece)

    def _push(self, node: Node) -> None:
        self._open.setdefault((node.tag, node.writer), []).append(len(self._stack))
        if node.writer:
            self._written.append(len(self._stack))
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def _drop(self, depth: int) -> None:
        """Take all from that place on off the stack."""
        while len(self._stack) > depth:
            node = self._stack.pop()
            self._open[node.tag, node.writer].pop()
            if node.writer:
                self._written.pop()

    def _innermost(self, tags: Iterable[str], *writers: str) -> int:
        """Where in the stack the innermost element of these tags and writers stands; 0 where there is none."""
        places = (self._open.get((tag, writer)) for tag in tags for writer in writers)
        return max((place[-1] for place in places if place), default=0)

    def _depth(self, tag: str, writer: str) -> int:
        """Where in the stack the element stands that an end tag means; 0 where there is none within reach."""
        found = self._innermost((tag,), writer)
        barrier = self._written[-1] if self._written and not writer else 0
        if tag not in BLOCKS or tag in ("li", "p"):
            barrier = max(barrier, self._innermost(_CELLS, "", *_WRITERS))
        return found if found > barrier else 0

    def _imply(self, tag: str) -> None:
        if tag in _CLOSE_PARAGRAPH:
            self._close_through(_PARAGRAPH, _FENCES | {"button", "object"})
        if rule := _CLOSED_BY.get(tag):
            self._close_through(*rule)

    def _close_through(self, tags: frozenset[str], fences: frozenset[str]) -> None:
        found = self._innermost(tags, "")
        barrier = self._written[-1] if self._written else 0
        if found > barrier and found > self._innermost(fences - tags, ""):
            self._drop(found)
