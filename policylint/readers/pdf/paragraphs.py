"""Lines into paragraphs: where a paragraph ends, and where it goes on in the next column or on the next page.

The evidence, strongest first: a bookmark names the line; the size changes; the gap is wider than the leading; a label
opens the line; the next line's first word would have fitted on this one; weight, capitals or centring change; the
indent changes otherwise than after a first line or a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policylint.model.document import BlockKind, BlockRole
from policylint.readers.pdf.lines import Item, Line, TableRow

_SAME_SIZE: Final = 0.07
"""Share by which sizes of one paragraph may differ."""

_SAME_INDENT: Final = 0.65
"""Sizes by which left edges of one paragraph may differ."""

_SPACE: Final = 0.28
"""Width of a space, in sizes."""

_END = re.compile(r"[.:;?!][\"'\u201d\u2019)\]]*$")
_OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|the|of|on|in|for|to|by|with|from|at|as|and|or|but|that|which|is|are|be|shall|will|must|may|not|any|all"
    r"|this|these|their|his|her|its|our|your|&))$",
    re.IGNORECASE,
)
_POINTS_TO = re.compile(
    r"\b(?:sections?|subsections?|paragraphs?|parts?|chapters?|articles?|rules?|items?|numbers?|no\.|nos\.|appendix|title"
    r"|policy|order|directive|under|see|of|in|to|by|with|than|about|least|is|was|are"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[^\w(\[]")


@dataclass(frozen=True, slots=True)
class Aside:
    """Lines that stand outside the text: running ones, footnotes, text set sideways."""

    lines: tuple[Line, ...]
    kind: BlockKind = "paragraph"
    role: BlockRole = "running"


class Leadings:
    """The distance between baselines within paragraphs, by size: on each page, else in the whole document."""

    def __init__(self, flows: Iterable[Sequence[Item]]) -> None:
        """Measure the lines of each page."""
        self._pages: dict[tuple[int, float], Counter[float]] = {}
        self._all: dict[float, Counter[float]] = {}
        for items in flows:
            for one, other in pairwise(items):
                if isinstance(one, Line) and isinstance(other, Line):
                    self._count(one, other)

    def _count(self, one: Line, other: Line) -> None:
        gap = other.base - one.base
        if not 0 < gap < 3.2 * other.size or abs(one.size - other.size) > _SAME_SIZE * other.size:
            return
        if other.label or one.listing or other.listing or is_short(one, other):
            return
        size, gap = round(one.size), round(2 * gap) / 2
        self._pages.setdefault((one.page, size), Counter())[gap] += 1
        self._all.setdefault(size, Counter())[gap] += 1

    def of(self, line: Line) -> float:
        """The usual leading for lines like this one, in points."""
        size = round(line.size)
        for counts in (self._pages.get((line.page, size)), self._all.get(size)):
            if counts and sum(counts.values()) >= 4:
                return _commonest(counts)
        return 1.22 * line.size


def _commonest(counts: Counter[float]) -> float:
    """The commonest gap, neighbours within a point counted in, the smallest of equals."""
    return max(sorted(counts), key=lambda gap: sum(counts[gap + step] for step in (-1.0, -0.5, 0.0, 0.5, 1.0)))


def is_short(line: Line, following: Line) -> bool:
    """Whether the next line's first word would have fitted on this one: somebody broke the line on purpose."""
    return line.right - line.x1 > _first_width(following) + (_SPACE + 0.45) * line.size


def _first_width(line: Line) -> float:
    """Width of what cannot be parted at the beginning of a line: "3" and a raised "rd" stay together."""
    words = line.words
    end = words[0].x1
    for one, other in pairwise(words):
        if other.x0 - one.x1 > 0.12 * one.size:
            break
        end = other.x1
    return end - words[0].x0


def narrow_columns(items: Sequence[Item], leadings: Leadings) -> None:
    """Set the right edge of lines in narrower passages (quotations, notes), so that their lines do not look short."""
    run: list[Line] = []
    for item in (*items, None):
        if isinstance(item, Line) and (not run or _in_passage(run[-1], item, leadings)):
            run.append(item)
            continue
        _narrow(run)
        run = [item] if isinstance(item, Line) else []


def _in_passage(one: Line, other: Line, leadings: Leadings) -> bool:
    gap = other.base - one.base
    return (
        0 < gap <= 1.15 * leadings.of(other) + 0.5
        and abs(one.size - other.size) <= _SAME_SIZE * one.size
        and not other.label
        and not other.listing
    )


def _narrow(run: Sequence[Line]) -> None:
    if len(run) < 3:
        return
    edge = max(line.x1 for line in run)
    if edge > run[0].right - 2 * run[0].size or edge - run[0].x0 < 0.5 * (run[0].right - run[0].left):
        return
    full = sum(edge - one.x1 <= _first_width(other) + (_SPACE + 0.45) * one.size for one, other in pairwise(run))
    if 4 * full >= 3 * (len(run) - 1):
        for line in run:
            line.right = edge


def group_lines(items: Iterable[Item | Aside], leadings: Leadings) -> Iterator[list[Line] | TableRow | Aside]:
    """Group lines into paragraphs. A table row ends one; an aside waits until the paragraph around it has ended."""
    lines: list[Line] = []
    waiting: list[Aside] = []
    for item in items:
        if isinstance(item, Aside):
            waiting.append(item)
        elif isinstance(item, Line) and lines and continues(lines, item, leadings):
            lines.append(item)
        else:
            if lines:
                yield lines
            yield from waiting
            lines, waiting = [], []
            if isinstance(item, Line):
                lines = [item]
            else:
                yield item
    if lines:
        yield lines
    yield from waiting


