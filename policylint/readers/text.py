"""Plain text: paragraphs between blank lines, typed labels and bullets, indentation."""

from __future__ import annotations

from policylint.model.document import Document, Source
from policylint.readers.lines import Line, blocks_of_lines
from policylint.readers.textual import Origin, Piece


def read_text(text: str, *, source: Source) -> Document:
    """Read plain text.

    Args:
        text: The decoded file, lines ending in a line feed.
        source: The file that it comes from.

    Returns:
        Its paragraphs and items. Whether a line is a heading is left to the structure house, which finds short lines,
        lines in capitals and underlined lines (`Style.underline`) as blocks of their own.
    """
    origin = Origin(text)
    lines = [Line(line, (Piece(line, start),)) for line, start in zip(text.split("\n"), origin.starts, strict=True)]
    blocks = tuple(blocks_of_lines(lines, origin))
    return Document(source=source, blocks=blocks, hidden=tuple(origin.hidden))
