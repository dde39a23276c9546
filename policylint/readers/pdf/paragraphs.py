"""Lines into paragraphs, and what stands beside the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policylint.model.document import BlockKind, BlockRole
from policylint.readers.pdf.breaks import continues
from policylint.readers.pdf.leadings import Leadings
from policylint.readers.pdf.lines import Item, Line, TableRow, part_of_line
from policylint.readers.pdf.words import Word

MOST_LINES: Final = 500
"""Lines of one paragraph; a longer one is cut, for what comes after grows with it."""

_REMARK = re.compile(r"(?:note|nb|example|exception|warning|caution|important)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Aside:
    """Lines that stand outside the text: running ones, footnotes, text set sideways."""

    lines: tuple[Line, ...]
    kind: BlockKind = "paragraph"
    role: BlockRole = "running"


def group_lines(items: Iterable[Item | Aside], leadings: Leadings) -> Iterator[list[Line] | TableRow | Aside]:
    """Group lines into paragraphs. A table row ends one; an aside waits until the paragraph around it has ended."""
    lines: list[Line] = []
    waiting: list[Aside] = []
    for item in items:
        if isinstance(item, Aside):
            waiting.append(item)
        elif isinstance(item, Line) and 0 < len(lines) < MOST_LINES and continues(lines, item, leadings):
            lines.append(item)
        else:
            yield from _parted(lines)
            yield from waiting
            lines, waiting = [], []
            if isinstance(item, Line):
                lines = [item]
            else:
                yield item
    yield from _parted(lines)
    yield from waiting


def _parted(lines: list[Line]) -> Iterator[list[Line]]:
    """Part a heading from the text that hangs beside it: "PURPOSE" in the margin, a column of lines to its right."""
    if not lines:
        return
    first = lines[0]
    place = 0
    if len(lines) > 1 and not first.label and not first.level:
        hanging = [index for index, word in enumerate(first.words[:6]) if abs(word.x0 - lines[1].x0) <= 1.5]
        place = hanging[0] if hanging else 0
    if place and _is_heading_beside(first.words[:place], first.words[place:]):
        yield [part_of_line(first, 0, place)]
        yield [part_of_line(first, place, len(first.words)), *lines[1:]]
    else:
        yield lines


def _is_heading_beside(head: Sequence[Word], text: Sequence[Word]) -> bool:
    words = " ".join(word.text for word in head)
    if _REMARK.match(words) or text[0].x0 - head[-1].x1 < 0.5 * head[-1].size:
        return False
    if all(word.bold for word in head):
        return not all(word.bold for word in text)
    if all(word.underline or not any(map(str.isalnum, word.text)) for word in head):
        return not text[0].underline
    return words.isupper() and len(words) > 4 and not text[0].text.isupper()
