"""Tables: which rows are rows, and which only put paragraphs in their places on the page.

- A table of one column, and a row whose only cell spans the table, are layout: their paragraphs are blocks as anywhere.
- So is a row in which only one cell is filled, with several paragraphs, a heading or a list item.
- In any other row the cells are joined into one block of kind `row`. A cell too long for that (several paragraphs with
  lists or of some length, see `_is_long`) gives its own blocks in its place, and the cells before and behind it make
  rows of what they hold; a single short cell beside a long one stays a paragraph with its look, for it is often the
  heading of the long one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policylint.model.document import Block, Link, Style
from policylint.readers.docx.ooxml import W, flow_of, is_on

if TYPE_CHECKING:
    from policylint.readers.docx.ooxml import Element

_ROW: Final = frozenset({f"{W}tr"})
_CELL: Final = frozenset({f"{W}tc"})
_BETWEEN: Final = " | "

_LONG: Final = 300
"""Characters of a cell with several paragraphs."""

_LONG_LIST: Final = 150
"""Characters of a cell with a heading, a list or a table in it."""

_LONGEST: Final = 1_500
"""Characters of a cell with one paragraph; what is longer is no entry of a table, whatever stands around it."""

Cell = list[Block]


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table without those that are deleted."""
    for row in flow_of(table, _ROW):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield row


def is_hidden(row: Element) -> bool:
    """Whether a row says of itself that it is not shown."""
    return bool(is_on(row.find(f"{W}trPr"), "hidden"))


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, merged ones once: where they begin."""
    for cell in flow_of(row, _CELL):
        properties = cell.find(f"{W}tcPr")
        if properties is None or not (
            _continues(properties.find(f"{W}vMerge"))
            or _continues(properties.find(f"{W}hMerge"))
            or properties.find(f"{W}cellDel") is not None
        ):
            yield cell


def _continues(merge: Element | None) -> bool:
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def blocks_of_rows(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """The blocks of a table, row by row; text boxes and notes follow the row that holds them.

    Args:
        rows: For each row its cells, for each cell its blocks.
    """
    is_column = all(len(row) <= 1 for row in rows)
    blocks: list[Block] = []
    for row in rows:
        cells = [[block for block in cell if block.kind != "note"] for cell in row]
        filled = [cell for cell in cells if cell]
        if is_column or len(row) == 1 or (len(filled) == 1 and _is_layout(filled[0])):
            blocks += (block for cell in row for block in cell)
            continue
        blocks += _blocks_of_row(filled)
        blocks += (block for cell in row for block in cell if block.kind == "note")
    return blocks


def _is_layout(cell: Cell) -> bool:
    return len(cell) > 1 or cell[0].kind in ("heading", "item")


def _is_long(cell: Cell) -> bool:
    length = sum(len(block.text) for block in cell)
    if len(cell) < 2:
        return length > _LONGEST
    has_structure = any(block.kind in ("heading", "item", "row") for block in cell)
    return length > (_LONG_LIST if has_structure else _LONG)


def _blocks_of_row(cells: Sequence[Cell]) -> Iterator[Block]:
    """One block for short cells side by side, their own blocks for long ones."""
    short: list[Cell] = []
    has_long = any(map(_is_long, cells))
    for cell in cells:
        if not _is_long(cell):
            short.append(cell)
            continue
        yield from _short_cells(short, beside_long=True)
        short = []
        yield from cell
    yield from _short_cells(short, beside_long=has_long)


def _short_cells(cells: Sequence[Cell], *, beside_long: bool) -> Iterator[Block]:
    if beside_long and len(cells) == 1:
        yield from cells[0]
    elif cells:
        yield _joined(cells)


def _joined(cells: Sequence[Cell]) -> Block:
    """One block for a row: cells joined by " | ", the paragraphs of a cell by a space.

    The number that Word puts before the first paragraph is the label; bullets and the numbers of others are not shown.
    """
    text = ""
    links: list[Link] = []
    for cell in cells:
        for place, block in enumerate(cell):
            text += (" " if place else _BETWEEN) if text else ""
            links += (Link(link.start + len(text), link.end + len(text), link.target) for link in block.links)
            text += block.text
    parts = [block for cell in cells for block in cell]
    first = parts[0]
    sizes = {block.style.size for block in parts}
    is_contents = all(block.role == "contents" for block in parts)
    counted = first.label_end == 0 and any(map(str.isalnum, first.label))
    return Block(
        kind="row",
        text=text,
        label=first.label if counted else "",
        style=Style(
            size=sizes.pop() if len(sizes) == 1 else None,
            bold=all(block.style.bold for block in parts),
            italic=all(block.style.italic for block in parts),
            underline=all(block.style.underline for block in parts),
        ),
        paragraph=first.paragraph,
        links=tuple(links),
        role="contents" if is_contents else "running" if first.role == "running" else "body",
    )
