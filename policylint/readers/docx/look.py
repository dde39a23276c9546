"""The look of a paragraph, from its own properties, its list's and its style's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policylint.model.document import Style
from policylint.readers.docx.styles import over

if TYPE_CHECKING:
    from policylint.readers.docx.numbering import Number
    from policylint.readers.docx.styles import ParagraphLook, ParagraphStyle
    from policylint.readers.textual import Piece


def style_of(
    pieces: Sequence[Piece], own: ParagraphLook, style: ParagraphStyle, number: Number | None, *, tab: float
) -> Style:
    """The look of a paragraph apart from what all its words share.

    `indent` is the leftmost edge of the lines, or where the words begin behind leading tabs; `size` is that of most
    characters; `space_before` is the declared space, without empty paragraphs.

    Args:
        pieces: The text of the paragraph.
        own: What the paragraph itself says.
        style: Its style.
        number: What stands before it. The list's indent goes before that of a style, unless the style that names the
            list, or one based on it, sets an indent too.
        tab: Distance of tab stops in points.
    """
    look = style.look
    if number is not None and not (own.number is None and style.indented):
        look = over(look, number.indent)
    look = over(look, own)
    left, first = look.left or 0.0, look.first or 0.0
    edge = left + min(first, 0.0)
    if number is None and (tabs := _leading_tabs(pieces)):
        edge = left + first
        for _ in range(tabs):
            edge = (edge // tab + 1) * tab
    sizes: Counter[float | None] = Counter()
    for piece in pieces:
        if letters := len(piece.text.strip()):
            sizes[piece.look.size] += letters
    return Style(
        size=max(sizes, key=lambda size: sizes[size]) if sizes else None,
        centred=bool(look.centred),
        indent=round(max(edge, 0.0), 1),
        name=style.name,
        space_before=look.before,
    )


def _leading_tabs(pieces: Sequence[Piece]) -> int:
    """Tabs before the first word; beyond a handful they are no indent."""
    tabs = 0
    for piece in pieces:
        blank = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        tabs += blank.count("\t")
        if blank != piece.text:
            break
    return min(tabs, 8)
