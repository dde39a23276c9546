"""Tables that hold data, and tables that only put things in their places on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policylint.readers.textual import Piece
from policylint.readers.tree import BLOCKS, HEADINGS, Node

_COMPLEX: Final = HEADINGS | {"ul", "ol", "dl", "pre", "table", "blockquote", "hr"}
_LONGEST_CELL: Final = 1500
"""Characters; what is longer is no entry of a table, whatever stands around it."""


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table, head and foot included, those of tables within it not."""
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from (row for row in child.children if isinstance(row, Node) and row.tag == "tr")


def cells_of(row: Node) -> list[Node]:
    """The cells of a row; whatever stands between them by mistake is a cell too."""
    cells: list[Node] = []
    loose: Node | None = None
    for child in row.children:
        if isinstance(child, Node) and child.tag in ("td", "th"):
            cells.append(child)
            loose = None
        elif isinstance(child, Node) or child.text.strip():
            if loose is None:
                loose = Node("td")
                cells.append(loose)
            loose.children.append(child)
    return cells


def is_layout(table: Node, rows: Sequence[Node]) -> bool:
    """Whether a table only arranges the page: it says so, holds other tables, or has no two cells side by side."""
    if table.attributes.get("role", "").lower() in ("presentation", "none"):
        return True
    filled = [[cell for cell in cells_of(row) if cell.text().strip()] for row in rows]
    if max(map(len, filled), default=0) < 2:
        return True
    return any(node.tag == "table" for cells in filled for cell in cells for node in cell.walk())


def _is_text(child: Node | Piece) -> bool:
    return bool(child.text.strip()) if isinstance(child, Piece) else child.tag not in BLOCKS


def is_plain_row(cells: Sequence[Node]) -> bool:
    """Whether the cells of a row are entries that one line can hold, with no lists, headings or paragraphs in them."""
    for cell in cells:
        paragraphs = 0
        for node in cell.walk():
            paragraphs += node.tag in ("p", "div") and any(map(_is_text, node.children))
            if node.tag in _COMPLEX:
                return False
        length = len(cell.text())
        if length > _LONGEST_CELL or (paragraphs > 1 and length > _LONGEST_CELL // 5):
            return False
    return True