def continues(lines: Sequence[Line], line: Line, leadings: Leadings) -> bool:
    """Whether a line belongs to the paragraph that the lines before it make up."""
    last = lines[-1]
    if line.continued:
        return True
    if line.level or last.level:
        return False
    if line.listing or last.listing or abs(line.size - last.size) > _SAME_SIZE * last.size:
        return False
    if line.page != last.page or line.base <= last.base + 0.3 * last.size or line.left != last.left:
        return carries_over(lines, line)
    short = is_short(last, line)
    ended = bool(_END.search(last.text))
    flows_on = line.lower_start and not ended and not short
    gap, usual = line.base - last.base, leadings.of(line)
    if len(lines) > 1 and lines[-2].page == last.page and last.base > lines[-2].base:
        usual = min(max(usual, last.base - lines[-2].base), 1.6 * usual)
    if gap > 1.15 * usual + 0.6 and not (flows_on and gap <= 1.5 * usual):
        return False
    if line.label and not _is_mere_reference(last, line, short):
        return False
    if _is_set_apart(last, line, broken=ended or (short and not line.lower_start)):
        return last.bold == line.bold and last.capitals == line.capitals and _is_one_title(last, line)
    if _look_changes(last, line, short=short, ended=ended):
        return False
    if short and (ended or not _is_odd_break(lines, line)):
        return False
    if line.tab is not None and line.tab - line.x0 < 0.5 * (line.right - line.left) and not flows_on:
        return False
    return _indent_fits(lines, line, ended=ended, flows_on=flows_on)


def _is_odd_break(lines: Sequence[Line], line: Line) -> bool:
    """Whether a sentence goes on although its line was broken early, rather than one short entry follow another."""
    last = lines[-1]
    column = last.right - last.left
    free = last.right - last.x1
    if line.lower_start:
        return free < 0.3 * column or len(lines) > 1 or line.x1 - line.x0 > 0.6 * (line.right - line.x0)
    return free < 0.25 * column and last.x1 - last.x0 > 0.55 * column and not last.bold and not last.capitals


def carries_over(lines: Sequence[Line], line: Line) -> bool:
    """Whether a paragraph goes on at the head of the next column or page."""
    last = lines[-1]
    if last.listing or line.listing or line.label or last.level or line.level:
        return False
    if last.bold != line.bold or abs(line.size - last.size) > _SAME_SIZE * last.size:
        return False
    if (last.centred and is_short(last, line)) or (line.centred and not line.lower_start):
        return False
    if _END.search(last.text) or (line.capitals and not last.capitals):
        return False
    return line.lower_start or not is_short(last, line)


def _is_mere_reference(last: Line, line: Line, short: bool) -> bool:
    """Whether what looks like a label is a figure of the sentence that came to stand at the line's beginning."""
    if short or _BULLET.match(line.label) or abs(line.x0 - last.start) > _SAME_INDENT * line.size:
        return False
    return bool(_POINTS_TO.search(last.text)) and not _END.search(last.text)


def _is_set_apart(last: Line, line: Line, *, broken: bool) -> bool:
    """Whether lines are set centred or flush right on purpose, and do not stand in the middle by chance."""
    tolerance = _SAME_INDENT * line.size
    if min(abs(line.x0 - last.x0), abs(line.x0 - last.start)) <= tolerance:
        return False
    if abs(line.x1 - last.x1) <= 2.0 and min(line.x0, last.x0) - line.left > 4 * line.size and not line.lower_start:
        return abs(line.x0 - last.x0) > 2 * line.size  # set flush right
    return (last.centred and line.centred) or (broken and (last.centred or line.centred))


def _is_one_title(last: Line, line: Line) -> bool:
    """Whether two centred lines are one phrase, broken because it was too long."""
    if not (last.centred and line.centred):
        return False
    wide = last.x1 - last.x0 > 0.7 * (last.right - last.left)
    return (wide and not _END.search(last.text)) or bool(_OPEN_END.search(last.text)) or line.lower_start


def _look_changes(last: Line, line: Line, *, short: bool, ended: bool) -> bool:
    """Whether weight, underlining or capitals set a heading and text apart."""
    if last.bold and not line.bold:
        return short or not (line.words[0].bold or line.lower_start)
    if line.bold and not last.bold:
        return short or ended or not (last.words[-1].bold or line.lower_start)
    if last.underline != line.underline and (short or ended):
        return True
    if last.capitals and not line.capitals:
        return short or not line.lower_start
    return line.capitals and not last.capitals and (short or ended)


def _indent_fits(lines: Sequence[Line], line: Line, *, ended: bool, flows_on: bool) -> bool:
    """Whether the line's left edge is where the paragraph's next line should begin."""
    last, tolerance = lines[-1], _SAME_INDENT * line.size
    if len(lines) > 1:
        edge = lines[-1].x0
        return abs(line.x0 - edge) <= tolerance or flows_on
    if last.label:
        if last.x0 - tolerance <= line.x0 <= last.start + 1.2 * line.size:
            return True
        return flows_on or (line.x0 < last.x0 and not ended)
    if any(abs(line.x0 - word.x0) <= 1.5 for word in last.words[1:4]):
        return True  # hangs from the wording behind "NOTE:" or a term
    if last.tab is not None and not flows_on:
        return False
    if line.x0 > last.x0 + tolerance:
        return not ended
    return True
